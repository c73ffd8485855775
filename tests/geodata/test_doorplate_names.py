"""Which streets a written name may mean, and that none is guessed."""

from __future__ import annotations

from geodata.doorplate_names import StreetNames

NAMES = StreetNames(
    (
        "示範路一段",
        "示範路二段",
        "汀州路一段",
        "和平東路一段",
        "敦化南路二段",
        "敦化北路二段",
        "大屯路光華二巷",
        "楷模路桃李巷",
        "榜樣街桃李巷",
        "新生街",
    )
)


def _meant(name: str) -> tuple[str, ...]:
    return NAMES.meant(name).streets


def test_the_name_as_written_comes_first_and_without_what_leads_to_it_second() -> None:
    assert _meant("和平東路一段") == ("和平東路一段",)
    assert _meant("及示範路二段") == ("示範路二段",)
    assert _meant("樓及示範路二段") == ("示範路二段",)
    assert _meant("捷運示範站新生街") == ("新生街",)


def test_a_road_without_its_section_means_each_of_its_sections() -> None:
    assert _meant("示範路") == ("示範路一段", "示範路二段")
    assert _meant("示範路三段") == ()


def test_a_lane_with_a_name_needs_no_road_unless_two_roads_have_one() -> None:
    assert _meant("光華二巷") == ("大屯路光華二巷",)
    assert _meant("桃李巷") == ()


def test_lost_and_confused_characters_are_read_only_where_one_name_fits_and_say_so() -> None:
    lost = NAMES.meant("敦?南路二段")
    assert lost.streets == ("敦化南路二段",)
    assert "缺字" in lost.doubt
    assert _meant("敦化?路二段") == ()
    assert _meant("新??街") == ("新生街",)
    confused = NAMES.meant("汀洲路一段")
    assert confused.streets == ("汀州路一段",)
    assert "讀作汀州路一段" in confused.doubt


def test_near_namesakes_are_never_taken_for_one_another() -> None:
    for name in ("新生北街", "生街", "範路一段", "示範路十一段", "東路一段"):
        assert _meant(name) == ()
    assert "門牌資料沒有「生街」" in NAMES.meant("生街").doubt

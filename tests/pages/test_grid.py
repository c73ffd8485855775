"""登錄: the own venues edited in place, many at once, previewed, saved as one change, and nothing lost."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from outreach.pages.grid.saving import effect_in_words
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.effects import Step
from outreach.services.grid import Figure, grid_rows
from outreach.services.people import add_person
from outreach.services.recording import Said, record
from outreach.services.sign_in_settings import PASSWORD_COST
from outreach.services.who import Role, Who
from outreach.store.engine import reading, writing
from outreach.store.settings import write_setting
from outreach.store.tables import changes, facts
from tests.pages.conftest import shown
from tests.pages.opening import open_page, run, seen_by, turn_to
from tests.support.accounts import CHEAP, PASSWORD
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MYCODE, PUBLIC, SmallCity

DAY = "2021-10-20"
Small = tuple[str, SmallCity]
Visit = Callable[..., AppTest]


@pytest.fixture
def grid(monkeypatch: pytest.MonkeyPatch, small: Small) -> Visit:
    """`grid(agency="CUL", q="書")` opens the page as an officer of an agency, 商業處 if none is named."""

    def open_grid(*, agency: str = COMMERCE, who: Who | None = None, **parameters: str) -> AppTest:
        url, city = small
        asker = who or officer(city, agency)
        return open_page(
            monkeypatch, url, "grid", who=asker, **{"scheme": MYCODE, "as_of": DAY, **parameters}
        )

    return open_grid


def officer(city: SmallCity, agency: str = COMMERCE, user: int = 1) -> Who:
    """Somebody of an agency; 1 and 2 are accounts of 商業處."""
    return Who("李承辦", Role.OFFICER, user=user, agency=city.clerk.value(Facet.AGENCY, agency))


@pytest.fixture(autouse=True)
def _accounts(small: Small) -> None:
    """Two officers' accounts, so that a change can say whose it is."""
    city, clerk = small[1].city, small[1].clerk
    with writing(city.engine) as connection:
        write_setting(connection, PASSWORD_COST, CHEAP)
    for name in ("李承辦", "張承辦"):
        add_person(
            city,
            ADMINISTRATOR,
            name,
            Role.OFFICER,
            display_name=name,
            agency=COMMERCE,
            password=PASSWORD,
            now=clerk.tick(),
        )


# --- the table's side of the wire


def component(page: AppTest, name: str = "outreach_grid") -> Any:
    """What the table was told: the component as it was sent."""
    for element in _elements(page):
        proto = getattr(element, "proto", None)
        found = getattr(proto, "bidi_component", proto)
        if getattr(found, "component_name", "") == name:
            return found
    raise AssertionError(f"{name} is not on the page")


def _elements(page: AppTest) -> Iterator[Any]:
    def walk(block: Any) -> Iterator[Any]:
        for child in block.children.values():
            if hasattr(child, "children"):
                yield from walk(child)
            else:
                yield child

    yield from walk(page._tree)


def told(page: AppTest) -> dict[str, Any]:
    """The table's data: rows, draft, problems."""
    found: dict[str, Any] = json.loads(component(page).json)
    return found


def row(page: AppTest, venue: int) -> dict[str, Any]:
    return next(r for r in told(page)["rows"] if r["id"] == venue)


_number = iter(range(1, 10_000))


def type_in(page: AppTest, *edits: tuple[int, str, str], press: str = "") -> AppTest:
    """Type over cells, as the browser sends it; with `press`, leave the last cell by pressing a button."""
    if press:
        page.button(key=press).set_value(True)
    states = page._tree.get_widget_states()
    sent = {"from": "this browser", "list": [[next(_number), *edit] for edit in edits]}
    state = states.widgets.add()
    state.id = component(page).id
    state.json_value = json.dumps({"edits": sent})
    page._run(states)
    assert not page.exception
    return page


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return run(page)


def recorded(small: Small) -> list[tuple[str, str]]:
    """Kind and summary of every change made on the page, oldest first."""
    with reading(small[1].city.engine) as connection:
        rows = connection.execute(sa.select(changes.c.kind, changes.c.summary).order_by(changes.c.id))
        return [
            (r.kind, r.summary)
            for r in rows
            if r.kind in ("edit", "bulk", "undo") and "登錄異動" not in r.summary
        ]


def stage(small: Small, venue: int, day: date = date(2021, 10, 20)) -> str:
    """How far a venue has come, as it is recorded."""
    rows = grid_rows(small[1].city, ADMINISTRATOR, MYCODE, day, today=day).rows
    return next(r.participation for r in rows if r.id == venue)


# --- what is shown


def test_an_officer_edits_the_own_venues_and_sees_no_others(grid: Visit, small: Small) -> None:
    page = grid()
    assert [r["name"] for r in told(page)["rows"]] == ["好唱歌城", "甜圈坊", "甜甜圈坊"]
    assert "3 家" in shown(page)
    assert "小書房" not in component(page).json
    assert [r["name"] for r in told(grid(agency=CULTURE))["rows"]] == ["小書房"]


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.MANAGER])
def test_whoever_may_not_change_gets_a_sentence_and_no_table(grid: Visit, role: Role) -> None:
    page = grid(who=Who("某人", role))
    with pytest.raises(AssertionError):
        component(page)
    assert "甜圈坊" not in shown(page)


def test_an_administrator_chooses_an_agency_first(grid: Visit) -> None:
    page = grid(who=ADMINISTRATOR)
    assert "請先選擇要登錄哪個機關的店家" in shown(page)
    page.query_params["agency"] = "CUL"
    assert [r["name"] for r in told(run(page))["rows"]] == ["小書房"]


def test_a_search_an_order_and_a_page_stand_in_the_address(grid: Visit, small: Small) -> None:
    page = grid(q="甜", sort="stage")
    assert [r["name"] for r in told(page)["rows"]] == ["甜甜圈坊", "甜圈坊"]
    assert [c["sorted"] for c in told(page)["columns"] if c["name"] == "participation"] == ["ascending"]
    nonsense = grid(sort="nonsense", size="7", page="x")
    assert [r["name"] for r in told(nonsense)["rows"]] == ["好唱歌城", "甜圈坊", "甜甜圈坊"]


# --- a draft


def test_a_draft_waits_for_whoever_was_signed_out_before_saving_and_for_nobody_else(
    grid: Visit, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "participation", "joined"))
    seen_by(monkeypatch, PUBLIC)
    page = press(page, "grid_save")
    assert "您已登出或登入逾時。1 家的登錄還沒有儲存，已為您保留" in shown(page)
    assert json.loads(component(page, "outreach_leaving").json)["unsaved"] == 0
    assert told(grid(who=officer(city, user=2)))["draft"] == {}
    assert told(grid())["draft"] == {str(city.contacted): {"participation": "joined"}}
    assert told(grid())["draft"] == {}


def test_what_is_typed_after_the_session_ended_waits_as_well(
    grid: Visit, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = small[1]
    page = grid()
    seen_by(monkeypatch, PUBLIC)
    page = type_in(page, (city.contacted, "participation", "joined"))
    assert "1 家的登錄還沒有儲存" in shown(page)
    assert told(grid())["draft"] == {str(city.contacted): {"participation": "joined"}}


def test_what_is_typed_is_unsaved_and_says_what_it_would_do_to_the_figure(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "participation", "joined"))
    assert "1 筆未儲存 +1 家 → 100.00 % (+33.33) 3 / 3" in shown(page)
    assert told(page)["draft"] == {str(city.contacted): {"participation": "joined"}}
    assert recorded(small) == []


def test_a_rate_too_small_to_print_is_said_to_be_so_and_never_none() -> None:
    told = Figure(Step(Tally(0, 20_000), Tally(1, 19_999)), rated=True)
    assert "<b>&lt;0.01 %</b> (0.00) " in effect_in_words(told)
    nothing = Figure(Step(Tally(), Tally()), rated=True)
    assert "<b>—</b> <span" in effect_in_words(nothing)


def test_what_is_typed_back_to_what_it_was_is_no_change(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "participation", "joined"), (city.contacted, "remark", "電話"))
    page = type_in(page, (city.contacted, "participation", "contacted"), (city.contacted, "remark", ""))
    assert told(page)["draft"] == {}
    assert "未儲存" not in shown(page)


def test_a_draft_outlives_filters_pages_of_the_program_and_the_other_scheme(
    grid: Visit, small: Small
) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "participation", "joined"))
    page.query_params["q"] = "唱歌"
    run(page)
    assert "1 筆未儲存" in shown(page)
    assert str(city.contacted) not in told(page)["draft"]
    turn_to(page, "venues")
    turn_to(page, "grid")
    assert "您有 1 筆修改還沒有儲存" in shown(page)
    page.query_params["q"] = ""
    run(page)
    assert told(page)["draft"] == {str(city.contacted): {"participation": "joined"}}
    page.query_params["scheme"] = "bear_voucher"
    run(page)
    assert "另有 1 筆未儲存的修改，方案：台北通 myCode+" in shown(page)
    assert json.loads(component(page, "outreach_leaving").json) == {"unsaved": 1}


def test_another_persons_draft_is_not_mine(
    grid: Visit, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = type_in(grid(), (small[1].contacted, "participation", "joined"))
    seen_by(monkeypatch, officer(small[1], user=2))
    run(page)
    assert "未儲存" not in shown(page)


def test_edits_sent_again_after_they_were_taken_change_nothing(grid: Visit, small: Small) -> None:
    city = small[1]
    page = grid()
    states = page._tree.get_widget_states()
    state = states.widgets.add()
    state.id = component(page).id
    state.json_value = json.dumps(
        {"edits": {"from": "b", "list": [[1, city.contacted, "participation", "joined"]]}}
    )
    page._run(states)
    assert told(page)["ack"] == {"from": "b", "n": 1}
    press(page, "grid_save")
    run(page)
    assert told(page)["draft"] == {}
    assert recorded(small) == [("edit", "登錄 1 家：參與狀態")]


def test_what_was_discarded_can_be_had_back(grid: Visit, small: Small) -> None:
    page = press(type_in(grid(), (small[1].contacted, "participation", "joined")), "grid_discard")
    assert "已放棄 1 筆修改" in shown(page)
    assert told(page)["draft"] == {}
    press(page, "grid_restore")
    assert "1 筆未儲存" in shown(page)


# --- invalid cells


def test_a_pasted_word_that_is_none_is_named_and_saving_shows_it_first(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(
        grid(), (city.contacted, "participation", "已加人"), (city.joined, "participation", " 退 出")
    )
    assert "讀到『已加人』，參與狀態可填" in told(page)["problems"][str(city.contacted)]["participation"]
    assert told(page)["draft"][str(city.contacted)] == {"participation": "已加人"}
    assert told(page)["draft"][str(city.joined)] == {"participation": "withdrawn"}
    press(page, "grid_save")
    assert recorded(small) == []
    assert "1 家無法儲存" in shown(page)
    assert "甜甜圈坊 參與狀態 ：讀到『已加人』，參與狀態可填：未聯繫、已聯繫、已同意" in shown(page)
    press(page, "grid_save")
    assert recorded(small) == [("edit", "登錄 1 家：參與狀態")]
    assert "1 筆未儲存" in shown(page)
    press(page, f"grid_drop_{city.contacted}")
    assert "未儲存" not in shown(page)
    assert (stage(small, city.joined), stage(small, city.contacted)) == ("withdrawn", "contacted")


def test_an_emptied_required_remark_is_named(grid: Visit, small: Small) -> None:
    city = small[1]
    city.clerk.say(city.contacted, Facet.OPERATING, Operating.CLOSED, remark="歇業")
    page = type_in(grid(), (city.contacted, "remark", ""))
    assert "『歇業』須在備註說明原因" in told(page)["problems"][str(city.contacted)]["remark"]
    page = type_in(page, (city.contacted, "remark", "歇業了"))
    assert told(page)["problems"] == {}


# --- preview and saving


def test_the_preview_lists_every_cell_before_and_after_and_days_ahead(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(
        grid(),
        (city.contacted, "participation", "joined"),
        (city.contacted, "effective_on", "10/25"),
        (city.joined, "operating", "suspended"),
        (city.joined, "remark", "整修"),
        (city.singing, "category", "B"),
        (city.singing, "effective_on", "110/09/01"),
    )
    assert told(page)["draft"][str(city.contacted)]["effective_on"] == "110/10/25"
    words = shown(press(page, "grid_review"))
    assert "將記錄 3 家" in words
    assert "甜甜圈坊 參與狀態 已聯繫 已張貼 110年10月25日 起才生效" in words
    assert "甜圈坊 營業狀態 營業中 停業 110年10月20日 整修" in words
    assert "好唱歌城 類別 — B 類 110年9月1日" in words
    assert "1 家自110年10月25日起才生效" in words
    assert "「好唱歌城」的生效日期早於列冊日期（110年10月1日）" in words
    press(page, "grid_back")
    assert told(page)["rows"]


def test_saving_is_one_change_that_says_what_it_was_and_can_be_undone(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "participation", "joined"), (city.joined, "remark", "店長換人"))
    press(page, "grid_save")
    assert recorded(small) == [("bulk", "登錄 2 家：參與狀態、備註")]
    assert "已儲存 2 家（異動" in shown(page)
    assert stage(small, city.contacted) == "joined"
    number = shown(page).partition("（異動 ")[2].partition("）")[0]
    page.query_params["undo"] = number
    run(page)
    press(page, "undo_now")
    assert stage(small, city.contacted) == "contacted"
    assert row(page, city.contacted)["participation"] == "contacted"


def test_a_cell_that_is_left_by_pressing_save_is_saved(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(grid(), (city.joined, "remark", "電話"))
    type_in(page, (city.contacted, "participation", "joined"), press="grid_save")
    assert recorded(small) == [("bulk", "登錄 2 家：參與狀態、備註")]


def test_pressing_save_twice_records_once(grid: Visit, small: Small) -> None:
    page = type_in(grid(), (small[1].contacted, "participation", "joined"))
    button = page.button(key="grid_save")
    states = button.set_value(True).root.get_widget_states()
    page._run(states)
    page._run(states)
    assert recorded(small) == [("edit", "登錄 1 家：參與狀態")]


def test_what_is_as_it_was_recorded_is_told_and_not_recorded(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "effective_on", "110/10/19"))
    press(page, "grid_save")
    assert recorded(small) == []
    assert "沒有新的內容，未記錄任何異動。；1 家與目前資料相同，沒有記錄" in shown(page).replace(
        "。 ；", "。；"
    )


# --- conflicts


def quicker(city: SmallCity, venue: int, word: str = Participation.AGREED) -> None:
    """Somebody else records a stage meanwhile."""
    said = [Said(venue, {Facet.PARTICIPATION: word}, date(2021, 10, 19))]
    other = Who("林承辦", Role.ADMINISTRATOR)
    record(
        city.city, other, MYCODE, said, summary="登錄異動", now=city.clerk.tick(), today=date(2021, 10, 20)
    )


def test_a_conflict_shows_both_values_and_who_and_mine_may_be_taken(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "participation", "joined"))
    quicker(city, city.contacted)
    press(page, "grid_save")
    words = shown(page)
    assert recorded(small) == []
    assert "1 家在您讀取後已被他人修改" in words
    assert "甜甜圈坊 林承辦 於" in words
    assert "參與狀態 已同意 已張貼" in words
    press(page, f"grid_mine_{city.contacted}")
    press(page, "grid_save")
    assert stage(small, city.contacted) == "joined"


def test_a_conflict_shows_what_somebody_else_made_of_other_cells(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "category", "B"))
    quicker(city, city.contacted)
    words = shown(press(page, "grid_review"))
    assert "參與狀態 已同意 未修改" in words
    assert "類別 — B 類" in words


def test_in_a_conflict_what_holds_may_be_kept(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(
        grid(), (city.contacted, "participation", "joined"), (city.joined, "participation", "declined")
    )
    for venue in (city.contacted, city.joined):
        quicker(city, venue)
    press(page, "grid_review")
    press(page, f"grid_theirs_{city.contacted}")
    assert "1 筆未儲存" in shown(page)
    press(page, f"grid_theirs_{city.joined}")
    assert "未儲存" not in shown(page)
    assert stage(small, city.contacted) == "agreed"


def test_of_two_tabs_the_second_to_save_gets_the_conflict(grid: Visit, small: Small) -> None:
    city = small[1]
    first, second = grid(), grid()
    type_in(first, (city.contacted, "participation", "joined"))
    type_in(second, (city.contacted, "participation", "declined"))
    press(first, "grid_save")
    press(second, "grid_save")
    assert stage(small, city.contacted) == "joined"
    assert "參與狀態 已張貼 無意願" in shown(second)


# --- many at once


def test_ticked_venues_get_a_stage_and_a_day_at_once(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "tick", "1"), (city.singing, "tick", "1"))
    assert "已選 2 家" in shown(page)
    page.selectbox(key="grid_bulk_participation").set_value("agreed")
    page.text_input(key="grid_bulk_date").set_value("10/20")
    press(page, "grid_bulk_apply")
    assert "2 筆未儲存" in shown(page)
    assert told(page)["draft"][str(city.singing)]["participation"] == "agreed"
    assert "已選" not in shown(page)
    press(page, "grid_save")
    assert recorded(small) == [("bulk", "登錄 2 家：參與狀態")]


def test_all_that_meet_the_conditions_are_chosen_across_pages(grid: Visit, small: Small) -> None:
    city = small[1]
    for number in range(60):
        city.clerk.list_venue(f"新店{number:02}")
    page = grid(q="新店", size="50")
    assert len(told(page)["rows"]) == 50
    page.checkbox(key="grid_all").check()
    run(page)
    assert "已選 60 家" in shown(page)
    page.selectbox(key="grid_bulk_participation").set_value("joined")
    press(page, "grid_bulk_apply")
    assert "60 筆未儲存 +60 家 →" in shown(page)
    press(page, "grid_review")
    assert "參與狀態 未聯繫 → 已張貼 60 家" in shown(page)
    press(page, "grid_save")
    assert recorded(small) == [("bulk", "登錄 60 家：參與狀態")]
    assert "已儲存 60 家" in shown(page)


def test_applying_nothing_to_many_says_what_to_do(grid: Visit, small: Small) -> None:
    page = type_in(grid(), (small[1].contacted, "tick", "1"))
    press(page, "grid_bulk_apply")
    assert "還沒有選要改成什麼" in shown(page)


# --- forged numbers


@pytest.mark.parametrize("forged", ["another agency's", "nobody's"])
def test_a_forged_number_is_refused_and_nothing_is_kept_of_it(grid: Visit, small: Small, forged: str) -> None:
    city = small[1]
    venue = city.untouched if forged == "another agency's" else 99_999
    page = type_in(grid(), (venue, "participation", "joined"), (city.contacted, "participation", "joined"))
    assert f"查無店家編號『{venue}』，或不屬於您的機關" in shown(page)
    assert "小書房" not in shown(page)
    assert "1 筆未儲存" in shown(page)
    type_in(page, (venue, "tick", "1"))
    page.selectbox(key="grid_bulk_participation").set_value("joined")
    press(page, "grid_bulk_apply")
    assert f"查無店家編號『{venue}』" in shown(page)
    press(page, "grid_save")
    assert stage(small, city.untouched) == "not_contacted"


def test_a_venue_that_went_to_another_agency_meanwhile_is_named_and_not_recorded(
    grid: Visit, small: Small
) -> None:
    city = small[1]
    page = type_in(grid(), (city.contacted, "participation", "joined"))
    city.clerk.say(city.contacted, Facet.AGENCY, CULTURE, date(2021, 10, 2))
    press(page, "grid_save")
    assert "甜甜圈坊 整列 ：查無店家編號" in shown(page)
    with reading(city.city.engine) as connection:
        actors = connection.execute(sa.select(changes.c.actor).join(facts).distinct()).scalars().all()
    assert "李承辦" not in actors


def test_what_has_not_the_shape_of_an_edit_is_left_alone(grid: Visit, small: Small) -> None:
    city = small[1]
    page = type_in(
        grid(),
        (city.contacted, "agency", "CUL"),
        ("1", "participation", "joined"),  # type: ignore[arg-type]
        (city.contacted, "participation", 3),  # type: ignore[arg-type]
    )
    assert told(page)["draft"] == {}

"""The waterfall shows every reason's share between two levels, whatever the numbers and the labels are."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from outreach.reports.drawings.waterfall import DOWN, INK, UP, Step, steps_between, waterfall

SVG = "{http://www.w3.org/2000/svg}"
LABELS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def columns(drawing: str) -> list[ET.Element]:
    return [rect for rect in ET.fromstring(drawing).iter(f"{SVG}rect") if rect.get("class") == "step"]


def words(drawing: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(drawing).iter(f"{SVG}text")]


def test_what_adds_and_what_takes_away_differ_in_sign_and_pattern_not_in_colour_alone() -> None:
    drawing = waterfall(
        steps_between(("10月5日", 100), [("新加入", 30), ("退出或未續", -12)], "10月26日"), title="已完成"
    )
    fills = [(rect.get("fill"), rect.get("stroke")) for rect in columns(drawing)]
    assert fills == [(INK, INK), (UP, UP), ("url(#taken)", DOWN), (INK, INK)]
    assert {"100", "＋30", "−12", "118", "已完成"} <= set(words(drawing))


def test_columns_hang_together_and_their_heights_are_in_proportion() -> None:
    drawing = waterfall(steps_between(("前", 40), [("甲", 20), ("乙", -10)], "後"), title="母數")
    first, up, down, last = ((float(r.get("y", "0")), float(r.get("height", "0"))) for r in columns(drawing))
    assert abs(up[0] + up[1] - first[0]) < 0.2
    assert abs(up[0] - down[0]) < 0.2
    assert abs(down[0] + down[1] - last[0]) < 0.2
    assert abs(up[1] - 2 * down[1]) < 0.3


def test_small_changes_of_a_large_figure_stay_visible_and_the_cut_columns_say_so() -> None:
    near = waterfall(steps_between(("前", 8_894), [("新加入", 26)], "後"), title="已完成")
    assert float(columns(near)[1].get("height", "0")) > 100
    assert near.count('class="cut"') == 2
    assert "0" not in words(near)
    far = waterfall(steps_between(("前", 10), [("新加入", 26)], "後"), title="已完成")
    assert 'class="cut"' not in far


def test_a_label_from_a_sheet_is_text_and_nothing_else() -> None:
    hostile = '<script>alert(1)</script>"&\x00\x0b'
    drawing = waterfall([Step(hostile, 0, 3, total=True)], title=hostile)
    root = ET.fromstring(drawing)
    assert not list(root.iter(f"{SVG}script"))
    assert root.get("aria-label") == '<script>alert(1)</script>"&'


def test_a_long_label_takes_several_lines_and_the_picture_names_no_font_file() -> None:
    drawing = waterfall(
        steps_between(("前", 1), [("新列毋須納入：僅公司辦公室", -1)] * 12, "後"), title="母數"
    )
    assert "".join(words(drawing)).count("新列毋須納") >= 1
    english = waterfall(steps_between(("before", 1), [("Counted again", 2)] * 9, "after"), title="Completed")
    assert {"Counted", "again"} <= set(words(english))
    assert "url(http" not in drawing
    assert "@font-face" not in drawing


@given(
    first=st.integers(0, 300_000),
    effects=st.lists(st.tuples(LABELS, st.integers(-300_000, 300_000)), max_size=14),
    title=LABELS,
)
def test_any_numbers_and_any_words_make_a_picture_within_its_frame(
    first: int, effects: list[tuple[str, int]], title: str
) -> None:
    steps = steps_between(("起", first), effects, "迄")
    assert steps[-1].end == first + sum(change for _label, change in effects)
    drawing = waterfall(steps, title=title)
    found = columns(drawing)
    assert len(found) == len(steps)
    for rect in found:
        top, high = float(rect.get("y", "-1")), float(rect.get("height", "-1"))
        assert top >= 0
        assert top + high <= 360
        assert high >= 1

"""Headings are found and understood, or refused by name; never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.vocabulary import Kind, Listing, Operating, Participation, Premises
from outreach.sheets.fields import APPROVED, BY_CODE, FIELDS, choices_of
from outreach.sheets.headings import HeadingMatch, find_headings, heading_key
from outreach.sheets.model import Sheet
from outreach.sheets.refusals import (
    HeadingTakenTwice,
    NoHeadings,
    TwoHeadings,
    UnknownField,
    UnknownHeading,
)


def sheet(*rows: tuple[str, ...]) -> Sheet:
    width = max(map(len, rows), default=0)
    return Sheet(tuple(row + ("",) * (width - len(row)) for row in rows), "csv", "a.csv")


def columns(*headings: str, **overrides: str) -> dict[str, int]:
    return dict(find_headings(sheet(headings), overrides).columns)


def test_the_workbook_has_exactly_the_fields_of_the_contract_in_its_order() -> None:
    assert " ".join(field.code for field in FIELDS) == (
        "id version agency name kind tax_id district village address lon lat sector category premises "
        "operating approval participation listing voucher_kinds effective_on remark contact phone"
    )
    assert " ".join(field.heading for field in FIELDS) == (
        "店家編號 版本 機關 店家名稱 性質 統一編號 行政區 里 地址 經度 緯度 行業 類別 場所型態 營業狀態 "
        "復業核准 參與狀態 列冊 適用券別 生效日期 備註 聯絡人 電話"
    )


def test_every_code_of_the_vocabulary_has_a_word_and_every_word_a_code() -> None:
    for code, values in (
        ("kind", set(Kind)),
        ("premises", set(Premises)),
        ("operating", set(Operating)),
        ("participation", set(Participation)),
        ("listing", set(Listing)),
        ("approval", {APPROVED}),
    ):
        assert {str(value) for value in BY_CODE[code].words.values()} == {str(value) for value in values}


def test_a_code_is_written_by_its_first_word_and_offered_once() -> None:
    assert BY_CODE["participation"].word_for("joined") == "已加入"
    assert choices_of(("店家名稱", "場所型態")) == {1: ("有對外場所", "僅公司辦公室")}
    with pytest.raises(KeyError):
        BY_CODE["participation"].word_for("gone")


def test_the_headings_of_an_export_are_all_exact() -> None:
    match = find_headings(sheet(tuple(field.heading for field in FIELDS)))
    assert list(match.columns) == [field.code for field in FIELDS]
    assert set(match.how.values()) == {"exact"}
    assert match.unmatched == ()


@pytest.mark.parametrize(
    "heading",
    [
        "店家名稱",
        "店家名稱 *",
        "＊店家名稱",
        " 店 家　名 稱：",
        "店家\n名稱",
        "※店家名稱（必填）",
        "「店家名稱」",
        "店家名稱[必填]",
    ],
)
def test_width_spaces_stars_and_a_hint_to_fill_in_do_not_matter(heading: str) -> None:
    assert columns("序號", heading) == {"name": 1}


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("商店名稱", "name"),
        ("店名", "name"),
        ("名稱", "name"),
        ("商家名稱", "name"),
        ("場館名稱", "name"),
        ("營業地址", "address"),
        ("店家地址", "address"),
        ("店址", "address"),
        ("區別", "district"),
        ("鄉（鎮、市、區）", "district"),
        ("統編", "tax_id"),
        ("營業人統一編號", "tax_id"),
        ("統一編號(8碼)", "tax_id"),
        ("里別", "village"),
        ("村里", "village"),
        ("聯絡電話", "phone"),
        ("X坐標", "lon"),
        ("Y座標", "lat"),
        ("X座標(TWD97)", "lon"),
        ("經度(WGS84)", "lon"),
        ("緯度", "lat"),
        ("行業別", "sector"),
        ("生效日期（民國）", "effective_on"),
        ("tax_id", "tax_id"),
    ],
)
def test_a_common_synonym_is_understood(heading: str, code: str) -> None:
    others = ("店家名稱",) if code != "name" else ()
    assert find_headings(sheet((*others, heading))).columns[code] == len(others)


@pytest.mark.parametrize(
    "heading", ["備註(支付)", "支付方式", "編號", "序號", "店家名稱（英文）", "電話（公）", "里程", "名稱2"]
)
def test_a_heading_that_only_resembles_a_field_is_left_alone(heading: str) -> None:
    match = find_headings(sheet(("店名", heading)))
    assert dict(match.columns) == {"name": 0}
    assert match.unmatched == (heading,)


def test_banner_rows_above_the_headings_are_skipped() -> None:
    match = find_headings(
        sheet(("臺北市店家清冊",), ("資料日期：110年10月24日",), (), ("編號", "店家名稱", "地址"))
    )
    assert (match.row, dict(match.columns)) == (3, {"name": 1, "address": 2})


def test_the_row_with_the_most_fields_is_the_heading_row_and_the_first_of_equals() -> None:
    rows = (("名稱", "說明"), ("店家名稱", "地址"), ("店家名稱", "地址"))
    assert find_headings(sheet(*rows)).row == 1


@pytest.mark.parametrize(("at", "found"), [(19, True), (20, False)])
def test_headings_are_looked_for_on_the_first_twenty_rows(at: int, found: bool) -> None:
    rows = [("標題",)] * at + [("店家名稱",), ("好店",)]
    if found:
        assert find_headings(sheet(*rows)).row == at
    else:
        with pytest.raises(NoHeadings):
            find_headings(sheet(*rows))


def test_without_a_name_the_refusal_lists_what_was_read_and_what_is_accepted() -> None:
    with pytest.raises(NoHeadings) as refused:
        find_headings(sheet(("110年",), ("公司", "地址"), ("甲", "乙")))
    assert str(refused.value) == (
        "前 20 列找不到店家名稱的標題，讀到：公司、地址；可接受：店家名稱、店名、商店名稱、商家名稱、"
        "場館名稱、店家場館名稱、商號名稱，也可指定對應，例如 name=公司。"
    )


def test_two_headings_for_one_field_are_refused_by_both_names() -> None:
    with pytest.raises(
        TwoHeadings, match="「店名」和「商店名稱」都是店家名稱；請只留一欄，或指定對應，例如 name=店名"
    ):
        columns("店名", "商店名稱")
    with pytest.raises(TwoHeadings, match="「地址」和「地 址」都是地址"):
        columns("店名", "地址", "地 址")


def test_the_exact_heading_wins_over_a_synonym_wherever_it_stands() -> None:
    assert columns("店名", "店家名稱", "地址", "營業地址") == {"name": 1, "address": 2}


def test_an_override_settles_a_field_and_its_heading_is_no_other_field() -> None:
    assert columns("店名", "商店名稱", name="商店名稱") == {"name": 1}
    assert columns("店家名稱", "備註(支付)", remark="備註（支付）") == {"name": 0, "remark": 1}
    assert columns("店名", "地址", "營業地址", remark="地址") == {"name": 0, "remark": 1, "address": 2}
    assert columns("公司", "地址", name="公司") == {"name": 0, "address": 1}


def test_an_empty_override_leaves_its_field_unread() -> None:
    match = find_headings(sheet(("店名", "備註", "電話")), {"remark": "", "phone": ""})
    assert dict(match.columns) == {"name": 0}
    assert match.unmatched == ("備註", "電話")


def test_an_override_may_name_the_field_by_its_own_heading() -> None:
    match = find_headings(sheet(("公司", "地址")), {"店家名稱": "公司"})
    assert (dict(match.columns), match.how["name"]) == ({"name": 0, "address": 1}, "override")


def test_the_very_text_of_an_override_wins_over_one_that_compares_equal() -> None:
    assert columns("店名", "備註 1", "備註1", remark="備註1") == {"name": 0, "remark": 2}
    with pytest.raises(TwoHeadings):
        columns("店名", "備註 1", "備註1", remark="備註１")


def test_an_unknown_field_or_heading_in_an_override_is_refused() -> None:
    with pytest.raises(UnknownField, match="沒有欄位「nmae」；可用：id、version"):
        columns("店名", nmae="店名")
    with pytest.raises(UnknownField):
        find_headings(sheet(("店名",)), {"店名": "店名"})
    with pytest.raises(
        UnknownHeading, match="標題列沒有「所在地」，讀到：店名、位置；請指定其中一個，例如 address=店名"
    ):
        columns("店名", "位置", address="所在地")
    with pytest.raises(UnknownHeading, match="沒有「招牌」"):
        columns("店名", "位置", name="招牌")


def test_one_heading_for_two_fields_is_refused() -> None:
    with pytest.raises(HeadingTakenTwice, match="「位置」同時指定給 address 和 village"):
        columns("店名", "位置", address="位置", village="位置")


def test_a_match_tells_the_heading_of_a_field_as_the_file_writes_it() -> None:
    match = find_headings(sheet((" 店名 *", "說明", "")))
    assert match.heading_of("name") == "店名 *"
    assert match.heading_of("phone") == "電話"
    assert match.unmatched == ("說明",)


@given(
    st.sampled_from([h for f in FIELDS for h in (f.heading, *f.synonyms)]),
    st.sampled_from(["", " ", "　", "\n"]),
)
def test_every_synonym_means_its_field_however_it_is_spaced(heading: str, space: str) -> None:
    spaced = space.join(heading) + "*"
    match: HeadingMatch = (
        find_headings(sheet(("店家名稱", spaced)))
        if not _is_name(heading)
        else find_headings(sheet(("", spaced)))
    )
    code = next(field.code for field in FIELDS if heading in (field.heading, *field.synonyms))
    assert match.columns[code] == 1


def _is_name(heading: str) -> bool:
    return heading in (BY_CODE["name"].heading, *BY_CODE["name"].synonyms)


@given(st.text(max_size=20))
def test_a_heading_key_is_its_own_key(text: str) -> None:
    assert heading_key(heading_key(text)) == heading_key(text)


@given(st.lists(st.lists(st.text(max_size=6), min_size=3, max_size=3), max_size=5))
def test_any_sheet_has_headings_or_a_refusal_of_one_sentence(rows: list[list[str]]) -> None:
    try:
        match = find_headings(sheet(*(tuple(row) for row in rows)))
    except (NoHeadings, TwoHeadings) as refused:
        assert str(refused).endswith("。")  # noqa: PT017 (either outcome is right, and each is looked at)
    else:
        assert "name" in match.columns

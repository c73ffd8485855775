"""A workbook that comes back as it went changes nothing; what was changed in it is, and can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from outreach.rules.dates import today_in_taipei
from outreach.rules.matching import address_key
from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.city import City, open_city
from outreach.services.imports.apply import apply_plan
from outreach.services.imports.model import Options, Outcome, Plan
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import ReadFile, read_file
from outreach.services.privacy import privacy_record
from outreach.services.reach import OtherAgency
from outreach.services.undo import undo
from outreach.services.who import NotAllowed, Who
from outreach.services.workbook import HEADINGS, my_venues
from outreach.sheets.fields import BY_CODE
from outreach.sheets.reading import read_workbook
from outreach.sheets.table import Table
from outreach.sheets.writing import WrittenFormat, write_table
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.venues import edit_venue, put_contacts, venues_keyed
from tests.services.imports.office import outcomes, told
from tests.services.imports.test_scope import apply, officer
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    CULTURE,
    FIRST_DAY,
    INDUSTRY,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
    set_up_url,
    small_city,
)
from tests.support.databases import Databases
from tests.support.demonstration import demonstration_url
from tests.support.plates import with_plates
from tests.support.random_city import DAYS, random_city

NOW = datetime.fromisoformat("2021-11-01T02:00:00+00:00")
TODAY = today_in_taipei(NOW)
FORMATS: tuple[WrittenFormat, ...] = ("xlsx", "ods", "csv")


def export(city: City, who: Who, scheme: str = MYCODE, as_of: date = TODAY, **more: str) -> Table:
    return my_venues(city, who, scheme, as_of, now=NOW, **more)


def written(table: Table, file_format: WrittenFormat = "xlsx") -> bytes:
    target = BytesIO()
    write_table(target, table, file_format)
    return target.getvalue()


def hand_in(
    city: City, who: Who, data: bytes, *, scheme: str = MYCODE, as_of: date = TODAY
) -> tuple[ReadFile, Options, Plan]:
    options = Options(scheme, None, as_of)
    read = read_file(data, "我的店家", options)
    return read, options, plan_import(city, who, read, options, today=TODAY)


def edited(
    table: Table, edits: Mapping[int, Mapping[str, str]], more: Iterable[tuple[str, ...]] = ()
) -> Table:
    """The table with cells of some venues changed, by venue number and field."""
    rows = []
    for row in table.rows:
        cells = list(row)
        for code, text in edits.get(int(str(row[0])), {}).items():
            cells[HEADINGS.index(BY_CODE[code].heading)] = text
        rows.append(tuple(cells))
    return Table(table.title, table.headings, [*rows, *more], choices=table.choices, further=table.further)


def cell(table: Table, venue: int, code: str) -> object:
    row = next(row for row in table.rows if row[0] == venue)
    return row[HEADINGS.index(BY_CODE[code].heading)]


def nothing_happens(
    city: City, who: Who, table: Table, scheme: str, as_of: date, form: WrittenFormat
) -> None:
    _, _, plan = hand_in(city, who, written(table, form), scheme=scheme, as_of=as_of)
    changed = [row for row in plan.rows if row.outcome is not Outcome.UNCHANGED]
    assert changed == []
    assert len(plan.rows) == len(table.rows)
    assert not plan.writes


# --- the law: unedited, it changes nothing ------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "form"), [(MYCODE, "xlsx"), (BEAR_VOUCHER, "ods")])
def test_the_demonstrations_workbook_comes_back_and_changes_nothing(
    sqlite_databases: Databases, scheme: str, form: WrittenFormat
) -> None:
    city = open_city(demonstration_url(sqlite_databases))
    table = export(city, ADMINISTRATOR, scheme)
    assert len(table.rows) > 1_000
    nothing_happens(city, ADMINISTRATOR, table, scheme, TODAY, form)
    city.engine.dispose()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happened_in_a_city_its_workbook_comes_back_and_changes_nothing(
    sqlite_databases: Databases, seed: int
) -> None:
    city = random_city(sqlite_databases, seed)
    rows = 0
    for number, day in enumerate(range(0, DAYS + 10, 12)):
        for scheme in (MYCODE, BEAR_VOUCHER):
            as_of = FIRST_DAY + timedelta(days=day)
            table = export(city, ADMINISTRATOR, scheme, as_of)
            rows += len(table.rows)
            if table.rows:
                nothing_happens(city, ADMINISTRATOR, table, scheme, as_of, FORMATS[number % 3])
    assert rows > 50
    city.engine.dispose()


@pytest.mark.parametrize("place", ["北投區中央里", "北投區"])
def test_a_place_settled_by_hand_against_point_and_address_comes_back_unchanged(
    small: SmallCity, place: str
) -> None:
    point = "店家編號,店家名稱,經度,緯度\n" + f"{small.joined},甜圈坊,121.543,25.026\n"
    apply(small, officer(small), hand_in(small.city, officer(small), point.encode()))
    small.clerk.say(small.joined, Facet.PLACE, place, TODAY)
    table = export(small.city, officer(small))
    assert (cell(table, small.joined, "lon"), cell(table, small.joined, "district")) == (121.543, "北投區")
    nothing_happens(small.city, officer(small), table, MYCODE, TODAY, "xlsx")


@pytest.mark.parametrize("form", FORMATS)
def test_an_officers_workbook_with_remarks_and_formulas_comes_back_unchanged(
    small: SmallCity, form: WrittenFormat
) -> None:
    clerk = small.clerk
    clerk.say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, remark="=cmd|' /C calc'!A0\n第二行")
    clerk.say(small.joined, Facet.PARTICIPATION, Participation.JOINED, remark="  前後有空白 ")
    with writing(small.city.engine) as connection:
        put_contacts(connection, {small.joined: ("+林小美", "-0912345678")}, clerk.tick())
    table = export(small.city, officer(small))
    assert {row[0] for row in table.rows} == {small.joined, small.contacted, small.singing}
    nothing_happens(small.city, officer(small), table, MYCODE, TODAY, form)


def test_a_venue_without_coordinates_is_not_placed_by_a_workbook_that_nobody_touched(
    sqlite_databases: Databases,
) -> None:
    small = small_city(with_plates(sqlite_databases))
    with writing(small.city.engine) as connection:
        change = open_change(connection, kind="edit", actor="王小明", summary="更正", now=small.clerk.tick())
        venue = venues_keyed(connection, [small.joined], (), (), ())[small.joined]
        address = "臺北市中山區示範路1段3號"
        edit_venue(connection, change, venue, {"address": address}, {"address_key": address_key(address)})
    table = export(small.city, officer(small))
    assert cell(table, small.joined, "address") == address
    nothing_happens(small.city, officer(small), table, MYCODE, TODAY, "xlsx")
    plain = f"店家編號,店家名稱,地址\n{small.joined},甜圈坊,{address}\n".encode()
    assert outcomes(hand_in(small.city, officer(small), plain)[2]) == [Outcome.CHANGED]


# --- what stands in it ---------------------------------------------------------------------------------


def test_its_columns_are_those_of_the_contract_in_their_order(small: SmallCity) -> None:
    table = export(small.city, officer(small))
    assert "　".join(table.headings) == (
        "店家編號　版本　機關　店家名稱　性質　統一編號　行政區　里　地址　經度　緯度　行業　類別　場所型態　"
        "營業狀態　復業核准　參與狀態　列冊　適用券別　生效日期　備註　聯絡人　電話"
    )
    assert table.rows[0] == (
        *(small.joined, 1, "商業處", "甜圈坊", "店家", "", "中山區", "中央里"),
        *("臺北市中山區中央里示範路1號", None, None, "", "", "有對外場所", "營業中", "", "已加入", "列入"),
        *("", "", "", "", ""),
    )


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_second_sheet_explains_every_column(small: SmallCity, form: WrittenFormat) -> None:
    data = written(export(small.city, officer(small)), form)
    assert read_workbook(data, "我的店家").sheet_names == ("店家清單", "填寫說明")
    explained = read_workbook(data, "我的店家", "填寫說明")
    first = {row[0] for row in explained.rows}
    assert set(HEADINGS) <= first
    text = "\n".join("".join(row) for row in explained.rows)
    for told_there in ("衝突", "不會更改任何資料", "移出請在「列冊」", "無意願", "視聽歌唱業"):
        assert told_there in text


def test_allowed_values_are_offered_in_both_kinds_of_office_file(small: SmallCity) -> None:
    table = export(small.city, officer(small))
    with ZipFile(BytesIO(written(table, "xlsx"))) as book:
        xlsx = book.read("xl/worksheets/sheet1.xml").decode()
    with ZipFile(BytesIO(written(table, "ods"))) as book:
        ods = book.read("content.xml").decode()
    for words in ("未聯繫", "停業", "僅公司辦公室", "移出", "大安區", "視聽歌唱業"):
        assert words in xlsx
        assert words in ods
    assert 'operator="frozen"' in xlsx or 'state="frozen"' in xlsx
    at = HEADINGS.index("參與狀態")
    assert f'<table:content-validation table:name="v0-{at}"' in ods
    assert ods.count(f'table:content-validation-name="v0-{at}"') == len(table.rows) + 1


def test_an_officer_gets_the_own_agencys_venues_and_no_others(small: SmallCity) -> None:
    assert {row[0] for row in export(small.city, officer(small, CULTURE)).rows} == {small.untouched}
    with pytest.raises(OtherAgency):
        export(small.city, officer(small), agency=CULTURE)
    with pytest.raises(NotAllowed):
        export(small.city, PUBLIC)


def test_a_manager_gets_all_and_taking_contacts_away_is_recorded(small: SmallCity) -> None:
    with writing(small.city.engine) as connection:
        put_contacts(connection, {small.joined: ("林小美", "0912345678")}, NOW)
    table = export(small.city, MANAGER)
    assert len(table.rows) == 4
    assert cell(table, small.joined, "contact") == "林小美"
    record = privacy_record(small.city, ADMINISTRATOR)
    assert [(e.what, e.venues, e.by) for e in record] == [("export", 1, MANAGER.name)]
    export(small.city, officer(small))
    assert len(privacy_record(small.city, ADMINISTRATOR)) == 1


def test_an_administrator_who_looks_as_an_officer_is_recorded_when_taking_contacts_away(
    small: SmallCity,
) -> None:
    with writing(small.city.engine) as connection:
        put_contacts(connection, {small.joined: ("林小美", ""), small.untouched: ("王大頭", "")}, NOW)
    table = export(small.city, replace(officer(small), looking=True))
    assert {row[0] for row in table.rows} == {small.joined, small.contacted, small.singing}
    assert [(e.what, e.venues) for e in privacy_record(small.city, ADMINISTRATOR)] == [("export", 1)]


def test_a_superior_agencys_officer_gets_no_workbook_of_its_subordinates(small: SmallCity) -> None:
    assert export(small.city, officer(small, INDUSTRY)).rows == []


def test_the_list_can_be_narrowed_as_on_the_page(small: SmallCity) -> None:
    assert [r[0] for r in export(small.city, officer(small), search="歌城").rows] == [small.singing]
    table = my_venues(small.city, MANAGER, MYCODE, TODAY, now=NOW, where=["district=中山區"])
    assert [r[0] for r in table.rows] == [small.joined, small.untouched]


# --- what was changed in it ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_changed_workbook_is_applied_and_undoing_it_restores_everything(
    databases: Databases, form: WrittenFormat
) -> None:
    small = small_city(set_up_url(databases))
    who = officer(small)
    before = export(small.city, who)
    table = edited(
        before,
        {
            small.joined: {"name": "甜圈坊（新）", "participation": "退出", "remark": "不做了"},
            small.contacted: {"operating": "停業", "remark": "整修", "village": "中心里"},
            small.singing: {"listing": "移出", "voucher_kinds": "藝文、住宿", "category": "B"},
        },
    )
    planned = hand_in(small.city, who, written(table, form))
    assert outcomes(planned[2]) == [Outcome.CHANGED] * 3
    change = apply(small, who, planned)
    assert change is not None
    after = export(small.city, who)
    assert cell(after, small.joined, "participation") == "退出"
    assert cell(after, small.contacted, "village") == "中心里"
    assert [r[0] for r in after.rows] == [small.joined, small.contacted]
    undo(small.city, ADMINISTRATOR, change, now=small.clerk.tick())
    undone = export(small.city, who)
    assert [(r[0], *r[2:]) for r in undone.rows] == [(r[0], *r[2:]) for r in before.rows]


def test_emptying_a_cell_changes_nothing_not_even_a_remark(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    emptied = dict.fromkeys(("remark", "address", "district", "village", "participation", "operating"), "")
    table = edited(export(small.city, officer(small)), {small.contacted: emptied})
    assert not hand_in(small.city, officer(small), written(table))[2].writes


def test_a_required_remark_that_was_emptied_is_an_error_of_its_row(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    table = edited(export(small.city, officer(small)), {small.contacted: {"operating": "歇業", "remark": ""}})
    found = hand_in(small.city, officer(small), written(table))[2]
    assert found.count(Outcome.ERROR) == 1
    assert "須在備註說明原因" in told(found)


def test_the_remark_of_an_old_status_does_not_cling_to_the_new_one(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    table = export(small.city, officer(small))
    assert cell(table, small.contacted, "remark") == "整修"
    reopened = edited(table, {small.contacted: {"operating": "營業中"}})
    planned = hand_in(small.city, officer(small), written(reopened))
    apply(small, officer(small), planned)
    assert cell(export(small.city, officer(small)), small.contacted, "remark") == ""


def test_the_remark_of_a_stage_is_no_reason_for_a_closure(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.CONTACTED, remark="考慮中")
    table = edited(export(small.city, officer(small)), {small.contacted: {"operating": "歇業"}})
    assert "須在備註說明原因" in told(hand_in(small.city, officer(small), written(table))[2])


def test_a_new_address_moves_the_venue_though_its_village_was_left_as_it_was(small: SmallCity) -> None:
    table = edited(
        export(small.city, officer(small)), {small.joined: {"address": "臺北市大安區龍門里示範路9號"}}
    )
    planned = hand_in(small.city, officer(small), written(table))
    apply(small, officer(small), planned)
    after = export(small.city, officer(small))
    assert (cell(after, small.joined, "district"), cell(after, small.joined, "village")) == (
        "大安區",
        "龍門里",
    )


def test_a_new_address_that_nobody_can_locate_leaves_the_point_and_says_so(small: SmallCity) -> None:
    point = f"店家編號,店家名稱,經度,緯度\n{small.joined},甜圈坊,121.543,25.026\n"
    apply(small, officer(small), hand_in(small.city, officer(small), point.encode()))
    table = edited(export(small.city, officer(small)), {small.joined: {"address": "臺北市大安區無名路9號"}})
    row = hand_in(small.city, officer(small), written(table))[2].rows[0]
    assert row.outcome is Outcome.CHANGED
    assert [(p.column, p.warning) for p in row.problems] == [("地址", True)]
    assert "座標仍為原處" in row.problems[0].problem


def test_a_planned_reopening_may_lie_in_the_future_and_no_february_has_thirty_days(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    small.clerk.say(small.joined, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    table = edited(
        export(small.city, officer(small)),
        {
            small.contacted: {"operating": "營業中", "effective_on": "111/01/01"},
            small.joined: {"operating": "營業中", "effective_on": "110/02/30"},
        },
    )
    planned = hand_in(small.city, officer(small), written(table))
    assert outcomes(planned[2]) == [Outcome.ERROR, Outcome.CHANGED, Outcome.UNCHANGED]
    assert planned[2].problems[0].column == "生效日期"
    assert "110/02/30" in planned[2].problems[0].value
    apply(small, officer(small), planned)
    later = my_venues(small.city, officer(small), MYCODE, date(2022, 1, 1), now=NOW)
    assert cell(export(small.city, officer(small)), small.contacted, "operating") == "停業"
    assert cell(later, small.contacted, "operating") == "營業中"


def test_another_agencys_workbook_is_refused_row_by_row(small: SmallCity) -> None:
    theirs = edited(
        export(small.city, officer(small, CULTURE)), {small.untouched: {"participation": "已加入"}}
    )
    found = hand_in(small.city, officer(small), written(theirs))[2]
    assert outcomes(found) == [Outcome.ERROR]
    assert not found.writes


def test_a_venue_is_added_below_the_others(small: SmallCity) -> None:
    new = tuple(
        {"店家名稱": "新店", "地址": "大安區青禾路1號", "參與狀態": "已加入"}.get(h, "") for h in HEADINGS
    )
    table = edited(export(small.city, officer(small)), {}, [new])
    planned = hand_in(small.city, officer(small), written(table, "ods"))
    assert outcomes(planned[2])[-1] is Outcome.NEW
    read, options, plan = planned
    apply_plan(small.city, officer(small), plan, read, options, today=TODAY, now=small.clerk.tick())
    added = export(small.city, officer(small)).rows[-1]
    assert (added[2], added[3]) == ("商業處", "新店")

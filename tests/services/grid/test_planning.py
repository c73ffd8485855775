"""What is typed over cells of the grid: read like a sheet's, judged, and nothing of it dropped silently."""

from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.rules.remarks import RemarkMissing
from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.grid import CellTrouble, Column, Prepared, Typed, figure, grid_rows, prepare
from outreach.services.grid.texts import CellEmptied, RemarkEmptied
from outreach.services.reach import OutOfReach
from outreach.services.recording import record
from outreach.services.undo import undo
from outreach.services.who import Role, Who
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    FIRST_DAY,
    MYCODE,
    SmallCity,
    set_up_url,
    small_city,
)
from tests.support.databases import Databases

DAY = date(2021, 10, 14)
NOW = datetime(2021, 10, 14, 3, 0, tzinfo=UTC)


def typed(venue: int, version: int = 1, /, **texts: str) -> Typed:
    return Typed(venue, version, {Column(name): text for name, text in texts.items()})


def planned(small: SmallCity, *rows: Typed, who: Who = ADMINISTRATOR, day: date = DAY) -> Prepared:
    return prepare(small.city, who, MYCODE, rows, usual=day, today=DAY)


def one(found: Prepared) -> CellTrouble:
    (trouble,) = found.troubles
    assert not found.lines
    return trouble


# ---- reading cells


@pytest.mark.parametrize("text", ["joined", "已加入", " 已張貼 ", "已 加 入"])
def test_a_word_is_read_however_it_is_written(small: SmallCity, text: str) -> None:
    (line,) = planned(small, typed(small.untouched, participation=text)).lines
    assert [(c.facet, c.before, c.after) for c in line.cells] == [
        (Facet.PARTICIPATION, "not_contacted", "joined")
    ]


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        (
            "participation",
            "已加人",
            "讀到『已加人』，參與狀態可填：未聯繫、已聯繫、已同意、已加入、無意願、退出",
        ),
        ("operating", "關門", "讀到『關門』，營業狀態可填"),
        ("premises", "攤位", "讀到『攤位』，場所型態可填"),
        ("category", "Z", "查無類別『Z』"),
        ("effective_on", "110/02/30", "讀到『110/02/30』，不是有效日期"),
        ("effective_on", "13/40", "13"),
    ],
)
def test_a_pasted_value_that_is_none_is_named_with_what_is_accepted(
    small: SmallCity, column: str, text: str, told: str
) -> None:
    trouble = one(planned(small, typed(small.untouched, **{column: text})))
    assert trouble.column == Column(column)
    assert told in str(trouble.refusal)


def test_every_bad_cell_of_a_row_is_named_and_the_row_is_not_recorded_in_part(small: SmallCity) -> None:
    found = planned(small, typed(small.untouched, participation="已加入", operating="?", effective_on="?"))
    assert {t.column for t in found.troubles} == {Column.OPERATING, Column.EFFECTIVE_ON}
    assert not found.lines


@pytest.mark.parametrize("column", ["participation", "premises", "operating", "category", "effective_on"])
def test_an_emptied_cell_is_named(small: SmallCity, column: str) -> None:
    trouble = one(planned(small, typed(small.untouched, **{column: "  "})))
    assert isinstance(trouble.refusal, CellEmptied)


def test_a_month_and_a_day_are_of_the_year_that_is_looked_at(small: SmallCity) -> None:
    for text in ("10/20", "10月20日", "110/10/20", "2021-10-20"):
        (line,) = planned(small, typed(small.untouched, participation="已加入", effective_on=text)).lines
        assert line.said.effective_on == date(2021, 10, 20)


# ---- remarks


def test_closing_without_a_remark_is_named_at_the_remark(small: SmallCity) -> None:
    trouble = one(planned(small, typed(small.untouched, operating="停業")))
    assert trouble.column is Column.REMARK
    assert isinstance(trouble.refusal, RemarkMissing)
    (line,) = planned(small, typed(small.untouched, operating="停業", remark="整修")).lines
    assert line.facts[0].remark == "整修"


def test_an_emptied_remark_that_is_required_is_named(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.OPERATING, Operating.CLOSED, remark="110年9月歇業")
    trouble = one(planned(small, typed(small.untouched, remark="")))
    assert trouble.column is Column.REMARK
    assert "『歇業』須在備註說明原因" in str(trouble.refusal)
    also = one(planned(small, typed(small.untouched, participation="已聯繫", remark="")))
    assert isinstance(also.refusal, RemarkMissing)


def test_a_remark_may_be_emptied_with_what_it_was_about(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    (line,) = planned(
        small, typed(small.untouched, operating="營業中", participation="已聯繫", remark="")
    ).lines
    assert {f.remark for f in line.facts} == {""}


def test_another_remark_cannot_be_emptied_without_saying_anything_else(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.DECLINED, remark="店主反對")
    assert isinstance(one(planned(small, typed(small.untouched, remark=""))).refusal, RemarkEmptied)


# ---- what holds, and since when


def test_what_says_nothing_new_is_idle(small: SmallCity) -> None:
    found = planned(small, typed(small.joined, participation="已加入"))
    assert (found.lines, found.idle, found.troubles) == ((), (small.joined,), ())


def test_a_future_day_is_taken_and_told_and_one_before_the_listing_too(small: SmallCity) -> None:
    found = planned(
        small,
        typed(small.untouched, participation="已加入", effective_on="110/10/20"),
        typed(small.contacted, participation="已加入", effective_on="110/09/20"),
    )
    assert found.later == (small.untouched,)
    assert found.early == {small.contacted: FIRST_DAY}
    assert len(found.said) == 2


# ---- two officers, other agencies


def test_somebody_elses_change_shows_both_values_and_whose_it_was(databases: Databases) -> None:
    small = small_city(set_up_url(databases))
    said = planned(small, typed(small.untouched, participation="已聯繫")).said
    other = Who("林承辦", Role.ADMINISTRATOR)
    record(small.city, other, MYCODE, said, summary="登錄", now=NOW, today=DAY)
    found = planned(small, typed(small.untouched, participation="已加入"))
    (clash,) = found.clashes
    assert (clash.actor, clash.recorded_at) == ("林承辦", NOW)
    assert [(c.before, c.after) for c in clash.conflict.cells] == [("contacted", "joined")]
    assert not found.lines
    mine = planned(small, typed(small.untouched, clash.conflict.version, participation="已加入"))
    assert len(mine.lines) == 1
    small.city.engine.dispose()


def test_an_undo_by_somebody_else_is_a_conflict_too_and_names_who_undid(small: SmallCity) -> None:
    said = planned(small, typed(small.untouched, participation="已聯繫")).said
    done = record(small.city, ADMINISTRATOR, MYCODE, said, summary="登錄", now=NOW, today=DAY)
    assert done.change_id is not None
    version = grid_rows(small.city, ADMINISTRATOR, MYCODE, DAY, today=DAY, search="小書房").rows[0].version
    undoer = Who("周管理", Role.ADMINISTRATOR)
    undo(small.city, undoer, done.change_id, now=NOW + timedelta(minutes=1))
    (clash,) = planned(small, typed(small.untouched, version, participation="已加入")).clashes
    assert clash.actor == "周管理"


def test_a_forged_number_and_another_agencys_venue_are_out_of_reach_and_hinder_no_other(
    small: SmallCity,
) -> None:
    who = Who("李承辦", Role.OFFICER, user=7, agency=small.clerk.value(Facet.AGENCY, COMMERCE))
    for forged in (small.untouched, 99_999, 0, -1):
        found = planned(
            small,
            typed(forged, participation="已加入"),
            typed(small.contacted, participation="已加入"),
            who=who,
        )
        (trouble,) = found.troubles
        assert isinstance(trouble.refusal, OutOfReach)
        assert [line.venue.id for line in found.lines] == [small.contacted]
    (unknown,) = planned(small, typed(99_999, participation="已加入")).troubles
    assert isinstance(unknown.refusal, OutOfReach)


# ---- the figure


def test_the_effect_is_the_figure_of_the_agency_before_and_after(small: SmallCity) -> None:
    found = planned(small, typed(small.contacted, participation="已加入"), typed(small.joined, operating="x"))
    commerce = small.clerk.value(Facet.AGENCY, COMMERCE)
    told = figure(small.city, ADMINISTRATOR, found, DAY, commerce)
    assert told.rated
    assert (told.step.before.rate, told.step.after.rate) == ("66.66", "100.00")
    city = figure(small.city, ADMINISTRATOR, found, DAY, None)
    assert (city.step.before.rate, city.step.after.rate) == ("50.00", "75.00")
    record(small.city, ADMINISTRATOR, MYCODE, found.said, summary="登錄", now=NOW, today=DAY)
    after = figure(small.city, ADMINISTRATOR, planned(small), DAY, commerce)
    assert after.step.before == told.step.after


def test_shops_of_an_open_drive_are_counted_without_a_rate(small: SmallCity) -> None:
    venue = small.clerk.list_venue("新店", scheme=BEAR_VOUCHER)
    found = prepare(
        small.city,
        ADMINISTRATOR,
        BEAR_VOUCHER,
        [typed(venue, participation="已加入")],
        usual=DAY,
        today=DAY,
    )
    told = figure(small.city, ADMINISTRATOR, found, DAY, None)
    assert (told.step.before.completed, told.step.after.completed) == (0, 1)

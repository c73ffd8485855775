"""The completion table: what stands in each row, how rows are named, filtered, rolled up and refused."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.rate import Thresholds
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Exclusion, Facet, Kind, Listing, Operating, Participation, Premises
from outreach.services.coverage import CoverageTable, coverage
from outreach.services.naming import NotACondition, NotUnique, Unknown
from outreach.services.who import NotAllowed
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    INDUSTRY,
    MANAGER,
    MYCODE,
    OFFICER,
    PUBLIC,
    SmallCity,
    set_up_url,
    small_city,
)
from tests.support.databases import Databases

DAY = date(2021, 10, 14)


def _ask(small: SmallCity, day: date = DAY, scheme: str = MYCODE, **asked: Any) -> CoverageTable:
    return coverage(small.city, ADMINISTRATOR, scheme, day, **asked)


def _rows(table: CoverageTable) -> dict[str, tuple[str, int, int, int]]:
    """Name, population, eligible and completed by key."""
    return {r.key: (r.name, r.tally.population, r.tally.eligible, r.tally.completed) for r in table.rows}


# ---- what stands in the rows


def test_the_total_counts_who_is_listed_who_counts_and_who_joined(small: SmallCity) -> None:
    total = _ask(small).total
    assert (total.population, total.eligible, total.completed, total.outstanding) == (4, 4, 2, 2)
    assert total.rate == "50.00"


def test_before_the_first_listing_the_population_is_none_and_there_is_no_rate(small: SmallCity) -> None:
    table = _ask(small, FIRST_DAY - timedelta(days=1), by=Dimension.AGENCY)
    assert (table.total.population, table.total.rate, table.rows) == (0, None, ())


def test_a_scheme_that_nobody_is_listed_for_has_no_figures(small: SmallCity) -> None:
    assert _ask(small, scheme=BEAR_VOUCHER).total.population == 0


def test_a_row_for_each_agency(small: SmallCity) -> None:
    assert _rows(_ask(small, by=Dimension.AGENCY)) == {
        COMMERCE: ("商業處", 3, 3, 2),
        CULTURE: ("文化局", 1, 1, 0),
    }


def test_a_row_for_each_district(small: SmallCity) -> None:
    assert _rows(_ask(small, by=Dimension.DISTRICT)) == {
        small.clerk.place("中山區").code: ("中山區", 2, 2, 1),
        small.clerk.place("北投區").code: ("北投區", 2, 2, 1),
    }


def test_two_villages_of_one_name_are_two_rows_and_an_unknown_village_a_row_of_its_own(
    small: SmallCity,
) -> None:
    assert _rows(_ask(small, by=Dimension.VILLAGE)) == {
        small.clerk.place("中山區", "中央里").code: ("中央里", 2, 2, 1),
        small.clerk.place("北投區", "中央里").code: ("中央里", 1, 1, 0),
        "": ("（未填）", 1, 1, 1),
    }


def test_what_has_no_sector_or_category_stands_last_under_an_empty_key(small: SmallCity) -> None:
    assert list(_rows(_ask(small, by=Dimension.SECTOR)).items()) == [
        ("ktv", ("視聽歌唱業", 1, 1, 1)),
        ("", ("（未填）", 3, 3, 1)),
    ]
    assert list(_rows(_ask(small, by=Dimension.CATEGORY)).items()) == [
        ("C", ("C 類", 1, 1, 1)),
        ("", ("（未填）", 3, 3, 1)),
    ]


def test_a_row_for_each_kind(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.KIND, Kind.CITY_VENUE)
    assert _rows(_ask(small, by=Dimension.KIND)) == {
        "shop": ("店家", 3, 3, 2),
        "city_venue": ("轄管場館", 1, 1, 0),
    }


@pytest.mark.parametrize("by", Dimension)
def test_whatever_the_rows_are_they_sum_to_the_total(databases: Databases, by: Dimension) -> None:
    small = small_city(set_up_url(databases))
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, remark="歇業")
    table = _ask(small, by=by)
    assert sum(r.tally.population for r in table.rows) == table.total.population == 4
    assert sum(r.tally.excluded_total for r in table.rows) == table.total.excluded_total == 1
    small.city.engine.dispose()


@pytest.mark.parametrize(
    ("facet", "word", "reason"),
    [
        (Facet.PREMISES, Premises.OFFICE_ONLY, Exclusion.OFFICE_ONLY),
        (Facet.OPERATING, Operating.CLOSED, Exclusion.CLOSED),
        (Facet.OPERATING, Operating.SUSPENDED, Exclusion.SUSPENDED),
        (Facet.OPERATING, Operating.NOT_REOPENED, Exclusion.NOT_REOPENED),
    ],
)
def test_a_venue_that_joined_and_then_closed_leaves_numerator_and_denominator(
    small: SmallCity, facet: Facet, word: str, reason: Exclusion
) -> None:
    small.clerk.say(small.joined, facet, word, DAY, remark="現場訪查")
    before, on = (_ask(small, d).total for d in (DAY - timedelta(days=1), DAY))
    assert (before.eligible, before.completed, before.excluded_total) == (4, 2, 0)
    assert (on.population, on.eligible, on.completed, on.excluded[reason]) == (4, 3, 1, 1)
    assert on.rate_with_nothing_excluded == "25.00"


def test_a_venue_taken_off_the_list_is_in_no_figure(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.LISTING, Listing.DELISTED, DAY)
    populations = [_ask(small, DAY + timedelta(days=d)).total.population for d in (-1, 0, 1)]
    assert populations == [4, 3, 3]


def test_an_announced_closing_takes_hold_on_its_day_by_itself(small: SmallCity) -> None:
    far = date(2030, 1, 1)
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, far, remark="預告歇業")
    assert [_ask(small, far + timedelta(days=d)).total.eligible for d in (-1, 0)] == [4, 3]


def test_a_move_counts_at_the_receiver_from_its_day(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, DAY)
    before, on = (_rows(_ask(small, d, by=Dimension.AGENCY)) for d in (DAY - timedelta(days=1), DAY))
    assert (before[COMMERCE][1], before[CULTURE][1]) == (3, 1)
    assert (on[COMMERCE][1], on[CULTURE][1]) == (2, 2)


# ---- filters


def test_a_filter_takes_a_code_or_a_name_that_is_unique(small: SmallCity) -> None:
    for text in ("agency=COM", "agency=商業處", " agency = 臺北市商業處 ", "agency=台北市商業處"):
        assert _ask(small, where=[text]).total.population == 3


def test_several_conditions_must_all_hold(small: SmallCity) -> None:
    def population(*where: str) -> int:
        return _ask(small, where=where).total.population

    assert population("agency=COM", "district=北投區") == 2
    assert population("agency=CUL", "district=北投區") == 0
    assert population("agency=COM", "agency=CUL") == 0
    assert population("kind=shop", "category=C", "sector=ktv") == 1
    assert population("kind=轄管場館") == 0


def test_a_village_is_told_from_its_namesake_by_its_code(small: SmallCity) -> None:
    beitou = small.clerk.place("北投區", "中央里").code
    assert _ask(small, where=[f"village={beitou}"]).total.population == 1
    with pytest.raises(NotUnique, match=beitou):
        _ask(small, where=["village=中央里"])


@pytest.mark.parametrize("text", ["agency", "agency=", "=COM", "color=red", "", "AGENCY=COM"])
def test_what_is_no_condition_is_refused_with_the_fields_there_are(small: SmallCity, text: str) -> None:
    with pytest.raises(NotACondition, match="欄位=代碼，欄位可用 agency、district、village"):
        _ask(small, where=[text])


@pytest.mark.parametrize("text", ["agency=CO", "agency=COMM", "district=中山", "kind=school", "category=D"])
def test_a_code_or_name_is_never_matched_by_its_beginning(small: SmallCity, text: str) -> None:
    with pytest.raises(Unknown):
        _ask(small, where=[text])


def test_an_unknown_scheme_is_refused_with_those_there_are(small: SmallCity) -> None:
    with pytest.raises(Unknown, match=r"查無方案『mycod』.*台北通 myCode\+（mycode）"):
        _ask(small, scheme="mycod")


# ---- roll-up


def test_a_bureaus_row_counts_its_subordinates_when_rolled_up(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.AGENCY, INDUSTRY, DAY)
    assert _rows(_ask(small, by=Dimension.AGENCY)) == {
        COMMERCE: ("商業處", 3, 3, 2),
        INDUSTRY: ("產業局", 1, 1, 0),
    }
    rolled = _ask(small, by=Dimension.AGENCY, roll_up=True)
    assert _rows(rolled) == {INDUSTRY: ("產業局", 4, 4, 2)}
    assert rolled.rows[0].tally.rate == "50.00"


def test_an_agency_stands_on_its_own_before_and_after_it_was_a_subordinate(small: SmallCity) -> None:
    ids = {a.code: a.id for a in small.clerk.reference.agencies.values()}
    with writing(small.city.engine) as connection:
        change = open_change(
            connection, kind="agencies", actor="王小明", summary="改隸", now=small.clerk.tick()
        )
        change.parent(ids[COMMERCE], None, DAY)
    before, on = (
        _rows(_ask(small, d, by=Dimension.AGENCY, roll_up=True)) for d in (DAY - timedelta(days=1), DAY)
    )
    assert set(before) == {INDUSTRY, CULTURE}
    assert set(on) == {COMMERCE, CULTURE}


# ---- praised, pressed, and shown without a rate


def test_who_is_at_the_target_and_who_is_to_be_reviewed_by_outstanding_venues(small: SmallCity) -> None:
    small.clerk.say(small.singing, Facet.AGENCY, INDUSTRY)
    table = _ask(small, by=Dimension.AGENCY)
    assert [r.key for r in table.reached()] == [INDUSTRY]
    # 文化局 and 商業處 have one outstanding each; the lower rate comes first.
    assert [r.key for r in table.to_review()] == [CULTURE, COMMERCE]


def test_an_agency_all_of_whose_venues_are_excluded_is_neither_praised_nor_pressed(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.OPERATING, Operating.CLOSED, remark="歇業")
    table = _ask(small, by=Dimension.AGENCY)
    assert CULTURE in _rows(table)
    for rows in (table.rated(), table.reached(), table.to_review()):
        assert CULTURE not in [r.key for r in rows]


def test_venues_of_no_agency_are_counted_but_not_ranked(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, 0)
    table = _ask(small, by=Dimension.AGENCY)
    assert _rows(table)[""] == ("（未填）", 1, 1, 1)
    assert "" not in [r.key for r in (*table.reached(), *table.rated(), *table.to_review())]


def _settle(small: SmallCity, settings: SchemeSettings, day: date) -> None:
    with writing(small.city.engine) as connection:
        change = open_change(
            connection, kind="scheme", actor="王小明", summary="方案設定", now=small.clerk.tick()
        )
        change.scheme(small.clerk.scheme(MYCODE), settings.as_stored(), day)


def test_thresholds_are_those_of_the_day_that_is_asked_about(small: SmallCity) -> None:
    _settle(small, SchemeSettings(thresholds=Thresholds(target=Fraction(1, 2), review=Fraction(1, 3))), DAY)
    before, on = (_ask(small, d, by=Dimension.AGENCY) for d in (DAY - timedelta(days=1), DAY))
    assert [r.key for r in before.reached()] == []
    assert [r.key for r in on.reached()] == [COMMERCE]
    assert [r.key for r in on.to_review()] == [CULTURE]


def test_an_exclusion_that_a_scheme_turned_off_counts_again_from_that_day(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    _settle(small, SchemeSettings(exclusions=frozenset({Exclusion.CLOSED})), DAY)
    assert [_ask(small, DAY + timedelta(days=d)).total.eligible for d in (-1, 0)] == [3, 4]


def test_kinds_among_which_a_drive_stays_open_are_shown_without_a_rate_but_counted(small: SmallCity) -> None:
    assert not _ask(small).shown_open([Kind.SHOP])
    _settle(small, SchemeSettings(open_kinds=frozenset({Kind.SHOP})), FIRST_DAY)
    table = _ask(small)
    assert table.shown_open([Kind.SHOP])
    assert not table.shown_open([Kind.SHOP, Kind.CITY_VENUE])
    assert not table.shown_open([])
    assert table.total.rate == "50.00"


# ---- as known then, and who may ask


def test_a_backdated_correction_changes_the_day_but_not_what_was_known(small: SmallCity) -> None:
    before = small.city.figures.columns().seq
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, FIRST_DAY)
    assert (_ask(small).total.completed, _ask(small, known_at=before).total.completed) == (3, 2)
    assert (_ask(small).known_at, _ask(small, known_at=str(before)).known_at) == (before + 1, before)


def test_a_merged_duplicate_leaves_from_the_merge_on_and_stays_known_before(small: SmallCity) -> None:
    before = small.city.figures.columns().seq
    with writing(small.city.engine) as connection:
        change = open_change(connection, kind="merge", actor="王小明", summary="合併", now=small.clerk.tick())
        change.merge(small.contacted, small.joined)
    assert (_ask(small).total.population, _ask(small, known_at=before).total.population) == (3, 4)


def test_the_public_reads_districts_and_nothing_finer(small: SmallCity) -> None:
    assert coverage(small.city, PUBLIC, MYCODE, DAY, by=Dimension.DISTRICT).total.population == 4
    assert coverage(small.city, PUBLIC, MYCODE, DAY, where=["kind=shop"]).total.population == 4
    for by in (Dimension.AGENCY, Dimension.VILLAGE, Dimension.SECTOR, Dimension.CATEGORY):
        with pytest.raises(NotAllowed, match=PUBLIC.name):
            coverage(small.city, PUBLIC, MYCODE, DAY, by=by)
    with pytest.raises(NotAllowed):
        coverage(small.city, PUBLIC, MYCODE, DAY, where=[f"agency={CULTURE}"])


def test_whoever_is_signed_in_compares_agencies(small: SmallCity) -> None:
    for who in (OFFICER, MANAGER):
        assert coverage(small.city, who, MYCODE, DAY, by=Dimension.AGENCY).total.population == 4

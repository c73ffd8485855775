"""An edition stays what it was frozen as, and a correction makes the next one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Kind, Listing, Operating, Participation, Standing
from outreach.services.coverage import coverage
from outreach.services.meetings import (
    PaperFigures,
    edition,
    edition_members,
    enter_figures,
    freeze,
    meetings,
    open_meeting,
    recompute,
    then_and_now,
)
from outreach.services.meetings.refusals import (
    AsOfInTheFuture,
    FiguresFromPaper,
    MeetingTaken,
    NoSuchEdition,
    NoSuchItem,
    NoSuchMeeting,
    NotACount,
    NotAMeeting,
    NoteMissing,
    NothingChanged,
    NothingToLookAt,
    OutOfSequence,
)
from outreach.services.rounds import open_round
from outreach.services.undo import undo
from outreach.services.who import NotAllowed, Role
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.services.meetings.conftest import AS_OF, MEETING_DAY, Chamber
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    OFFICER,
    of_agency,
)

DAY = date(2021, 10, 12)


def completed(chamber: Chamber, number: int = 213, which: int | None = None) -> int:
    (item,) = edition(chamber.small.city, MANAGER, number, which).items
    return item.total.completed


# ---- freezing


def test_an_edition_keeps_the_figures_of_its_day_and_the_venues_behind_them(chamber: Chamber) -> None:
    small = chamber.small
    chamber.open()
    head = chamber.freeze()
    assert (head.edition, head.seq, head.note) == (1, small.city.figures.columns().seq, "")
    found = edition(small.city, MANAGER, 213)
    (item,) = found.items
    table = coverage(small.city, MANAGER, MYCODE, AS_OF)
    assert item.total == table.total
    assert [(r.key, r.name, r.tally.population) for r in item.rows] == [
        (COMMERCE, "商業處", 3),
        (CULTURE, "文化局", 1),
    ]
    assert edition_members(small.city, MANAGER, 213, MYCODE, standing=Standing.COMPLETED) == (
        small.joined,
        small.singing,
    )
    assert len(edition_members(small.city, MANAGER, 213, MYCODE)) == table.total.population


def test_what_is_recorded_later_changes_no_edition_and_a_correction_makes_the_next(chamber: Chamber) -> None:
    small = chamber.small
    chamber.open()
    chamber.freeze()
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    assert completed(chamber) == 2
    head = chamber.freeze(note="  補登  商業處 1 家 ")
    assert (head.edition, head.note) == (2, "補登 商業處 1 家")
    assert (completed(chamber, which=1), completed(chamber, which=2), completed(chamber)) == (2, 3, 3)
    (told,) = meetings(small.city, MANAGER)
    assert [one.edition for one in told.editions] == [1, 2]
    assert [one.agrees for one in recompute(small.city, MANAGER)] == [True, True]


def test_freezing_again_without_news_or_without_a_note_is_refused(chamber: Chamber) -> None:
    chamber.open()
    chamber.freeze()
    for note in ("", "再凍結一次"):
        with pytest.raises(NothingChanged, match="第1版凍結（110年10月26日）"):
            chamber.freeze(note=note)
    # What takes effect after the day says nothing of the day.
    small = chamber.small
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, AS_OF + timedelta(days=1))
    with pytest.raises(NothingChanged):
        chamber.freeze(note="再凍結一次")
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    with pytest.raises(NoteMissing, match="請填寫更正說明"):
        chamber.freeze(note="  ")
    assert len(meetings(small.city, MANAGER)[0].editions) == 1


def test_a_venue_that_takes_anothers_place_is_news_though_no_figure_changes(chamber: Chamber) -> None:
    small = chamber.small
    chamber.open()
    chamber.freeze()
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    small.clerk.say(small.joined, Facet.PARTICIPATION, Participation.CONTACTED, DAY)
    assert chamber.freeze(note="兩家對調").edition == 2
    assert completed(chamber, which=1) == completed(chamber, which=2)


def test_an_as_of_date_before_the_first_fact_has_no_venue_and_no_rate(chamber: Chamber) -> None:
    chamber.open(as_of=FIRST_DAY - timedelta(days=1))
    chamber.freeze()
    (item,) = edition(chamber.small.city, MANAGER, 213).items
    assert (item.total.population, item.total.rate, item.rows) == (0, None, ())
    assert recompute(chamber.small.city, MANAGER)[0].agrees


def test_a_meeting_about_shops_leaves_city_venues_out(chamber: Chamber) -> None:
    small = chamber.small
    small.clerk.say(small.untouched, Facet.KIND, Kind.CITY_VENUE)
    items = [(MYCODE, (Kind.SHOP,), AS_OF), (MYCODE, (Kind.CITY_VENUE,), AS_OF), (BEAR_VOUCHER, (), AS_OF)]
    open_meeting(small.city, MANAGER, 213, MEETING_DAY, items, now=small.clerk.tick())
    chamber.freeze()
    found = edition(small.city, MANAGER, 213)
    assert [item.total.population for item in found.items] == [3, 1, 0]
    assert edition_members(small.city, MANAGER, 213, MYCODE, [Kind.CITY_VENUE]) == (small.untouched,)
    with pytest.raises(NoSuchItem, match="台北通"):
        edition_members(small.city, MANAGER, 213, MYCODE)


def test_an_edition_names_the_agencies_that_had_not_reported(chamber: Chamber) -> None:
    small = chamber.small
    asked = open_round(small.city, MANAGER, "第213次", AS_OF, AS_OF, ((MYCODE, ()),), now=small.clerk.tick())
    chamber.open()
    freeze(small.city, MANAGER, 213, round_id=asked, now=small.clerk.tick())
    assert edition(small.city, MANAGER, 213).non_reporters == ("商業處", "文化局")


# ---- numbers, days and words


def test_a_meetings_number_follows_the_newest(chamber: Chamber) -> None:
    chamber.open(213)
    with pytest.raises(MeetingTaken, match="214"):
        chamber.open(213)
    with pytest.raises(OutOfSequence, match="須大於最近一次的第213次"):
        chamber.open(212)
    with pytest.raises(OutOfSequence):
        chamber.open(0)
    assert chamber.open(214).name == "第214次主任秘書會報"


def test_an_as_of_date_that_has_not_come_is_refused(chamber: Chamber) -> None:
    with pytest.raises(AsOfInTheFuture, match="110年10月27日"):
        chamber.open(as_of=date(2021, 10, 27))
    chamber.open(as_of=date(2021, 10, 26))


def test_a_meeting_without_a_list_or_with_one_twice_is_refused(chamber: Chamber) -> None:
    small = chamber.small
    for items in (
        [],
        [(MYCODE, (), AS_OF), ("台北通 myCode+", tuple(Kind), DAY)],
    ):
        with pytest.raises(NothingToLookAt):
            open_meeting(small.city, MANAGER, 213, MEETING_DAY, items, now=small.clerk.tick())
    with pytest.raises(NotAMeeting, match="81 個字"):
        open_meeting(
            small.city,
            MANAGER,
            213,
            MEETING_DAY,
            [(MYCODE, (), AS_OF)],
            name="會" * 81,
            now=small.clerk.tick(),
        )


def test_what_is_not_there_is_named_in_a_sentence(chamber: Chamber) -> None:
    with pytest.raises(NoSuchMeeting, match="第213次"):
        chamber.freeze()
    chamber.open()
    with pytest.raises(NoSuchEdition, match="現有 0 版"):
        edition(chamber.small.city, MANAGER, 213)
    chamber.freeze()
    with pytest.raises(NoSuchEdition, match="第2版"):
        edition(chamber.small.city, MANAGER, 213, 2)


def test_managers_steer_and_officers_do_not_read_meetings(chamber: Chamber) -> None:
    chamber.open()
    with pytest.raises(NotAllowed):
        freeze(chamber.small.city, OFFICER, 213, now=chamber.small.clerk.tick())
    with pytest.raises(NotAllowed):
        meetings(chamber.small.city, OFFICER)


# ---- from paper


def test_an_older_meeting_known_from_paper_keeps_its_figures_and_is_never_recomputed(
    chamber: Chamber,
) -> None:
    small = chamber.small
    chamber.open()
    paper = PaperFigures(MYCODE, (), DAY, Tally(872, 130), {"商業處": Tally(100, 7)})
    told = enter_figures(small.city, MANAGER, 200, date(2020, 9, 1), [paper], now=small.clerk.tick())
    assert told.figures_only
    (item,) = edition(small.city, MANAGER, 200).items
    assert (item.total.rate, item.rows[0].name) == ("87.02", "商業處")
    assert edition_members(small.city, MANAGER, 200, MYCODE) == ()
    assert recompute(small.city, MANAGER) == ()
    with pytest.raises(FiguresFromPaper, match="紙本"):
        chamber.freeze(200, "更正")
    with pytest.raises(FiguresFromPaper, match="比較"):
        then_and_now(small.city, MANAGER, 200, MYCODE)
    with pytest.raises(MeetingTaken):
        enter_figures(small.city, MANAGER, 200, DAY, [paper], now=small.clerk.tick())


def test_a_negative_number_on_paper_is_refused(chamber: Chamber) -> None:
    paper = PaperFigures(MYCODE, (), DAY, Tally(-1, 3))
    with pytest.raises(NotACount, match="-1"):
        enter_figures(chamber.small.city, MANAGER, 200, DAY, [paper], now=chamber.small.clerk.tick())


def test_a_meeting_from_paper_with_a_high_number_keeps_no_later_meeting_away(chamber: Chamber) -> None:
    small = chamber.small
    paper = PaperFigures(MYCODE, (), DAY, Tally(1, 1))
    enter_figures(small.city, MANAGER, 300, DAY, [paper], now=small.clerk.tick())
    assert chamber.open(213).number == 213


# ---- then and now


def test_every_correction_since_is_listed_with_its_venues(chamber: Chamber) -> None:
    small = chamber.small
    chamber.open()
    chamber.freeze()
    joins = small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    shuts = small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, DAY, remark="已拆除")
    moves = small.clerk.say(small.untouched, Facet.AGENCY, COMMERCE, DAY)
    leaves = small.clerk.say(small.singing, Facet.LISTING, Listing.DELISTED, DAY)
    # After the day, and of another scheme: no corrections.
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.DECLINED, AS_OF + timedelta(days=1))
    small.clerk.say(small.contacted, Facet.LISTING, Listing.LISTED, DAY, scheme=BEAR_VOUCHER)
    told = then_and_now(small.city, MANAGER, 213, MYCODE)
    assert (told.then.completed, told.then.eligible) == (2, 4)
    assert told.now == coverage(small.city, MANAGER, MYCODE, AS_OF).total
    found = {one.change.id: one.venues for one in told.corrections if one.change is not None}
    assert found == {
        joins: ((small.contacted, Standing.OUTSTANDING, Standing.COMPLETED),),
        shuts: ((small.joined, Standing.COMPLETED, Standing.EXCLUDED_CLOSED),),
        moves: ((small.untouched, Standing.OUTSTANDING, Standing.OUTSTANDING),),
        leaves: ((small.singing, Standing.COMPLETED, None),),
    }
    assert [(a.key, a.tally.population, b.tally.population) for a, b in told.rows] == [
        (COMMERCE, 3, 3),
        (CULTURE, 1, 0),
    ]


def test_an_undone_merge_is_a_correction_as_the_merge_was(chamber: Chamber) -> None:
    small = chamber.small
    with writing(small.city.engine) as connection:
        change = open_change(connection, kind="merge", actor="甲", summary="合併", now=small.clerk.tick())
        change.merge(small.contacted, small.joined)
    chamber.open()
    chamber.freeze()
    undone = undo(small.city, ADMINISTRATOR, change.id, now=small.clerk.tick()).change_id
    (one,) = then_and_now(small.city, MANAGER, 213, MYCODE).corrections
    assert one.change is not None
    assert (one.change.id, one.venues) == (undone, ((small.contacted, None, Standing.OUTSTANDING),))


def test_an_approver_reads_the_figures_and_only_the_own_venues(chamber: Chamber) -> None:
    small = chamber.small
    chamber.open()
    chamber.freeze()
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    neighbour = of_agency(small, Role.APPROVER, CULTURE)
    told = then_and_now(small.city, neighbour, 213, MYCODE)
    assert (told.then.completed, told.now.completed) == (2, 3)
    (one,) = told.corrections
    assert (one.change, one.venues, one.moved) == (None, (), 1)
    assert edition_members(small.city, neighbour, 213, MYCODE) == (small.untouched,)

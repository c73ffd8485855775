"""Every statement of the demonstration is one that the rules accept, in an order that could have been."""

import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

from geodata.places import district_by_code, village_by_code
from outreach.demo.builder import build_city
from outreach.demo.model import BEAR_VOUCHER, MYCODE, DemoCity, Statement
from outreach.rules.dates import TAIPEI
from outreach.rules.remarks import needs_remark
from outreach.rules.vocabulary import (
    SCHEME_FACETS,
    Facet,
    Kind,
    Listing,
    Operating,
    Participation,
    Premises,
)
from tests.demo.facts import FIRST_DAY, LAST_DAY, MYCODE_AS_OF
from tests.demo.replay import Replay, tally

WORDS: dict[Facet, set[str]] = {
    Facet.LISTING: {str(value) for value in Listing},
    Facet.PARTICIPATION: {str(value) for value in Participation},
    Facet.KIND: {str(value) for value in Kind},
    Facet.PREMISES: {str(value) for value in Premises},
    Facet.OPERATING: {str(value) for value in Operating},
    Facet.CATEGORY: {"A", "B", "C"},
}
ASSUMED = {
    Facet.LISTING: "delisted",
    Facet.PARTICIPATION: "not_contacted",
    Facet.KIND: "shop",
    Facet.PREMISES: "public",
    Facet.OPERATING: "open",
}


def statements(city: DemoCity) -> list[Statement]:
    return [said for change in city.changes for said in change.statements]


def test_every_value_is_one_that_its_facet_knows(city: DemoCity) -> None:
    agencies = {agency.code for agency in city.agencies}
    sectors = {sector.code for sector in city.sectors}
    orders = {f"{o.sector_code}:{o.suspended_from}" for c in city.changes for o in c.orders}
    for said in statements(city):
        if said.facet in WORDS:
            assert said.value in WORDS[said.facet], said
        elif said.facet is Facet.PLACE:
            assert village_by_code(said.value) or district_by_code(said.value), said
        else:
            known = {Facet.AGENCY: agencies, Facet.SECTOR: sectors, Facet.APPROVAL: orders}[said.facet]
            assert said.value in known, said


def test_a_scheme_is_named_exactly_where_the_facet_is_a_schemes(city: DemoCity) -> None:
    for said in statements(city):
        assert said.scheme in ({MYCODE, BEAR_VOUCHER} if said.facet in SCHEME_FACETS else {None}), said


def test_nothing_leaves_the_denominator_without_a_remark(city: DemoCity) -> None:
    needing = [said for said in statements(city) if needs_remark(said.facet, said.value)]
    assert len(needing) > 300
    assert all(said.remark.strip() for said in needing)


def test_every_statement_said_something_new_when_it_was_made(city: DemoCity) -> None:
    held: dict[tuple[int, Facet, str | None], list[tuple[int, Statement]]] = defaultdict(list)
    for n, change in enumerate(city.changes):
        if change.undoes is not None:
            for said in city.changes[change.undoes].statements:
                side = held[said.venue, said.facet, said.scheme]
                side[:] = [(of, other) for of, other in side if of != change.undoes]
        for said in change.statements:
            side = held[said.venue, said.facet, said.scheme]
            before = [other for _, other in side if other.effective_on <= said.effective_on]
            now = max(before, key=lambda other: other.effective_on, default=None)
            latest = [other for other in before if now and other.effective_on == now.effective_on]
            value = latest[-1].value if latest else ASSUMED.get(said.facet, "")
            assert said.value != value, (change.summary, said)
            side.append((n, said))


def test_an_approval_answers_an_order_by_application_that_was_in_force(
    city: DemoCity,
) -> None:
    announced: dict[str, date] = {}
    seen = 0
    for change in city.changes:
        for order in change.orders:
            if order.reopened_on and order.by_application:
                announced[f"{order.sector_code}:{order.suspended_from}"] = order.reopened_on
        for said in change.statements:
            if said.facet is Facet.APPROVAL:
                assert said.effective_on >= announced[said.value]
                seen += 1
    assert seen > 50


def test_recorded_time_never_decreases_and_is_mostly_an_office_hour_in_taipei(city: DemoCity) -> None:
    moments = [change.recorded_at for change in city.changes]
    assert {moment.utcoffset() for moment in moments} == {timedelta()}
    assert moments == sorted(moments)
    local = [moment.astimezone(TAIPEI) for moment in moments]
    in_office = [
        at for at in local if 9 <= at.hour < 18 and (at.weekday() < 5 or at.date() == date(2021, 9, 11))
    ]
    assert len(in_office) >= 0.97 * len(local)


def test_facts_begin_on_the_first_day_and_none_speaks_of_a_day_after_the_last(city: DemoCity) -> None:
    days = [said.effective_on for said in statements(city)]
    assert min(days) == FIRST_DAY
    assert max(days) <= LAST_DAY == city.last_day
    assert city.changes[0].recorded_at.astimezone(TAIPEI).date() == FIRST_DAY
    assert city.changes[-1].recorded_at.astimezone(TAIPEI).date() == LAST_DAY


def test_every_venue_is_on_some_list_with_its_agency_sector_and_category(city: DemoCity, now: Replay) -> None:
    ever = {said.venue for said in statements(city) if said.value == "listed"}
    assert ever == {venue.number for venue in city.venues} == set(range(1, len(city.venues) + 1))
    for scheme in (MYCODE, BEAR_VOUCHER):
        for seen in now.listed(scheme, LAST_DAY):
            assert seen.agency
            assert seen.sector
            assert seen.category


def test_the_size_of_the_city_is_the_size_that_was_asked_for(city: DemoCity, now: Replay) -> None:
    assert len(city.venues) == 6000
    assert 45_000 <= len(statements(city)) <= 70_000
    assert 1_500 <= len(city.changes) <= 3_000
    kinds = Counter(now.value(venue.number, Facet.KIND, LAST_DAY, "shop") for venue in city.venues)
    assert 1_300 <= kinds["city_venue"] <= 1_500
    keeping = Counter(now.value(venue.number, Facet.AGENCY, LAST_DAY, "") for venue in city.venues)
    assert {code for code, _ in keeping.most_common(2)} == {"commerce", "markets"}


def test_an_undone_change_was_touched_by_nothing_before_it_was_undone(city: DemoCity) -> None:
    undone = [(n, change.undoes) for n, change in enumerate(city.changes) if change.undoes is not None]
    assert len(undone) >= 2
    for n, of in undone:
        assert of < n
        touched = {(s.venue, s.facet, s.scheme) for s in city.changes[of].statements}
        assert touched
        between = {(s.venue, s.facet, s.scheme) for c in city.changes[of + 1 : n] for s in c.statements}
        assert not touched & between
        moved = {s.venue for c in city.changes[of + 1 : n] for s in c.statements if s.facet is Facet.AGENCY}
        assert not {venue for venue, *_ in touched} & moved


def test_an_undone_import_is_seen_by_who_looked_before_it_was_undone(city: DemoCity) -> None:
    mistake = next(c for c in city.changes if c.kind == "import" and "移出" in c.summary)
    day = mistake.statements[0].effective_on
    before, after = Replay(city, mistake.recorded_at), Replay(city)
    gone = {said.venue for said in mistake.statements}
    assert not gone & {seen.venue for seen in before.listed(MYCODE, day)}
    assert gone <= {seen.venue for seen in after.listed(MYCODE, day)}


def test_what_was_known_at_the_meeting_differs_from_what_is_known_now(now: Replay, meeting: Replay) -> None:
    known, knowable = (tally(list(replay.listed(MYCODE, MYCODE_AS_OF))) for replay in (meeting, now))
    assert known.population < knowable.population
    assert known.completed != knowable.completed
    assert known.excluded != knowable.excluded


def test_venues_move_between_agencies_leave_the_list_and_join_it_late(now: Replay) -> None:
    def lists(day: date) -> dict[int, str]:
        return {seen.venue: seen.agency for seen in now.listed(MYCODE, day)}

    before, after = lists(MYCODE_AS_OF), lists(LAST_DAY)
    assert after.keys() - before.keys()
    assert before.keys() - after.keys()
    assert [venue for venue in before.keys() & after.keys() if before[venue] != after[venue]]


def test_statements_are_made_by_offices_not_by_persons(city: DemoCity) -> None:
    actors = {change.actor for change in city.changes}
    short = {agency.short_name for agency in city.agencies}
    for actor in actors:
        office = next(name for name in sorted(short, key=len, reverse=True) if actor.startswith(name))
        assert actor.removeprefix(office) in {"承辦人", "科長", "主任秘書"}
    assert len(actors) >= 40


def test_the_same_seed_builds_the_same_city_in_every_process_and_another_seed_another() -> None:
    script = (
        "import hashlib\n"
        "from outreach.demo.builder import build_city\n"
        "print(hashlib.sha256(repr(build_city(213, 1000)).encode()).hexdigest())"
    )
    mine = hashlib.sha256(repr(build_city(213, 1000)).encode()).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/Lima"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == mine
    assert hashlib.sha256(repr(build_city(214, 1000)).encode()).hexdigest() != mine

"""A city about which chance decides, but in which every law of the domain holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from outreach.rules.history import worth_recording
from outreach.rules.remarks import needs_remark
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import (
    ALL_EXCLUSIONS,
    SCHEME_FACETS,
    Exclusion,
    Facet,
    Listing,
    Operating,
    Participation,
    Premises,
)
from outreach.services.city import City, open_city
from outreach.services.orders import state_order
from outreach.services.undo import LaterChangesBuildOnIt, undo
from outreach.store.changes import described_changes
from outreach.store.engine import reading, writing
from outreach.store.posting import NewFact, open_change
from outreach.store.tables import doorplate_streets, doorplates, waiting_rows
from outreach.store.venues import described, edit_venue, histories, put_contacts
from tests.support.builders import ADMINISTRATOR, BEAR_VOUCHER, FIRST_DAY, MYCODE, Clerk, set_up_database
from tests.support.databases import Databases

DAYS = 50
SECTORS = ("ktv", "sauna", "bar")


@dataclass
class _Dice:
    """Chance, and what it has made so far."""

    random: Random
    clerk: Clerk
    venues: list[int]
    changes: list[int]
    merged: set[int]

    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.random.randrange(DAYS))

    def venue(self) -> int:
        return self.random.choice(self.venues)


def random_city(databases: Databases, seed: int) -> City:
    """A database of its own with the city of a seed, which is made once in a run."""

    def fill(url: str) -> None:
        set_up_database(url)
        clerk = fill_at_random(url, seed)
        clerk.city.engine.dispose()

    return open_city(databases.prepared(f"city of chance {seed}", fill))


def fill_at_random(url: str, seed: int, venues: int = 30, actions: int = 60) -> Clerk:
    """Fill a database that is set up with a history of `actions` changes of every kind."""
    history = RandomHistory.begun(url, seed, venues)
    history.go_on(actions)
    _people(history.dice)
    return history.clerk


@dataclass
class RandomHistory:
    """A city of chance whose history goes on as often as a test wants it to."""

    dice: _Dice

    @classmethod
    def begun(cls, url: str, seed: int, venues: int = 30) -> RandomHistory:
        """List venues in a database that is set up."""
        clerk = Clerk.of(url)
        random = Random(seed)
        names = [f"{random.choice('金銀山海春')}{random.choice('香味記屋亭')}{n}號" for n in range(venues)]
        dice = _Dice(random, clerk, clerk.describe(*names), [], set())
        _list_all(dice)
        return cls(dice)

    @property
    def clerk(self) -> Clerk:
        """Who records it."""
        return self.dice.clerk

    def go_on(self, actions: int) -> None:
        """Let so many changes of every kind happen."""
        for act in _drawn(self.dice.random, actions):
            act(self.dice)


def _drawn(random: Random, actions: int) -> list[Callable[[_Dice], None]]:
    kinds: list[tuple[Callable[[_Dice], None], int]] = [
        (_say, 12),
        (_undo, 3),
        (_announce, 2),
        (_approve, 3),
        (_rename, 2),
        (_merge, 1),
        (_subordinate, 1),
        (_settle, 1),
    ]
    return random.choices([k for k, _ in kinds], [w for _, w in kinds], k=actions)


def _record(dice: _Dice, facts: list[NewFact]) -> None:
    """Record what says something new, as services do: the value as of its own day decides."""
    with reading(dice.clerk.city.engine) as connection:
        known = {
            scheme: histories(connection, [f.venue_id for f in facts], dice.clerk.scheme(scheme))
            for scheme in (MYCODE, BEAR_VOUCHER)
        }
    by_id = {dice.clerk.scheme(code): found for code, found in known.items()}
    new: list[NewFact] = []
    said: set[tuple[int, Facet, int | None]] = set()
    for fact in facts:
        told = by_id[fact.scheme_id or min(by_id)][fact.venue_id][fact.facet]
        key = fact.venue_id, fact.facet, fact.scheme_id
        if key not in said and worth_recording(told, fact.value, fact.remark, fact.effective_on):
            said.add(key)
            new.append(fact)
    if new:
        dice.changes.append(dice.clerk.record(new))


def _list_all(dice: _Dice) -> None:
    for venue in dice.venues:
        scheme = dice.random.choice((MYCODE, MYCODE, BEAR_VOUCHER))
        told: list[tuple[Facet, str]] = [
            (Facet.LISTING, Listing.LISTED),
            (Facet.AGENCY, dice.random.choice(("IND", "COM", "CUL"))),
            (Facet.PLACE, dice.random.choice(("中山區中央里", "北投區中央里", "北投區"))),
            (Facet.SECTOR, dice.random.choice(SECTORS)),
            (Facet.PARTICIPATION, dice.random.choice(list(Participation)[1:])),
        ]
        day = dice.day()
        _record(dice, [dice.clerk.fact(venue, f, w, day, scheme=scheme) for f, w in told])


def _say(dice: _Dice) -> None:
    said: list[tuple[Facet, str]] = [
        *((Facet.PARTICIPATION, word) for word in Participation),
        *((Facet.OPERATING, word) for word in Operating),
        *((Facet.PREMISES, word) for word in Premises),
        *((Facet.LISTING, word) for word in Listing),
        *((Facet.AGENCY, code) for code in ("IND", "COM", "CUL")),
        *((Facet.CATEGORY, code) for code in "ABC"),
        (Facet.KIND, "city_venue"),
        (Facet.PLACE, "北投區中央里"),
    ]
    facts = []
    for _ in range(dice.random.randint(1, 6)):
        facet, word = dice.random.choice(said)
        scheme = dice.random.choice((MYCODE, BEAR_VOUCHER)) if facet in SCHEME_FACETS else MYCODE
        remark = "現場訪查" if needs_remark(facet, word) or dice.random.random() < 0.2 else ""
        facts.append(dice.clerk.fact(dice.venue(), facet, word, dice.day(), scheme=scheme, remark=remark))
    _record(dice, facts)


def _undo(dice: _Dice) -> None:
    if not dice.changes:
        return
    change = dice.random.choice(dice.changes[-8:])
    with reading(dice.clerk.city.engine) as connection:
        if described_changes(connection, [change])[change].voided_by is not None:
            return
    try:
        undo(dice.clerk.city, ADMINISTRATOR, change, now=dice.clerk.tick())
    except LaterChangesBuildOnIt:
        return


def _announce(dice: _Dice) -> None:
    begins = dice.day()
    reopens = begins + timedelta(days=dice.random.randrange(20)) if dice.random.random() < 0.7 else None
    stated = state_order(
        dice.clerk.city,
        ADMINISTRATOR,
        dice.random.choice(SECTORS),
        begins,
        document="府產業商字第1100000001號公告",
        reopened_on=reopens,
        by_application=reopens is not None and dice.random.random() < 0.5,
        now=dice.clerk.tick(),
    )
    dice.changes.append(stated.change_id)


def _approve(dice: _Dice) -> None:
    orders = dice.clerk.city.figures.columns().statements.orders
    if orders:
        answer = dice.random.choice(orders).order.id
        _record(dice, [dice.clerk.fact(dice.venue(), Facet.APPROVAL, answer, dice.day())])


def _rename(dice: _Dice) -> None:
    venue = dice.venue()
    with writing(dice.clerk.city.engine) as connection:
        before = described(connection, [venue])[venue]
        change = open_change(
            connection, kind="edit", actor=ADMINISTRATOR.name, summary="更名", now=dice.clerk.tick()
        )
        name = f"{before.name[:8]}新店"
        edit_venue(connection, change, before, {"name": name}, {"name_key": name})
    dice.changes.append(change.id)


def _merge(dice: _Dice) -> None:
    loser, winner = dice.random.sample(dice.venues, 2)
    if loser in dice.merged or winner in dice.merged:
        return
    dice.merged |= {loser, winner}
    with writing(dice.clerk.city.engine) as connection:
        change = open_change(
            connection, kind="merge", actor=ADMINISTRATOR.name, summary="合併重複店家", now=dice.clerk.tick()
        )
        change.merge(loser, winner)
    dice.changes.append(change.id)


def _subordinate(dice: _Dice) -> None:
    agencies = dice.clerk.reference.agencies
    culture = next(a.id for a in agencies.values() if a.code == "CUL")
    industry = next(a.id for a in agencies.values() if a.code == "IND")
    with writing(dice.clerk.city.engine) as connection:
        change = open_change(
            connection, kind="agencies", actor=ADMINISTRATOR.name, summary="改隸", now=dice.clerk.tick()
        )
        change.parent(culture, dice.random.choice((industry, None)), dice.day())


def _settle(dice: _Dice) -> None:
    kept = frozenset(e for e in Exclusion if dice.random.random() < 0.8) or ALL_EXCLUSIONS
    with writing(dice.clerk.city.engine) as connection:
        change = open_change(
            connection, kind="scheme", actor=ADMINISTRATOR.name, summary="方案設定", now=dice.clerk.tick()
        )
        change.scheme(dice.clerk.scheme(MYCODE), SchemeSettings(exclusions=kept).as_stored(), dice.day())


def _people(dice: _Dice) -> None:
    """Contacts, door plates, and a row of a file that waits for somebody to say whether it is a duplicate."""
    some = dice.random.sample(dice.venues, 3)
    with writing(dice.clerk.city.engine) as connection:
        put_contacts(connection, {v: ("張三", f"02-2720-{v:04}") for v in some}, dice.clerk.tick())
        change = open_change(
            connection, kind="import", actor=ADMINISTRATOR.name, summary="匯入", now=dice.clerk.tick()
        )
        connection.execute(
            waiting_rows.insert().values(
                change_id=change.id,
                scheme_id=dice.clerk.scheme(MYCODE),
                agency_id=None,
                row_number=2,
                fingerprint=f"{dice.random.random()}",
                stated={"name": "金香1號", "備註": "可能重複"},
                candidate_venue_id=some[0],
                reason="名稱相近",
            )
        )
        village = dice.clerk.place("中山區", "中央里").id
        connection.execute(doorplate_streets.insert().values(id=1, name="望川街"))
        for house in (7, 3):
            connection.execute(
                doorplates.insert().values(
                    street_id=1, house=house << 33, village_id=village, lon=121_530_000, lat=25_050_000
                )
            )

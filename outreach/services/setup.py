"""Creating or upgrading a database: tables, both schemes, categories, trades and Taipei's places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

import geodata.places
from outreach.rules.schemes import SchemeSettings
from outreach.rules.trades import SPECIAL_TRADES
from outreach.rules.vocabulary import Participation
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, Engine, default_url, open_engine, reading, writing
from outreach.store.posting import open_change
from outreach.store.reference import (
    describe_scheme,
    put_category,
    put_places,
    put_scheme,
    put_sector,
    read_reference,
)
from outreach.store.schema import upgrade

SCHEMES = {"bear_voucher": "台北熊好券", "mycode": "台北通 myCode+"}
#: How the two are spoken of: what counts as complete, own words for stages, voucher kinds.
_SPOKEN_OF: Mapping[str, tuple[str, Mapping[str, str], tuple[str, ...]]] = {
    "bear_voucher": ("店家已加入，可收受台北熊好券", {}, ("住宿", "饗購", "藝文", "運動", "市集")),
    "mycode": ("場所已張貼台北通 myCode+ 實聯制海報", {Participation.JOINED: "已張貼"}, ()),
}
CATEGORIES = {"A": "A 類", "B": "B 類", "C": "C 類"}
#: Settings that have always held are dated here.
FROM_THE_BEGINNING = date(1912, 1, 1)

#: Told the share done (0 to 1) and what is being done.
Progress = Callable[[float, str], None]


def quiet(_share: float, _what: str) -> None:
    """Progress that nobody watches."""


def set_up(engine: Engine, who: Who, *, now: datetime) -> None:
    """Create or upgrade every table and add what is missing of the reference data; repeats quietly."""
    who.must(Right.ADMINISTER)
    upgrade(engine)
    with reading(engine) as connection:
        if _complete(connection):
            return
    with writing(engine) as connection:
        _places(connection)
        # A trade that is there may have been given another name and a competent agency since.
        known = {s.code for s in read_reference(connection).sectors.values()}
        for code, name in SPECIAL_TRADES.items():
            if code not in known:
                put_sector(connection, code, name, special=True)
        new = [scheme_id for code, name in SCHEMES.items() if (scheme_id := _scheme(connection, code, name))]
        if new:
            change = open_change(
                connection,
                kind="setup",
                actor=who.name,
                user=who.user,
                summary="建立方案、類別與行政區",
                now=now,
            )
            for scheme_id in new:
                change.scheme(scheme_id, SchemeSettings().as_stored(), FROM_THE_BEGINNING)


def open_and_set_up(who: Who, *, now: datetime, demo: bool = False) -> Engine:
    """Open the database of the environment and set it up.

    A demonstration is set up by `demonstration.fill` at its own beginning in time, so here it gets its
    tables only.
    """
    engine = open_engine(default_url())
    if demo:
        who.must(Right.ADMINISTER)
        upgrade(engine)
    else:
        set_up(engine, who, now=now)
    return engine


def _complete(connection: Connection) -> bool:
    reference = read_reference(connection)
    codes = {s.code: s.id for s in reference.schemes.values()}
    categories = {(c.scheme_id, c.code) for c in reference.categories.values()}
    wanted_places = len(geodata.places.districts()) + len(geodata.places.villages())
    return (
        codes.keys() >= SCHEMES.keys()
        and all((codes[scheme], category) in categories for scheme in SCHEMES for category in CATEGORIES)
        and {s.code for s in reference.sectors.values()} >= SPECIAL_TRADES.keys()
        and len(reference.places) == wanted_places
    )


def _scheme(connection: Connection, code: str, name: str) -> int | None:
    """The id of a scheme that had to be added, or None."""
    scheme_id, added = put_scheme(connection, code, name)
    if added:
        means, words, kinds = _SPOKEN_OF[code]
        describe_scheme(
            connection, scheme_id, name=name, complete_means=means, words=words, voucher_kinds=kinds
        )
    for category, title in CATEGORIES.items():
        put_category(connection, scheme_id, category, title)
    return scheme_id if added else None


def _places(connection: Connection) -> None:
    districts = [(d.code, d.name, d.name_en, None) for d in geodata.places.districts()]
    villages = [(v.code, v.name, v.name_en, v.district_code) for v in geodata.places.villages()]
    put_places(connection, [*districts, *villages])

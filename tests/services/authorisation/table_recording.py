"""What is asked of functions that record: statements, imports, merges, transfers, orders, undo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypedDict

from outreach.rules.vocabulary import Facet, Listing
from outreach.services.describing import Described
from outreach.services.duplicates.candidates import Candidate, candidates
from outreach.services.duplicates.waiting import SettledAs
from outreach.services.grid.planning import Prepared, Typed, prepare
from outreach.services.grid.texts import Column
from outreach.services.imports.reading import read_file
from outreach.services.listing import delist
from outreach.services.recording import Recording, Said, preview
from outreach.services.who import Right
from outreach.store.reference import Sector
from tests.services.authorisation import town
from tests.services.authorisation.arguments import OPTIONS, same
from tests.services.authorisation.asked import Asked, Call, Table, Whoever
from tests.support.builders import CULTURE, MYCODE, Clerk


class _Shown(TypedDict):
    others: str
    shows: tuple[str, ...]
    shows_ids: bool


_TYPED = (Typed(town.VENUE, 2, {Column.PARTICIPATION: "已加入"}),)
_SAID = (Said(town.VENUE, {Facet.PARTICIPATION: "joined"}, town.TODAY),)
_LEFT_OUT = "rows of venues out of reach are in trouble, and told nothing but their number"
_COUNTS = "what another planned is only counted, and counts name no venue"
#: Of a likely pair both names are told to both agencies; a venue that is like none is told to nobody.
_APART = {"one": same(town.VENUE), "other": same(town.BRANCH)}
_STORE = {"venue_id": same(town.STORE)}
_ORDER = {
    "sector": same("視聽歌唱業"),
    "suspended_from": same(town.TODAY),
    "document": same("北市衛疾字第1100000001號公告"),
}


_HEADINGS = "店家名稱,地址,統一編號,參與狀態"
_LIKE = read_file(f"{_HEADINGS}\n隱密牛肉麵小吃館,{town.HERE},,已加入\n".encode(), "清單.csv", OPTIONS)
_TAXED = read_file(
    f"{_HEADINGS}\n別的店,臺北市大安區別的路1號,{town.TAX_ID},已加入\n".encode(), "清單.csv", OPTIONS
)


def _planned(call: Call) -> Recording:
    return preview(call.town.city, town.person("li"), MYCODE, _SAID, today=town.TODAY)


def _prepared(call: Call) -> Prepared:
    return prepare(call.town.city, town.person("li"), MYCODE, _TYPED, usual=town.TODAY, today=town.TODAY)


def _rival(call: Call) -> int:
    """A venue of 文化局 that is likely the same as 商業處's hidden one."""
    clerk = Clerk.of(call.town.url)
    clerk.now = town.NOW
    (venue,) = clerk.describe("隱密牛肉麵小吃館", address=town.HERE, tax_id=town.TAX_ID)
    facts = (clerk.fact(venue, Facet.LISTING, Listing.LISTED), clerk.fact(venue, Facet.AGENCY, CULTURE))
    clerk.record(facts, kind="import")
    clerk.city.engine.dispose()
    return venue


def _after_a_rival(call: Call) -> date:
    _rival(call)
    return town.TODAY


def _candidates(call: Call) -> tuple[Candidate, ...]:
    return candidates(call.town.city, town.TODAY)


def _taken_off(call: Call) -> int:
    """A venue that its agency took off the list this morning."""
    delist(
        call.town.city,
        town.person("li"),
        MYCODE,
        town.VENUE,
        town.TODAY,
        "業者遷出",
        now=town.NOW,
        today=town.TODAY,
    )
    return town.VENUE


_RIVALS = {"one": same(town.VENUE), "other": _rival}
#: Both agencies see name, address and number of a likely duplicate, and nothing else of the other's.
_BRIEF: _Shown = {
    "others": "a likely duplicate is both agencies' affair",
    "shows": ("隱密",),
    "shows_ids": True,
}

RECORDING: Table = {
    "describing.describe": Asked(
        Right.CHANGE, {"wanted": same(Described("隱密牛肉麵", "", "")), "version": same(2)}
    ),
    "duplicates.comparing.compare": Asked(Right.SEE_VENUES),
    "duplicates.comparing.compare (of two agencies)": Asked(Right.SEE_VENUES, _RIVALS, **_BRIEF),
    "duplicates.comparing.must_see_pair": Asked(Right.SEE_VENUES),
    # Names both venues of a pair; `compare` and `preview_merge` have asked whether it is one.
    "duplicates.comparing.sides": Asked(Whoever.INNER),
    "duplicates.keeping_apart.keep_apart": Asked(Right.CHANGE),
    "duplicates.keeping_apart.kept_apart": Asked(Right.SEE_VENUES),
    "duplicates.keeping_apart.take_back_apart": Asked(Right.CHANGE, _APART),
    "duplicates.merging.merge": Asked(Right.CHANGE),
    "duplicates.merging.preview_merge": Asked(Right.CHANGE),
    "duplicates.merging.merge (of two agencies)": Asked(
        Right.CHANGE, {"winner_id": _rival, "loser_id": same(town.VENUE)}
    ),
    "duplicates.merging.preview_merge (of two agencies)": Asked(
        Right.CHANGE, {"winner_id": _rival, "loser_id": same(town.VENUE)}
    ),
    "duplicates.nobodys.assign": Asked(
        Right.ADMINISTER, {"venue_ids": same((town.NOBODYS,)), "agency": same("COM")}, everywhere=True
    ),
    "duplicates.nobodys.nobodys_count": Asked(Right.SEE_VENUES),
    "duplicates.nobodys.nobodys_venues": Asked(Right.SEE_VENUES, everywhere=True),
    "duplicates.pairs.duplicate_count": Asked(Right.SEE_VENUES),
    "duplicates.pairs.duplicate_pairs": Asked(Right.SEE_VENUES),
    # Names the venues of the pairs it is given; `visible` has asked which ones the asker may see.
    "duplicates.pairs.duplicate_pairs (of two agencies)": Asked(
        Right.SEE_VENUES, {"today": _after_a_rival}, **_BRIEF
    ),
    "duplicates.pairs.pairs_of": Asked(
        Right.SEE_CONTACTS, shows=("隱密",), shows_ids=True, arguments={"found": _candidates}
    ),
    "duplicates.pairs.theirs": Asked(Right.SEE_VENUES),
    "duplicates.pairs.visible": Asked(Right.SEE_VENUES),
    "duplicates.waiting.settle_waiting": Asked(Right.CHANGE, {"as_": same(SettledAs.DROPPED)}),
    "duplicates.waiting.settle_waiting (as the same)": Asked(Right.CHANGE, {"as_": same(SettledAs.SAME)}),
    "duplicates.waiting.waiting_count": Asked(Right.SEE_VENUES),
    "duplicates.waiting.waiting_list": Asked(Right.SEE_VENUES),
    "grid.listing.grid_ids": Asked(Right.CHANGE),
    "grid.listing.grid_names": Asked(Right.CHANGE),
    "grid.listing.grid_rows": Asked(Right.CHANGE),
    "grid.planning.figure": Asked(
        Right.SEE_FIGURES, {"prepared": _prepared, "agency_id": same(town.COM)}, others=_COUNTS
    ),
    "grid.planning.prepare": Asked(Right.CHANGE, {"typed": same(_TYPED)}, others=_LEFT_OUT, shows_ids=True),
    "imports.apply.apply_plan": Asked(Right.CHANGE),
    "imports.effect.effect_of": Asked(Right.CHANGE, others=_COUNTS),
    # The plan repeats the name and the number of the sheet itself, and why the row is not taken.
    "imports.plan.plan_import": Asked(Right.CHANGE, others=_LEFT_OUT, shows=("隱密",), shows_ids=True),
    # Whoever types a name and an address that another agency's venue has is not told its number.
    "imports.plan.plan_import (of a name)": Asked(
        Right.CHANGE, {"read": same(_LIKE)}, others=_LEFT_OUT, shows=("隱密",)
    ),
    "imports.plan.plan_import (of a tax number)": Asked(
        Right.CHANGE, {"read": same(_TAXED)}, others=_LEFT_OUT
    ),
    "imports.scope.scope_of": Asked(Right.CHANGE),
    "listing.delist": Asked(Right.CHANGE),
    "listing.list_again": Asked(Right.CHANGE, {"venue_id": _taken_off}),
    "orders.competent.set_competent_agency": Asked(
        Right.ADMINISTER, {"sector": same("視聽歌唱業"), "agency": same(CULTURE)}, everywhere=True
    ),
    "orders.effect.preview": Asked(Right.ORDER, _ORDER),
    "orders.effect.what_if": Asked(Right.ORDER, {"sectors": same(("ktv",)), "on": same(town.TODAY)}),
    "orders.stating.may_order": Asked(Whoever.ANYBODY, {"sector": same(Sector(1, "x", "x"))}),
    "orders.stating.own_sector": Asked(
        Right.ORDER,
        {"sector": same("ktv"), "reference": lambda call: call.town.city.reference()},
    ),
    "orders.stating.state_order": Asked(Right.ORDER, _ORDER),
    "orders.telling.orders": Asked(Right.ORDER),
    "recording.effect.effect": Asked(
        Right.SEE_FIGURES, {"planned": _planned, "agency_id": same(town.COM)}, others=_COUNTS
    ),
    "recording.planning.plan_recording": Asked(Right.CHANGE),
    "recording.preview": Asked(Right.CHANGE),
    "recording.record": Asked(Right.CHANGE),
    "transfers.accept": Asked(Right.CHANGE, receiver=True),
    "transfers.offer": Asked(Right.CHANGE, {**_STORE, "effective_on": same(town.TODAY + timedelta(days=3))}),
    "transfers.open_transfers": Asked(Right.CHANGE, receiver=True),
    "transfers.refuse": Asked(Right.CHANGE, receiver=True),
    "transfers.transfer_at_once": Asked(
        Right.CHANGE, {**_STORE, "effective_on": same(town.TODAY + timedelta(days=3))}, everywhere=True
    ),
    "transfers.transfers_of": Asked(Right.SEE_VENUES),
    "transfers.withdraw": Asked(Right.CHANGE),
    "undo.check_undo": Asked(Right.UNDO),
    "undo.may_undo": Asked(Whoever.ANYBODY),
    "undo.undo": Asked(Right.UNDO),
    "workbook.my_venues": Asked(Right.SEE_VENUES, {"agency": same("COM")}, looks=("privacy_events",)),
}

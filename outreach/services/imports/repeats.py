"""What a sheet that this program wrote only repeats says nothing: its writer did not touch those cells.

An exported row carries everything that is known of a venue. Taken as stated, an address that was moved by
hand would be told again where it was, a venue without coordinates would be placed by nobody's wish, and the
reason of a closure would cling to the venue that has opened again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from outreach.rules.history import holding
from outreach.rules.vocabulary import Facet
from outreach.services.naming import folded
from outreach.services.stated import FacetFacts, facet_of_remark
from outreach.sheets.cells import without_invisible
from outreach.sheets.cellwords import several
from outreach.sheets.values import RowValues
from outreach.store.codes import number_of
from outreach.store.reference import Reference
from outreach.store.venues import Venue

#: Digits of a degree that are kept: a tenth of a metre.
DEGREE_DIGITS = 6


def place_words(reference: Reference, place_id: int) -> tuple[str, str]:
    """A place as two cells, district and village; "" for what is not known."""
    place = reference.places.get(place_id)
    if place is None:
        return "", ""
    if place.district_id is None:
        return place.name, ""
    return reference.places[place.district_id].name, place.name


def remark_now(facts: FacetFacts, day: date) -> str:
    """The remark that an exported row shows: that of what excludes the venue, else of its stage."""
    held = holding(facts.get(facet_of_remark({}, facts, day), ()), day)
    return held.remark if held is not None else ""


def same_text(one: str, other: str) -> bool:
    """Whether a text is the other after a sheet was written and read: without marks and outer spaces."""
    return without_invisible(one).strip() == without_invisible(other).strip()


def without_repeats(
    values: RowValues, venue: Venue, facts: FacetFacts, reference: Reference, day: date
) -> RowValues:
    """The row without the cells that repeat what is known of its venue; `day` is the row's own.

    1. only a row with a version is taken so: others were not exported, and what they repeat they mean;
    2. district and village are one thing, and so are longitude and latitude;
    3. a remark that is the present one of another status says nothing of the one stated now.
    """
    if values.version is None:
        return values
    unsaid: dict[str, Any] = {}
    held = holding(facts.get(Facet.PLACE, ()), day)
    district, village = place_words(reference, held.value if held is not None else 0)
    if folded(values.district or "") == folded(district) and folded(values.village or "") == folded(village):
        unsaid |= {"district": None, "village": None}
    if _same_point(values, venue):
        unsaid |= {"lon": None, "lat": None}
    if values.address is not None and same_text(values.address, venue.address):
        unsaid["address"] = None
    if values.voucher_kinds is not None and values.voucher_kinds == several(venue.voucher_kinds):
        unsaid["voucher_kinds"] = None
    if same_text(values.name, venue.name):
        unsaid["name"] = venue.name
    if values.remark is not None and _says_nothing(values, facts, day):
        unsaid["remark"] = None
    return replace(values, **unsaid)


def _same_point(values: RowValues, venue: Venue) -> bool:
    if values.lon is None or values.lat is None or venue.lon is None or venue.lat is None:
        return False
    pairs = ((values.lon, venue.lon), (values.lat, venue.lat))
    return all(round(one, DEGREE_DIGITS) == round(other, DEGREE_DIGITS) for one, other in pairs)


def _says_nothing(values: RowValues, facts: FacetFacts, day: date) -> bool:
    before = facet_of_remark({}, facts, day)
    words = {Facet.OPERATING: values.operating, Facet.PREMISES: values.premises}
    stated = {facet: number_of(facet, word) for facet, word in words.items() if word is not None}
    now = remark_now(facts, day)
    if not same_text(values.remark or "", now):
        return False
    # Of the same status it is the reason still; a spelling that suffered on the way is no new remark.
    return facet_of_remark(stated, facts, day) is not before or values.remark != now

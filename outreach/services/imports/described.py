"""What a row says of a venue beside facts: its descriptions, and whom to ask for."""

from __future__ import annotations

from outreach.rules.matching import address_key, name_key
from outreach.services.imports.stating import Statement
from outreach.sheets.values import RowValues
from outreach.store.venues import KeyedVenue

_KEYED = {"name": name_key, "address": address_key}


def same_again(first: RowValues, again: RowValues) -> bool:
    """Whether a repeat says nothing else than the first row did; width and spaces do not matter."""
    for code in RowValues.__dataclass_fields__:
        one, other = getattr(first, code), getattr(again, code)
        if code == "row" or other is None or one == other:
            continue
        key = _KEYED.get(code)
        if key is None or one is None or key(one) != key(other):
            return False
    return True


def descriptions_of(said: Statement, venue: KeyedVenue | None) -> dict[str, str | float | None]:
    """Descriptions to set: all stated ones of a new venue, what really differs of a known one.

    A name or address that differs in width or spaces only is the same; with a venue's own number in the
    row, the writer means the spelling too.
    """
    values = said.values
    stated: dict[str, str | float | None] = {"name": values.name}
    if values.address is not None:
        stated["address"] = values.address
    if values.tax_id is not None:
        stated["tax_id"] = values.tax_id
    if values.voucher_kinds is not None:
        stated["voucher_kinds"] = "、".join(values.voucher_kinds)
    if said.point is not None:
        stated["lon"], stated["lat"] = (round(degrees, 6) for degrees in said.point)
    elif said.located is not None:
        stated["lon"], stated["lat"] = said.located.lon, said.located.lat
    if venue is None:
        return stated
    keys = {"name": venue.name_key, "address": venue.address_key}
    return {
        code: value
        for code, value in stated.items()
        if value != getattr(venue, code)
        and (code not in keys or values.id is not None or _KEYED[code](str(value)) != keys[code])
    }


def contact_of(values: RowValues, known: tuple[str, str] | None) -> tuple[str, str] | None:
    """Person and phone to set ("" leaves what is there), or None where the row changes neither."""
    stated = values.contact or "", values.phone or ""
    before = known or ("", "")
    changed = any(new and new != old for new, old in zip(stated, before, strict=True))
    return stated if changed else None

"""Finding an agency, place, sector, category or scheme by code or by a name that is unique."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeVar

from outreach.figures.positions import Dimension, Where
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet, Kind
from outreach.store.codes import number_of
from outreach.store.reference import Named, Reference, Scheme

N = TypeVar("N", bound=Named)

#: The name of the row of what has no agency, district … at all; a condition may ask for it by this name.
NONE_NAME = "（未填）"
#: Characters of an unknown name that a refusal repeats.
LONGEST_SHOWN = 40

KIND_NAMES = {"店家": Kind.SHOP, "轄管場館": Kind.CITY_VENUE}


class Unknown(Refusal, LookupError):
    """No entry has this code or name."""

    template = "查無{what}『{value}』；可用的{what}有 {examples}。"


class NotUnique(Refusal, LookupError):
    """Several entries have this name."""

    template = "『{value}』有多個{what}：{candidates}；請改用代碼，例如 {example}。"


class NotACondition(Refusal, ValueError):
    """A filter that is not FIELD=CODE."""

    template = "讀到條件『{value}』；請寫成 欄位=代碼，欄位可用 {fields}，例如 district=大安區。"


def folded(text: str) -> str:
    """A name for comparison only: width, spaces and 臺/台 do not matter."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").replace("台", "臺").casefold()


def find(entries: Mapping[int, N], text: str, what: str) -> N:
    """The entry with this code, else the only one with this name; raises `Unknown` or `NotUnique`."""
    plain = text.strip()
    for entry in entries.values():
        if entry.code == plain:
            return entry
    key = folded(plain)
    named = [e for e in entries.values() if key in map(folded, (e.code, e.name, *e.also)) and key]
    if len(named) == 1:
        return named[0]
    shown = plain if len(plain) <= LONGEST_SHOWN else plain[:LONGEST_SHOWN] + "…"
    if named:
        listed = "、".join(f"{e.name}（{e.code}）" for e in named)
        raise NotUnique(value=shown, what=what, candidates=listed, example=named[0].code)
    raise Unknown(value=shown, what=what, examples=_examples(entries.values()))


def _examples(entries: Iterable[Named], most: int = 8) -> str:
    known = [f"{e.name}（{e.code}）" for e in entries]
    if not known:
        return "（尚無資料，請先建立）"
    more = f"…等 {len(known)} 個" if len(known) > most else ""
    return "、".join(known[:most]) + more


def entries_of(reference: Reference, dimension: Dimension, scheme_id: int) -> Mapping[int, Named]:
    """The entries that a dimension's ids name; empty for `kind`, whose values are words."""
    if dimension is Dimension.AGENCY:
        return reference.agencies
    if dimension is Dimension.SECTOR:
        return reference.sectors
    if dimension is Dimension.CATEGORY:
        return {i: c for i, c in reference.categories.items() if c.scheme_id == scheme_id}
    if dimension is Dimension.DISTRICT:
        return {i: p for i, p in reference.places.items() if p.district_id is None}
    if dimension is Dimension.VILLAGE:
        return {i: p for i, p in reference.places.items() if p.district_id is not None}
    return {}


def entry_of(reference: Reference, dimension: Dimension, scheme_id: int, group: int) -> Named | None:
    """One of `entries_of` by its id, without going through all of them: a list names thousands."""
    if dimension is Dimension.CATEGORY:
        category = reference.categories.get(group)
        return category if category is not None and category.scheme_id == scheme_id else None
    if dimension in (Dimension.DISTRICT, Dimension.VILLAGE):
        place = reference.places.get(group)
        meant = place is not None and (place.district_id is None) == (dimension is Dimension.DISTRICT)
        return place if meant else None
    return entries_of(reference, dimension, scheme_id).get(group)


WHAT: dict[Dimension, str] = {
    Dimension.AGENCY: "機關",
    Dimension.DISTRICT: "行政區",
    Dimension.VILLAGE: "里",
    Dimension.SECTOR: "行業",
    Dimension.CATEGORY: "類別",
    Dimension.KIND: "性質",
}


def condition(reference: Reference, scheme_id: int, dimension: Dimension, text: str) -> tuple[Dimension, int]:
    """One condition of a filter, from a code, a unique name, or `NONE_NAME` for what has none."""
    if dimension is Dimension.KIND:
        return dimension, number_of(Facet.KIND, kind_named(text))
    if text.strip() == NONE_NAME:
        return dimension, 0
    return dimension, find(entries_of(reference, dimension, scheme_id), text, WHAT[dimension]).id


def kind_named(text: str) -> Kind:
    """A kind by its code or Chinese word; raises `Unknown`."""
    plain = text.strip()
    if plain in list(Kind):
        return Kind(plain)
    if plain in KIND_NAMES:
        return KIND_NAMES[plain]
    raise Unknown(value=plain, what="性質", examples="店家（shop）、轄管場館（city_venue）")


def conditions(reference: Reference, scheme_id: int, texts: Iterable[str]) -> Where:
    """The filter that FIELD=CODE texts describe; all of them must hold."""
    found: list[tuple[Dimension, int]] = []
    for text in texts:
        field, sign, value = text.partition("=")
        if not sign or field.strip() not in list(Dimension) or not value.strip():
            raise NotACondition(value=text, fields="、".join(Dimension))
        found.append(condition(reference, scheme_id, Dimension(field.strip()), value))
    return tuple(sorted(set(found)))


def scheme_named(reference: Reference, text: str) -> Scheme:
    """A scheme by code or name."""
    return find(reference.schemes, text, "方案")

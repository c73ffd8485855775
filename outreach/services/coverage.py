"""The completion table of a scheme on a day, by any dimension, with its total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach.figures.positions import Dimension, Where
from outreach.rules.rate import Tally, Thresholds, review_order
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import City
from outreach.services.naming import NONE_NAME, entry_of
from outreach.services.open_figures import may_see_figures
from outreach.services.question import question
from outreach.services.who import Who
from outreach.store.codes import word_of
from outreach.store.reference import Named, Reference

KIND_TITLES = {Kind.SHOP: "店家", Kind.CITY_VENUE: "轄管場館"}


@dataclass(frozen=True, slots=True)
class Row:
    """One group's figures; `key` is its code ("" for what has none), `id` its number in figures."""

    id: int
    key: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """Rows in the order of their codes, what has no group last; rows sum to the total."""

    scheme: Named
    as_of: date
    known_at: int
    by: Dimension | None
    where: Where
    rows: tuple[Row, ...]
    total: Tally
    settings: SchemeSettings

    @property
    def thresholds(self) -> Thresholds:
        """Target, review threshold and small base that hold for the scheme on that day."""
        return self.settings.thresholds

    def reached(self) -> list[Row]:
        """Rows at the target, in order of code."""
        return [r for r in self.rows if r.key and self.thresholds.reached(r.tally)]

    def rated(self) -> list[Row]:
        """Rows that have a denominator and so can be ranked."""
        return [r for r in self.rows if r.key and r.tally.eligible]

    def to_review(self) -> list[Row]:
        """The review list: most outstanding first, then the lowest rate."""
        found = [r for r in self.rows if r.key and self.thresholds.to_review(r.tally)]
        return sorted(found, key=lambda r: review_order(r.tally))

    def shown_open(self, kinds: Sequence[Kind]) -> bool:
        """Whether these kinds are shown as 加入家數 without a rate (可持續加入); no kinds means all."""
        return bool(kinds) and all(k in self.settings.open_kinds for k in kinds)


def coverage(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    *,
    by: Dimension | None = None,
    where: Sequence[str] = (),
    known_at: str | int | None = None,
    roll_up: bool = False,
) -> CoverageTable:
    """The figures of a scheme at the end of a day.

    `where` holds FIELD=CODE texts; `known_at` a number or a time. Before the first listing the
    population is 0 and there is no rate. Raises refusals of `naming`, `dates` and `who`.
    """
    may_see_figures(who, by, where)
    asked = question(city, scheme, known_at, where)
    figures = city.figures.coverage(asked.scheme.id, as_of, by, asked.where, asked.seq, roll_up)
    rows = named_rows(asked.reference, asked.scheme.id, by, figures.rows) if by is not None else ()
    settings = city.figures.settings(asked.scheme.id, as_of, asked.seq)
    return CoverageTable(asked.scheme, as_of, asked.seq, by, asked.where, rows, figures.total, settings)


def named_rows(
    reference: Reference, scheme_id: int, by: Dimension, tallies: dict[int, Tally]
) -> tuple[Row, ...]:
    """Tallies by id as rows with code and name, in the order of codes, "" last."""
    rows = [Row(i, *name_of(reference, scheme_id, by, i), tally) for i, tally in tallies.items()]
    return tuple(sorted(rows, key=lambda r: (r.key == "", r.key)))


def name_of(reference: Reference, scheme_id: int, by: Dimension, group: int) -> tuple[str, str]:
    """Code and name of a group; ("", 未填) for what has none."""
    if by is Dimension.KIND:
        kind = Kind(word_of(Facet.KIND, group))
        return kind.value, KIND_TITLES[kind]
    entry = entry_of(reference, by, scheme_id, group)
    if entry is None:
        return "", NONE_NAME
    short = getattr(entry, "short_name", "") if by is Dimension.AGENCY else ""
    return entry.code, short or entry.name

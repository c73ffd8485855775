"""看板: every scheme beside the others, by agency; what a meeting is told first.

Each scheme's kinds of venue are shown in two groups that are never mixed: those with a rate, and those among
which the drive stays open and only joiners count. All figures are those of `figures.coverage`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from outreach.figures.positions import Dimension
from outreach.figures.schemes import first_level
from outreach.rules.behind import Behind, ReviewedList, behind_in_several
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind
from outreach.services import city as cities
from outreach.services.bureau import bureaus
from outreach.services.city import City
from outreach.services.coverage import CoverageTable, Row, named_rows
from outreach.services.naming import conditions
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading
from outreach.store.meetings import EditionRow, MeetingRow, all_meetings, editions_of, kept_of
from outreach.store.reference import Named, Reference


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of venue that are shown alike; `table` is by first-level agency with those under it.

    `among` is the kind that a number of this group must name when it opens, None where the question does.
    `inside` holds, by a bureau's code, the rows that its roll-up is the sum of, its own first.
    """

    kinds: tuple[Kind, ...]
    among: Kind | None
    table: CoverageTable
    inside: Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Before:
    """What the last meeting's newest edition says of the same list: the day counted, and the total."""

    number: int
    edition: int
    as_of: date
    total: Tally


@dataclass(frozen=True, slots=True)
class SchemeBoard:
    """One scheme: `rated` has a rate, `open` has none; at least one of them is there."""

    scheme: Named
    rated: Group | None
    open: Group | None
    before: Before | None

    @property
    def population(self) -> int:
        """Venues on the scheme's list that the question is about."""
        return sum(group.table.total.population for group in (self.rated, self.open) if group)


@dataclass(frozen=True, slots=True)
class Board:
    """Every scheme of the database, as of a day and as known at a number.

    `bureaus` are the codes of first-level agencies that have others under them. `behind` are the agencies
    on several review lists, with a tally (or None) for each of `schemes` in order.
    """

    as_of: date
    known_at: int
    schemes: tuple[SchemeBoard, ...]
    bureaus: frozenset[str]
    behind: tuple[Behind, ...]

    @property
    def population(self) -> int:
        """Venues on all lists; 0 before the first."""
        return sum(one.population for one in self.schemes)


def board(
    city: City,
    who: Who,
    as_of: date,
    *,
    kinds: Sequence[Kind] = (),
    where: Sequence[str] = (),
    known_at: str | int | None = None,
) -> Board:
    """The board of a day; `kinds` (none: all) and FIELD=CODE texts of other fields narrow it.

    A meeting is looked for only where nothing narrows it but kinds. Raises refusals of `naming` and `dates`.
    """
    who.must(Right.READ_MEETINGS)
    seq = cities.known_at(city, known_at)
    meant = tuple(kinds) or tuple(Kind)
    reference = city.reference()
    schemes = tuple(reference.schemes.values())
    groups = [_groups(city, reference, scheme, as_of, meant, where, seq) for scheme in schemes]
    told: Sequence[Before | None] = [None] * len(schemes)
    if not where:
        with reading(city.engine) as connection:
            told = _before(connection, schemes, [rated for rated, _open in groups], as_of, seq)
    return Board(
        as_of,
        seq,
        tuple(SchemeBoard(s, *g, b) for s, g, b in zip(schemes, groups, told, strict=True)),
        bureaus(city, who, as_of, seq),
        behind_in_several([_reviewed(rated) for rated, _open in groups]),
    )


def _groups(
    city: City,
    reference: Reference,
    scheme: Named,
    as_of: date,
    meant: tuple[Kind, ...],
    where: Sequence[str],
    seq: int,
) -> tuple[Group | None, Group | None]:
    """The group with a rate and the open one, each where it has a kind of venue."""
    settings = city.figures.settings(scheme.id, as_of, seq)
    parents = city.figures.parents(as_of, seq)

    def group(kinds: tuple[Kind, ...]) -> Group | None:
        if not kinds:
            return None
        texts = (*where, f"kind={kinds[0].value}") if len(kinds) == 1 else tuple(where)
        told = conditions(reference, scheme.id, texts)

        def table(*, roll_up: bool) -> CoverageTable:
            found = city.figures.coverage(scheme.id, as_of, Dimension.AGENCY, told, seq, roll_up)
            rows = named_rows(reference, scheme.id, Dimension.AGENCY, found.rows)
            return CoverageTable(scheme, as_of, seq, Dimension.AGENCY, told, rows, found.total, settings)

        among = kinds[0] if kinds != meant and len(kinds) == 1 else None
        inside = _inside(reference, table(roll_up=False), parents)
        return Group(kinds, among, table(roll_up=True), inside)

    free = settings.open_kinds
    return group(tuple(k for k in meant if k not in free)), group(tuple(k for k in meant if k in free))


def _inside(
    reference: Reference, table: CoverageTable, parents: dict[int, int]
) -> Mapping[str, tuple[Row, ...]]:
    """Agencies' own rows by the code of the first-level agency above them."""
    found: dict[int, list[Row]] = {}
    for row in table.rows:
        if row.key:
            found.setdefault(first_level(row.id, parents), []).append(row)
    return {
        reference.agencies[top].code: tuple(sorted(rows, key=lambda r: (r.id != top, r.key)))
        for top, rows in found.items()
        if top in reference.agencies
    }


def _reviewed(group: Group | None) -> ReviewedList:
    """A group as a list to review; an open drive presses nobody."""
    if group is None:
        return ReviewedList({})
    return ReviewedList({row.id: row.tally for row in group.table.rows}, group.table.thresholds)


def _before(
    connection: Connection, schemes: Sequence[Named], groups: Sequence[Group | None], as_of: date, seq: int
) -> list[Before | None]:
    """For each scheme, the newest edition known at a number that counted the same list on an earlier day."""
    known: dict[int, EditionRow] = {}
    for row in editions_of(connection):
        if row.seq is None or row.seq <= seq:
            known[row.meeting] = row
    meetings = sorted(
        (m for m in all_meetings(connection) if m.number in known), key=lambda m: (m.on_day, m.number)
    )
    found: list[Before | None] = []
    for scheme, group in zip(schemes, groups, strict=True):
        places = () if group is None else ((m, _place(m, scheme, group, as_of)) for m in reversed(meetings))
        meeting, place = next(((m, p) for m, p in places if p is not None), (None, None))
        if meeting is None or place is None:
            found.append(None)
            continue
        edition = known[meeting.number]
        kept = kept_of(connection, edition.id, len(meeting.items), with_members=False)
        item = meeting.items[place]
        found.append(Before(meeting.number, edition.edition, item.as_of, kept.items[place].total))
    return found


def _place(meeting: MeetingRow, scheme: Named, group: Group, as_of: date) -> int | None:
    """Where a meeting's item about the same list of an earlier day stands among its items."""
    for place, item in enumerate(meeting.items):
        same = frozenset(item.kinds or Kind) == frozenset(group.kinds)
        if item.scheme_id == scheme.id and same and item.as_of < as_of:
            return place
    return None

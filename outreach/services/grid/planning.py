"""What the cells typed over would record: read, judged against what holds now, and nothing written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from outreach.figures.positions import Dimension
from outreach.rules.history import holding
from outreach.rules.refusals import Refusal
from outreach.rules.remarks import RemarkMissing, needs_remark
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.effects import LISTED, Step
from outreach.services.grid.texts import COLUMNS, FACETS, Column, RemarkEmptied, read_cell
from outreach.services.naming import entries_of, scheme_named
from outreach.services.reach import OutOfReach, within_reach
from outreach.services.recording import Conflict, Line, Recording, Said, effect, plan_recording
from outreach.services.stated import FacetFacts, facet_of_remark
from outreach.services.who import Right, Who
from outreach.sheets.fields import BY_CODE
from outreach.store.codes import word_of
from outreach.store.engine import reading
from outreach.store.grid import last_changes, names
from outreach.store.reference import Reference


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed over cells of one venue, as it was typed; `version` is the venue's as it was read."""

    venue_id: int
    version: int
    texts: Mapping[Column, str]


@dataclass(frozen=True, slots=True)
class CellTrouble:
    """Why a venue's row cannot be recorded: the cell (None for the whole row) and the sentence."""

    venue_id: int
    column: Column | None
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict, who changed the venue last and when (UTC), and everything that holds now (codes)."""

    conflict: Conflict
    actor: str
    recorded_at: datetime | None
    now: Mapping[Column, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was typed, sorted out: every venue is in `lines`, `troubles`, `clashes` or `idle`.

    `lines` would be recorded; `idle` says nothing new. Of what would be recorded, `later` takes hold after
    the day that was looked at, and `early` is dated before the venue was listed (id → day of the listing).
    """

    recording: Recording
    troubles: tuple[CellTrouble, ...]
    clashes: tuple[Clash, ...]
    idle: tuple[int, ...]
    later: tuple[int, ...]
    early: Mapping[int, date]

    @property
    def lines(self) -> tuple[Line, ...]:
        """What would be recorded, in the order typed."""
        return self.recording.lines

    @property
    def said(self) -> tuple[Said, ...]:
        """The statements behind `lines`: what `services.recording.record` takes."""
        return tuple(line.said for line in self.lines)


def prepare(
    city: City, who: Who, scheme: str, typed: Sequence[Typed], *, usual: date, today: date
) -> Prepared:
    """Sort out what was typed; a row with a cell that cannot be taken is in trouble as a whole.

    `usual` is the effective date of rows that name none. A venue out of the asker's reach is in trouble by
    `OutOfReach`. Raises `NotAllowed`, and the refusals of `naming`.
    """
    who.must(Right.CHANGE)
    reference = city.reference()
    found = scheme_named(reference, scheme)
    reached = set(within_reach(city, who, Right.CHANGE, [t.venue_id for t in typed], today))
    troubles: list[CellTrouble] = []
    said: dict[int, Said] = {}
    with reading(city.engine) as connection:
        known = names(connection, reached)
        for row in typed:
            if row.venue_id not in reached or row.venue_id not in known:
                refusal = OutOfReach(venue_id=row.venue_id)
                troubles.append(CellTrouble(row.venue_id, None, refusal))
                continue
            stated, wrong = _read(reference, found.id, row, usual)
            troubles += wrong
            if stated is not None:
                said[row.venue_id] = stated
        planned = plan_recording(connection, city, who, scheme, tuple(said.values()), today=today)
        emptied = {t.venue_id for t in typed if t.texts.get(Column.REMARK, "-").strip() == ""}
        hands = last_changes(connection, [c.venue_id for c in planned.conflicts])
    clear: list[Line] = []
    idle: list[int] = []
    clashes: list[Clash] = []
    for line in planned.lines:
        i = line.venue.id
        wrong = [_of_cell(t.venue_id, t.facet, t.refusal) for t in line.troubles]
        if not wrong and line.conflict is None and i in emptied:
            wrong = _emptied(line, planned.told[i])
        troubles += wrong
        if line.conflict is not None:
            hand = hands.get(i)
            at = hand.recorded_at if hand is not None else None
            now = _now(reference, found.id, planned.told[i], line)
            clashes.append(Clash(line.conflict, hand.actor if hand is not None else "", at, now))
        elif not wrong:
            if line.facts:
                clear.append(line)
            else:
                idle.append(i)
    return Prepared(
        Recording(planned.scheme, tuple(clear), planned.told),
        tuple(troubles),
        tuple(clashes),
        tuple(idle),
        tuple(line.venue.id for line in clear if line.said.effective_on > usual),
        _before_listing(clear, planned.told),
    )


def _read(
    reference: Reference, scheme_id: int, row: Typed, usual: date
) -> tuple[Said | None, list[CellTrouble]]:
    """The statement of a row, or every cell of it that cannot be taken."""
    values: dict[Facet, str] = {}
    day, remark = usual, ""
    troubles = []
    for column in COLUMNS:
        if column not in row.texts:
            continue
        try:
            read = read_cell(reference, scheme_id, column, row.texts[column], usual)
        except Refusal as refused:
            troubles.append(CellTrouble(row.venue_id, column, refused))
            continue
        if isinstance(read, date):
            day = read
        elif column is Column.REMARK:
            remark = read
        else:
            values[FACETS[column]] = read
    if troubles:
        return None, troubles
    return Said(row.venue_id, values, day, remark, row.version), []


def _now(reference: Reference, scheme_id: int, facts: FacetFacts, line: Line) -> dict[Column, str]:
    """What holds of a venue on the day of a statement, whoever said it."""
    found = {Column.REMARK: line.conflict.remark if line.conflict is not None else ""}
    for column, facet in FACETS.items():
        fact = holding(facts.get(facet, ()), line.said.effective_on)
        value = fact.value if fact is not None else 0
        if facet is Facet.CATEGORY:
            entry = entries_of(reference, Dimension.CATEGORY, scheme_id).get(value)
            found[column] = entry.code if entry is not None else ""
        else:
            found[column] = str(word_of(facet, value))
    return found


_COLUMN_OF: Mapping[Facet, Column] = {facet: column for column, facet in FACETS.items()}


def _of_cell(venue_id: int, facet: Facet | None, refusal: Refusal) -> CellTrouble:
    """A trouble of `recording` at its cell: what lacks a reason, or has too long a one, is the remark's."""
    if facet is None or isinstance(refusal, RemarkMissing):
        return CellTrouble(venue_id, Column.REMARK, refusal)
    return CellTrouble(venue_id, _COLUMN_OF.get(facet), refusal)


def _emptied(line: Line, facts: FacetFacts) -> list[CellTrouble]:
    """What is wrong with a remark that was emptied: nothing, where what it was about is said anew."""
    stated = {fact.facet: fact.value for fact in line.facts}
    day = line.said.effective_on
    about = facet_of_remark(stated, facts, day)
    if about in stated:
        return []
    now = holding(facts.get(about, ()), day)
    word = str(word_of(about, now.value if now is not None else 0))
    missing = RemarkMissing(value=BY_CODE[about].word_for(word)) if needs_remark(about, word) else None
    return [CellTrouble(line.venue.id, Column.REMARK, missing or RemarkEmptied())]


def _before_listing(lines: Collection[Line], told: Mapping[int, FacetFacts]) -> dict[int, date]:
    """The day on which a venue was first listed, where what is said of it is dated before."""
    found: dict[int, date] = {}
    for line in lines:
        facts = told[line.venue.id].get(Facet.LISTING, ())
        first = min((f.effective_on for f in facts if f.value == LISTED), default=None)
        if first is not None and line.said.effective_on < first:
            found[line.venue.id] = first
    return found


@dataclass(frozen=True, slots=True)
class Figure:
    """An agency's figure before and after; where it is not `rated`, pages show 加入家數 and no rate."""

    step: Step
    rated: bool


def figure(city: City, who: Who, prepared: Prepared, as_of: date, agency_id: int | None) -> Figure:
    """What recording would do to the figure of an agency (None: the asker's, else the city's)."""
    found = effect(city, who, prepared.recording, as_of, agency_id)
    return Figure(found.step, found.rated)

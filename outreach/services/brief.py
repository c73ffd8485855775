"""答詢說明: what a chief secretary is asked about one figure of an agency, on one page.

The figure with nothing excluded beside it, what is missing in venues, why it changed, and what is not
counted for which reason, with the remark, by whom and when, and what should have been looked at again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from outreach.figures.bridge import PartFigure
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Exclusion, Kind, Participation, Standing
from outreach.services.city import City, known_at
from outreach.services.coverage import coverage
from outreach.services.naming import conditions, scheme_named
from outreach.services.rounds.looking import agency_meant, agency_name, in_order
from outreach.services.rounds.model import AgencyRound, Line, Since, TakenStep
from outreach.services.rounds.one import own_conditions, round_of
from outreach.services.rounds.since import bridge_since
from outreach.services.venues import Member, members
from outreach.services.who import Right, Who

#: Names of venues that stand for a group that shares a remark.
NAMED = 3


class NotInThisRound(Refusal, LookupError):
    """The round asks for no such scheme and kinds."""

    template = "填報「{name}」沒有問『{scheme}』的這一項；請從「填報」頁的項目開啟答詢說明，例如 {example}。"


@dataclass(frozen=True, slots=True)
class Group:
    """Venues of one reason that share a remark; `by` and `at` None where an order decided or nobody did.

    `review_on` is the earliest day to look again; `overdue` counts those whose day is past.
    """

    remark: str
    count: int
    names: tuple[str, ...]
    since: date | None
    by: str | None
    at: datetime | None
    review_on: date | None
    overdue: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """One reason with its groups: overdue first, then the largest."""

    reason: Exclusion
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many venues are not counted for this reason."""
        return sum(group.count for group in self.groups)


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How many venues are missing at one stage, with those that gave a reason first."""

    stage: Participation
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many venues stand at this stage."""
        return sum(group.count for group in self.groups)


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything on the page; `open` says that the drive has no rate, `submitted` who handed it in."""

    agency: str
    scheme: str
    scheme_name: str
    kinds: tuple[Kind, ...]
    open: bool
    as_of: date
    known_at: int
    tally: Tally
    since: Since | None
    before: Tally | None
    parts: tuple[PartFigure, ...]
    excluded: tuple[Excluded, ...]
    outstanding: tuple[Outstanding, ...]
    round_name: str = ""
    submitted: TakenStep | None = None

    @property
    def overdue(self) -> int:
        """逾期未覆核: venues not counted whose day to look again is past."""
        return sum(group.overdue for reason in self.excluded for group in reason.groups)


def brief(
    city: City,
    who: Who,
    scheme: str,
    kinds: Sequence[Kind],
    as_of: date,
    *,
    today: date,
    agency: int | None = None,
    known: str | int | None = None,
    since: Since | None = None,
) -> Brief:
    """The brief of an agency (the asker's own unless told otherwise) for a scheme and kinds on a day.

    No kinds means all; of kinds with a rate and open ones together, those with a rate. A review is overdue
    by `as_of`. Raises `rounds.NoAgency`, `reach.OtherAgency` and the refusals of `naming`.
    """
    meant = agency_meant(city, who, Right.SEE_VENUES, agency, today, "查看答詢說明")
    reference, seq = city.reference(), known_at(city, known)
    settings = city.figures.settings(scheme_named(reference, scheme).id, as_of, seq)
    kinds = _of_one_figure(kinds, settings.open_kinds)
    where = own_conditions(reference.agencies[meant].code, kinds)
    table = coverage(city, who, scheme, as_of, where=where, known_at=seq)
    named = table.scheme
    found = members(
        city,
        who,
        scheme,
        as_of,
        standings=[s for s in Standing if s is not Standing.COMPLETED],
        where=where,
        known_at=seq,
        page_size=None,
    ).members
    before: Tally | None = None
    parts: tuple[PartFigure, ...] = ()
    if since is not None:
        before = coverage(city, who, scheme, since.as_of, where=where, known_at=since.seq).total
        told = conditions(reference, named.id, where)
        parts = bridge_since(city, named.id, told, since, as_of, seq)
    return Brief(
        agency=agency_name(reference, meant),
        scheme=named.code,
        scheme_name=named.name,
        kinds=kinds,
        open=table.shown_open(kinds),
        as_of=as_of,
        known_at=seq,
        tally=table.total,
        since=since,
        before=before,
        parts=parts,
        excluded=_excluded(found, as_of),
        outstanding=_outstanding(found, as_of),
    )


def _of_one_figure(kinds: Sequence[Kind], open_kinds: Set[Kind]) -> tuple[Kind, ...]:
    """Kinds that share a figure, each once: a rate over an open drive would stand on no other page."""
    asked = frozenset(kinds) or frozenset(Kind)
    rated = asked - open_kinds
    return in_order(kinds if rated == asked else rated or asked)


def brief_of(
    city: City,
    who: Who,
    round_id: int,
    scheme: str,
    kinds: Sequence[Kind],
    *,
    today: date,
    agency: int | None = None,
) -> Brief:
    """The brief of one line of an agency's round: of what was handed in where something was.

    Raises `NotInThisRound` beside what `brief` and `round_of` raise.
    """
    found = round_of(city, who, round_id, today=today, agency=agency)
    line = _line(found, scheme, kinds)
    told = brief(
        city,
        who,
        line.scheme,
        line.kinds,
        found.round.as_of,
        today=today,
        agency=found.agency,
        known=found.seq,
        since=found.since,
    )
    return _of_round(told, found)


def _line(found: AgencyRound, scheme: str, kinds: Sequence[Kind]) -> Line:
    for line in found.lines:
        if line.scheme == scheme and (not kinds or set(line.kinds) == set(kinds)):
            return line
    names = "、".join(dict.fromkeys(line.scheme_name for line in found.lines))
    raise NotInThisRound(name=found.round.name, scheme=scheme[:40], example=names)


def _of_round(told: Brief, found: AgencyRound) -> Brief:
    return replace(told, round_name=found.round.name, submitted=found.submission)


def _excluded(found: Iterable[Member], day: date) -> tuple[Excluded, ...]:
    by_reason: dict[Exclusion, list[Member]] = defaultdict(list)
    for member in found:
        if member.why.standing.exclusion is not None:
            by_reason[member.why.standing.exclusion].append(member)
    return tuple(
        Excluded(reason, _groups(by_reason[reason], day)) for reason in Exclusion if reason in by_reason
    )


def _outstanding(found: Iterable[Member], day: date) -> tuple[Outstanding, ...]:
    by_stage: dict[Participation, list[Member]] = defaultdict(list)
    for member in found:
        if member.why.standing is Standing.OUTSTANDING:
            by_stage[member.why.participation].append(member)
    return tuple(
        Outstanding(stage, _groups(by_stage[stage], day)) for stage in Participation if stage in by_stage
    )


def _groups(found: Iterable[Member], day: date) -> tuple[Group, ...]:
    by_remark: dict[str, list[Member]] = defaultdict(list)
    for member in found:
        by_remark[member.why.remark].append(member)
    groups = [_group(remark, own, day) for remark, own in by_remark.items()]
    return tuple(sorted(groups, key=lambda g: (-g.overdue, g.remark == "", -g.count, g.remark)))


def _group(remark: str, own: Sequence[Member], day: date) -> Group:
    facts = [member.why.fact for member in own if member.why.fact is not None]
    last = max(facts, key=lambda fact: fact.seq, default=None)
    reviews = [fact.review_on for fact in facts if fact.review_on is not None]
    return Group(
        remark,
        len(own),
        tuple(member.venue.name for member in own[:NAMED]),
        min((since for member in own if (since := member.why.since) is not None), default=None),
        last.actor if last else None,
        last.recorded_at if last else None,
        min(reviews, default=None),
        sum(1 for review in reviews if review < day),
    )

"""列管: a meeting's conclusion is kept in sight, agency by agency, until a later meeting releases it.

An item is numbered after the meeting whose conclusion it is (205-2: the second of the 205th) and stands
before every later one. What a meeting decides of it holds for one agency alone; entries are added and never
changed, and of those about one meeting the last one holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from outreach.rules.rate import Tally


class Part(StrEnum):
    """主辦 or 協辦."""

    LEAD = "lead"
    ASSISTING = "assisting"


class Decision(StrEnum):
    """What a meeting decides: 賡續列管, 解除列管, 重新列管."""

    KEPT = "kept"
    RELEASED = "released"
    TRACKED_AGAIN = "tracked_again"


class Proposal(StrEnum):
    """What the program proposes to a meeting: 建議賡續列管, 建議解除列管, 建議重新列管."""

    KEEP = "keep"
    RELEASE = "release"
    TRACK_AGAIN = "track_again"


#: In the city's words, for pages and papers.
PARTS: Mapping[Part, str] = {Part.LEAD: "主辦", Part.ASSISTING: "協辦"}
DECISIONS: Mapping[Decision, str] = {
    Decision.KEPT: "賡續列管",
    Decision.RELEASED: "解除列管",
    Decision.TRACKED_AGAIN: "重新列管",
}
PROPOSALS: Mapping[Proposal, str] = {
    Proposal.KEEP: "建議賡續列管",
    Proposal.RELEASE: "建議解除列管",
    Proposal.TRACK_AGAIN: "建議重新列管",
}
#: The decision that follows a proposal.
FOLLOWS: Mapping[Proposal, Decision] = {
    Proposal.KEEP: Decision.KEPT,
    Proposal.RELEASE: Decision.RELEASED,
    Proposal.TRACK_AGAIN: Decision.TRACKED_AGAIN,
}


class ItemNumber(NamedTuple):
    """列管編號: the meeting that concluded it, and which of its conclusions."""

    meeting: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.meeting}-{self.sequence}"


_NUMBER = re.compile(r"([1-9]\d{0,5})-([1-9]\d{0,3})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−－", "-"))


def item_number(text: str) -> ItemNumber | None:
    """The number that a text is, whatever dash and width it is written with; None where it is none."""
    plain = unicodedata.normalize("NFKC", text.translate(_DASHES)).replace(" ", "")
    found = _NUMBER.fullmatch(plain)
    return ItemNumber(int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision as entered, for the meeting of this number."""

    meeting: int
    decision: Decision


def held(entries: Iterable[Entry]) -> dict[int, Decision]:
    """What holds of each meeting, from entries in the order in which they were made: the last of each."""
    return {entry.meeting: entry.decision for entry in entries}


def released_before(entries: Iterable[Entry], meeting: int) -> bool:
    """Whether an agency comes before a meeting already released: by the last meeting before that decided."""
    earlier = {number: decision for number, decision in held(entries).items() if number < meeting}
    return bool(earlier) and earlier[max(earlier)] is Decision.RELEASED


def times_tracked(times_before: int, entries: Iterable[Entry], meeting: int) -> int:
    """已列管次數 as a meeting reads it.

    1. how often it had been tracked before the program knew it;
    2. and one for each earlier meeting that kept it, or took it up again.
    """
    kept = (n for n, d in held(entries).items() if n < meeting and d is not Decision.RELEASED)
    return times_before + sum(1 for _meeting in kept)


def proposal(tally: Tally | None, *, released: bool) -> Proposal | None:
    """What is proposed for an agency with such figures, which an earlier meeting may have `released`.

    1. without a rate that the item is about (None), nothing;
    2. of who was released: 重新列管 exactly where somebody in the denominator is outstanding, else nothing;
    3. 解除列管 exactly where completed = eligible > 0;
    4. 賡續列管 otherwise.
    """
    if tally is None:
        return None
    if released:
        return Proposal.TRACK_AGAIN if tally.outstanding else None
    return Proposal.RELEASE if tally.completed == tally.eligible > 0 else Proposal.KEEP


def fits(decision: Decision, *, released: bool) -> bool:
    """Whether a meeting may decide so of an agency that comes before it tracked, or already released.

    1. who is tracked is kept or released;
    2. who was released is tracked again, or stays released.
    """
    return decision is Decision.RELEASED or (decision is Decision.TRACKED_AGAIN) == released


def overdue(due_on: date | None, day: date) -> bool:
    """Whether the due date is past on a day; the day itself is in time."""
    return due_on is not None and due_on < day


@dataclass(frozen=True, slots=True)
class Decided:
    """One agency's line before a meeting: the item, the agency's short name, the decision (None: not yet)."""

    number: ItemNumber
    agency: str
    decision: Decision | None


_SENTENCES: tuple[tuple[Decision, str], ...] = (
    (Decision.RELEASED, "同意解除列管"),
    (Decision.KEPT, "賡續列管"),
    (Decision.TRACKED_AGAIN, "重新列管"),
)


def sentences(lines: Sequence[Decided]) -> tuple[str, ...]:
    """會議結論 in the minutes' form: 「列管編號205-2、209-2、211-2（觀傳局）等3案同意解除列管。」

    1. one sentence for each sort of decision that was made, released first;
    2. an item is one case (案) of a sentence, however many agencies it has;
    3. its agencies are named where not all of them stand in the same sentence;
    4. what the meeting has yet to decide stands nowhere, so without decisions there is no sentence.
    """
    by_item: dict[ItemNumber, list[Decided]] = {}
    for line in sorted(lines, key=lambda one: one.number):
        by_item.setdefault(line.number, []).append(line)
    told: list[str] = []
    for decision, words in _SENTENCES:
        cases = [_case(number, own, decision) for number, own in by_item.items()]
        named = [case for case in cases if case]
        if named:
            count = f"等{len(named)}案" if len(named) > 1 else ""
            told.append(f"列管編號{'、'.join(named)}{count}{words}。")
    return tuple(told)


def _case(number: ItemNumber, lines: Sequence[Decided], decision: Decision) -> str:
    meant = [line for line in lines if line.decision is decision]
    if not meant:
        return ""
    if len(meant) == len(lines):
        return str(number)
    return f"{number}（{'、'.join(line.agency for line in meant)}）"

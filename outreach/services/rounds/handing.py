"""Submitting, withdrawing, confirming and sending back an agency's list in a round.

Every step is decided within one writing transaction, so that of two people at once the second hears what
the first has done; the same step by the same person again (a double click) is harmless and recorded once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from outreach.rules.dates import TAIPEI, roc, today_in_taipei
from outreach.rules.rounds import State, Step, may_follow
from outreach.services.city import City
from outreach.services.rounds.looking import agency_meant, agency_name, round_row, standing_of
from outreach.services.rounds.model import AgencyRound, Taken
from outreach.services.rounds.one import lying, told
from outreach.services.rounds.refusals import (
    AlreadyTaken,
    NothingToCompare,
    NothingToReport,
    NotLookedThrough,
    NotNow,
    RoundClosed,
    SomethingChanged,
    SubmittedAnew,
    WordsMissing,
    WordsTooLong,
)
from outreach.services.rounds.since import any_venue, changes_since
from outreach.services.who import Right, Who
from outreach.store.changes import current_seq
from outreach.store.engine import Connection, writing
from outreach.store.rounds import RoundRow, StepRow, add_step, steps_taken

LONGEST_WORDS = 500
STATES = {
    State.NOT_SUBMITTED: "未填報",
    State.SUBMITTED: "已送出",
    State.CONFIRMED: "已核定",
    State.SENT_BACK: "退回",
}
STEPS = {
    Step.SUBMITTED: "送出",
    Step.WITHDRAWN: "撤回",
    Step.CONFIRMED: "核定",
    Step.SENT_BACK: "退回",
}
#: What somebody does who cannot take a step now.
_INSTEAD = {
    State.NOT_SUBMITTED: "請先由承辦人送出，例如到「填報」頁按「送出」",
    State.SUBMITTED: "請等候核定，或先按「撤回」再送出",
    State.CONFIRMED: "如需更正，請核定人先退回，例如說明要補正的店家",
    State.SENT_BACK: "請依退回的說明補正後再送出",
}


@dataclass(frozen=True, slots=True)
class _Desk:
    """One agency's list in one round, inside the transaction that takes the step."""

    connection: Connection
    city: City
    who: Who
    row: RoundRow
    agency: int
    steps: list[StepRow]
    now: datetime

    @property
    def name(self) -> str:
        return agency_name(self.city.reference(), self.agency)

    def taken_already(self, step: Step, words: str, nothing_changed: bool = False) -> bool:
        """Whether the asker has taken this very step last; raises `AlreadyTaken` where another has."""
        if not self.steps or self.steps[-1].step is not step:
            return False
        last = self.steps[-1]
        mine = (last.by, last.user_id) == (self.who.name, self.who.user)
        if mine and (last.words, last.nothing_changed) == (words, nothing_changed):
            return True
        raise AlreadyTaken(agency=self.name, by=last.by, moment=_moment(last.at), what=STEPS[step])

    def check(self, step: Step) -> None:
        """Raise `RoundClosed` or `NotNow` where the step may not be taken."""
        if self.row.closed_at is not None:
            closed = roc(today_in_taipei(self.row.closed_at))
            raise RoundClosed(name=self.row.name, day=closed, what=STEPS[step])
        state = standing_of(self.steps)
        if not may_follow(state, step):
            told_state, instead = STATES[state], _INSTEAD[state]
            raise NotNow(agency=self.name, state=told_state, what=STEPS[step], instead=instead)

    def take(self, step: Step, seq: int, words: str = "", nothing_changed: bool = False) -> Taken:
        add_step(
            self.connection,
            round_id=self.row.id,
            agency_id=self.agency,
            step=step,
            seq=seq,
            nothing_changed=nothing_changed,
            words=words,
            by=self.who.name,
            user=self.who.user,
            now=self.now,
        )
        return self.stands(new=True)

    def stands(self, *, new: bool) -> Taken:
        found = steps_taken(self.connection, round_id=self.row.id, agency_id=self.agency)
        return Taken(standing_of(found), new)


def _desk(connection: Connection, city: City, who: Who, round_id: int, agency: int, now: datetime) -> _Desk:
    row = round_row(connection, round_id)
    steps = steps_taken(connection, round_id=round_id, agency_id=agency)
    return _Desk(connection, city, who, row, agency, steps, now)


def _moment(when: datetime) -> str:
    local = when.astimezone(TAIPEI)
    return f"{roc(local.date())} {local:%H:%M}"


def _words(text: str) -> str:
    plain = text.strip()
    if len(plain) > LONGEST_WORDS:
        raise WordsTooLong(length=len(plain), most=LONGEST_WORDS)
    return plain


def submit(
    city: City,
    who: Who,
    round_id: int,
    *,
    now: datetime,
    nothing_changed: bool = False,
    words: str = "",
    seen: int | None = None,
    agency: int | None = None,
) -> Taken:
    """Hand in the agency's list as it is known at this moment (its number is kept).

    `nothing_changed` says that nothing did since the list was last confirmed, and is refused where
    something did; `seen` is the number up to which the officer looked through the changes
    (`AgencyRound.seq`), and later ones are refused. After the deadline it is taken and marked late.
    Raises `SomethingChanged`, `NothingToCompare`, `NotLookedThrough`, `NothingToReport`, `NotNow`,
    `AlreadyTaken`, `RoundClosed`.
    """
    plain = _words(words)
    meant = agency_meant(city, who, Right.SUBMIT, agency, today_in_taipei(now), "送出填報")
    with writing(city.engine) as connection:
        desk = _desk(connection, city, who, round_id, meant, now)
        if desk.taken_already(Step.SUBMITTED, plain, nothing_changed):
            return desk.stands(new=False)
        desk.check(Step.SUBMITTED)
        if not any_venue(city, desk.row.items, desk.row, meant):
            raise NothingToReport(agency=desk.name, name=desk.row.name)
        found = told(city, who, connection, desk.row, meant)
        if nothing_changed:
            _check_unchanged(found)
        if seen is not None:
            _check_seen(desk, found, seen)
        return desk.take(Step.SUBMITTED, current_seq(connection), plain, nothing_changed)


def _check_unchanged(found: AgencyRound) -> None:
    if found.since is None or not found.since.confirmed:
        raise NothingToCompare(agency=found.agency_name)
    if not found.unchanged:
        moved = sum(part.venues for line in found.lines for part in line.parts)
        raise SomethingChanged(changes=len(found.changes) or moved)


def _check_seen(desk: _Desk, found: AgencyRound, seen: int) -> None:
    """The list must not have changed after the number that the officer's page stood at."""
    if found.since is None or seen >= found.seq:
        return
    shown = replace(found.since, seq=max(seen, found.since.seq), at=desk.now)
    later = changes_since(desk.city, desk.connection, desk.row, desk.agency, shown, found.seq)
    if later:
        raise NotLookedThrough(changes=len(later))


def withdraw(city: City, who: Who, round_id: int, *, now: datetime, agency: int | None = None) -> Taken:
    """Take back a list that is not confirmed yet. Raises `NotNow`, `AlreadyTaken`, `RoundClosed`."""
    meant = agency_meant(city, who, Right.SUBMIT, agency, today_in_taipei(now), "撤回填報")
    with writing(city.engine) as connection:
        desk = _desk(connection, city, who, round_id, meant, now)
        if desk.taken_already(Step.WITHDRAWN, ""):
            return desk.stands(new=False)
        desk.check(Step.WITHDRAWN)
        lies = lying(desk.steps)
        assert lies is not None
        return desk.take(Step.WITHDRAWN, lies.seq)


def confirm(
    city: City,
    who: Who,
    round_id: int,
    *,
    now: datetime,
    submission: int | None = None,
    agency: int | None = None,
) -> Taken:
    """Confirm what was submitted, as known at its number; later changes are not part of it.

    `submission` is the id of the step that the approver looked at (`AgencyRound.submission.id`).
    Raises `SubmittedAnew`, `NotNow`, `AlreadyTaken`, `RoundClosed`.
    """
    meant = agency_meant(city, who, Right.CONFIRM, agency, today_in_taipei(now), "核定填報")
    with writing(city.engine) as connection:
        desk = _desk(connection, city, who, round_id, meant, now)
        if desk.taken_already(Step.CONFIRMED, ""):
            return desk.stands(new=False)
        desk.check(Step.CONFIRMED)
        return desk.take(Step.CONFIRMED, _looked_at(desk, submission).seq)


def send_back(
    city: City,
    who: Who,
    round_id: int,
    words: str,
    *,
    now: datetime,
    submission: int | None = None,
    agency: int | None = None,
) -> Taken:
    """Send a list back with words that say what is to be mended; a confirmed one, too.

    Raises `WordsMissing`, `WordsTooLong`, `SubmittedAnew`, `NotNow`, `AlreadyTaken`, `RoundClosed`.
    """
    plain = _words(words)
    meant = agency_meant(city, who, Right.CONFIRM, agency, today_in_taipei(now), "退回填報")
    if not plain:
        raise WordsMissing
    with writing(city.engine) as connection:
        desk = _desk(connection, city, who, round_id, meant, now)
        if desk.taken_already(Step.SENT_BACK, plain):
            return desk.stands(new=False)
        desk.check(Step.SENT_BACK)
        return desk.take(Step.SENT_BACK, _looked_at(desk, submission).seq, plain)


def _looked_at(desk: _Desk, submission: int | None) -> StepRow:
    lies = lying(desk.steps)
    assert lies is not None
    if submission is not None and submission != lies.id:
        raise SubmittedAnew(agency=desk.name, by=lies.by, moment=_moment(lies.at))
    return lies

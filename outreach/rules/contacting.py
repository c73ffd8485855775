"""What an attempt to reach a venue was, and how far it brings the venue with a scheme.

Constraints:
1. An attempt counts as one whether anybody was there or not; `not_in` changes nothing.
2. Being reached says only that a venue was contacted; it takes nothing back from one that has come further,
   has declined or has left. One that thinks about it is contacted again even where it had declined.
3. `agreed` is no step back for a venue that joined.
4. `declined` counts for whoever has not joined; who joined leaves by an explicit withdrawal, with its own
   day and reason, never by the way.
5. What a venue is already is not stated again.
"""

from __future__ import annotations

from enum import StrEnum

from outreach.rules.vocabulary import Participation


class Way(StrEnum):
    """How an agency tried to reach a venue."""

    PHONE = "phone"
    VISIT = "visit"
    MAIL = "mail"
    MEETING = "meeting"


class Outcome(StrEnum):
    """What came of an attempt."""

    REACHED = "reached"
    NOT_IN = "not_in"
    DECLINED = "declined"
    WILL_THINK = "will_think"
    AGREED = "agreed"
    JOINED = "joined"


_P = Participation
#: By outcome: the stage it brings a venue to, and the stages from which it does.
_ADVANCES: dict[Outcome, tuple[Participation, frozenset[Participation]]] = {
    Outcome.REACHED: (_P.CONTACTED, frozenset({_P.NOT_CONTACTED})),
    Outcome.WILL_THINK: (_P.CONTACTED, frozenset({_P.NOT_CONTACTED, _P.DECLINED})),
    Outcome.DECLINED: (_P.DECLINED, frozenset({_P.NOT_CONTACTED, _P.CONTACTED, _P.AGREED})),
    Outcome.AGREED: (
        _P.AGREED,
        frozenset({_P.NOT_CONTACTED, _P.CONTACTED, _P.DECLINED, _P.WITHDRAWN}),
    ),
    Outcome.JOINED: (_P.JOINED, frozenset(_P) - {_P.JOINED}),
}


def advanced(stage: Participation, outcome: Outcome) -> Participation | None:
    """The stage that a venue comes to by an outcome; None where it stays what it is."""
    to, among = _ADVANCES.get(outcome, (stage, frozenset()))
    return to if stage in among else None

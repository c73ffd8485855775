"""What the session keeps while a list is worked off: which stops, which card is open, what was recorded."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from outreach.services.visits import Start

_KEY = "visits_working"


@dataclass(slots=True)
class Done:
    """What was recorded at a stop: the entry, its outcome and the schemes it was about."""

    entry_id: int
    outcome: str
    way: str
    schemes: str


@dataclass(slots=True)
class Working:
    """One session's work; an object that is changed in place, so that no click can come in between.

    `question` is what the stops answer: another question makes another list.
    """

    question: object = None
    stops: tuple[int, ...] = ()
    open: int | None = None
    done: dict[int, Done] = field(default_factory=dict)
    trouble: dict[int, str] = field(default_factory=dict)
    scheme: str = ""
    position: Start | None = None
    no_position: bool = False

    def begin(self, question: object) -> None:
        """Start anew where the question is another one."""
        if self.question != question:
            self.question, self.stops, self.open = question, (), None
            self.done.clear()
            self.trouble.clear()


def working() -> Working:
    """This session's; made when it is first asked for."""
    found: Working = st.session_state.setdefault(_KEY, Working())
    return found

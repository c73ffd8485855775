"""What the session keeps while a venue is being moved: where to, and which version was looked at."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from geodata.placing_layer import LonLat, PutDown

_KEY = "placing_working"


@dataclass(frozen=True, slots=True)
class Done:
    """A move just recorded, in words, with its change."""

    venue: int
    change: int
    text: str


@dataclass(slots=True)
class Working:
    """One session's work; an object that is changed in place, so that no click can come in between.

    `version` is the venue's when the place was proposed, `seen` its newest. `given` is a place that did not
    come from the map, and has to be shown on it; `drawn` grows when the map has to begin anew.
    """

    venue: int = 0
    version: int = 0
    seen: int = 0
    proposed: LonLat | None = None
    given: LonLat | None = None
    drawn: int = 0
    acted: int = 0
    trouble: str = ""
    done: Done | None = None

    def begin(self, venue: int, version: int) -> None:
        """Turn to a venue; what was proposed for another is forgotten."""
        if self.venue != venue:
            self.leave()
        self.venue = venue
        if self.proposed is None:
            self.version = version
        elif self.seen != version:
            # Somebody else changed the venue: the map begins anew, and shows what is proposed here.
            self.given = self.proposed
        self.seen = version

    def put(self, moved: PutDown | None) -> None:
        """Take a place from the map, once."""
        if moved is None or moved.at == self.acted:
            return
        self.acted, self.proposed, self.trouble = moved.at, (moved.lon, moved.lat), ""

    def give(self, place: LonLat) -> None:
        """Take a place from elsewhere, which the map then shows."""
        self.proposed = self.given = place
        self.trouble = ""
        self.drawn += 1

    def leave(self) -> None:
        """Propose nothing."""
        self.proposed = self.given = None
        self.trouble = ""
        self.drawn += 1


def working() -> Working:
    """This session's; made when it is first asked for."""
    found: Working = st.session_state.setdefault(_KEY, Working())
    return found

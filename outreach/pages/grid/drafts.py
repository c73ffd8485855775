"""What somebody has typed and not yet saved: kept for the session, apart from every widget.

A draft belongs to a person and a scheme. It outlives reruns, other pages of the list and other pages of the
program; it ends when it is saved or discarded, or with the session. Where somebody was signed out before
saving, the program keeps it until the same account is back, or the program ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from outreach.services.grid import Column, Typed
from outreach.services.who import Who

_DRAFTS = "grid_drafts"
#: Drafts of those who were signed out, by database, person and scheme; the oldest go first.
_LEFT: dict[tuple[str, str, str], Draft] = {}
_MOST_LEFT = 200


@dataclass(slots=True)
class DraftRow:
    """What was typed over one venue: `day` holds where no date was typed, `version` is as it was read.

    `base` is what its cells held then, where they stood on the screen.
    """

    name: str
    version: int
    day: date
    base: Mapping[Column, str] = field(default_factory=dict)
    texts: dict[Column, str] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """Everything unsaved of one person and scheme; `revision` grows with whatever changes it.

    `ticked` are the venues chosen for a change of many at once. `discarded` is what was thrown away last,
    until something new is typed.
    """

    rows: dict[int, DraftRow] = field(default_factory=dict)
    ticked: set[int] = field(default_factory=set)
    discarded: dict[int, DraftRow] = field(default_factory=dict)
    revision: int = 0

    def put(
        self,
        venue_id: int,
        named: tuple[str, int],
        column: Column,
        text: str,
        day: date,
        base: Mapping[Column, str] | None = None,
    ) -> None:
        """Type over one cell; what is as it was before (`base`) is no change.

        A remark that is as before counts beside another change: it is said again of what is new.
        """
        row = self.rows.setdefault(venue_id, DraftRow(named[0], named[1], day, base or {}))
        row.texts[column] = text
        if base is not None:
            for each in [c for c in row.texts if c is not Column.REMARK and row.texts[c] == base.get(c)]:
                del row.texts[each]
            if set(row.texts) <= {Column.REMARK} and row.texts.get(Column.REMARK) == base[Column.REMARK]:
                row.texts.clear()
        if not row.texts:
            del self.rows[venue_id]
        self.discarded = {}
        self.revision += 1

    def drop(self, ids: Iterable[int]) -> None:
        """Forget what was typed over venues."""
        for venue_id in ids:
            self.rows.pop(venue_id, None)
        self.revision += 1

    def take_anew(self, venue_id: int, version: int) -> None:
        """State a row again over what somebody else has said meanwhile."""
        if venue_id in self.rows:
            self.rows[venue_id].version = version
            self.revision += 1

    def discard(self) -> None:
        """Throw everything away; it can be had back until something new is typed."""
        self.discarded, self.rows = self.rows, {}
        self.revision += 1

    def restore(self) -> None:
        """Have back what was thrown away last."""
        self.rows, self.discarded = {**self.discarded, **self.rows}, {}
        self.revision += 1

    def add(self, later: Draft) -> None:
        """Type what stands in another draft, too."""
        for venue_id, row in later.rows.items():
            self.rows.setdefault(venue_id, row).texts.update(row.texts)
        self.revision += 1

    def typed(self) -> list[Typed]:
        """The draft as the service takes it, in the order in which venues were first typed over."""
        return [
            Typed(i, row.version, {Column.EFFECTIVE_ON: row.day.isoformat(), **row.texts})
            for i, row in self.rows.items()
        ]


def draft_of(who: Who, scheme: str) -> Draft:
    """The draft of a person and a scheme, of this session."""
    drafts: dict[tuple[str, str], Draft] = st.session_state.setdefault(_DRAFTS, {})
    return drafts.setdefault((_person(who), scheme), Draft())


def other_drafts(who: Who, scheme: str) -> dict[str, int]:
    """How many venues of other schemes are unsaved, by scheme."""
    drafts: dict[tuple[str, str], Draft] = st.session_state.get(_DRAFTS, {})
    me = _person(who)
    return {s: len(d.rows) for (person, s), d in drafts.items() if person == me and s != scheme and d.rows}


def lay_aside(database: str, who: Who) -> int:
    """Keep this session's drafts until their person is back; how many venues they speak of.

    `who` is whom the session has become: what was typed since then is the person's who was there before.
    """
    drafts: dict[tuple[str, str], Draft] = st.session_state.pop(_DRAFTS, {})
    nobody = _person(who)
    before = {person for person, _scheme in drafts if person != nobody}
    left: dict[tuple[str, str], Draft] = {k: d for k, d in drafts.items() if k[0] in before and d.rows}
    if len(before) == 1:
        (owner,) = before
        for scheme in [s for person, s in drafts if person == nobody and drafts[person, s].rows]:
            left.setdefault((owner, scheme), Draft()).add(drafts[nobody, scheme])
    for (person, scheme), draft in left.items():
        _LEFT.pop((database, person, scheme), None)
        _LEFT[database, person, scheme] = draft
    while len(_LEFT) > _MOST_LEFT:
        del _LEFT[next(iter(_LEFT))]
    return sum(len(draft.rows) for draft in left.values())


def take_back(database: str, who: Who) -> None:
    """Let a session go on with what its person had not saved when they were signed out."""
    drafts: dict[tuple[str, str], Draft] = st.session_state.setdefault(_DRAFTS, {})
    person = _person(who)
    for key in [key for key in _LEFT if key[:2] == (database, person)]:
        draft = _LEFT.pop(key)
        if not drafts.setdefault((person, key[2]), draft).rows:
            drafts[person, key[2]] = draft


def _person(who: Who) -> str:
    """An account and what it acts as: a deputy's draft is not the own one."""
    return f"{who.user}:{who.role}:{who.agency}:{who.name}"

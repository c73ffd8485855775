"""凍結: the figures of a meeting's items, and the venues behind them, kept for ever as an edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from outreach.figures.columns import Columns
from outreach.figures.editions import frozen, item_positions
from outreach.rules.dates import roc, today_in_taipei
from outreach.services.city import City
from outreach.services.meetings.looking import head_told, meeting_row
from outreach.services.meetings.model import EditionHead
from outreach.services.meetings.opening import LONGEST_NOTE, fitting
from outreach.services.meetings.refusals import FiguresFromPaper, NoteMissing, NothingChanged
from outreach.services.naming import NONE_NAME
from outreach.services.rounds import non_reporters
from outreach.services.who import Right, Who
from outreach.store.changes import current_seq
from outreach.store.engine import Connection, writing
from outreach.store.meetings import EditionRow, Kept, MeetingRow, add_edition, editions_of, kept_of
from outreach.store.reference import Reference, read_reference


def freeze(
    city: City, who: Who, number: int, note: str = "", *, round_id: int | None = None, now: datetime
) -> EditionHead:
    """Freeze a meeting's figures as everything is known now: its edition 1, or the next with a note.

    `round_id` names the round whose 未填報機關 are kept with it. An as-of date before the first fact has a
    population of 0 and no rate. Raises `NoSuchMeeting`, `FiguresFromPaper`, `NothingChanged`,
    `NoteMissing`, `NotAMeeting` (a note too long) and `NoSuchRound`.
    """
    who.must_everywhere(Right.STEER)
    words = fitting("更正說明", note, LONGEST_NOTE)
    absent = () if round_id is None else non_reporters(city, who, round_id)
    columns = city.figures.columns()
    with writing(city.engine) as connection:
        row = meeting_row(connection, number)
        if row.figures_only:
            raise FiguresFromPaper(number=number, what="凍結")
        before = editions_of(connection, number)
        seq = current_seq(connection)
        if seq > columns.seq:
            # Somebody recorded between the two looks; nobody can any more.
            columns = city.figures.columns()
        kept = counted(columns, row, seq, read_reference(connection), {a.agency: a.name for a in absent})
        if before:
            # A note would not help where there is nothing to correct: that is said first.
            _check_news(connection, row, before[-1], kept)
            if not words:
                raise NoteMissing(number=number, edition=before[-1].edition)
        add_edition(
            connection,
            meeting=number,
            edition=len(before) + 1,
            seq=seq,
            round_id=round_id,
            note=words,
            kept=kept,
            by=who.name,
            user=who.user,
            now=now,
        )
        return head_told(editions_of(connection, number)[-1])


def _check_news(connection: Connection, row: MeetingRow, last: EditionRow, kept: Kept) -> None:
    """Names alone are no news: an agency may be called otherwise by now."""
    told = kept_of(connection, last.id, len(row.items))
    if told.items == kept.items and told.non_reporters.keys() == kept.non_reporters.keys():
        frozen_on = roc(today_in_taipei(last.frozen_at))
        raise NothingChanged(number=row.number, edition=last.edition, day=frozen_on)


def counted(
    columns: Columns, row: MeetingRow, seq: int, reference: Reference, absent: Mapping[int, str]
) -> Kept:
    """What an edition of a meeting keeps as known at a number; agencies by code, what has none last."""
    items = []
    for item in row.items:
        found = frozen(item_positions(columns, item, seq), item)
        in_order = sorted(found.agencies, key=lambda i: (i == 0, reference.agencies[i].code if i else ""))
        items.append(replace(found, agencies={i: found.agencies[i] for i in in_order}))
    agencies = reference.agencies.values()
    names = {0: NONE_NAME, **{a.id: a.short_name or a.name for a in agencies}}
    return Kept(tuple(items), names, absent)

"""The tables of the managers' desk: what a meeting keeps tracking, causes and remedies, reminders, digests.

None of this is counted. Whatever is said is added; the latest entry of a place is what holds.
"""

from __future__ import annotations

import sqlalchemy as sa

from outreach.store.desk_tables import by_whom
from outreach.store.tables import BigKey, Day, Moment, metadata

#: 列管事項: a conclusion of a meeting (205-2 is the second of the 205th), known here or older.
tracked_items = sa.Table(
    "tracked_items",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("meeting_number", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("conclusion", sa.Text, nullable=False),
    # The rate that decides what is proposed; none where the conclusion is about something else.
    sa.Column("scheme_id", sa.ForeignKey("schemes.id"), nullable=True),
    # Kinds of venue of that rate (a list of words; empty means all).
    sa.Column("kinds", sa.JSON, nullable=False),
    *by_whom("opened"),
    sa.UniqueConstraint("meeting_number", "sequence"),
)

#: 主辦 and 協辦機關 of an item.
tracked_agencies = sa.Table(
    "tracked_agencies",
    metadata,
    sa.Column("item_id", sa.ForeignKey("tracked_items.id"), primary_key=True),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), primary_key=True),
    # lead, assisting
    sa.Column("part", sa.String(10), nullable=False),
    # How often it had been tracked before this program knew it.
    sa.Column("times_before", sa.Integer, nullable=False),
)

#: 辦理情形 of an agency for a meeting; the latest of a meeting holds.
tracked_reports = sa.Table(
    "tracked_reports",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("item_id", sa.ForeignKey("tracked_items.id"), nullable=False, index=True),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=False),
    sa.Column("meeting_number", sa.Integer, nullable=False),
    sa.Column("progress", sa.Text, nullable=False),
    sa.Column("due_on", Day, nullable=True),
    *by_whom("reported"),
)

#: What a meeting decided of an item and agency, in its own words; the latest of a meeting holds.
tracked_decisions = sa.Table(
    "tracked_decisions",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("item_id", sa.ForeignKey("tracked_items.id"), nullable=False, index=True),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=False),
    sa.Column("meeting_number", sa.Integer, nullable=False),
    # kept, released, tracked_again
    sa.Column("decision", sa.String(14), nullable=False),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    *by_whom("recorded"),
)

#: What a meeting's paper says in words: place, chair, attendance, conclusions (會議結論) of its parts.
meeting_texts = sa.Table(
    "meeting_texts",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("meeting_number", sa.ForeignKey("meetings.number"), nullable=False, index=True),
    # time, place, chair, minutes_by, present, in_attendance, previous, item-1 …, closing
    sa.Column("part", sa.String(20), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    *by_whom("written"),
)

#: Why an agency is behind and what it does about it (原因、改善措施); the latest of an agency holds.
remedies = sa.Table(
    "remedies",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=False, index=True),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
    *by_whom("stated"),
)

#: 稽催: that a manager reminded an agency in a round, and the words.
round_reminders = sa.Table(
    "round_reminders",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("round_id", sa.ForeignKey("rounds.id"), nullable=False, index=True),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=False),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    *by_whom("recorded"),
)

#: An office's mailbox for digests: an agency's, or (none) the managers' own. No person's address.
mailboxes = sa.Table(
    "mailboxes",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=True, unique=True),
    sa.Column("address", sa.String(200), nullable=False),
    *by_whom("recorded"),
)

#: One digest of a week (its Monday) for an agency, or (none) for the managers: written once, sent once.
digests = sa.Table(
    "digests",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("week", Day, nullable=False),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=True),
    # The first week that this one speaks of: its own, or the earliest that was missed.
    sa.Column("covers_from", Day, nullable=False),
    sa.Column("written_at", Moment, nullable=False),
    # Set before the mail is handed over, so that a failure in between never sends twice.
    sa.Column("sending_at", Moment, nullable=True),
    sa.Column("sent_at", Moment, nullable=True),
    sa.Column("failure", sa.String(300), nullable=False, server_default=""),
    sa.UniqueConstraint("week", "agency_id"),
)

"""The tables of an agency's desk: contacts made, transfers asked for, rounds, and what waits for somebody.

None of this is counted and nothing here draws a number; what a decision makes true of a venue is posted as
facts of a change, and the row names that change.
"""

from __future__ import annotations

import sqlalchemy as sa

from outreach.store.tables import BigKey, Day, Moment, metadata


def by_whom(prefix: str, *, nullable: bool = False) -> list[sa.Column[object]]:
    """Who did something and when: name as recorded, account behind it, moment."""
    return [
        sa.Column(f"{prefix}_by", sa.String(80), nullable=nullable),
        sa.Column(f"{prefix}_user_id", sa.ForeignKey("users.id"), nullable=True),
        sa.Column(f"{prefix}_at", Moment, nullable=nullable),
    ]


#: One attempt to reach a venue. Words about people stand in `note` and `next_action` alone: erasable.
contact_entries = sa.Table(
    "contact_entries",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("venue_id", sa.ForeignKey("venues.id"), nullable=False, index=True),
    sa.Column("scheme_id", sa.ForeignKey("schemes.id"), nullable=True),
    # Whose venue it was when the attempt was made.
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=True, index=True),
    sa.Column("on_day", Day, nullable=False),
    # phone, visit, mail, meeting
    sa.Column("way", sa.String(10), nullable=False),
    # reached, not_in, declined, will_think, agreed, joined
    sa.Column("outcome", sa.String(12), nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("next_action", sa.String(200), nullable=False, server_default=""),
    sa.Column("next_on", Day, nullable=True),
    # The venue asked not to be called before this day.
    sa.Column("not_before", Day, nullable=True),
    # Whose follow-up it is; handed over to a successor.
    sa.Column("owner_user_id", sa.ForeignKey("users.id"), nullable=True, index=True),
    sa.Column("done_at", Moment, nullable=True),
    # The change that advanced participation in the same step.
    sa.Column("change_id", sa.ForeignKey("changes.id"), nullable=True),
    *by_whom("recorded"),
    sa.Column("withdrawn_at", Moment, nullable=True),
    sa.Column("erased_at", Moment, nullable=True),
)

#: Each look at contact details by a manager or administrator, each export, and each erasure (not of what).
privacy_events = sa.Table(
    "privacy_events",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    # look, export, erase
    sa.Column("what", sa.String(10), nullable=False),
    sa.Column("venue_id", sa.ForeignKey("venues.id"), nullable=True, index=True),
    sa.Column("venues", sa.Integer, nullable=False),
    sa.Column("reason", sa.String(200), nullable=False, server_default=""),
    *by_whom("recorded"),
)

#: A venue offered to another agency; at the receiver's acceptance the change moves it.
transfers = sa.Table(
    "transfers",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("venue_id", sa.ForeignKey("venues.id"), nullable=False, index=True),
    sa.Column("from_agency_id", sa.ForeignKey("agencies.id"), nullable=True),
    sa.Column("to_agency_id", sa.ForeignKey("agencies.id"), nullable=False, index=True),
    sa.Column("effective_on", Day, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    # asked, accepted, refused, withdrawn
    sa.Column("state", sa.String(10), nullable=False),
    *by_whom("asked"),
    *by_whom("decided", nullable=True),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    sa.Column("change_id", sa.ForeignKey("changes.id"), nullable=True),
)

#: Two venues that a person found to be two: the lower number first.
not_duplicates = sa.Table(
    "not_duplicates",
    metadata,
    sa.Column("one_id", sa.ForeignKey("venues.id"), primary_key=True),
    sa.Column("other_id", sa.ForeignKey("venues.id"), primary_key=True),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    *by_whom("recorded"),
    sa.CheckConstraint("one_id < other_id", name="lower_first"),
)

rounds = sa.Table(
    "rounds",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("as_of", Day, nullable=False),
    sa.Column("deadline", Day, nullable=False),
    *by_whom("opened"),
    *by_whom("closed", nullable=True),
)

#: What a round asks for: schemes, each with the kinds of venue meant (a list of words; empty means all).
round_items = sa.Table(
    "round_items",
    metadata,
    sa.Column("round_id", sa.ForeignKey("rounds.id"), primary_key=True),
    sa.Column("scheme_id", sa.ForeignKey("schemes.id"), primary_key=True),
    sa.Column("kinds", sa.JSON, nullable=False),
)

#: Every step of an agency in a round, never changed: the last one is how it stands.
round_steps = sa.Table(
    "round_steps",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("round_id", sa.ForeignKey("rounds.id"), nullable=False, index=True),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=False, index=True),
    # submitted, withdrawn, confirmed, sent_back
    sa.Column("step", sa.String(10), nullable=False),
    # The figure handed in is that of the round's day as known at this number.
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("nothing_changed", sa.Boolean, nullable=False),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    *by_whom("recorded"),
)

#: A manager's question about a venue's standing, and the agency's answers; each entry stands for ever.
venue_questions = sa.Table(
    "venue_questions",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    # The question that this answers; none for a question.
    sa.Column("answers_id", sa.ForeignKey("venue_questions.id"), nullable=True, index=True),
    sa.Column("venue_id", sa.ForeignKey("venues.id"), nullable=False, index=True),
    sa.Column("scheme_id", sa.ForeignKey("schemes.id"), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    *by_whom("recorded"),
    *by_whom("closed", nullable=True),
)

#: What anybody reported to be wrong; no personal data is asked for.
error_reports = sa.Table(
    "error_reports",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("venue_id", sa.ForeignKey("venues.id"), nullable=False, index=True),
    # closed, moved, not_joined, wrong_place, other
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("words", sa.String(200), nullable=False, server_default=""),
    sa.Column("reported_at", Moment, nullable=False, index=True),
    # mended, no_error
    sa.Column("settled_as", sa.String(10), nullable=False, server_default=""),
    *by_whom("settled", nullable=True),
)

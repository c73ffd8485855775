"""The tables of meetings: what each is about, and the editions of its figures, which never change.

Nothing here is counted again for a page: an edition keeps the figures and the venues behind them as they
were frozen, and the number at which the facts stood, from which both can be made anew and compared.
"""

from __future__ import annotations

import sqlalchemy as sa

from outreach.store.desk_tables import by_whom
from outreach.store.tables import BigKey, Day, metadata

meetings = sa.Table(
    "meetings",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("on_day", Day, nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    # Known from paper alone; its figures were not counted here.
    sa.Column("figures_only", sa.Boolean, nullable=False),
    *by_whom("opened"),
)

#: What a meeting looks at, in order: a scheme, kinds of venue (a list of words; empty means all), a day.
meeting_items = sa.Table(
    "meeting_items",
    metadata,
    sa.Column("meeting_number", sa.ForeignKey("meetings.number"), primary_key=True),
    sa.Column("item", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("scheme_id", sa.ForeignKey("schemes.id"), nullable=False),
    sa.Column("kinds", sa.JSON, nullable=False),
    sa.Column("as_of", Day, nullable=False),
)

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("id", BigKey, primary_key=True, autoincrement=False),
    sa.Column("meeting_number", sa.ForeignKey("meetings.number"), nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    # The figures are those of each item's day as known at this number; none where they come from paper.
    sa.Column("seq", sa.BigInteger, nullable=True),
    # The round that its non-reporters did not report in.
    sa.Column("round_id", sa.ForeignKey("rounds.id"), nullable=True),
    sa.Column("rule_version", sa.Integer, nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    *by_whom("frozen"),
    sa.UniqueConstraint("meeting_number", "edition"),
)

#: Line 0 of an item is its total; the others are agencies by code, what has none last.
edition_figures = sa.Table(
    "edition_figures",
    metadata,
    sa.Column("edition_id", sa.ForeignKey("editions.id"), primary_key=True),
    sa.Column("item", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=True),
    # As the agency was called then.
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("completed", sa.Integer, nullable=False),
    sa.Column("outstanding", sa.Integer, nullable=False),
    # Counts by reason.
    sa.Column("excluded", sa.JSON, nullable=False),
)

#: The venues behind an item's numbers: for each standing, their ids as gaps (see `rules.editions`).
edition_members = sa.Table(
    "edition_members",
    metadata,
    sa.Column("edition_id", sa.ForeignKey("editions.id"), primary_key=True),
    sa.Column("item", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("standing", sa.String(24), primary_key=True),
    sa.Column("gaps", sa.JSON, nullable=False),
)

#: 未填報機關 when the edition was frozen, as they were called then.
edition_non_reporters = sa.Table(
    "edition_non_reporters",
    metadata,
    sa.Column("edition_id", sa.ForeignKey("editions.id"), primary_key=True),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
)

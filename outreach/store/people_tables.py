"""The tables of people: accounts, sessions, what limits guessing, and what was done with accounts.

None of this is counted, so nothing here draws a number. Of a session, a reset link or an address only a
hash is kept: whoever reads the database cannot sign in with what stands in it.
"""

from __future__ import annotations

import sqlalchemy as sa

from outreach.store.tables import BigKey, Day, Moment, metadata

#: Roles that an account may have; the public has none.
ACCOUNT_ROLES = ("officer", "approver", "manager", "administrator")

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(40), nullable=False),
    # For finding only: width and letter case do not matter.
    sa.Column("name_key", sa.String(80), nullable=False, unique=True),
    sa.Column("display_name", sa.String(30), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=True),
    sa.Column("active", sa.Boolean, nullable=False),
    # Signs in to a demonstration database only.
    sa.Column("demonstration", sa.Boolean, nullable=False),
    # Empty until the person sets one by a link.
    sa.Column("password_hash", sa.String(255), nullable=False, server_default=""),
    sa.Column("password_set_at", Moment, nullable=True),
    sa.Column("created_at", Moment, nullable=False),
    # Who the city's own sign-in service says this is: issuer and subject; empty for a local account.
    sa.Column("outside_id", sa.String(300), nullable=False, server_default=""),
    sa.CheckConstraint(sa.column("role").in_(ACCOUNT_ROLES), name="role_known"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id"), nullable=False, index=True),
    # In whose place the person acts at present.
    sa.Column("acting_for_id", sa.ForeignKey("users.id"), nullable=True),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    # Through whose eyes an administrator looks at present: a role ("" for the own) and perhaps an agency.
    sa.Column("looking_as_role", sa.String(20), nullable=False, server_default=""),
    sa.Column("looking_as_agency_id", sa.ForeignKey("agencies.id"), nullable=True),
)

sign_in_attempts = sa.Table(
    "sign_in_attempts",
    metadata,
    # 「account:…」, 「address:…」 or 「device:…」 and a keyed hash; names nobody has are counted too.
    sa.Column("subject", sa.String(80), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", Moment, nullable=False, index=True),
)

reset_links = sa.Table(
    "reset_links",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id"), nullable=False, unique=True),
    sa.Column("made_at", Moment, nullable=False),
)

deputies = sa.Table(
    "deputies",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("deputy_id", sa.ForeignKey("users.id"), nullable=False, index=True),
    sa.Column("principal_id", sa.ForeignKey("users.id"), nullable=False),
    # Both days belong to the period, in Taipei.
    sa.Column("first_day", Day, nullable=False),
    sa.Column("last_day", Day, nullable=False),
    sa.Column("ended_at", Moment, nullable=True),
    sa.CheckConstraint("deputy_id <> principal_id", name="of_another"),
    sa.CheckConstraint("last_day >= first_day", name="ends_after_it_begins"),
)

account_events = sa.Table(
    "account_events",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("at", Moment, nullable=False, index=True),
    # None where nobody has the name that was given.
    sa.Column("user_id", sa.ForeignKey("users.id"), nullable=True, index=True),
    sa.Column("outcome", sa.String(20), nullable=False),
    # In whose place, where somebody acts or may act for another.
    sa.Column("principal_id", sa.ForeignKey("users.id"), nullable=True),
    # Who did it, where it was not the person.
    sa.Column("actor", sa.String(80), nullable=False, server_default=""),
    sa.Column("address_hash", sa.String(64), nullable=False, server_default=""),
)

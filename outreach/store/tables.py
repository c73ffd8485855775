"""The schema: facts that decide a percentage, and descriptions that do not.

Facts, voids and all other dated statements draw their `seq` from one counter row, in the transaction
that writes them: numbers are gapless, in the order of commits, and so are both the change feed and
the *as known at*. Days are stored as day numbers (`date.toordinal`) in facts, because a process reads
millions of them into integer columns; everywhere else they are dates.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Day(TypeDecorator[date]):
    """A day as its ordinal number; compares and sorts as days do."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else value.toordinal()

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> date | None:
        return None if value is None else date.fromordinal(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC as whole microseconds since 1970, the same on both engines."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        if value is None:
            return None
        since = value.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        seconds, micro = divmod(value, 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro)


#: SQLite numbers rows itself only for a plain INTEGER key.
BigKey = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _seq() -> sa.Column[int]:
    return sa.Column("seq", BigKey, primary_key=True, autoincrement=False)


def _change() -> sa.Column[int]:
    return sa.Column("change_id", sa.ForeignKey("changes.id"), nullable=False, index=True)


counter = sa.Table(
    "counter",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="one_row"), primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
)

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", BigKey, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("recorded_at", Moment, nullable=False, index=True),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False, server_default=""),
    sa.Column("last_seq", sa.BigInteger, nullable=False, index=True),
    # The account behind the actor; none of the command line's changes has one.
    sa.Column("user_id", sa.ForeignKey("users.id"), nullable=True, index=True),
)

facts = sa.Table(
    "facts",
    metadata,
    _seq(),
    _change(),
    sa.Column("venue_id", sa.ForeignKey("venues.id"), nullable=False),
    sa.Column("scheme_id", sa.ForeignKey("schemes.id"), nullable=True),
    sa.Column("facet", sa.SmallInteger, nullable=False),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("effective_on", Day, nullable=False),
    sa.Column("remark", sa.Text, nullable=False, server_default=""),
    sa.Column("review_on", Day, nullable=True),
    sa.Index("ix_facts_venue_id_facet", "venue_id", "facet"),
    # What the packed columns of figures/ have room for; see store/feed.py.
    sa.CheckConstraint("venue_id > 0 AND venue_id < 268435456", name="venue_id_fits"),
    sa.CheckConstraint("value >= 0 AND value < 4194304", name="value_fits"),
    sa.CheckConstraint("facet >= 0 AND facet < 16", name="facet_fits"),
)

voids = sa.Table(
    "voids",
    metadata,
    _seq(),
    _change(),
    sa.Column("voided_change_id", sa.ForeignKey("changes.id"), nullable=False, index=True),
)

agencies = sa.Table(
    "agencies",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code", sa.String(40), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("short_name", sa.String(40), nullable=False),
    sa.Column("synonyms", sa.JSON, nullable=False),
)

agency_parents = sa.Table(
    "agency_parents",
    metadata,
    _seq(),
    _change(),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=False),
    sa.Column("parent_id", sa.ForeignKey("agencies.id"), nullable=True),
    sa.Column("effective_on", Day, nullable=False),
)

sectors = sa.Table(
    "sectors",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code", sa.String(40), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False, unique=True),
    sa.Column("special", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("competent_agency_id", sa.ForeignKey("agencies.id"), nullable=True),
)

sector_orders = sa.Table(
    "sector_orders",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("sector_id", sa.ForeignKey("sectors.id"), nullable=False),
    sa.Column("suspended_from", Day, nullable=False),
    sa.UniqueConstraint("sector_id", "suspended_from"),
)

order_statements = sa.Table(
    "order_statements",
    metadata,
    _seq(),
    _change(),
    sa.Column("order_id", sa.ForeignKey("sector_orders.id"), nullable=False, index=True),
    sa.Column("reopened_on", Day, nullable=True),
    sa.Column("by_application", sa.Boolean, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
)

schemes = sa.Table(
    "schemes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code", sa.String(40), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    # How people speak of it; what decides a percentage is a dated statement.
    sa.Column("complete_means", sa.String(200), nullable=False, server_default=""),
    # The scheme's own words for stages of participation, by code.
    sa.Column("words", sa.JSON, nullable=False, server_default="{}"),
    sa.Column("voucher_kinds", sa.JSON, nullable=False, server_default="[]"),
    sa.CheckConstraint("id > 0 AND id < 256", name="id_fits"),
)

scheme_statements = sa.Table(
    "scheme_statements",
    metadata,
    _seq(),
    _change(),
    sa.Column("scheme_id", sa.ForeignKey("schemes.id"), nullable=False),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.Column("effective_on", Day, nullable=False),
)

categories = sa.Table(
    "categories",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("scheme_id", sa.ForeignKey("schemes.id"), nullable=False),
    sa.Column("code", sa.String(10), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.UniqueConstraint("scheme_id", "code"),
)

places = sa.Table(
    "places",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code", sa.String(20), nullable=False, unique=True),
    sa.Column("name", sa.String(20), nullable=False),
    sa.Column("name_en", sa.String(40), nullable=False, server_default=""),
    sa.Column("district_id", sa.ForeignKey("places.id"), nullable=True),
)

venues = sa.Table(
    "venues",
    metadata,
    sa.Column("id", BigKey, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("address", sa.String(300), nullable=False, server_default=""),
    sa.Column("tax_id", sa.String(8), nullable=False, server_default="", index=True),
    sa.Column("lon", sa.Float, nullable=True),
    sa.Column("lat", sa.Float, nullable=True),
    sa.Column("voucher_kinds", sa.String(80), nullable=False, server_default=""),
    # For matching only; name and address stay as they were given.
    sa.Column("name_key", sa.String(200), nullable=False, index=True),
    sa.Column("address_key", sa.String(300), nullable=False, server_default="", index=True),
)

venue_edits = sa.Table(
    "venue_edits",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    _change(),
    sa.Column("venue_id", sa.ForeignKey("venues.id"), nullable=False, index=True),
    sa.Column("field", sa.String(20), nullable=False),
    sa.Column("old", sa.Text, nullable=True),
    sa.Column("new", sa.Text, nullable=True),
)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("venue_id", sa.ForeignKey("venues.id"), primary_key=True),
    sa.Column("person", sa.String(80), nullable=False, server_default=""),
    sa.Column("phone", sa.String(80), nullable=False, server_default=""),
    sa.Column("updated_at", Moment, nullable=False),
)

merges = sa.Table(
    "merges",
    metadata,
    _seq(),
    _change(),
    sa.Column("loser_id", sa.ForeignKey("venues.id"), nullable=False),
    sa.Column("winner_id", sa.ForeignKey("venues.id"), nullable=False),
)

waiting_rows = sa.Table(
    "waiting_rows",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    _change(),
    sa.Column("scheme_id", sa.ForeignKey("schemes.id"), nullable=False),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=True),
    sa.Column("row_number", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False, unique=True),
    sa.Column("stated", sa.JSON, nullable=False),
    sa.Column("candidate_venue_id", sa.ForeignKey("venues.id"), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("settled_at", Moment, nullable=True),
    # What a person decided: 「same」 venue, 「new」 venue, or 「dropped」.
    sa.Column("settled_as", sa.String(10), nullable=False, server_default=""),
    # The change that settled it; undone, the row waits again.
    sa.Column("settled_change_id", sa.ForeignKey("changes.id"), nullable=True),
)

doorplate_streets = sa.Table(
    "doorplate_streets",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(40), nullable=False, unique=True),
)

#: A street's houses stand together in the key's own order, so that a whole street is one seek. `house` is
#: `geodata.streets.House.key`; coordinates are millionths of a degree (WGS 84).
doorplates = sa.Table(
    "doorplates",
    metadata,
    sa.Column("street_id", sa.ForeignKey("doorplate_streets.id"), primary_key=True, autoincrement=False),
    sa.Column("house", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("village_id", sa.ForeignKey("places.id"), primary_key=True, autoincrement=False),
    sa.Column("lon", sa.Integer, nullable=False),
    sa.Column("lat", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

#: Every table whose rows are numbered by the counter.
SEQUENCED = (facts, voids, agency_parents, order_statements, scheme_statements, merges)

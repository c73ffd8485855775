"""The agency's desk: contacts, transfers, rounds, questions, reports of errors, who looked at what."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# SQLite numbers rows itself only for a plain INTEGER key.
BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")

# Written out, since SQLite adds a column with its reference in place and Alembic would copy the whole table.
COLUMNS = (
    ("changes", "user_id", "INTEGER CONSTRAINT fk_changes_user_id REFERENCES users (id)"),
    ("waiting_rows", "settled_at", "BIGINT"),
    ("waiting_rows", "settled_as", "VARCHAR(10) DEFAULT '' NOT NULL"),
    (
        "waiting_rows",
        "settled_change_id",
        "{big} CONSTRAINT fk_waiting_rows_settled_change_id REFERENCES changes (id)",
    ),
    ("users", "outside_id", "VARCHAR(300) DEFAULT '' NOT NULL"),
    ("sessions", "looking_as_role", "VARCHAR(20) DEFAULT '' NOT NULL"),
    (
        "sessions",
        "looking_as_agency_id",
        "INTEGER CONSTRAINT fk_sessions_looking_as_agency_id REFERENCES agencies (id)",
    ),
)


def upgrade() -> None:
    big = BIG_KEY.compile(op.get_bind().dialect)
    for table, column, kind in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind.format(big=big)}")
    op.create_index(op.f("ix_changes_user_id"), "changes", ["user_id"], unique=False)
    op.create_table(
        "error_reports",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("venue_id", BIG_KEY, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=200), server_default="", nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_as", sa.String(length=10), server_default="", nullable=False),
        sa.Column("settled_by", sa.String(length=80), nullable=True),
        sa.Column("settled_user_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["settled_user_id"], ["users.id"], name=op.f("fk_error_reports_settled_user_id")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_error_reports_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_error_reports")),
    )
    op.create_index(op.f("ix_error_reports_reported_at"), "error_reports", ["reported_at"], unique=False)
    op.create_index(op.f("ix_error_reports_venue_id"), "error_reports", ["venue_id"], unique=False)
    op.create_table(
        "not_duplicates",
        sa.Column("one_id", BIG_KEY, nullable=False),
        sa.Column("other_id", BIG_KEY, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_user_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_not_duplicates_lower_first")),
        sa.ForeignKeyConstraint(["one_id"], ["venues.id"], name=op.f("fk_not_duplicates_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["venues.id"], name=op.f("fk_not_duplicates_other_id")),
        sa.ForeignKeyConstraint(
            ["recorded_user_id"], ["users.id"], name=op.f("fk_not_duplicates_recorded_user_id")
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_not_duplicates")),
    )
    op.create_table(
        "privacy_events",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("venue_id", BIG_KEY, nullable=True),
        sa.Column("venues", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_user_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_user_id"], ["users.id"], name=op.f("fk_privacy_events_recorded_user_id")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_privacy_events_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_events")),
    )
    op.create_index(op.f("ix_privacy_events_venue_id"), "privacy_events", ["venue_id"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("opened_user_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.String(length=80), nullable=True),
        sa.Column("closed_user_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["closed_user_id"], ["users.id"], name=op.f("fk_rounds_closed_user_id")),
        sa.ForeignKeyConstraint(["opened_user_id"], ["users.id"], name=op.f("fk_rounds_opened_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
    )
    op.create_table(
        "venue_questions",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("answers_id", BIG_KEY, nullable=True),
        sa.Column("venue_id", BIG_KEY, nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_user_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.String(length=80), nullable=True),
        sa.Column("closed_user_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["venue_questions.id"], name=op.f("fk_venue_questions_answers_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_user_id"], ["users.id"], name=op.f("fk_venue_questions_closed_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_user_id"], ["users.id"], name=op.f("fk_venue_questions_recorded_user_id")
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_venue_questions_scheme_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_venue_questions_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_questions")),
    )
    op.create_index(op.f("ix_venue_questions_answers_id"), "venue_questions", ["answers_id"], unique=False)
    op.create_index(op.f("ix_venue_questions_venue_id"), "venue_questions", ["venue_id"], unique=False)
    op.create_table(
        "contact_entries",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("venue_id", BIG_KEY, nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("next_action", sa.String(length=200), server_default="", nullable=False),
        sa.Column("next_on", sa.Integer(), nullable=True),
        sa.Column("not_before", sa.Integer(), nullable=True),
        sa.Column("owner_user_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("change_id", BIG_KEY, nullable=True),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_user_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_contact_entries_agency_id")),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_contact_entries_change_id")),
        sa.ForeignKeyConstraint(
            ["owner_user_id"], ["users.id"], name=op.f("fk_contact_entries_owner_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_user_id"], ["users.id"], name=op.f("fk_contact_entries_recorded_user_id")
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_contact_entries_scheme_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_contact_entries_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_entries")),
    )
    op.create_index(op.f("ix_contact_entries_agency_id"), "contact_entries", ["agency_id"], unique=False)
    op.create_index(
        op.f("ix_contact_entries_owner_user_id"), "contact_entries", ["owner_user_id"], unique=False
    )
    op.create_index(op.f("ix_contact_entries_venue_id"), "contact_entries", ["venue_id"], unique=False)
    op.create_table(
        "round_items",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_items_round_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_round_items_scheme_id")),
        sa.PrimaryKeyConstraint("round_id", "scheme_id", name=op.f("pk_round_items")),
    )
    op.create_table(
        "round_steps",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("nothing_changed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_user_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_round_steps_agency_id")),
        sa.ForeignKeyConstraint(
            ["recorded_user_id"], ["users.id"], name=op.f("fk_round_steps_recorded_user_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_steps_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_steps")),
    )
    op.create_index(op.f("ix_round_steps_agency_id"), "round_steps", ["agency_id"], unique=False)
    op.create_index(op.f("ix_round_steps_round_id"), "round_steps", ["round_id"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("venue_id", BIG_KEY, nullable=False),
        sa.Column("from_agency_id", sa.Integer(), nullable=True),
        sa.Column("to_agency_id", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_user_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("decided_user_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("change_id", BIG_KEY, nullable=True),
        sa.ForeignKeyConstraint(["asked_user_id"], ["users.id"], name=op.f("fk_transfers_asked_user_id")),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_transfers_change_id")),
        sa.ForeignKeyConstraint(["decided_user_id"], ["users.id"], name=op.f("fk_transfers_decided_user_id")),
        sa.ForeignKeyConstraint(
            ["from_agency_id"], ["agencies.id"], name=op.f("fk_transfers_from_agency_id")
        ),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agencies.id"], name=op.f("fk_transfers_to_agency_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_transfers_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_index(op.f("ix_transfers_to_agency_id"), "transfers", ["to_agency_id"], unique=False)
    op.create_index(op.f("ix_transfers_venue_id"), "transfers", ["venue_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_transfers_venue_id"), table_name="transfers")
    op.drop_index(op.f("ix_transfers_to_agency_id"), table_name="transfers")
    op.drop_table("transfers")
    op.drop_index(op.f("ix_round_steps_round_id"), table_name="round_steps")
    op.drop_index(op.f("ix_round_steps_agency_id"), table_name="round_steps")
    op.drop_table("round_steps")
    op.drop_table("round_items")
    op.drop_index(op.f("ix_contact_entries_venue_id"), table_name="contact_entries")
    op.drop_index(op.f("ix_contact_entries_owner_user_id"), table_name="contact_entries")
    op.drop_index(op.f("ix_contact_entries_agency_id"), table_name="contact_entries")
    op.drop_table("contact_entries")
    op.drop_index(op.f("ix_venue_questions_venue_id"), table_name="venue_questions")
    op.drop_index(op.f("ix_venue_questions_answers_id"), table_name="venue_questions")
    op.drop_table("venue_questions")
    op.drop_table("rounds")
    op.drop_index(op.f("ix_privacy_events_venue_id"), table_name="privacy_events")
    op.drop_table("privacy_events")
    op.drop_table("not_duplicates")
    op.drop_index(op.f("ix_error_reports_venue_id"), table_name="error_reports")
    op.drop_index(op.f("ix_error_reports_reported_at"), table_name="error_reports")
    op.drop_table("error_reports")
    op.drop_index(op.f("ix_changes_user_id"), table_name="changes")
    for table, column, _ in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")

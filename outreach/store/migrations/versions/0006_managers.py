"""The managers' desk: tracked items, meeting texts, remedies, reminders, digests; schemes in words."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# SQLite numbers rows itself only for a plain INTEGER key.
BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.add_column(
        "schemes", sa.Column("complete_means", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("schemes", sa.Column("words", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("schemes", sa.Column("voucher_kinds", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "digests",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("covers_from", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("sending_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("failure", sa.String(length=300), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_digests_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("week", "agency_id", name=op.f("uq_digests_week_agency_id")),
    )
    op.create_table(
        "mailboxes",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_user_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_mailboxes_agency_id")),
        sa.ForeignKeyConstraint(
            ["recorded_user_id"], ["users.id"], name=op.f("fk_mailboxes_recorded_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailboxes")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_mailboxes_agency_id")),
    )
    op.create_table(
        "remedies",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("stated_by", sa.String(length=80), nullable=False),
        sa.Column("stated_user_id", sa.Integer(), nullable=True),
        sa.Column("stated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_remedies_agency_id")),
        sa.ForeignKeyConstraint(["stated_user_id"], ["users.id"], name=op.f("fk_remedies_stated_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedies")),
    )
    op.create_index(op.f("ix_remedies_agency_id"), "remedies", ["agency_id"], unique=False)
    op.create_table(
        "tracked_items",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meeting_number", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("opened_user_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_user_id"], ["users.id"], name=op.f("fk_tracked_items_opened_user_id")
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_tracked_items_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracked_items")),
        sa.UniqueConstraint(
            "meeting_number", "sequence", name=op.f("uq_tracked_items_meeting_number_sequence")
        ),
    )
    op.create_table(
        "meeting_texts",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("meeting_number", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=80), nullable=False),
        sa.Column("written_user_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_number"], ["meetings.number"], name=op.f("fk_meeting_texts_meeting_number")
        ),
        sa.ForeignKeyConstraint(
            ["written_user_id"], ["users.id"], name=op.f("fk_meeting_texts_written_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_texts")),
    )
    op.create_index(
        op.f("ix_meeting_texts_meeting_number"), "meeting_texts", ["meeting_number"], unique=False
    )
    op.create_table(
        "round_reminders",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_user_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_round_reminders_agency_id")),
        sa.ForeignKeyConstraint(
            ["recorded_user_id"], ["users.id"], name=op.f("fk_round_reminders_recorded_user_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_reminders_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_reminders")),
    )
    op.create_index(op.f("ix_round_reminders_round_id"), "round_reminders", ["round_id"], unique=False)
    op.create_table(
        "tracked_agencies",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("times_before", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_tracked_agencies_agency_id")),
        sa.ForeignKeyConstraint(["item_id"], ["tracked_items.id"], name=op.f("fk_tracked_agencies_item_id")),
        sa.PrimaryKeyConstraint("item_id", "agency_id", name=op.f("pk_tracked_agencies")),
    )
    op.create_table(
        "tracked_decisions",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("meeting_number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=14), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_user_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_tracked_decisions_agency_id")),
        sa.ForeignKeyConstraint(["item_id"], ["tracked_items.id"], name=op.f("fk_tracked_decisions_item_id")),
        sa.ForeignKeyConstraint(
            ["recorded_user_id"], ["users.id"], name=op.f("fk_tracked_decisions_recorded_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracked_decisions")),
    )
    op.create_index(op.f("ix_tracked_decisions_item_id"), "tracked_decisions", ["item_id"], unique=False)
    op.create_table(
        "tracked_reports",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("meeting_number", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Integer(), nullable=True),
        sa.Column("reported_by", sa.String(length=80), nullable=False),
        sa.Column("reported_user_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_tracked_reports_agency_id")),
        sa.ForeignKeyConstraint(["item_id"], ["tracked_items.id"], name=op.f("fk_tracked_reports_item_id")),
        sa.ForeignKeyConstraint(
            ["reported_user_id"], ["users.id"], name=op.f("fk_tracked_reports_reported_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracked_reports")),
    )
    op.create_index(op.f("ix_tracked_reports_item_id"), "tracked_reports", ["item_id"], unique=False)


def downgrade() -> None:
    for table in (
        "tracked_reports",
        "tracked_decisions",
        "tracked_agencies",
        "round_reminders",
        "meeting_texts",
        "tracked_items",
        "remedies",
        "mailboxes",
        "digests",
    ):
        op.drop_table(table)
    for column in ("voucher_kinds", "words", "complete_means"):
        op.drop_column("schemes", column)

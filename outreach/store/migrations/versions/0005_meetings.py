"""Meetings, and the editions of their figures."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# SQLite numbers rows itself only for a plain INTEGER key.
BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on_day", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("figures_only", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("opened_user_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["opened_user_id"], ["users.id"], name=op.f("fk_meetings_opened_user_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_meetings")),
    )
    op.create_table(
        "meeting_items",
        sa.Column("meeting_number", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_number"], ["meetings.number"], name=op.f("fk_meeting_items_meeting_number")
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_meeting_items_scheme_id")),
        sa.PrimaryKeyConstraint("meeting_number", "item", name=op.f("pk_meeting_items")),
    )
    op.create_table(
        "editions",
        sa.Column("id", BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("meeting_number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("frozen_by", sa.String(length=80), nullable=False),
        sa.Column("frozen_user_id", sa.Integer(), nullable=True),
        sa.Column("frozen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["frozen_user_id"], ["users.id"], name=op.f("fk_editions_frozen_user_id")),
        sa.ForeignKeyConstraint(
            ["meeting_number"], ["meetings.number"], name=op.f("fk_editions_meeting_number")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_editions_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("meeting_number", "edition", name=op.f("uq_editions_meeting_number_edition")),
    )
    op.create_table(
        "edition_figures",
        sa.Column("edition_id", BIG_KEY, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("outstanding", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_edition_figures_agency_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_figures_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "item", "line", name=op.f("pk_edition_figures")),
    )
    op.create_table(
        "edition_members",
        sa.Column("edition_id", BIG_KEY, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.String(length=24), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_members_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "item", "standing", name=op.f("pk_edition_members")),
    )
    op.create_table(
        "edition_non_reporters",
        sa.Column("edition_id", BIG_KEY, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_edition_non_reporters_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_edition_non_reporters_edition_id")
        ),
        sa.PrimaryKeyConstraint("edition_id", "agency_id", name=op.f("pk_edition_non_reporters")),
    )


def downgrade() -> None:
    for table in (
        "edition_non_reporters",
        "edition_members",
        "edition_figures",
        "editions",
        "meeting_items",
        "meetings",
    ):
        op.drop_table(table)

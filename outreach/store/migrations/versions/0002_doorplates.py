"""Door plates, by which addresses are located."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doorplate_streets",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doorplate_streets")),
        sa.UniqueConstraint("name", name=op.f("uq_doorplate_streets_name")),
    )
    op.create_table(
        "doorplates",
        sa.Column("street_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("house", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("village_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lon", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["street_id"], ["doorplate_streets.id"], name=op.f("fk_doorplates_street_id")
        ),
        sa.ForeignKeyConstraint(["village_id"], ["places.id"], name=op.f("fk_doorplates_village_id")),
        sa.PrimaryKeyConstraint("street_id", "house", "village_id", name=op.f("pk_doorplates")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("doorplates")
    op.drop_table("doorplate_streets")

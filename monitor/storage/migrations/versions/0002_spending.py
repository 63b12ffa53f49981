"""Count what paid platforms have cost, per source and month, so that a cap holds across runs and crashes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of spending."""
    op.create_table(
        "spending",
        sa.Column("source_id", sa.Text, primary_key=True),
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("micros", sa.BigInteger, nullable=False),
    )

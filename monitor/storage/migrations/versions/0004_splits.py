"""Keep the wrong merges that staff undid, so that they stay undone; let groups be found by their name."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of splits, and indexes on the names of stories and events."""
    op.create_table(
        "splits",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("of_event", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "split_items",
        sa.Column("split", sa.Integer, sa.ForeignKey("splits.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("item_id", sa.String(64), sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("out", sa.Boolean, nullable=False),
    )
    op.create_index("split_items_item", "split_items", ["item_id"])
    op.create_index("groupings_story", "groupings", ["story_id"])
    op.create_index("groupings_event", "groupings", ["event_id"])

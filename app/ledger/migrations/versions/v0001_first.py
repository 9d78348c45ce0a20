"""The first shape: all tables of ``app.ledger.tables`` as they stood at version 1.

A later step changes what this one made; it never edits it.
"""

from alembic import op

from app.ledger.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first version."""
    metadata.create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    """A store is never taken back to an older shape; a backup is restored instead."""
    raise NotImplementedError("restore the backup made before the upgrade")

"""Bytes beside the records: the table ``blob``. Everything that stood before stays as it is."""

from alembic import op

from app.ledger.tables import blob

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table; a store made from nothing has it already from the first step, which makes them all."""
    blob.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    """A store is never taken back to an older shape; a backup is restored instead."""
    raise NotImplementedError("restore the backup made before the upgrade")

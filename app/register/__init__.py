"""Use cases and queries in the users' words; the only room between screens and the ledger."""

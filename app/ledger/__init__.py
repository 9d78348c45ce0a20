"""The ledger: every change as one immutable operation, and the tables folded from them."""

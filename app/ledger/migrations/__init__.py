"""Steps that bring the ledger's and system's tables to the present shape."""

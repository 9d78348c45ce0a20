"""Item models of the desk: read-only views over what the register returns."""

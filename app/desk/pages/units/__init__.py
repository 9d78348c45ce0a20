"""The table of units of an upper node."""

"""Counting what the register holds: one definition for every number, and the records behind it."""

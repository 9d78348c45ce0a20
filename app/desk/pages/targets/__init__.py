"""Targets of plans and how far they are reached."""

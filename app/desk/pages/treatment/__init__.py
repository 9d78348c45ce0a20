"""Substitution treatment in stages, missed days by calendar, and its clinical notes for the health role."""

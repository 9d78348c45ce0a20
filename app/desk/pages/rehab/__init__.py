"""Rehabilitation from the registration to its end."""

"""Accounts, keys, and how the desk looks."""

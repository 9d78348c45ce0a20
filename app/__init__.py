"""Bình Yên: offline, commune-level record keeping in drug-prevention work."""

__version__ = "0.1.0"

"""Packages out and in, pairing with other nodes."""

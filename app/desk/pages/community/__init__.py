"""The work in the community, by hamlet."""

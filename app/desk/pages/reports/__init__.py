"""Reports of a period: choose, look at, seal, write to a file."""

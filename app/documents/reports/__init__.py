"""Reports of a period as papers."""

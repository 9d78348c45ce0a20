"""Who looked, who changed what."""

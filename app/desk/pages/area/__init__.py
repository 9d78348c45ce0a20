"""Places, incidents and what else the police keep about the commune."""

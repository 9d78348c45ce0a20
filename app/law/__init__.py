"""The law as dated data: packs by regime, the calendar, deadlines with their reasons, and what is owed."""

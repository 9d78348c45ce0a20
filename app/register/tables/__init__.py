"""Tables computed from records and kept beside them: list cards, the search index, what is owed."""

"""Adding a person: identify first, then the fewest fields."""

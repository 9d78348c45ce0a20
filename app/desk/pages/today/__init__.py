"""What is owed today, and the figures beside it."""

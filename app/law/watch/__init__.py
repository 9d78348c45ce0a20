"""What is owed, subject by subject; ``app.law.owed`` puts the subjects together."""

"""The project's own benchmark: each goal as a ratio to a floor measured in the same run."""

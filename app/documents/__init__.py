"""Official papers and lists: one document model and the writers that put it in a file."""

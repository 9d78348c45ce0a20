"""The files of procedures: how complete each is, what it lacks, its papers and prints."""

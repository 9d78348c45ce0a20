"""Making two records of one person one, and taking them apart again."""

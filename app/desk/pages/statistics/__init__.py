"""Statistics: any number by any breakdown, with its chart, its meaning and its records."""

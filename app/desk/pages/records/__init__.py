"""Lists of records of one kind, with their form, on one page pattern."""

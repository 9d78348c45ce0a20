"""The class of a commune and its ten criteria, counted from the register with the records that decide."""

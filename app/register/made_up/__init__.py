"""What made-up registers are made of: people in their situations, kits, places and incidents."""

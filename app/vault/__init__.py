"""Keys, roles, the encrypted store, its anchor and the folder they live in."""

"""Help, shortcuts, versions and licences."""

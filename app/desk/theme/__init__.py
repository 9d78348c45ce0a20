"""How the desk looks: colours, type, spacing, icons and the one style sheet."""

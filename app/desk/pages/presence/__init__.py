"""Roll calls, absences, and people who go to or come from other communes."""

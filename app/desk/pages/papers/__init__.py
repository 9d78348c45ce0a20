"""Official papers: making and issuing them, the numbering book, issued copies, the unit's own texts."""

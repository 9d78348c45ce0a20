"""Official papers: named facts to fill forms with, the numbering book, issued copies, a unit's own texts."""

"""What people read: message catalogues of the two languages.

Code holds English message ids. ``N_`` marks one for the catalogue without
translating it (declarations, tables, faults); ``_`` translates now. Vietnamese
is the default language, English is the message ids themselves.
"""

from app.words.catalogue import LANGUAGES, N_, _, language, plural, set_language, vietnamese

__all__ = ["LANGUAGES", "N_", "_", "language", "plural", "set_language", "vietnamese"]

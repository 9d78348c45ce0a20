"""What screens are shown of an obligation and its reason: the law's own records, as use cases hand them out."""

from app.law.explain import Because
from app.law.owed import WHAT, Owed

__all__ = ["WHAT", "Because", "Owed"]

"""Reports of a period: what they count, their sealed copies, and what changed since one was sealed."""

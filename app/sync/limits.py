"""Sizes no package may pass; larger is refused before memory is spent on it."""

from __future__ import annotations

KIB = 1024
MIB = 1024 * KIB

HEADER = 4 * KIB
ENVELOPE = 256 * KIB
VOLUME = 25_000_000
TEXT_FILE = VOLUME * 3 // 2
"""A text variant: base64, line breaks and what a mail program puts around it."""
CIPHERTEXT = 64 * MIB
BODY = 256 * MIB
RATIO = 200
RATIO_FREE = MIB
"""Bodies up to this size may be compressed as well as they like: they cannot fill memory."""
WINDOW = 8 * MIB
LINE = MIB
OPS = 200_000
BLOCKS = 200_000
"""Compressed blocks in one body: 128 KiB each when honest, so 2,048 at most."""
SIGNATURES = 4
RECIPIENTS = 50
VOLUMES = 999
CARD = 16 * KIB
PAD = 4096

VOLUME_DEFAULT = 7_000_000
"""With base64 and line breaks (x 1.37) this fits a mailbox of 10 MB."""
VOLUME_PRESETS = (3_500_000, VOLUME_DEFAULT, 17_000_000)
VOLUME_LEAST = 4096

SPARE = 200 * MIB
"""Free disk asked for before an import or export, beside three times the body."""
WAITING = 100
"""Packages of one stream that wait for earlier ones."""
KEPT_BYTES = 500 * MIB
KEPT_SECONDS = 30 * 86_400
"""How much of what was refused, and of volumes whose package is not whole, is kept and how long."""

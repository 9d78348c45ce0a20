"""The anchor: how far the register had come, kept outside the store.

A database that was put back from yesterday, or that lost the end of its log, is
sound in itself; only something beside it can tell. The file has two slots of fixed
width, written in turn and in place after each commit, without waiting for the disk:
an older anchor is harmless, and a torn slot leaves the other. A MAC shows any byte
changed by hand. ``sync`` waits for the disk; it is called before a package leaves,
when the register is locked and when it is closed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any

from app.kinds.canonical import NotCanonical, decode, encode
from app.kinds.faults import Fault
from app.vault.durable import write_file
from app.words import N_

WIDTH = 512
_SLOTS = 2
_MAC_USE = b"binhyen anchor v1\0"
MISSING, DAMAGED, SLOT_DAMAGED = "E_ANCHOR_MISSING", "E_ANCHOR_DAMAGED", "W_ANCHOR_SLOT"
_READONLY = N_("The anchor file beside the register cannot be written. Free the disk or the folder.")


@dataclass(frozen=True)
class AnchorState:
    """How far the register had come: operations, packages sent, audit entries."""

    install_id: str
    epoch: int
    lsn: int
    out_seq: int
    audit_n: int
    audit_head: str


_FIELDS = tuple(field.name for field in fields(AnchorState))


@dataclass(frozen=True)
class AnchorLook:
    """What the file says: the newest sound state, and a code when something is wrong with the file.

    ``code``: empty, ``E_ANCHOR_MISSING``, ``E_ANCHOR_DAMAGED`` (no sound slot) or
    ``W_ANCHOR_SLOT`` (one of the two; after a power cut this is expected).
    """

    state: AnchorState | None
    code: str


class Anchor:
    """The anchor file at ``path`` under the anchor key; one object per process, any thread."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self._lock = threading.Lock()
        self._file: IO[bytes] | None = None
        self._number = 0

    def __repr__(self) -> str:
        return f"Anchor({str(self.path)!r})"

    def look(self) -> AnchorLook:
        """The newest sound state and what is wrong with the file, if anything."""
        try:
            with self.path.open("rb") as file:
                data = file.read(_SLOTS * WIDTH + 1)
        except FileNotFoundError:
            return AnchorLook(None, MISSING)
        except OSError:
            return AnchorLook(None, DAMAGED)
        sound = self._sound(data)
        if not sound:
            return AnchorLook(None, DAMAGED)
        whole = len(sound) == _SLOTS and len(data) == _SLOTS * WIDTH
        return AnchorLook(sound[max(sound)], "" if whole else SLOT_DAMAGED)

    def read(self) -> AnchorState | None:
        """The newest sound state; None when there is none (``look`` says why)."""
        return self.look().state

    def write(self, state: AnchorState) -> None:
        """Put ``state`` into the older slot. Fault E_READONLY when the file cannot be written."""
        with self._lock:
            try:
                if self._file is None:
                    self._file = self._opened(state)
                self._number += 1
                self._file.seek(self._number % _SLOTS * WIDTH)
                self._file.write(self._line(self._number, state))
            except OSError as error:
                raise Fault("E_READONLY", _READONLY) from error

    def sync(self) -> None:
        """Wait until what was written is on the disk."""
        with self._lock:
            if self._file is not None:
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """``sync`` and close the file; a later ``write`` opens it again."""
        self.sync()
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _opened(self, state: AnchorState) -> IO[bytes]:
        """The file ready to be written in place; a missing, cut or unreadable one is made anew."""
        data = self.path.read_bytes() if self.path.exists() else b""
        sound = self._sound(data)
        self._number = max(sound, default=0)
        if len(data) != _SLOTS * WIDTH or not sound:
            self._number += 2 + self._number % 2
            lines = (self._line(self._number + place, state) for place in range(_SLOTS))
            write_file(self.path, b"".join(lines))
            self._number += 1
        return self.path.open("r+b", buffering=0)

    def _sound(self, data: bytes) -> dict[int, AnchorState]:
        """Sound slots by their running number."""
        found = {}
        for place in range(_SLOTS):
            read = self._slot(data[place * WIDTH : (place + 1) * WIDTH], place)
            if read is not None:
                found[read[0]] = read[1]
        return found

    def _slot(self, data: bytes, place: int) -> tuple[int, AnchorState] | None:
        try:
            value = decode(data.rstrip(b" \n"))
            number = value.pop("number")
            value.pop("mac")
            state = AnchorState(**value)
            # Written anew it must be the same bytes, filling included: so no byte can change unseen.
            same = hmac.compare_digest(self._line(number, state), data)
        except (NotCanonical, KeyError, TypeError, AttributeError, ValueError):
            return None
        return (number, state) if same and number % _SLOTS == place else None

    def _line(self, number: int, state: AnchorState) -> bytes:
        value: dict[str, Any] = {name: getattr(state, name) for name in _FIELDS}
        value["number"] = number
        value["mac"] = hmac.new(self._key, _MAC_USE + encode(value), hashlib.sha256).hexdigest()
        line = encode(value)
        if len(line) >= WIDTH:
            raise ValueError("the anchor's line is too long")
        return line.ljust(WIDTH - 1) + b"\n"

"""The text variant of a volume, for gateways that strip unknown attachments."""

from __future__ import annotations

import base64
import binascii

from app.sync.codes import Code, Reject
from app.sync.header import MAGIC

BEGIN = b"-----BEGIN BINH YEN PACKAGE-----"
END = b"-----END BINH YEN PACKAGE-----"
_COLUMNS = 64
_LINE_BYTES = _COLUMNS // 4 * 3


def to_text(volume: bytes) -> bytes:
    """A volume as ASCII lines of 64 columns between BEGIN and END."""
    lines = [BEGIN]
    for start in range(0, len(volume), _LINE_BYTES):
        lines.append(binascii.b2a_base64(volume[start : start + _LINE_BYTES], newline=False))
    lines.append(END)
    return b"\n".join(lines) + b"\n"


def is_text(data: bytes) -> bool:
    """Whether this looks like a text variant; mail programs may have put text before it."""
    return not data.startswith(MAGIC) and BEGIN in data[:4096]


def from_text(data: bytes) -> bytes:
    """The volume in a text variant, whatever stands before BEGIN and after END.

    Line ends and spaces may have changed on the way, nothing else; Reject E_MAGIC.
    """
    start = data.find(BEGIN)
    end = data.find(END, start)
    if start < 0 or end < 0:
        raise Reject(Code.E_MAGIC, "no BEGIN or END line")
    kernel = b"".join(data[start + len(BEGIN) : end].split())
    try:
        return base64.b64decode(kernel, validate=True)
    except binascii.Error as error:
        raise Reject(Code.E_MAGIC, "not base64") from error

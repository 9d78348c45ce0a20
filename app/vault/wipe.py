"""Keeping keys out of dumps, and ending the process that holds them.

Python cannot overwrite its own strings, so locking the register means that the
process ends; a fresh one asks for the password. Every call here does what the
system offers and is silent where it offers nothing.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Callable
from typing import NoReturn

_PR_SET_DUMPABLE = 4
_SEM_NO_FAULT_BOX = 0x0001 | 0x0002


def guard_process() -> None:
    """No memory dump of this process: by the kernel, by Windows Error Reporting, by a stranger's debugger."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_SEM_NO_FAULT_BOX)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.windll.wer.WerAddExcludedApplication(sys.executable, False)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def end_process(close: Callable[[], None], status: int = 0) -> NoReturn:
    """Close the store, say what is still to be said, and end at once, with every key in memory."""
    try:
        close()
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                with contextlib.suppress(OSError, ValueError):
                    stream.flush()
        os._exit(status)

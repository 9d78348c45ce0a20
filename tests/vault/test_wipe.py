from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="reads what the kernel says")
def test_a_guarded_process_leaves_no_dump():
    code = (
        "import resource; from app.vault.wipe import guard_process\n"
        "import ctypes; guard_process()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert run.stdout.split() == ["0", "0"]


def test_locking_closes_and_ends_the_process_whatever_happens():
    code = (
        "import sys, threading; from app.vault.wipe import end_process\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "def close():\n"
        "    print('closed')\n"
        "    if sys.argv[1] == 'bad': raise ValueError\n"
        "end_process(close, 7)\n"
    )
    for how in ("good", "bad"):
        run = subprocess.run([sys.executable, "-c", code, how], capture_output=True, text=True, timeout=30)
        assert (run.returncode, run.stdout) == (7, "closed\n")

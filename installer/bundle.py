"""Packs the program into one folder, ``build/dist/binhyen``, and lets it check itself.

The check runs from another folder and with nothing of the checkout on its path,
the way it will run on somebody's machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
PROGRAM = BUILD / "dist" / "binhyen" / ("binhyen.exe" if sys.platform == "win32" else "binhyen")
_CHECK_LIMIT_S = 120


def build() -> Path:
    """Let PyInstaller make the folder; returns the program in it."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    command += ["--distpath", str(BUILD / "dist"), "--workpath", str(BUILD / "work")]
    subprocess.run([*command, str(ROOT / "installer" / "binhyen.spec")], cwd=ROOT, check=True)
    return PROGRAM


def check(program: Path) -> dict[str, object]:
    """What the packed program says of itself; CalledProcessError when it does not speak."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG")
    settings = {name: os.environ[name] for name in kept if name in os.environ}
    with tempfile.TemporaryDirectory() as elsewhere:
        done = subprocess.run(
            [str(program), "self-test", "--json"],
            cwd=elsewhere,
            env={**settings, "HOME": elsewhere},
            capture_output=True,
            timeout=_CHECK_LIMIT_S,
            check=False,
        )
    if not done.stdout.strip():
        print(done.stderr.decode("utf-8", "replace"), file=sys.stderr)
        raise subprocess.CalledProcessError(done.returncode, "self-test")
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def main() -> int:
    """Build, check, say what came of it; returns the exit status."""
    try:
        answer = check(build())
    except subprocess.SubprocessError as trouble:
        print(f"The program could not be packed: {trouble}", file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in PROGRAM.parent.rglob("*") if not file.is_symlink())
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    print(f"{PROGRAM.parent}: {size / 1e6:.0f} MB")
    return 0 if answer["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())

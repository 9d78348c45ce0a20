"""Starts Bình Yên from a checkout: ``python3 run.py [COMMAND …]``.

Makes the environment when it is missing or out of date (parts with exact versions
and hashes from ``installer/*.lock``), then runs the command in it. ``test`` runs
every check of the project. Needs the standard library only; everything it says
goes to standard error, so that ``--json`` output stays clean.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PARTS = ROOT / "installer" / "parts.lock"
TEST_PARTS = ROOT / "installer" / "parts-test.lock"
WINDOWS = sys.platform == "win32"
DEFECT, REFUSED = 1, 3
ATTEMPTS = 3
STEP_LIMIT_S = 30 * 60

# Shared libraries Qt opens, and the Debian package of each.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
}
X_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
# Programs the tests compare ours with, and the Debian package of each.
TEST_TOOLS = {
    "age": "age",
    "minisign": "minisign",
    "openssl": "openssl",
    "pdftotext": "poppler-utils",
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
}
TEST_FONTS = {"/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf": "fonts-liberation2"}

SAYINGS = {
    "old_python": (
        "Bình Yên cần Python 3.11 trở lên; bản đang chạy là {version}.",
        "Bình Yên needs Python 3.11 or newer; this is {version}.",
    ),
    "no_screen": (
        "Máy này không có màn hình để mở cửa sổ; chạy “python3 run.py demo” để xem công việc chính.",
        'There is no screen to open the window on; run "python3 run.py demo" to see the main job.',
    ),
    "no_venv": (
        "Python này không tạo được môi trường; chạy “apt-get install -y {packages}” rồi thử lại.",
        'This Python cannot make an environment; run "apt-get install -y {packages}" and try again.',
    ),
    "no_libraries": (
        "Thiếu thư viện để mở cửa sổ; chạy “sudo apt-get install -y {packages}” rồi thử lại.",
        'Libraries for the window are missing; run "sudo apt-get install -y {packages}" and try again.',
    ),
    "no_libraries_here": (
        "Thiếu thư viện để mở cửa sổ: {libraries}; cài bằng công cụ của hệ điều hành rồi thử lại.",
        "Libraries for the window are missing: {libraries}; install them with the system's tool.",
    ),
    "installing": (
        "Đang chuẩn bị môi trường, lần đầu mất vài phút…",
        "Preparing the environment; the first time takes some minutes…",
    ),
    "again": ("Chưa cài được, thử lại lần {attempt}…", "Not installed yet, attempt {attempt}…"),
    "not_installed": (
        "Không cài được các phần của chương trình; chi tiết ở {log}. Kiểm tra kết nối rồi chạy lại.",
        "The program's parts could not be installed; see {log}, check the connection and run again.",
    ),
    "no_packages": ("Không cài được gói hệ thống: {packages}.", "Packages not installed: {packages}."),
    "file_trouble": (
        "Không ghi được môi trường: {reason}. Kiểm tra quyền ghi và dung lượng của {folder}.",
        "The environment could not be written: {reason}. Check write permission and space of {folder}.",
    ),
}


class Refused(Exception):
    """The start is refused; the text is the one sentence for the person."""


def say(saying: str, **values: object) -> str:
    """The sentence in the language of the command line (``--lang``), Vietnamese by default."""
    vietnamese, english = SAYINGS[saying]
    given = " ".join(sys.argv[1:]).replace("=", " ")
    return (english if "--lang en" in given else vietnamese).format(**values)


def tell(text: str) -> None:
    """One line on standard error, whatever the terminal can show."""
    encoding = sys.stderr.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def environment() -> Path:
    """Folder of the environment: ``.venv`` of the checkout, or what ``BINHYEN_ENV`` names."""
    return Path(os.environ.get("BINHYEN_ENV") or ROOT / ".venv").absolute()


def python_of(env: Path) -> Path:
    """The interpreter of an environment."""
    return env / ("Scripts/python.exe" if WINDOWS else "bin/python")


def stamp(env: Path, lock: Path) -> tuple[Path, str]:
    """Where it is noted that a lock is installed, and what the note says when it still holds."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    # A newer system Python behind the same link makes the environment useless.
    interpreter = os.path.realpath(python_of(env))
    return env / f"{lock.stem}.installed", f"{digest}\n{interpreter}\n"


def is_ready(env: Path, lock: Path) -> bool:
    """Is this lock completely installed in the environment?"""
    note, text = stamp(env, lock)
    try:
        return python_of(env).exists() and note.read_text("utf-8") == text
    except OSError:
        return False


def ensure(env: Path, lock: Path) -> Path:
    """Install the lock when it is not; returns the interpreter of the environment."""
    if not is_ready(env, lock):
        env.mkdir(parents=True, exist_ok=True)
        with (env / "install.mutex").open("a+b") as mutex:
            hold(mutex.fileno())
            # A pip that outlives a killed start keeps the lock until it is done.
            os.set_inheritable(mutex.fileno(), True)
            if not is_ready(env, lock):  # another start may have done it meanwhile
                install(env, lock)
    return python_of(env)


def hold(file: int) -> None:
    """Wait until no other start is installing into the same environment."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_LOCK, 1)
            except OSError:  # gives up after ten seconds
                continue
            return
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def install(env: Path, lock: Path) -> None:
    """Make the environment and install a lock; the note of success is written last."""
    tell(say("installing"))
    unfinished = env / "unfinished"
    is_whole = python_of(env).exists() and not unfinished.exists()
    if not is_whole:
        clear(env)
    unfinished.touch()
    for note in env.glob("*.installed"):
        note.unlink()
    if not is_whole:
        make_environment(env)
    install_parts(env, lock)
    for done in {lock, PARTS}:  # the parts for tests include those for running
        note, text = stamp(env, done)
        note.write_text(text, "utf-8", newline="\n")
    unfinished.unlink()


def make_environment(env: Path) -> None:
    """An empty environment with pip in it."""
    ensure_venv()
    log = env / "install.log"
    if call([sys.executable, "-m", "venv", str(env)], log):
        raise Refused(say("not_installed", log=log))


def clear(env: Path) -> None:
    """Empty the environment, but for the lock file that is held."""
    for entry in env.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != "install.mutex":
            entry.unlink()


def install_parts(env: Path, lock: Path) -> None:
    """Let pip install a lock, every file checked against its hash; tried again when the way fails."""
    log = env / "install.log"
    command = [str(python_of(env)), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar=off", "-r", str(lock)]
    for attempt in range(1, ATTEMPTS + 1):
        if call(command, log) == 0:
            return
        if "DO NOT MATCH THE HASHES" in log.read_text("utf-8", "replace"):
            break  # asking again would bring the same wrong file
        if attempt < ATTEMPTS:
            tell(say("again", attempt=attempt + 1))
            time.sleep(3 * attempt)
    raise Refused(say("not_installed", log=log))


def call(command: list[str], log: Path) -> int:
    """Run a command with its output in a log file; returns its exit status."""
    import subprocess

    with log.open("wb") as out:
        return subprocess.call(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, close_fds=False
        )


def is_root() -> bool:
    """May we install system packages?"""
    return sys.platform != "win32" and os.geteuid() == 0


def missing_libraries(libraries: dict[str, str]) -> dict[str, str]:
    """Those of the shared libraries that the system's loader does not find."""
    import ctypes
    import subprocess

    try:
        path = os.environ.get("PATH", "") + os.pathsep + "/sbin" + os.pathsep + "/usr/sbin"
        tool = shutil.which("ldconfig", path=path) or "ldconfig"
        known = subprocess.run([tool, "-p"], capture_output=True, text=True, check=False).stdout
    except OSError:
        known = ""
    missing = {}
    for library, package in libraries.items():
        if f"\t{library} " in known:
            continue
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def install_packages(packages: list[str]) -> bool:
    """Install Debian packages; false when they could not be had."""
    import subprocess

    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    # Without fresh lists the packages may still be had from those of yesterday.
    subprocess.run([*apt, "update"], env=settings, capture_output=True, check=False)
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if subprocess.run(command, env=settings, capture_output=True, check=False).returncode == 0:
        return True
    tell(say("no_packages", packages=" ".join(packages)))
    return False


def ensure_venv() -> None:
    """Debian ships the making of environments as a package of its own."""
    import importlib.util

    if importlib.util.find_spec("ensurepip"):
        return
    packages = [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]
    if not (is_root() and shutil.which("apt-get") and install_packages(packages)):
        raise Refused(say("no_venv", packages=" ".join(packages)))


def ensure_libraries(libraries: dict[str, str], *, needed: bool) -> None:
    """See to the shared libraries of Qt; ``needed`` refuses to go on without them."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(libraries)
    if not missing:
        return
    packages = sorted(set(missing.values()))
    on_debian = shutil.which("apt-get") is not None
    if on_debian and is_root() and install_packages(packages):
        return
    if needed and on_debian:
        raise Refused(say("no_libraries", packages=" ".join(packages)))
    if needed:
        raise Refused(say("no_libraries_here", libraries=", ".join(sorted(missing))))


def ensure_test_tools() -> None:
    """Install what only the tests need, where we may; a test that misses a tool says so itself."""
    if not (is_root() and shutil.which("apt-get")):
        return
    missing = set(missing_libraries({**QT_LIBRARIES, **X_LIBRARIES}).values())
    missing |= {package for tool, package in TEST_TOOLS.items() if not shutil.which(tool)}
    missing |= {package for file, package in TEST_FONTS.items() if not Path(file).exists()}
    if missing:
        install_packages(sorted(missing))


def prepare(command: str) -> None:
    """Refuse a window where there is no screen, and see to the libraries a command needs."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if command == "desk" and sys.platform.startswith("linux") and not chosen:
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            raise Refused(say("no_screen"))
        ensure_libraries({**QT_LIBRARIES, **X_LIBRARIES}, needed=True)
    elif command in ("desk", "shots", "self-test"):
        ensure_libraries(QT_LIBRARIES, needed=command != "self-test")


def start(arguments: list[str]) -> int:
    """Run a command of the program in its environment; returns its exit status."""
    wants_help = "-h" in arguments or "--help" in arguments
    prepare("" if wants_help else arguments[0] if arguments else "desk")
    python = ensure(environment(), PARTS)
    command = [str(python), "-P", str(ROOT / "app" / "__main__.py"), *arguments]
    if sys.platform != "win32":
        os.execv(command[0], command)  # signals and the exit status are then the program's own
    import signal
    import subprocess

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, we wait for it
    return subprocess.call(command)


def run_tests(arguments: list[str]) -> int:
    """Every check of the project, each with its name, time and verdict; 0 when all hold."""
    in_ci = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    bundle = "--bundle" in arguments or (in_ci and "--no-bundle" not in arguments)
    chosen = [argument for argument in arguments if argument not in ("--bundle", "--no-bundle")]
    ensure_test_tools()
    python = str(ensure(environment(), TEST_PARTS))
    workers = str(min(os.cpu_count() or 1, 8))
    steps = [
        ("ruff check", ["-m", "ruff", "check", "."]),
        ("ruff format", ["-m", "ruff", "format", "--check", "."]),
        ("mypy", ["-m", "mypy"]),
        ("words", ["installer/words.py", "--check"]),
        *([("bundle", ["installer/bundle.py"])] if bundle else []),
        ("pytest", ["-m", "pytest", "-n", workers, "--dist", "worksteal", *chosen]),
    ]
    verdicts = [run_step(name, [python, *command]) for name, command in steps]
    print("\n== " + " · ".join(line for _, line in verdicts), flush=True)
    return 0 if all(passed for passed, _ in verdicts) else DEFECT


def run_step(name: str, command: list[str]) -> tuple[bool, str]:
    """One check with its output shown; whether it passed, and its line for the summary."""
    import subprocess

    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    try:
        status = subprocess.call(command, cwd=ROOT, env=settings, timeout=STEP_LIMIT_S)
    except subprocess.TimeoutExpired:
        status = -1
    line = f"{name}: {'passed' if status == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s"
    print(f"== {line}", flush=True)
    return status == 0, line


def main(arguments: list[str]) -> int:
    """Run what the command line asks for; returns the exit status."""
    try:
        if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python meets first
            version = ".".join(str(part) for part in sys.version_info[:3])
            raise Refused(say("old_python", version=version))
        if arguments[:1] == ["test"]:
            return run_tests(arguments[1:])
        return start(arguments)
    except Refused as refused:
        tell(str(refused))
        return REFUSED
    except OSError as trouble:
        tell(say("file_trouble", reason=trouble.strerror or trouble, folder=environment()))
        return REFUSED
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the vault's tests share: made-up people, passwords, and a home that costs nothing to open."""

from __future__ import annotations

from pathlib import Path

from app.vault import keys
from app.vault.bundle import Unlocked
from app.vault.derive import REHEARSAL
from app.vault.engine import Database
from app.vault.home import Home

PASSWORD = "đò dọc sông quê chở nắng"
OTHER = "mưa rơi trên mái ngói cũ"
NODE = "C123"


def new_home(path: Path, role: str = keys.POLICE, user: str = "an") -> tuple[Home, Unlocked]:
    home = Home(path)
    return home, keys.create(home, user, role, PASSWORD, node=NODE, limits=REHEARSAL)


def new_store(home: Home, unlocked: Unlocked, rows: int = 50) -> None:
    """An encrypted store with a table ``t`` of ``rows`` rows, closed again."""
    database = Database(home.store, unlocked.bundle.db, create=True, install_id=unlocked.install_id)
    with database.writer() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)")
        for n in range(rows):
            connection.exec_driver_sql("INSERT INTO t VALUES (?, ?)", (n, f"Nguyễn Văn Thử {n} " + "x" * 400))
    database.close()


def count(database: Database) -> int:
    with database.reader() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one())


def open_files(folder: Path) -> list[str]:
    """Files under ``folder`` this process has open (Linux)."""
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            target = str(entry.readlink())
        except OSError:
            continue
        if target.startswith(str(folder)):
            found.append(target)
    return found

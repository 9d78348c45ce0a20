from __future__ import annotations

import gc
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.kinds.faults import Fault
from app.vault import driver
from app.vault.engine import Database, known_errors
from tests.vault.samples import count, new_store, open_files

NAMES = [f"Phạm Thị Mẫu {n}" for n in range(20)]


def test_names_are_nowhere_in_the_clear(made):
    """K1."""
    home, unlocked = made
    new_store(home, unlocked)
    database = Database(home.store, unlocked.bundle.db)
    with database.writer() as connection:
        connection.execute(sa.text("INSERT INTO t (name) VALUES (:n)"), [{"n": name} for name in NAMES])
        connection.execute(sa.text("SELECT name FROM t ORDER BY name DESC")).all()
    files = [path for path in home.path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"store.db", "store.db-wal", "store.db-shm"}
    kept = b"".join(path.read_bytes() for path in files)
    assert not any(name.encode() in kept or name.encode("utf-16-le") in kept for name in NAMES)
    assert unlocked.bundle.db not in kept
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    database.close()


def test_stock_sqlite_cannot_read_it(made):
    """K2."""
    home, unlocked = made
    new_store(home, unlocked)
    plain = sqlite3.connect(home.store)
    try:
        with pytest.raises(sqlite3.DatabaseError, match="not a database"):
            plain.execute("SELECT * FROM sqlite_master").fetchall()
    finally:
        plain.close()


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_is_refused(made, size):
    """K15."""
    home, unlocked = made
    new_store(home, unlocked)
    for create, path in ((False, home.store), (True, home.path / "neu.db")):
        with pytest.raises(ValueError, match="32 bytes"):
            Database(path, bytes(size), create=create)
        assert not (home.path / "neu.db").exists()
    with pytest.raises(ValueError, match="32 bytes"):
        driver.connect(home.store, bytes(size))


def test_missing_empty_plain_and_foreign_files(made, tmp_path):
    """D7."""
    home, unlocked = made
    with pytest.raises(Fault, match="E_STORE_MISSING"):
        Database(home.store, unlocked.bundle.db)
    assert not home.store.exists()
    for content, code in (
        (b"", "E_STORE_DAMAGED"),
        (b"x" * 4095, "E_STORE_DAMAGED"),
        (b"x" * 8192, "E_STORE_DAMAGED"),
        (b"SQLite format 3\0" + bytes(8176), "E_STORE_PLAIN"),
    ):
        home.store.write_bytes(content)
        with pytest.raises(Fault, match=code):
            Database(home.store, unlocked.bundle.db)
        assert home.store.read_bytes() == content
    with pytest.raises(Fault, match="E_STORE_EXISTS"):
        Database(home.store, unlocked.bundle.db, create=True)


def test_wrong_key_is_damage(made):
    home, unlocked = made
    new_store(home, unlocked)
    with pytest.raises(Fault, match="E_STORE_DAMAGED"):
        Database(home.store, bytes(32))


def test_settings_of_both_lanes(database):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1,
              "temp_store": 2, "cell_size_check": 1, "mmap_size": 0, "cache_size": -65536, "page_size": "4096",
              "application_id": driver.APPLICATION_ID}  # fmt: skip
    for block, only in ((database.reader, 1), (database.writer, 0)):
        with block() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
            assert {k: str(v) for k, v in found.items()} == {k: str(v) for k, v in wanted.items()}
            assert connection.exec_driver_sql("PRAGMA query_only").scalar() == only


def test_a_writer_commits_or_undoes_everything(database):
    with database.writer() as connection:
        connection.exec_driver_sql("INSERT INTO t (name) VALUES ('a')")
    with pytest.raises(KeyError):
        fail_halfway(database)
    assert count(database) == 51
    with database.reader() as connection:
        assert not sa.inspect(connection).has_table("u")
    with database.writer() as connection:
        connection.exec_driver_sql("DELETE FROM t")
    assert count(database) == 0


def fail_halfway(database: Database) -> None:
    with database.writer() as connection:
        connection.exec_driver_sql("CREATE TABLE u (a)")
        connection.exec_driver_sql("INSERT INTO t (name) VALUES ('b')")
        raise KeyError


def test_errors_of_ours_stay_what_they_are(database):
    with pytest.raises(sa.exc.IntegrityError) as caught, database.writer() as connection:
        connection.execute(sa.text("INSERT INTO t VALUES (:id, :name)"), {"id": 1, "name": "Phạm Thị Mẫu"})
    assert "Phạm" not in str(caught.value)
    with pytest.raises(sa.exc.OperationalError, match="no such table"), database.reader() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    assert count(database) == 50


def test_a_reader_sees_one_state_and_changes_nothing(database):
    with database.reader() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 50
        with database.writer() as other:
            other.exec_driver_sql("INSERT INTO t (name) VALUES ('new')")
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 50
        with database.reader() as inner:
            assert inner is connection
        assert database.raw().execute("SELECT count(*) FROM t").fetchone() == (50,)
    assert count(database) == 51
    with pytest.raises(sa.exc.OperationalError, match="readonly"), database.reader() as connection:
        connection.exec_driver_sql("DELETE FROM t")
    assert count(database) == 51


def test_one_connection_per_thread_which_others_cannot_use(database):
    link = database.raw()
    assert database.raw() is link

    def elsewhere() -> bool:
        assert database.raw() is not link
        with pytest.raises(driver.dbapi.ProgrammingError, match="thread"):
            link.execute("SELECT 1")
        return True

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(elsewhere).result()


def test_a_writer_inside_a_writer_is_a_defect(database):
    with pytest.raises(RuntimeError, match="inside a writer"), database.writer(), database.writer():
        pass
    with pytest.raises(RuntimeError, match="inside"), database.writer():
        database.checkpoint()
    with pytest.raises(RuntimeError, match="own block"), database.reader():
        database.close()
    assert count(database) == 50


def test_writers_of_many_threads_take_turns(database):
    def work(n: int) -> None:
        for _ in range(20):
            with database.writer() as connection:
                last = connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one()
                connection.exec_driver_sql("INSERT INTO t (name) VALUES (?)", (str(last),))
            count(database)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with database.reader() as connection:
        names = connection.exec_driver_sql("SELECT name FROM t WHERE id >= 50 ORDER BY id").scalars().all()
    assert names == [str(50 + n) for n in range(80)]


def test_close_closes_the_connections_of_idle_threads(database):
    ready, done = threading.Barrier(4), threading.Event()
    codes = []

    def work() -> None:
        count(database)
        with database.writer():
            pass
        ready.wait(10)
        done.wait(10)
        try:
            count(database)
        except Fault as fault:
            codes.append(fault.code)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    ready.wait(10)
    count(database)
    folder = database.path.parent
    assert open_files(folder)
    database.close()
    gc.collect()
    assert open_files(folder) == []
    assert sorted(path.name for path in folder.glob("store.db*")) == ["store.db"]
    done.set()
    for thread in threads:
        thread.join(10)
    assert codes == ["E_CLOSED"] * 3
    database.close()


def test_close_interrupts_a_running_question(database):
    started, codes = threading.Event(), []

    def work() -> None:
        try:
            with database.reader() as connection:
                started.set()
                connection.exec_driver_sql(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
                ).scalar()
        except Fault as fault:
            codes.append(fault.code)

    thread = threading.Thread(target=work)
    thread.start()
    started.wait(10)
    while not codes and thread.is_alive():
        database.close()
        thread.join(0.01)
    assert codes == ["E_CLOSED"]
    assert open_files(database.path.parent) == []


def test_threads_that_ended_leave_nothing_open(database):
    for _ in range(5):
        thread = threading.Thread(target=count, args=(database,))
        thread.start()
        thread.join()
    before = len(open_files(database.path.parent))
    thread = threading.Thread(target=lambda: (count(database), database.release()))
    thread.start()
    thread.join()
    assert len(open_files(database.path.parent)) <= before
    database.release()
    assert count(database) == 50


def test_checkpoint_and_copy(database, tmp_path):
    database.checkpoint()
    assert database.path.with_name("store.db-wal").stat().st_size == 0
    copy = tmp_path / "bản sao.db"
    with database.writer() as connection:
        connection.exec_driver_sql("INSERT INTO t (name) VALUES ('not yet')")
        with ThreadPoolExecutor(1) as pool:
            pool.submit(database.copy_to, copy).result(timeout=20)
    assert driver.PLAIN_HEADER not in copy.read_bytes()
    assert count(database) == 51


def test_the_mark(made):
    home, unlocked = made
    new_store(home, unlocked)
    database = Database(home.store, unlocked.bundle.db)
    assert database.install_id() == unlocked.install_id
    database.close()


def test_known_errors_of_raw_questions(database):
    with pytest.raises(driver.dbapi.OperationalError), known_errors():
        database.raw().execute("SELECT nowhere")


def test_parts_are_new_enough():
    """V4."""
    found = driver.versions()
    assert tuple(int(n) for n in found["sqlite"].split(".")) >= driver.MIN_SQLITE
    assert found["sqlcipher"].startswith("4.")
    assert found["openssl"].startswith("OpenSSL 3.")

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from app.kinds.faults import Fault
from app.vault import home as places
from app.vault.durable import write_file
from app.vault.home import Home, check_place, synced_by
from app.vault.instance import hold
from tests.vault.samples import new_home


def test_prepare_makes_private_folders(tmp_path):
    home = Home(tmp_path / "a" / "nhà")
    home.prepare()
    assert all(folder.is_dir() for folder in home.folders)
    if os.name == "posix":
        assert home.path.stat().st_mode & 0o077 == 0
    home.prepare()
    assert not home.exists()


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive",
        "OneDrive - Uỷ ban xã",
        "Dropbox (Cá nhân)",
        "Zalo Received Files",
        "Google Drive",
        "iCloudDrive",
    ],
)
def test_a_folder_copied_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(Fault) as caught:
        Home(tmp_path / name / "so").prepare()
    assert caught.value.code == "E_PLACE"
    assert name in caught.value.sentence()
    assert not (tmp_path / name).exists()


def test_synced_names_are_whole_words():
    assert not synced_by(PureWindowsPath("C:/Users/an/Documents/Binh Yen"))
    assert not synced_by(PureWindowsPath("D:/Mega dự án/my drives"))
    assert synced_by(PureWindowsPath("C:/Users/an/OneDrive/so"))


def test_a_link_into_a_synced_folder_is_refused(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    link = tmp_path / "so"
    try:
        link.symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    except OSError:
        pytest.skip("no right to make links")
    with pytest.raises(Fault, match="E_PLACE"):
        check_place(link)


def test_a_file_and_a_network_share_are_refused(tmp_path, monkeypatch):
    (tmp_path / "so").write_text("x")
    with pytest.raises(Fault, match="E_PLACE"):
        Home(tmp_path / "so").prepare()
    monkeypatch.setattr(places, "_file_system", lambda path: "cifs")
    with pytest.raises(Fault, match="E_PLACE"):
        Home(tmp_path / "khac").prepare()


def test_missing_home(tmp_path):
    with pytest.raises(Fault, match="E_NO_HOME"):
        Home(tmp_path / "không").require()


def test_writing_a_file_leaves_no_other(tmp_path):
    target = tmp_path / "f"
    write_file(target, b"one")
    write_file(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
    if os.name == "posix":
        assert target.stat().st_mode & 0o077 == 0


def test_second_program_is_refused_and_the_first_goes_on(tmp_path):
    """D6."""
    home, _ = new_home(tmp_path / "h")
    code = (
        "import sys; from app.vault.home import Home; from app.vault.instance import hold\n"
        "from app.kinds.faults import Fault\n"
        "try: hold(Home(sys.argv[1])); print('held')\n"
        "except Fault as fault: print(fault.code, fault.values['pid'])\n"
    )

    def second() -> str:
        run = subprocess.run(
            [sys.executable, "-c", code, str(home.path)],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        return run.stdout.strip()

    with hold(home) as held:
        assert not held.shared
        assert second() == f"E_BUSY {os.getpid()}"
        with pytest.raises(Fault, match="E_BUSY"):
            hold(home)
    assert second() == "held"
    hold(home).release()


def test_the_login_path_loads_no_sqlalchemy():
    code = (
        "import sys, app.vault.keys, app.vault.recovery, app.vault.home, app.vault.instance, app.vault.anchor\n"
        "print([m for m in ('sqlalchemy', 'sqlcipher3', 'pyrage') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert run.stdout.strip() == "[]"


def test_library_reads_our_settings_file():
    code = "import os, app.vault.driver; print(os.environ['OPENSSL_CONF'])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    path = Path(run.stdout.strip())
    assert path.name == "openssl.cnf"
    assert "engine" not in path.read_text(encoding="utf-8").split("[", 1)[1]

"""What every test stands on: no screen, no real home, no network, no warning unseen."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

# Before anything imports Qt or asks for a folder of the user.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("BINHYEN_TEST_PLATFORM", "offscreen")
_ASIDE = tempfile.mkdtemp(prefix="binhyen-tests-")
for _name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
    os.environ[_name] = _ASIDE
for _name in ("BINHYEN_HOME", "LANGUAGE", "QT_SCALE_FACTOR"):
    os.environ.pop(_name, None)

import gc  # noqa: E402 - the environment is set first
from collections.abc import Iterator  # noqa: E402

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

from app.words import set_language  # noqa: E402
from tests.helpers.log_fail import LogWatch  # noqa: E402
from tests.helpers.offline import stay_offline  # noqa: E402

_COLLECT_EVERY = 25

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # the machine is shared
)
settings.register_profile("deep", parent=settings.get_profile("ci"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_sessionstart() -> None:
    """As in the program: objects of Qt are never collected in whatever thread happens to run."""
    gc.disable()


def pytest_unconfigure() -> None:
    shutil.rmtree(_ASIDE, ignore_errors=True)


@pytest.fixture(autouse=True)
def _collected_on_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    done = request.config.stash.get(_DONE, 0) + 1
    request.config.stash[_DONE] = done
    if "qapp" in request.fixturenames or done % _COLLECT_EVERY == 0:
        gc.collect()


_DONE = pytest.StashKey[int]()


@pytest.fixture(autouse=True)
def _spoken_language() -> Iterator[None]:
    """Every test starts in Vietnamese."""
    set_language("vi")
    yield
    set_language("vi")


@pytest.fixture(autouse=True)
def _no_unseen_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """A record in the log from WARNING on fails the test, unless it looks at the log itself."""
    watch = LogWatch()
    with watch:
        yield
    is_expected = request.node.get_closest_marker("logs") or "caplog" in request.fixturenames
    if watch.lines and not is_expected:
        pytest.fail("Unexpected in the log:\n" + "\n".join(watch.lines))


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches another machine."""
    stay_offline(monkeypatch)


@pytest.fixture(autouse=True)
def _tool_at_hand(request: pytest.FixtureRequest) -> None:
    """``@pytest.mark.tool("age")``: without the program the test fails in CI and is skipped elsewhere."""
    for marker in request.node.iter_markers("tool"):
        missing = [name for name in marker.args if not shutil.which(name)]
        if missing and os.environ.get("CI", "").lower() in ("1", "true", "yes"):
            pytest.fail(f"not installed: {', '.join(missing)}")
        if missing:
            pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Folder of one node, not made yet."""
    return tmp_path / "home"

"""What tests of several rooms share: golden files, the example letters, and a store of them."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from imrgraph.data import example_letters_dir

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("imrgraph", deadline=None)  # no test asserts a time: machines are shared and noisy
settings.load_profile("imrgraph")

Golden = Callable[[str, str], None]
Say = Callable[[str], None]
_GOLDEN = Path(__file__).parent / "golden"
_SAID: pytest.StashKey[list[str]] = pytest.StashKey()
_NAMES = (
    os.environ.get("IMRGRAPH_CHROMIUM", ""),
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_CHROMIUM = next(filter(None, map(shutil.which, filter(None, _NAMES))), None)
_WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")  # drawn without a graphics card


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden from what is made now"
    )
    parser.addoption(
        "--long", action="store_true", help="read adversarial letters of 0.5 and 1 MB of every kind"
    )


def pytest_configure() -> None:
    """Ctrl-C interrupts, also the processes that tests start; a shell has what it runs in the background ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that none is left when the other processes are done."""
    items.sort(key=lambda item: item.get_closest_marker("lengthy") is None)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what a worker process of pytest-xdist had to say."""
    output: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["said"] = session.config.stash.get(_SAID, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take it, in the process that prints."""
    said = getattr(node, "workeroutput", {}).get("said", [])  # a worker that died has none
    node.config.stash.setdefault(_SAID, []).extend(said)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what tests had to say beside passing: `say_at_the_end`."""
    if lines := config.stash.get(_SAID, []):
        terminalreporter.section("mentions gained and lost")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def say_at_the_end(pytestconfig: pytest.Config) -> Say:
    """Takes lines that are printed after the run, whatever its outcome."""
    return pytestconfig.stash.setdefault(_SAID, []).append


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are rewritten instead of compared; read the difference before committing it."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def golden(update_golden: bool) -> Golden:
    """Compares text with a file of `tests/golden`, named by its path there."""

    def compare(name: str, made: str) -> None:
        path = _GOLDEN / name
        if update_golden:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made.encode("utf-8"))
        assert path.is_file(), f"{name}: no such golden file; write it with --update-golden"
        assert made == path.read_bytes().decode("utf-8"), f"{name}: see --update-golden"

    return compare


@pytest.fixture(scope="session")
def letters() -> tuple[Path, ...]:
    """The three genuine letters."""
    return tuple(sorted(example_letters_dir().glob("*.txt")))


@pytest.fixture(scope="session")
def example_store(letters: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder of the genuine letters, made once; only for reading."""
    from imrgraph.store.build import build

    folder = tmp_path_factory.mktemp("example") / "imrgraph.db"
    summary = build(letters, folder, jobs=0)
    assert not summary.failed
    return folder


@pytest.fixture(scope="session")
def mixed_store(letters: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder of the genuine letters, the invented ones of the development set and synthetic ones; only for reading."""
    from imrgraph.store.build import build
    from imrgraph.synth.corpus import write_corpus

    folder = tmp_path_factory.mktemp("mixed")
    synthetic = write_corpus(folder / "synthetic", 60, gold=False).letters
    invented = Path(__file__).parent / "letters" / "development" / "letters"
    assert not build([*letters, invented, synthetic], folder / "imrgraph.db", jobs=0).failed
    return folder / "imrgraph.db"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Headless Chromium, opened once."""
    if _CHROMIUM is None:
        pytest.fail("these tests need Chromium: make test installs it, or set IMRGRAPH_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", *_WEBGL])
        yield opened
        opened.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """That Chromium, whose pages are closed when the test ends: open ones go on drawing."""
    yield chromium
    for context in chromium.contexts:
        context.close()

"""What a build says while it runs: a live line on a terminal, plain lines elsewhere, no letter's name in either."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from imrgraph.cli.progress import Watch, state_line
from imrgraph.read import number_of
from imrgraph.store import vocabularies
from imrgraph.store.build import LetterFailed, build
from imrgraph.store.stage import Stage
from tests.store.extractors import quick

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case, Letter

_BUILD = (
    "import sys, time; from imrgraph.cli import main, progress; import imrgraph.model.case as case;"
    "from tests.store.extractors import slow; case.extract = slow; progress._PLAIN = 0.2;"
    "from imrgraph.store import vocabularies; vocabularies.vocabulary_files = lambda: [];"
    "sys.exit(main(sys.argv[1:]))"
)


@pytest.fixture(autouse=True)
def small_vocabularies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabularies, "vocabulary_files", list)


@pytest.mark.parametrize(
    ("now", "rate", "expected", "seconds", "said"),
    [
        pytest.param(Stage(), None, None, 0.0, "reading: 0 letters", id="nothing-yet"),
        pytest.param(Stage(met=7), None, 100, 4.0, "reading: 7 of 100 letters", id="no-rate-yet"),
        pytest.param(
            Stage(met=1000, failed=2),
            50.0,
            4000,
            20.0,
            "reading: 1,000 of 4,000 letters, 50/s, 2 failed, about 1 min left",
            id="a-minute",
        ),
        pytest.param(
            Stage(met=1000), 50.0, 3000, 20.0, "reading: 1,000 of 3,000 letters, 50/s, less than a minute left",
            id="seconds",
        ),
        pytest.param(
            Stage(met=0), 100.0, 1_000_000, 20.0,
            "reading: 0 of 1,000,000 letters, 100/s, about 2 h 46 min left", id="hours",
        ),
        pytest.param(Stage(met=30), 0.1, None, 300.0, "reading: 30 letters, 6/min", id="slow-and-no-end-known"),
        pytest.param(Stage(met=12), 3.0, 10, 9.0, "reading: 12 letters, 3/s", id="more-than-counted"),
        pytest.param(
            Stage(met=900, earlier=640), 20.0, None, 9.0,
            "reading: 900 letters (640 from the interrupted build), 20/s", id="resumed",
        ),
        pytest.param(
            Stage(doing="making the tables", met=900), 20.0, 900, 30.0, "making the tables: 900 letters", id="phase"
        ),
    ],
)  # fmt: skip
def test_a_state_in_words(
    now: Stage, rate: float | None, expected: int | None, seconds: float, said: str
) -> None:
    assert state_line(now, rate, expected, seconds) == said


def test_a_build_tells_each_step_and_what_it_had_before(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(100):
        (folder / f"{n:03d}.txt").write_text("broken" if n == 3 else f"CM14-{n:07d} text")
    calls = 0

    def breaks_off(letter: Letter) -> Case:
        nonlocal calls
        calls += 1
        if calls == 90:
            raise KeyboardInterrupt
        return quick(letter)

    with pytest.raises(KeyboardInterrupt):
        build(folder, tmp_path / "x.db", extract=breaks_off)
    told: list[Stage] = []
    summary = build(folder, tmp_path / "x.db", extract=breaks_off, watch=told.append)
    assert [stage.met for stage in told[:100]] == list(range(1, 101))
    reading = told[99]
    assert (reading.doing, reading.failed) == ("reading", 1)
    assert 0 < reading.earlier == summary.earlier < 90
    assert list(dict.fromkeys(stage.doing for stage in told)) == [
        "reading", "loading what is left", "optimising the graph", "making the tables", "publishing",
    ]  # fmt: skip


def test_sources_are_counted_without_opening_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.pdf").write_text("x")
    assert number_of([tmp_path, tmp_path / "a.txt", tmp_path / "nowhere"]) == 4
    (tmp_path / "c.csv").write_text("x")
    assert number_of([tmp_path]) is None
    assert number_of(["-"]) is None
    assert number_of(["s3://bucket/letters/"]) is None


def test_a_quick_build_says_nothing_of_itself() -> None:
    states: list[str] = []
    watch = Watch(states.append, states.append, 60, lambda: 1)
    with watch.running():
        for stage in (Stage(met=1), Stage(doing="publishing", met=1)):
            watch.stage(stage)
    assert states == []


def test_failures_are_told_at_once() -> None:
    lines: list[str] = []
    Watch(lines.append, lambda _: None, 60, lambda: 1).report(
        LetterFailed(source_name="a.txt", reason="empty file")
    )
    assert lines == ["failed: a.txt: empty file"]


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(20):
        (folder / f"name-{n}.txt").write_text("broken" if n == 3 else f"CM14-{n:07d} text")
    return folder


def test_in_a_log_file_there_are_plain_lines(letters: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _BUILD, "build", str(letters), "--store", str(tmp_path / "x.db")],
        env={**os.environ, "FORCE_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    lines = ran.stderr.splitlines()
    assert [line for line in lines if "name-" in line] == ["failed: name-3.txt: is broken"]
    assert any(line.startswith("reading: ") for line in lines)
    assert all(line.isprintable() for line in lines)


def test_on_a_terminal_there_is_one_live_line(letters: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", _BUILD, "build", str(letters), "--store", str(tmp_path / "x.db")],
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while piece := _read(ours):
        shown += piece
    assert child.wait() == 1
    assert b"failed: name-3.txt: is broken\r\n" in shown
    assert b" of 20 letters" in shown
    assert shown.count(b"\n") < 30  # states stand in place of each other
    assert shown.rstrip().endswith((b"\x1b[?25h", b"\x1b[2K"))  # the cursor is there again, the line is gone


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that the other side is closed
        return b""

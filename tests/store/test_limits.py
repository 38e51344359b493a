"""A letter that hangs, swells, or kills its process costs itself alone."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

from imrgraph.store.build import LetterFailed, build
from imrgraph.store.limits import Limits, TooLongError, limited_time
from tests.store.extractors import hostile, quick
from tests.store.states import state

if TYPE_CHECKING:
    from pathlib import Path


def letters(folder: Path, number: int, **others: str) -> Path:
    folder.mkdir()
    for n in range(number):
        (folder / f"{n:03d}.txt").write_text(f"CM14-{n:07d} text")
    for name, text in others.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def test_each_hostile_letter_costs_itself_alone(tmp_path: Path, folder: Path) -> None:
    sources = letters(
        tmp_path / "in", 80, **{"010x": "hangs", "020x": "hangs-deeply", "030x": "swells", "040x": "dies"}
    )
    events: list[object] = []
    summary = build(
        sources, folder, extract=hostile, jobs=2, limits=Limits(seconds=1.0), report=events.append
    )
    failed = [event for event in events if isinstance(event, LetterFailed)]
    assert [(event.source_name, event.reason) for event in failed] == [
        ("010x.txt", "took longer than 1 seconds to read (--letter-seconds)"),
        ("020x.txt", "took longer than 1 seconds to read (--letter-seconds)"),
        ("030x.txt", "needed more than 2,048 MB of memory"),
        ("040x.txt", f"ended its process (signal {signal.SIGKILL:d})"),
    ]
    assert (summary.read.letters, summary.stored.letters) == (80, 80)
    fresh = letters(tmp_path / "harmless", 80)
    build(fresh, tmp_path / "fresh.db", extract=quick, jobs=1)
    assert state(folder) == state(tmp_path / "fresh.db")


def test_a_letter_that_hangs_is_given_up_in_this_process_too(tmp_path: Path, folder: Path) -> None:
    sources = letters(tmp_path / "in", 3, x="hangs")
    summary = build(sources, folder, extract=hostile, jobs=0, limits=Limits(seconds=2.0))
    assert (summary.read.letters, summary.failed) == (3, 1)


@pytest.mark.parametrize("jobs", [None, 1])
def test_a_few_letters_are_limited_as_many_are(tmp_path: Path, folder: Path, jobs: int | None) -> None:
    sources = letters(tmp_path / "in", 2, x="swells", y="dies", z="hangs-deeply")
    summary = build(sources, folder, extract=hostile, jobs=jobs, limits=Limits(seconds=2.0))
    assert (summary.read.letters, summary.failed) == (2, 3)


def test_the_alarm_of_others_is_given_back() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(TooLongError), limited_time(0.01):
        time.sleep(10)
    with limited_time(10):
        pass
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)

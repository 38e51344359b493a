"""Builds that are killed, or run into a full disk: the store stays as it was, and the same build goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import pytest

from imrgraph.store.build import build
from tests.store import extractors
from tests.store.states import state

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case, Letter

pytestmark = pytest.mark.lengthy

LETTERS = 90


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """More than one chunk of letters, some of which share a case number or a text, and one that is none."""
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(LETTERS):
        words = f"CM14-{n // 3:07d} text {n}" if n % 2 else f"letter {n % 100}"
        (folder / f"{n:03d}.txt").write_text(words)
    (folder / "050.txt").write_text("broken")
    return folder


@pytest.mark.parametrize(("jobs", "events", "moments"), [(0, 12, 4), (2, 2, 2)])
def test_killed_at_any_instant_it_can_be_read_and_goes_on(
    sources: Path, tmp_path: Path, jobs: int, events: int, moments: int
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for path in sorted(sources.iterdir())[10:]:
        (more / path.name).write_text(
            path.read_text().replace("text", "word" if "1" in path.name else "text")
        )
    numbers = ["--events", str(events), "--moments", str(moments), "--jobs", str(jobs)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.killed", str(sources), str(more), *numbers],
        check=True,
        capture_output=True,
        text=True,
    )
    counted, *points = map(json.loads, done.stdout.splitlines())
    assert counted["events"] > 100
    assert len(points) == events + moments
    assert [point["left"] for point in points if point["left"] not in ("before", "after")] == []
    assert [point for point in points if not point["resumed"]] == []
    assert all(point["killed"] for point in points if point["point"][0] == "event" and jobs == 0)
    assert {tuple(point["files"]) for point in points} == {("current", "generations", "lock")}
    assert {point["generations"] for point in points} == {1}


def test_what_was_finished_is_not_read_again(sources: Path, folder: Path, tmp_path: Path) -> None:
    met: list[str] = []
    until = 70

    def counting(letter: Letter) -> Case:
        if len(met) == until:
            raise KeyboardInterrupt
        met.append(letter.source_name)
        return extractors.quick(letter)

    with pytest.raises(KeyboardInterrupt):
        build(sources, folder, extract=counting)
    finished = len(list((folder / "building" / "shards").glob("*.shard")))
    assert finished
    first, met[:], until = list(met), [], LETTERS  # where a chunk ends depends on the folder's name
    build(sources, folder, extract=counting)
    assert len({*first, *met}) == LETTERS
    assert len(first) + len(met) < LETTERS + 64  # none of the finished chunks, all of the one that broke off
    build(sources, tmp_path / "fresh.db", extract=extractors.quick)
    assert state(folder) == state(tmp_path / "fresh.db")


def test_a_build_that_is_done_first_says_that_it_drops_what_another_had_finished(
    sources: Path, folder: Path, tmp_path: Path
) -> None:
    def breaks_off(letter: Letter) -> Case:
        if letter.source_name == "089.txt":
            raise KeyboardInterrupt
        return extractors.quick(letter)

    with pytest.raises(KeyboardInterrupt):
        build(sources, folder, extract=breaks_off)
    finished = len(list((folder / "building" / "shards").glob("*.shard")))
    assert finished
    (tmp_path / "other.txt").write_text("CM14-0000999 other")
    other = build(tmp_path / "other.txt", folder, extract=extractors.quick)
    assert (other.earlier, other.dropped) == (0, finished)
    again = build(sources, folder, extract=extractors.quick)
    assert (again.earlier, again.dropped) == (0, 0)


def test_a_full_disk_is_one_line_and_changes_nothing(sources: Path, tmp_path: Path) -> None:
    alone, kind = _small_disks(tmp_path)
    done = subprocess.run(
        [*alone, sys.executable, "-m", "tests.store.full_disk", str(sources), str(tmp_path / "try"), kind],
        check=True,
        capture_output=True,
        text=True,
    )
    tried = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(tried) == 4
    store = tmp_path / "try" / "disk" / "store.db"
    for one in tried:
        assert one["said"].startswith(f"{store}"), one
        assert one["said"].isprintable(), one
        assert "cannot be written" in one["said"], one
        assert "make room, and run the same again" in one["said"], one
        assert one["unchanged"], one
        assert one["resumed"], one
        assert one["files"] == ["current", "generations", "lock"], one
    assert tried[-1]["earlier"] > 0  # there was room for what had been read


def _small_disks(folder: Path) -> tuple[list[str], str]:
    """How a command is given disks of its own, and of what kind: mounted where that is allowed, else files that may not grow."""
    for alone in (["unshare", "--mount", "--map-root-user"], ["unshare", "--mount"]):
        trying = [*alone, "mount", "-t", "tmpfs", "imrgraph", str(folder)]
        if (
            shutil.which("unshare")
            and subprocess.run(trying, capture_output=True, check=False).returncode == 0
        ):
            return alone, "mount"
    warnings.warn(
        "no file system can be mounted here: files that may not grow stand for full disks", stacklevel=2
    )
    return [], "limit"

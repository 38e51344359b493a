"""Builds that are killed, or run into a full disk: the store stays as it was, and the same build goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from imrgraph.store.build import build
from tests.store import extractors
from tests.store.states import state

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case, Letter

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


def test_a_full_disk_is_one_line_and_changes_nothing(sources: Path, folder: Path, tmp_path: Path) -> None:
    build(sources / "001.txt", folder, extract=extractors.quick)
    before = state(folder)
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from imrgraph.data import ontology_dir\n"
        "from imrgraph.store import build as room, vocabularies\n"
        "from imrgraph.errors import StoreError\n"
        "from tests.store.extractors import quick\n"
        "vocabularies.vocabulary_files = lambda: [ontology_dir() / 'grounds.ttl']\n"
        "size = int(sys.argv[3])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "try:\n"
        "    room.build(sys.argv[1], sys.argv[2], extract=quick)\n"
        "except StoreError as error:\n"
        "    print(error)\n"
    )
    for size in (100, 9_000, 60_000):  # bytes that a file may have
        done = subprocess.run(
            [sys.executable, "-c", script, str(sources), str(folder), str(size)],
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout.startswith(f"{folder}"), (size, done.stdout, done.stderr)
        assert done.stdout.count("\n") == 1
        assert state(folder) == before
    build(sources, folder, extract=extractors.quick)
    build(sources, tmp_path / "fresh.db", extract=extractors.quick)
    assert state(folder) == state(tmp_path / "fresh.db")

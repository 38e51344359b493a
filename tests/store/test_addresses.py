"""A store that is built from addresses holds what one built from paths holds, and nothing that opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import fsspec
import pytest

from imrgraph.store.build import build
from tests.store.extractors import quick
from tests.store.states import state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LETTERS = {f"{n:03d}.txt": f"CM14-{n // 2:07d} text {n}" for n in range(80)} | {
    "more/rows.jsonl": '{"text": "CM14-0000900 row"}\n{"text": ""}\n',
    "more/none.txt": "broken",
}


@pytest.fixture
def bucket() -> Iterator[Any]:
    """`memory://in/` with these letters."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    for name, text in LETTERS.items():
        system.pipe_file(f"/in/{name}", text.encode())
    yield system
    system.store.clear()


def test_the_same_letters_give_the_same_store(bucket: Any, folder: Path, tmp_path: Path) -> None:
    for name, text in LETTERS.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
    there = build("memory://in/", folder, extract=quick, jobs=0)
    here = build(tmp_path / "in", tmp_path / "here.db", extract=quick, jobs=0)
    assert there == here
    assert (there.read.letters, there.failed) == (81, 2)
    assert state(folder) == state(tmp_path / "here.db")


def test_what_changes_is_replaced_and_what_goes_is_pruned(bucket: Any, folder: Path) -> None:
    build("memory://in/", folder, extract=quick, jobs=0)
    bucket.pipe_file("/in/001.txt", b"CM14-0000000 other words")
    bucket.rm("/in/002.txt")
    summary = build("memory://in/", folder, extract=quick, jobs=0, prune=True)
    assert (summary.stored.letters, summary.pruned) == (80, 1)
    bucket.rm("/in", recursive=True)
    summary = build("memory://in/", folder, extract=quick, jobs=0, prune=True)
    assert (summary.stored.letters, summary.pruned) == (80, None)  # nobody knows what is there


def test_what_failed_is_tried_again(bucket: Any, folder: Path) -> None:
    build("memory://in/", folder, extract=quick, jobs=0)
    bucket.pipe_file("/in/more/none.txt", b"CM14-0000901 whole now")
    summary = build([], folder, extract=quick, jobs=0, retry_failed=True)
    assert (summary.read.letters, summary.failed, summary.stored.letters) == (1, 1, 82)


def test_no_secret_of_an_address_is_stored(folder: Path) -> None:
    build("ftp://me:hunter2@127.0.0.1:9/letters", folder, extract=quick, jobs=0)
    held = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not [one for one in held if b"hunter2" in one]
    assert [one for one in held if b"ftp://127.0.0.1:9/letters" in one]

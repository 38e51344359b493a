"""Generations: readers keep what they opened, one writer at a time, published whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import StoreError
from imrgraph.store import open_store
from imrgraph.store.folder import Building
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.store.writer import StoreWriter
from tests.cases import case

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.store import Store


def add(folder: Path, text: str) -> None:
    with StoreWriter(folder) as writer:
        writer.add(case(text, f"{text}.txt"), origin=f"/in/{text}.txt")


def letters(store: Store) -> int:
    return len(set(_names(store)))


def _names(store: Store) -> list[str]:
    rows = store.query("SELECT ?n { ?l imr:sourceName ?n }")
    return [str(row[0]) for row in rows]  # type: ignore[union-attr]


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "generations").iterdir())


def test_a_reader_keeps_its_generation_through_builds(folder: Path) -> None:
    add(folder, "one")
    with open_store(folder) as before:
        add(folder, "two")
        add(folder, "three")
        with open_store(folder) as after:
            assert (letters(before), letters(after)) == (1, 3)
        assert generations(folder) == ["1", "3"]
    add(folder, "four")
    assert generations(folder) == ["4"]


def test_a_writer_does_not_disturb_readers_nor_readers_a_writer(folder: Path) -> None:
    add(folder, "one")
    with StoreWriter(folder) as writer:
        writer.add(case("two", "two.txt"), origin="/in/two.txt")
        with open_store(folder) as reader:
            assert letters(reader) == 1
    with open_store(folder) as reader:
        assert letters(reader) == 2


def test_a_reader_that_meets_a_generation_on_its_way_out_takes_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imrgraph.store import folder as module
    from imrgraph.store import lock

    add(folder, "one")
    read_lock = lock.read_lock

    def late(path: Path) -> object:
        monkeypatch.setattr(module, "read_lock", read_lock)
        add(folder, "two")  # which removes the generation that was to be opened
        return read_lock(path)

    monkeypatch.setattr(module, "read_lock", late)
    with open_store(folder) as reader:
        assert letters(reader) == 2


def test_a_second_writer_is_refused_and_told_who_the_first_is(folder: Path) -> None:
    with StoreWriter(folder), pytest.raises(StoreError, match=f"in use .process {os.getpid()} on ") as error:
        StoreWriter(folder)
    assert str(error.value).startswith(f"{folder}: ")
    assert str(error.value).count("\n") == 0
    with StoreWriter(folder):
        pass


def test_a_lock_of_the_dead_is_none(folder: Path) -> None:
    holds = (
        "import os, sys, pathlib\n"
        "from imrgraph.store.folder import Building\n"
        "Building(pathlib.Path(sys.argv[1]))\n"
        "os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", holds, str(folder)], check=False)
    assert killed.returncode == -9
    assert json.loads((folder / "lock").read_text())["process"] != os.getpid()
    add(folder, "one")
    assert json.loads((folder / "lock").read_text())["process"] == os.getpid()


def test_what_a_killed_first_build_leaves_is_no_store_yet_but_becomes_one(folder: Path) -> None:
    Building(folder).close()
    with pytest.raises(StoreError, match="holds nothing yet"):
        open_store(folder)
    add(folder, "one")
    with OxigraphStore(folder) as store:
        assert letters(store) == 1


def test_a_store_can_be_read_where_nothing_can_be_written(folder: Path) -> None:
    add(folder, "one")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with open_store(folder) as store:
            assert letters(store) == 1
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize("step", ["rename", "replace"])
def test_a_generation_that_cannot_take_its_place_leaves_the_former(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from pathlib import Path as AnyPath

    add(folder, "one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(AnyPath, step, full)
        with pytest.raises(OSError, match="No space"):
            add(folder, "two")
    with open_store(folder) as store:
        assert letters(store) == 1
    add(folder, "two")
    with open_store(folder) as store:
        assert letters(store) == 2
    assert len(generations(folder)) == 1

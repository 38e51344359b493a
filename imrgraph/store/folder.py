"""The folder of a store: generations that are made aside, then published whole, and read for as long as needed.

```
letters.db/
  current             one line of JSON: the layout's number, and which generation readers open
  generations/7/      graph/ (Oxigraph), letters.sqlite (names, keys, sources), texts/, tables/ (Parquet),
                      failures.jsonl, manifest.json, in-use (a lock)
  building/           what the build under way has made so far: shards/, generation/
  lock                held by the one writer; says who that is
```

A published generation never changes. A build makes the next one in `building/`, beginning with hard links to
the files of the current one, which are immutable; then it writes everything to the disk, moves the new
generation to its place, and replaces `current`, which is one step of the file system. So whoever opens the store gets one
generation whole, and a build that is killed at whatever moment has changed nothing.

Readers hold a share of their generation's `in-use` for as long as it is open: RocksDB may open its files late. Each
build removes the generations that are not current and that nobody reads; what is still read goes with a later build.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from imrgraph.errors import StoreError
from imrgraph.store.lock import read_lock, unread, write_lock

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 3
_CURRENT = "current"
_MANIFEST = "manifest.json"
_IN_USE = "in-use"
_UNFINISHED = {"lock", "building", "generations", "current.new"}  # what a first build may leave, killed
_ATTEMPTS = 100  # to open a generation that builds keep replacing


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of a store: what lies where in it."""

    path: Path

    @property
    def graph(self) -> Path:
        return self.path / "graph"

    @property
    def catalogue(self) -> Path:
        return self.path / "letters.sqlite"

    @property
    def texts(self) -> Path:
        return self.path / "texts"

    @property
    def tables(self) -> Path:
        return self.path / "tables"

    @property
    def rows(self) -> Path:
        """Rows of letters on their way into the tables; gone when these are there."""
        return self.path / "rows"

    @property
    def failures(self) -> Path:
        return self.path / "failures.jsonl"

    def manifest(self) -> dict[str, object]:
        """What `manifest.json` says.

        Raises:
            StoreError: it cannot be read.
        """
        return _read_json(self.path / _MANIFEST)

    def write_manifest(self, entries: Mapping[str, object]) -> None:
        _write_json(self.path / _MANIFEST, {"format": FORMAT, **entries})


class Reading:
    """The generation that was current when it was opened, kept until `close`.

    Raises:
        StoreError: no store is there, or another version made it.
    """

    def __init__(self, path: Path) -> None:
        for _ in range(_ATTEMPTS):
            self.generation = _generation(path, _require_current(path))
            self._lock = read_lock(self.generation.path / _IN_USE)
            if self._lock is not None:
                return
        raise StoreError(
            f"{path}: damaged ({self.generation.path.name} is missing); delete it and build anew"
        )

    def close(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


class Building:
    """The next generation of a store, in the hands of its only writer; the store is made where nothing is.

    Attributes:
        path: the store's folder.
        base: the current generation, on which the next one builds; None in a new store.
        next: the generation that is made, empty at first.
        left: the names of the shards that an interrupted build has left.

    Raises:
        StoreError: the folder is something else, cannot be written, or has a writer.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[bytes] | None = None
        try:
            if path.is_dir() and {entry.name for entry in path.iterdir()} - _UNFINISHED:
                _require_current(path)
            path.mkdir(parents=True, exist_ok=True)
            self._lock = write_lock(path / "lock")
            number = _current(path)
            self.base = None if number is None else _generation(path, number)
            self._number = 1 + max([number or 0, *(int(each.name) for each in _generations(path))])
            self.next = Generation(self.workplace / "generation")
            shutil.rmtree(self.next.path, ignore_errors=True)  # of a build that was killed
            self.next.path.mkdir(parents=True)
            self.shards.mkdir(exist_ok=True)
            self.left = frozenset(shard.stem for shard in self.shards.glob("*.shard"))
        except OSError as error:
            self.close()
            if isinstance(error, StoreError):
                raise
            raise StoreError(f"{path}: cannot be made ({error.strerror})") from error

    @property
    def workplace(self) -> Path:
        return self.path / "building"

    @property
    def shards(self) -> Path:
        """Where finished work of the build under way is kept; it outlives an interruption."""
        return self.workplace / "shards"

    def publish(self) -> None:
        """Make the next generation the current one, and remove what nobody needs any more.

        Raises:
            OSError: the disk is full, or fails; the former generation stays current then.
        """
        (self.next.path / _IN_USE).touch()
        _sync(self.next.path)
        place = _generation(self.path, self._number)
        place.path.parent.mkdir(exist_ok=True)
        self.next.path.rename(place.path)
        _sync_folder(place.path.parent)
        _write_json(self.path / _CURRENT, {"format": FORMAT, "generation": self._number})
        _sync_folder(self.path)
        shutil.rmtree(self.workplace, ignore_errors=True)
        for former in _generations(self.path):
            if former != place.path:
                _remove(former)

    def close(self) -> None:
        """Give the lock back; what was not published is no part of the store."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _generation(path: Path, number: int) -> Generation:
    return Generation(path / "generations" / str(number))


def _generations(path: Path) -> list[Path]:
    """The folders of all generations, former ones and such as were never published included."""
    folder = path / "generations"
    return [each for each in folder.iterdir() if each.name.isdecimal()] if folder.is_dir() else []


def _current(path: Path) -> int | None:
    """The current generation's number; None where nothing was published yet."""
    file = path / _CURRENT
    if not file.is_file():
        return None
    said = _read_json(file)
    if said.get("format") != FORMAT:
        raise _other_version(path, said.get("format"))
    number = said.get("generation")
    if not isinstance(number, int):
        raise StoreError(f"{file}: damaged; delete {path} and build anew")
    return number


def _require_current(path: Path) -> int:
    if not path.exists():
        raise StoreError(f"{path}: no such store; make one with: imrgraph build SOURCE... --store {path}")
    number = _current(path)
    if number is not None:
        return number
    names = {entry.name for entry in path.iterdir()} if path.is_dir() else set()
    if {_MANIFEST, "letters.sqlite"} <= names:
        raise _other_version(path, 1)
    if names and names <= _UNFINISHED:
        raise StoreError(
            f"{path}: holds nothing yet: its first build is under way, or was interrupted; run it again"
        )
    raise StoreError(f"{path}: not a store of imrgraph (no file {_CURRENT!r} in it)")


def _other_version(path: Path, number: object) -> StoreError:
    return StoreError(
        f"{path}: made by another version of imrgraph (layout {number}, not {FORMAT}); delete it and build it anew"
    )


def _read_json(path: Path) -> dict[str, object]:
    try:
        entries = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read") from error
    return entries if isinstance(entries, dict) else {}


def _write_json(path: Path, entries: Mapping[str, object]) -> None:
    """Replace a file as a whole: the disk has the new one before it takes the name."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(json.dumps(entries, indent=1, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _remove(generation: Path) -> None:
    """Remove a former generation unless somebody reads it."""
    lock = unread(generation / _IN_USE)
    if lock is None:
        return
    with lock:
        (generation / _IN_USE).unlink()  # whoever comes now sees that it goes
    shutil.rmtree(generation, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have the disk hold every file below a folder, and the folders themselves."""
    for where, _, names in os.walk(folder):
        for name in names:
            with (Path(where) / name).open("r+b") as file:
                os.fsync(file.fileno())
        _sync_folder(Path(where))


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows opens no folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

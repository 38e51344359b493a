"""The folder of a store: what lies where in it, who may use it now, and its manifest."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from imrgraph.errors import StoreError
from imrgraph.store.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
_MANIFEST = "manifest.json"


class Folder:
    """A store's folder, locked: by one writer alone, or by any number of readers.

    It holds `graph/` (Oxigraph), `letters.sqlite` (texts by digest, names, keys, changes under way),
    `manifest.json` and `lock`.
    """

    def __init__(self, path: Path, lock: IO[bytes] | None, *, writable: bool) -> None:
        self.path = path
        self.graph = path / "graph"
        self._lock = lock
        try:
            self.catalogue = Catalogue(path / "letters.sqlite", writable=writable)
        except StoreError:
            self._unlock()
            raise

    @classmethod
    def for_reading(cls, path: Path) -> Folder:
        """Open an existing store; one that a killed build left half written is repaired first.

        Raises:
            StoreError: no store is there, a build is writing it, or one that changed the vocabularies was
                interrupted, so that letters read with former and with new ones would be mixed.
        """
        _require_store(path)
        folder = cls._finished(path)
        if folder is None:
            from imrgraph.store.writer import StoreWriter

            StoreWriter(path).close()
            folder = cls(path, _locked(path, exclusive=False), writable=False)
        return folder._unmixed()

    @classmethod
    def _finished(cls, path: Path) -> Folder | None:
        """The store, open for reading; None where a killed build left something to be carried out."""
        lock = _locked(path, exclusive=False)
        try:
            folder = cls(path, lock, writable=False)
        except StoreError:
            return None  # SQLite's own journal of a killed build, which only a writer may roll back
        if not folder.catalogue.has_plans():
            return folder
        folder.close()
        return None

    def _unmixed(self) -> Folder:
        stale = len(self.catalogue.stale())
        if stale:
            self.close()
            raise StoreError(
                f"{self.path}: a build with other vocabularies was interrupted before it had read all letters again"
                f" ({stale:,} to go); run it once more"
            )
        return self

    @classmethod
    def for_writing(cls, path: Path) -> Folder:
        """Open a store, or make one where nothing is.

        Raises:
            StoreError: the folder is something else, or is in use.
        """
        try:
            if path.is_dir() and any(entry.name != "lock" for entry in path.iterdir()):
                _require_store(path)
                lock = _locked(path, exclusive=True)
                if (path / "graph").is_dir() and not (path / "letters.sqlite").is_file():
                    raise StoreError(f"{path}: damaged (no letters.sqlite); delete the folder and build anew")
            else:
                path.mkdir(parents=True, exist_ok=True)
                lock = _locked(path, exclusive=True)
                _write_json(path / _MANIFEST, {"format": FORMAT})
        except OSError as error:
            if isinstance(error, StoreError):
                raise
            raise StoreError(f"{path}: cannot be made ({error.strerror})") from error
        return cls(path, lock, writable=True)

    def manifest(self) -> dict[str, object]:
        return _read_manifest(self.path)

    def write_manifest(self, entries: Mapping[str, object]) -> None:
        """Replace the manifest as a whole."""
        _write_json(self.path / _MANIFEST, {"format": FORMAT, **entries})

    def close(self) -> None:
        self.catalogue.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()


def _require_store(path: Path) -> None:
    if not path.exists():
        raise StoreError(f"{path}: no such store; make one with: imrgraph build SOURCE... --store {path}")
    if not (path / _MANIFEST).is_file():
        raise StoreError(f"{path}: not a store of imrgraph (no {_MANIFEST} in it)")
    found = _read_manifest(path).get("format")
    if found != FORMAT:
        raise StoreError(f"{path}: made by another version of imrgraph (format {found}); build it anew")


def _read_manifest(path: Path) -> dict[str, object]:
    try:
        entries = json.loads((path / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path / _MANIFEST}: cannot be read") from error
    return entries if isinstance(entries, dict) else {}


def _write_json(path: Path, entries: Mapping[str, object]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", "utf-8")
    fresh.replace(path)


def _locked(path: Path, *, exclusive: bool) -> IO[bytes] | None:
    """Take the lock; the operating system gives it back however the process ends."""
    try:
        import fcntl
    except ImportError:  # not on Windows, where Oxigraph's own lock still keeps writers apart
        return None
    try:
        lock = (path / "lock").open("ab")
    except OSError:
        if exclusive:
            raise
        with suppress(OSError):  # a store on a medium that cannot be written
            return (path / "lock").open("rb")
        return None
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        who = "another process has it open" if exclusive else "a build is writing it"
        raise StoreError(f"{path}: in use ({who}); try again when it is done") from error
    return lock

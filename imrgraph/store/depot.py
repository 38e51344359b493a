"""Where workers of a cluster put finished shards and the build fetches them: a folder or a bucket that all of them reach."""

from __future__ import annotations

import os
import shutil
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imrgraph.errors import StoreError
from imrgraph.read.remote import UnreachableError, file_system, reached, shown_address
from imrgraph.read.walk import is_address
from imrgraph.store.shards import shard_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Set


class Depot:
    """A folder for shards, which is there whole or not at all under its name.

    Args:
        address: a path, or an address that fsspec knows; credentials are found as for sources.

    Raises:
        StoreError (all methods): it cannot be reached, read or written.
    """

    def __init__(self, address: str) -> None:
        self._address = address if is_address(address) else str(Path(address).absolute())

    def __str__(self) -> str:
        return shown_address(self._address) if is_address(self._address) else self._address

    def has(self, name: str) -> bool:
        """Whether a shard is there."""
        with self._said("cannot be read"):
            system, folder = self._system()
            return bool(system.exists(f"{folder}/{name}.shard"))

    def put(self, folder: Path, name: str) -> None:
        """Copy a shard from a folder."""
        with self._said("cannot be written"):
            system, there = self._system()
            system.makedirs(there, exist_ok=True)
            fresh, final = f"{there}/{name}.{uuid.uuid4().hex}", f"{there}/{name}.shard"
            system.put_file(str(shard_file(folder, name)), fresh)
            if is_address(self._address):
                system.mv(fresh, final)
            else:
                _sync(Path(fresh))
                Path(fresh).replace(final)

    def fetch(self, name: str, folder: Path) -> bool:
        """Move a shard into a folder; false where it is not here."""
        final = shard_file(folder, name)
        with self._said("cannot be read"):
            system, there = self._system()
            if Path(there) == folder.absolute():
                return final.is_file()
            fresh = final.with_suffix(f".{os.getpid()}")
            try:
                with system.open(f"{there}/{name}.shard", "rb") as source, fresh.open("wb") as target:
                    shutil.copyfileobj(source, target)
                    target.flush()
                    os.fsync(target.fileno())
            except FileNotFoundError:
                fresh.unlink(missing_ok=True)
                return False
            fresh.replace(final)
            with suppress(FileNotFoundError):  # another build of the same letters took it
                system.rm_file(f"{there}/{name}.shard")
        return True

    def clear(self, names: Set[str]) -> None:
        """Remove all there is of these shards, such as what a worker left that was killed while it wrote."""
        with self._said("cannot be cleared"):
            system, there = self._system()
            system.invalidate_cache()
            for path in system.ls(there, detail=False) if system.exists(there) else ():
                if path.rpartition("/")[2].partition(".")[0] in names:
                    system.rm_file(path)

    def _system(self) -> tuple[Any, str]:
        address = self._address if is_address(self._address) else f"file://{self._address}"
        system, folder = file_system(address)
        return system, folder.rstrip("/")

    @contextmanager
    def _said(self, what: str) -> Iterator[None]:
        try:
            with reached():
                yield
        except UnreachableError as error:
            raise StoreError(f"{self}: {what} ({error.why}); run the same build again to go on") from error


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())

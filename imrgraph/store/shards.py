"""Shards: what a worker found in some sources, on the disk before anything depends on it.

A shard takes its name when all of it is on the disk, so that one that has its name is whole. Each finding is a line of
JSON; behind a letter's line stand its packed text and triples, whose sizes the line says.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from imrgraph.errors import StoreError
from imrgraph.store.counts import Counts
from imrgraph.store.findings import Failed, Place, Read, Same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from imrgraph.store.findings import Finding

_HEAD = b"imrgraph shard 1\n"
_BLOBS = ("text", "lines", "rows")


def shard_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.shard"


def write_shard(folder: Path, name: str, findings: Iterable[Finding]) -> None:
    """Write a shard; it is there afterwards, or nothing is.

    Raises:
        OSError: the disk is full, or fails.
    """
    _write(folder, name, chain([_HEAD], (piece for finding in findings for piece in _pieces(finding))))


def keep_shard(folder: Path, name: str, data: bytes) -> None:
    """As `write_shard`, of the bytes of a shard's file that was made elsewhere."""
    _write(folder, name, [data])


def _write(folder: Path, name: str, pieces: Iterable[bytes]) -> None:
    path = shard_file(folder, name)
    fresh = path.with_suffix(f".{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def read_shard(folder: Path, name: str) -> Iterator[Finding]:
    """The findings of a finished shard, in their order.

    Raises:
        StoreError: the file is not as it was written.
    """
    path = shard_file(folder, name)
    try:
        with path.open("rb") as file:
            if file.readline() != _HEAD:
                raise ValueError
            for line in file:
                said = json.loads(line)
                sizes = said.pop("sizes", {})
                yield _finding(said, {blob: file.read(size) for blob, size in sizes.items()})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: damaged; delete it and run the same build again") from error


def _pieces(finding: Finding) -> Iterator[bytes]:
    said: dict[str, Any] = asdict(finding)
    said["kind"] = type(finding).__name__
    blobs = [said.pop(name) for name in _BLOBS if name in said]
    if blobs:
        said["sizes"] = dict(zip(_BLOBS, map(len, blobs), strict=True))
    yield json.dumps(said).encode("ascii") + b"\n"
    yield from blobs


def _finding(said: dict[str, Any], blobs: dict[str, bytes]) -> Finding:
    kind = said.pop("kind")
    if kind == "Failed":
        file = said.pop("file")
        where = tuple(said.pop("where"))
        return Failed(**said, where=where, file=None if file is None else (file[0], file[1]))
    place = Place(**said.pop("place"))
    if kind == "Same":
        return Same(place=place)
    counts, warnings = Counts(**said.pop("counts")), tuple(said.pop("warnings"))
    return Read(place=place, counts=counts, warnings=warnings, **(said | blobs))

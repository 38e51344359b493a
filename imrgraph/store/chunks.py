"""What there is to read, cut into chunks that different processes can take, each named by all that its shard depends on.

Where chunks end is decided by the sources' own names, so that a new file in a folder changes one chunk and not all that
come after it: what a build had finished when it was interrupted serves the next one, even if sources have changed.
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from imrgraph.read import Located, Reader, ReadFailure, files_of, holds_one
from imrgraph.read.walk import File, is_address, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

_AT_ONCE = 4 << 20  # bytes of letters that were read already, and of PDFs with their data, in one chunk
_EARLY = 8  # chunks that are small, so that all processes soon have one
_SIZES = (
    (16, 32, 64),
    (128, 256, 640),
)  # letters in early and later chunks: at least, in the mean above, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One letter to be read, or what came of reading.

    Attributes:
        file: the file that it is or is in; None where there is none.
        located: what it held; None for a file of one letter that is yet to be opened.
        stored: whether it is a text of the store, to be read again.
    """

    file: File | None
    located: Located | None = None
    stored: bool = False

    @property
    def origin(self) -> str:
        if self.located is not None:
            return self.located.origin
        assert self.file is not None
        return self.file.origin


@dataclass(frozen=True, slots=True)
class Chunk:
    """Units that one process takes at once.

    Attributes:
        name: a digest (hex).
        known: digests of texts that the store has as they would be read now, for a process that has no catalogue to ask.
    """

    name: str
    units: tuple[Unit, ...]
    known: frozenset[str] = frozenset()


def units_of(
    sources: Iterable[str | PathLike[str]], *, text_column: str | None, max_letter_size: int
) -> Iterator[Unit]:
    """All that the sources hold, in their order: files of one letter unopened, PDFs in archives unread, rows and other members read."""
    with closing(Reader(text_column, max_letter_size)) as reader:
        for file in files_of(sources):
            if isinstance(file, ReadFailure):
                name = file.source_name
                place = name if is_address(name) else str(Path(name).absolute())
                yield Unit(file=None, located=Located(origin=place, found=file))
            elif holds_one(file):
                yield Unit(file=file)
            else:
                for part in reader.parts(file):
                    yield Unit(file=part) if isinstance(part, File) else Unit(file=file, located=part)


def chunks(units: Iterable[Unit], basis: str) -> Iterator[Chunk]:
    """Cut units into chunks.

    Args:
        units: in their order.
        basis: all else that decides what comes of reading them (extractor, options, what the store has).
    """
    taken: list[Unit] = []
    weight = number = 0
    for unit in units:
        taken.append(unit)
        weight += _weight(unit)
        least, mean, most = _SIZES[number >= _EARLY]
        is_full = len(taken) >= most or weight >= _AT_ONCE
        if is_full or (len(taken) >= least and crc32(unit.origin.encode()) % mean == 0):
            yield _chunk(taken, basis)
            taken, weight, number = [], 0, number + 1
    if taken:
        yield _chunk(taken, basis)


def _chunk(units: list[Unit], basis: str) -> Chunk:
    digest = hashlib.sha256(basis.encode())
    for unit in units:
        digest.update("\0".join(_identity(unit)).encode("utf-8", "replace") + b"\n")
    return Chunk(digest.hexdigest(), tuple(units))


def _identity(unit: Unit) -> Iterator[str]:
    """What makes a unit the same as that of another build."""
    if unit.located is None:
        assert unit.file is not None
        file = unit.file
        yield from (file.origin, file.name, file.version if file.path is None else state_of(file.path))
        return
    found = unit.located.found
    yield unit.located.origin
    if isinstance(found, ReadFailure):
        yield from (found.source_name, found.reason)
    else:
        yield from (found.source_name, found.source_digest, found.text_digest, str(unit.stored))


def _weight(unit: Unit) -> int:
    if unit.located is None:
        return len(unit.file.data) if unit.file and unit.file.data else 0
    return 0 if isinstance(unit.located.found, ReadFailure) else len(unit.located.found.text)

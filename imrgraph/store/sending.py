"""What a worker of a cluster is sent of a chunk: where its files are, or, where a worker has not these files, all that is in them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from imrgraph.read import Reader, ReadFailure
from imrgraph.read.remote import opened
from imrgraph.read.walk import state_of
from imrgraph.store.chunks import Chunk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph.read.walk import File
    from imrgraph.store.chunks import Unit
    from imrgraph.store.worker import Order

_LARGEST = 32 << 20  # bytes: a larger file is read here
_PART = 8 << 20  # bytes of files or letters sent at once; dask warns of more than ten million


def sent(chunk: Chunk, order: Order, *, with_content: bool) -> Iterator[tuple[Chunk, int]]:
    """A chunk as workers get it.

    Args:
        with_content: send what is in the files; else paths, which hold only where the file there is the same.

    Yields:
        The chunk, in parts where it is large; and the bytes of files and letters in each.
    """
    with closing(Reader(order.text_column, order.max_letter_size)) as reader:
        units = [_loaded(unit, reader) if with_content else _found(unit) for unit in chunk.units]
    parts: list[list[Unit]] = [[]]
    weights = [0]
    for unit in units:
        weight = _weight(unit)
        if parts[-1] and weights[-1] + weight > _PART:
            parts.append([])
            weights.append(0)
        parts[-1].append(unit)
        weights[-1] += weight
    whole = len(parts) == 1
    for at, (part, weight) in enumerate(zip(parts, weights, strict=True)):
        name = chunk.name if whole else f"{chunk.name}-{at}"
        yield replace(chunk, name=name, units=tuple(part)), weight


def _found(unit: Unit) -> Unit:
    """With what a worker can tell by whether its file of that path is the same one."""
    file = unit.file
    if unit.located is not None or file is None or file.path is None:
        return unit
    return replace(unit, file=replace(file, path=file.path.absolute(), version=state_of(file.path)))


def _loaded(unit: Unit, reader: Reader) -> Unit:
    """With all that is in its file; where that is too much or cannot be had, with what comes of reading it here."""
    file = unit.file
    if unit.located is not None or file is None or file.data is not None:
        return unit
    data = _content(file)
    if data is not None:
        return replace(unit, file=replace(file, data=data))
    with closing(reader.file(file)) as found:  # type: ignore[type-var]
        return replace(unit, located=next(found))


def _content(file: File) -> bytes | None:
    try:
        if file.url is not None:
            with opened(file) as (stream, _):
                data = stream.read(_LARGEST + 1)
        else:
            assert file.path is not None
            with file.path.open("rb") as here:
                data = here.read(_LARGEST + 1)
    except OSError:
        return None
    return data if len(data) <= _LARGEST else None


def _weight(unit: Unit) -> int:
    if unit.file is not None and unit.file.data is not None:
        return len(unit.file.data)
    if unit.located is None or isinstance(unit.located.found, ReadFailure):
        return 0
    return len(unit.located.found.text)

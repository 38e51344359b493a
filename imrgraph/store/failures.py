"""What a store could not read: one line of JSON for each source, so that nothing is lost and all can be tried again."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.errors import StoreError
from imrgraph.read import Reader, ReadFailure, files_of, holds_one
from imrgraph.read.walk import File, is_address
from imrgraph.store.chunks import Unit, units_of
from imrgraph.store.findings import Failed

if TYPE_CHECKING:
    from collections.abc import Iterator


class Failures:
    """The failures of a store: those of earlier builds whose sources were not met again, and those of this one."""

    def __init__(self, former: Path | None) -> None:
        self._held: dict[str, Failed] = {} if former is None else {one.origin: one for one in read(former)}
        self._new: set[str] = set()

    def __len__(self) -> int:
        return len(self._held)

    def met(self, origin: str) -> None:
        """Forget what failed in a place that was read now, and that what it lies in could not be opened."""
        for place in (origin, *_around(origin)) if self._held else ():
            if place not in self._new:
                self._held.pop(place, None)

    def add(self, failed: Failed) -> None:
        self._held.pop(failed.origin, None)
        self._held[failed.origin] = failed
        self._new.add(failed.origin)

    def spares(self, origin: str) -> bool:
        """Whether a place lies in a file, archive or folder that failed in this build, so that nobody knows what it holds."""
        return any(place in self._new for place in (origin, *_around(origin)))

    def forget_others(self) -> None:
        """Forget what was not met in this build."""
        self._held = {origin: one for origin, one in self._held.items() if origin in self._new}

    def write(self, path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            for one in self._held.values():
                said = {
                    "source": one.source_name,
                    "reason": one.reason,
                    "where": one.where,
                    "origin": one.origin,
                    "file": one.file,
                }
                file.write(json.dumps(said, ensure_ascii=False) + "\n")


def _around(origin: str) -> Iterator[str]:
    """The table, archive and folders that a place lies in, as far as its name tells."""
    return (origin[:at] for at, sign in enumerate(origin) if sign in "/#\\")


def read(path: Path) -> Iterator[Failed]:
    """The failures in a file that `Failures.write` wrote; none where there is no file.

    Raises:
        StoreError: it is damaged.
    """
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                said = json.loads(line)
                held = said["file"]
                yield Failed(
                    origin=said["origin"],
                    source_name=said["source"],
                    reason=said["reason"],
                    where=tuple(said["where"]),
                    file=None if held is None else (held[0], held[1]),
                )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: damaged; delete it, and build from all sources") from error


def _under_former_name(unit: Unit, failed: Failed) -> Unit:
    """A source that still gives nothing, called as it was when it was given."""
    if unit.located is None or not isinstance(unit.located.found, ReadFailure):
        return unit
    return replace(
        unit, located=replace(unit.located, found=replace(unit.located.found, source_name=failed.source_name))
    )


def units_to_retry(path: Path, *, text_column: str | None, max_letter_size: int) -> Iterator[Unit]:
    """What failed, to be read again: files, and of archives and tables the members and rows that failed.

    Standard input cannot be read again; what failed in it stays listed.
    """
    options = {"text_column": text_column, "max_letter_size": max_letter_size}
    by_file: dict[tuple[str, str], set[str]] = {}
    for failed in read(path):
        if failed.file is not None:
            by_file.setdefault(failed.file, set()).add(failed.origin)
        elif Path(failed.origin).is_absolute() or is_address(failed.origin):
            for unit in units_of([failed.origin], **options):  # type: ignore[arg-type]
                yield unit if unit.file else _under_former_name(unit, failed)
    with closing(Reader(text_column, max_letter_size)) as reader:
        for (place, name), origins in by_file.items():
            for found in files_of(place):
                if isinstance(found, ReadFailure):
                    yield from units_of([place], **options)  # type: ignore[arg-type]
                    continue
                file = replace(found, name=name)
                if holds_one(file):
                    yield Unit(file=file)
                    continue
                for part in reader.parts(file):
                    if part.origin in origins or file.origin in origins:
                        yield Unit(file=part) if isinstance(part, File) else Unit(file=file, located=part)

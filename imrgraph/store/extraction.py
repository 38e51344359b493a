"""What one process does with a chunk: open, skip what the store has as it is, read under limits, write the shard."""

from __future__ import annotations

import traceback
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.errors import LetterError
from imrgraph.read import Reader, ReadFailure
from imrgraph.read.remote import fetched
from imrgraph.store.findings import Failed, Place, Read, Same
from imrgraph.store.limits import TooLongError, limited_time
from imrgraph.store.shards import write_shard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from imrgraph.read import Located
    from imrgraph.records import Letter
    from imrgraph.store.catalogue import Catalogue
    from imrgraph.store.chunks import Chunk, Unit
    from imrgraph.store.extractor import Extract
    from imrgraph.store.findings import Finding
    from imrgraph.store.limits import Limits

_AHEAD = 32  # files that are fetched at once, where they are elsewhere
_DEPTH = 5  # calls told of an unexpected error


class Extraction:
    """Reads chunks, one after the other.

    Args:
        extract: what turns a letter into a case.
        version: what `extract` is; letters that `catalogue` has of the same are not read again. Empty: all are read.
        catalogue: of the generation that the build goes on from; None where there is none.
        text_column, max_letter_size: as `imrgraph.read` takes them.
        limits: for each letter.
    """

    def __init__(
        self,
        extract: Extract,
        version: str,
        catalogue: Catalogue | None,
        *,
        text_column: str | None,
        max_letter_size: int,
        limits: Limits,
    ) -> None:
        self._extract, self._version, self._catalogue = extract, version, catalogue
        self._reader = Reader(text_column, max_letter_size)
        self._limits = limits

    def run(
        self,
        chunk: Chunk,
        shards: Path,
        *,
        costly: Mapping[int, str] | None = None,
        begin: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Write a chunk's shard.

        Args:
            chunk: what to read.
            shards: the folder.
            costly: units, by their place in the chunk, that are not to be tried, and the reason why.
            begin: told the place of each unit before it is tried, and -1 before files are fetched.

        Raises:
            OSError: the shard cannot be written.
        """
        write_shard(shards, chunk.name, self._findings(chunk, costly or {}, begin))

    def close(self) -> None:
        self._reader.close()

    def _findings(
        self, chunk: Chunk, costly: Mapping[int, str], begin: Callable[[int], None]
    ) -> Iterator[Finding]:
        for first in range(0, len(chunk.units), _AHEAD):
            units = chunk.units[first : first + _AHEAD]
            for at, unit in enumerate(_fetched(units, begin), first):
                if at in costly:
                    yield failed(unit, costly[at])
                    continue
                begin(at)
                yield self._finding(unit, chunk.known)

    def _finding(self, unit: Unit, known: frozenset[str]) -> Finding:
        located = unit.located or self._opened(unit)
        letter, origin = located.found, located.origin
        if isinstance(letter, ReadFailure):
            return failed(unit, letter.reason, located=located)
        if letter.text_digest in known or self._has(letter):
            return Same(place=Place.of(letter, origin))
        try:
            with limited_time(self._limits.seconds):
                return Read.of(self._extract(letter), origin, self._version)
        except LetterError as error:
            return failed(unit, error.why, located=located)
        except TooLongError:
            return failed(unit, too_long(self._limits), located=located)
        except MemoryError:
            return failed(unit, too_much(self._limits), located=located)
        except Exception as error:  # a defect of one extractor must cost no other letter
            return failed(unit, defect_of(error), where=where_of(error), located=located)

    def _has(self, letter: Letter) -> bool:
        """Whether the store has the letter as it would be read now."""
        if not self._version or self._catalogue is None:
            return False
        return self._catalogue.has_as_read(letter.text_digest, self._version)

    def _opened(self, unit: Unit) -> Located:
        """The one letter of a file."""
        assert unit.file is not None
        with closing(self._reader.file(unit.file)) as found:  # type: ignore[type-var]
            return next(found)


def _fetched(units: tuple[Unit, ...], begin: Callable[[int], None]) -> Iterable[Unit]:
    """Units with what is in their files, where these are elsewhere and can be had at once."""
    files = {at: unit.file for at, unit in enumerate(units) if unit.file is not None and unit.file.url}
    if not files:
        return units
    begin(-1)  # no letter is to blame for how long this takes
    found = dict(zip(files, fetched(tuple(files.values())), strict=True))
    return [replace(unit, file=found.get(at, unit.file)) for at, unit in enumerate(units)]


def defect_of(error: Exception) -> str:
    """The kind and place of an unexpected error; its message may quote the letter and is left out."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name} line {place.lineno}"
    return f"could not be extracted, a defect of imrgraph ({type(error).__name__} in {where})"


def where_of(error: BaseException) -> tuple[str, ...]:
    """The kind of an error and the last calls that led to it, without any value."""
    calls = traceback.extract_tb(error.__traceback__)[-_DEPTH:]
    places = (f"{Path(call.filename).name} line {call.lineno} in {call.name}" for call in calls)
    return (type(error).__name__, *places)


def too_long(limits: Limits) -> str:
    return f"took longer than {limits.seconds:g} seconds to read (--letter-seconds)"


def too_much(limits: Limits) -> str:
    return f"needed more than {limits.memory >> 20:,} MB of memory"


def failed(unit: Unit, reason: str, *, where: tuple[str, ...] = (), located: Located | None = None) -> Failed:
    """What to say of a unit that gave no letter; `located` is what it held, where that is known better than by the unit."""
    located = located or unit.located
    file = unit.file
    name = _name(located) if located else (file.name if file else unit.origin)
    if file is not None and file.archive is not None:
        file = file.archive  # which is what can be opened again
    place = None if file is None else file.place
    return Failed(
        origin=located.origin if located else unit.origin,
        source_name=name,
        reason=reason,
        where=where,
        file=None if file is None or place is None else (place, file.name),
    )


def _name(located: Located) -> str:
    found: Letter | ReadFailure = located.found
    return found.source_name

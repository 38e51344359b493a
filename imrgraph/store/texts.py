"""The letters' texts: packed, one after the other in files that only ever grow while they are made, and never change later.

So the next generation takes them over as hard links, and adds its own file. What letters leave behind that are gone is
cut out when the generation is finished: a store holds no text of a letter that it does not have.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from imrgraph.store.findings import unpacked
from imrgraph.tables.parts import share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_FULL = 256 << 20  # bytes of a file: some 130,000 letters

Spot = tuple[int, int, int]  # number of the file, position, size in bytes


class Texts:
    """A folder of packed texts, each found by its spot."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reading: dict[int, IO[bytes]] = {}
        self._writing: IO[bytes] | None = None
        self._number = 0

    @staticmethod
    def take_over(former: Path, folder: Path) -> None:
        """Begin a folder with all that another one has, without copying it where the file system has links."""
        folder.mkdir()
        for path in sorted(former.iterdir()):
            share(path, folder / path.name)

    def read(self, spot: Spot) -> str:
        """Raises OSError where the file is gone."""
        number, position, size = spot
        return unpacked(self._packed(number, position, size))

    def write(self, text: bytes) -> Spot:
        """Add a packed text."""
        if self._writing is None or self._writing.tell() >= _FULL:
            self._begin()
        assert self._writing is not None
        position = self._writing.tell()
        self._writing.write(text)
        return self._number, position, len(text)

    def without(
        self, sizes: Mapping[int, int], held: Callable[[int], Iterable[tuple[str, Spot]]]
    ) -> Iterator[tuple[str, Spot]]:
        """Leave only the texts that are held.

        Args:
            sizes: how many bytes of each file they are; files of which none is held are not named.
            held: asked for those of a file: each one's digest, and where it is.

        Yields:
            The digest of each text that was moved, and where it is now. Files without holes stay as they are.
        """
        self.flush()
        files = {int(path.name): path.stat().st_size for path in self._folder.iterdir()}
        holed = sorted(number for number, size in files.items() if sizes.get(number, 0) != size)
        if holed:
            self._begin()  # nothing may be moved into a file that goes
        for number in holed:
            for digest, spot in held(number):
                yield digest, self.write(self._packed(*spot))
            if number in self._reading:
                self._reading.pop(number).close()
            (self._folder / str(number)).unlink()
        self.flush()

    def flush(self) -> None:
        """Have the files hold what was written."""
        if self._writing is not None:
            self._writing.flush()

    def close(self) -> None:
        for file in (*self._reading.values(), *([self._writing] if self._writing else [])):
            file.close()
        self._reading.clear()
        self._writing = None

    def _begin(self) -> None:
        """Begin a file: never one that another generation has as well."""
        if self._writing is not None:
            self._writing.close()
        self._number = 1 + max((int(path.name) for path in self._folder.iterdir()), default=0)
        self._writing = (self._folder / str(self._number)).open("xb")

    def _packed(self, number: int, position: int, size: int) -> bytes:
        if number == self._number:
            self.flush()
        if number not in self._reading:
            self._reading[number] = (self._folder / str(number)).open("rb")
        file = self._reading[number]
        file.seek(position)
        return file.read(size)

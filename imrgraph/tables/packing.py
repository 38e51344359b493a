"""Rows on their way into the tables: each letter's packed where it is read, in files that DuckDB reads as they are.

A letter is a line of JSON that holds its rows column by column, so that a column's name is said once. Each line is packed by
itself (gzip), and a file is such lines one after the other: whoever gathers them unpacks nothing.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.tables.engine import encode, json_lines, utf8
from imrgraph.tables.schema import OF_LETTERS, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from imrgraph.tables.rows import LetterRows
    from imrgraph.tables.schema import Table

# What comes before a row's own columns, as in `rows_of`: its position and its item's in the letter.
_PREFIX = {"position": "INTEGER", "item": "INTEGER"}
_GZIP = 31  # zlib's number for the largest window with a gzip header
_SIZE = 4  # bytes at the end of what gzip packed, which say how much that was


def packed_rows(text_digest: str, rows: LetterRows) -> bytes:
    """The rows of a letter, as `rows_of` gives them, packed."""
    said: dict[str, object] = {"digest": text_digest}
    for name, columns in _columns().items():
        said[name] = dict(zip(columns, zip(*rows[name], strict=True), strict=True)) if rows[name] else None
    packing = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
    return packing.compress(utf8(encode(said)) + b"\n") + packing.flush()


def packed_columns(table: Table) -> Mapping[str, str]:
    """The columns (DuckDB's types by name) of a table's packed rows."""
    return _PREFIX | {column.name: column.type for column in table.of(Origin.CASE)}


class RowFiles:
    """A folder of packed rows, in numbered files.

    Attributes:
        files: by number.
        longest: bytes of the longest line in any of them, unpacked.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[int, Path] = {}
        self.longest = 0

    def write(self, number: int, rows: Iterable[bytes]) -> None:
        """Write a file of what `packed_rows` gave, no letter twice."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{number}.json.gz"
        with path.open("xb") as file:
            for row in rows:
                file.write(row)
                self.longest = max(self.longest, int.from_bytes(row[-_SIZE:], "little"))
        self.files[number] = path

    def select(self, numbers: Iterable[int]) -> str:
        """The letters of some files (one at least) as SQL reads them: `digest`, a STRUCT of lists for each table, `filename`."""
        columns = {"digest": "VARCHAR"}
        for table in OF_LETTERS:
            lists = ", ".join(f"{name} {type_}[]" for name, type_ in packed_columns(table).items())
            columns[table.name] = f"STRUCT({lists})"
        return json_lines([self.files[number] for number in numbers], columns, self.longest)


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    return {table.name: tuple(packed_columns(table)) for table in OF_LETTERS}

"""Letters in the rows of JSONL and CSV files.

Rows are named `file.jsonl#12`, counted from 1: the lines of a JSONL file, the rows below a CSV file's header.
"""

from __future__ import annotations

import csv
import json
import re
from typing import IO, TYPE_CHECKING, Any

from imrgraph.errors import LetterError
from imrgraph.read.text import decode, letter_from_text, too_large, without_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph.records import Letter

DEFAULT_COLUMN = "text"
_OTHER_COLUMNS = 1_000_000  # bytes of a row beside its letter
_BOM = b"\xef\xbb\xbf"
Row = tuple[str, "Letter | LetterError"]  # its name, and what it holds


def jsonl_rows(stream: IO[bytes], name: str, *, column: str, limit: int) -> Iterator[Row]:
    """The letter of each line that is not blank, or why there is none.

    Raises:
        LetterError: the file is empty, or its first object has no such column.
    """
    seen = False
    for number, line in enumerate(_lines(stream, 6 * limit + _OTHER_COLUMNS), 1):  # \uXXXX: six for one
        row = f"{name}#{number}"
        if line is None:
            yield row, too_large(row, limit)
        elif raw := line.removeprefix(_BOM if number == 1 else b"").strip():
            try:
                yield row, _jsonl_letter(raw, row, column, limit)
            except _NoColumnError as error:
                if not seen:
                    raise LetterError(name, error.why) from error
                yield row, LetterError(row, error.why)
            except LetterError as error:
                yield row, error
        else:
            continue
        seen = True
    if not seen:
        raise LetterError(name, "empty file")


def csv_rows(stream: IO[bytes], name: str, *, column: str, limit: int) -> Iterator[Row]:
    """The letter of each data row, or why there is none. Commas, semicolons or tabs between the columns.

    Raises:
        LetterError: the file is empty, has no such column, or breaks off.
    """
    csv.field_size_limit(max(csv.field_size_limit(), limit + 1))
    lines = _Recorded(stream, 2 * limit + _OTHER_COLUMNS)
    number = 0
    try:
        header = next(lines, None)
        if header is None:
            raise LetterError(name, "empty file")
        delimiter, place = _column(header.removeprefix(_BOM.decode("latin-1")), column, name)
        lines.taken.clear()
        for cells in csv.reader(lines, delimiter=delimiter):
            raw, lines.taken[:] = b"".join(lines.taken).rstrip(b"\r\n"), []
            if not cells:
                continue
            number += 1
            row = f"{name}#{number}"
            yield row, _csv_letter(cells, place, raw, row, column, limit)
    except (csv.Error, _LongLineError) as error:
        why = f"broken CSV ({error}); the rows from here on were not read"
        raise LetterError(f"{name}#{number + 1}", why) from error
    if not number:
        raise LetterError(name, "no rows below the header")


class _NoColumnError(LetterError):
    pass


class _LongLineError(Exception):
    pass


def _jsonl_letter(raw: bytes, row: str, column: str, limit: int) -> Letter:
    try:
        found: Any = json.loads(decode(raw))
    except (ValueError, RecursionError) as error:
        raise LetterError(row, "this line does not parse as JSON") from error
    if not isinstance(found, dict):
        raise LetterError(row, "this line is JSON but not an object")
    if column not in found:
        raise _NoColumnError(row, _no_column(column, list(found)))
    if not isinstance(found[column], str):
        raise LetterError(row, f"its {column!r} is not a string")
    return _letter(without_surrogates(found[column]), raw, row, column, limit)


def _csv_letter(
    cells: list[str], place: int, raw: bytes, row: str, column: str, limit: int
) -> Letter | LetterError:
    if place >= len(cells):
        return LetterError(row, f"this row ends before the column {column!r}")
    try:
        return _letter(decode(cells[place].encode("latin-1")), raw, row, column, limit)
    except LetterError as error:
        return error


def _letter(text: str, raw: bytes, row: str, column: str, limit: int) -> Letter:
    if len(text) > limit or len(text.encode("utf-8")) > limit:
        raise too_large(row, limit)
    if not text.strip():
        raise LetterError(row, f"its {column!r} is empty")
    if "\0" in text:
        raise LetterError(row, f"its {column!r} is no text")
    return letter_from_text(text, row, raw)


def _column(header: str, column: str, name: str) -> tuple[str, int]:
    """The delimiter and the column's place."""
    for delimiter in ",;\t":
        names = [
            decode(cell.encode("latin-1")).strip()
            for cell in next(csv.reader([header], delimiter=delimiter), [])
        ]
        if column in names:
            return delimiter, names.index(column)
    raise LetterError(name, _no_column(column, next(csv.reader([header]), [])))


def _no_column(column: str, names: list[str]) -> str:
    """Says which columns there are, but only what looks like a name: a missing header is a letter's words."""
    shown = [name.strip() for name in names[:12] if re.fullmatch(r"\w[\w .-]{0,30}", name.strip())]
    has = f"; it has {', '.join(shown)}" if shown and len(shown) == len(names[:12]) else ""
    return f"no column named {column!r}{has} (--text-column)"


class _Recorded:
    """Lines for `csv.reader`, one character for each byte, so that a row's own bytes are known."""

    def __init__(self, stream: IO[bytes], longest: int) -> None:
        self._lines = _lines(stream, longest)
        self.taken: list[bytes] = []

    def __iter__(self) -> _Recorded:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if line is None:
            raise _LongLineError("a line beyond all measure")
        self.taken.append(line)
        return line.decode("latin-1")


def _lines(stream: IO[bytes], longest: int) -> Iterator[bytes | None]:
    """Lines with their ends; None for one of more than `longest` bytes, which is passed over."""
    while line := stream.readline(longest):
        if len(line) < longest or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(longest)
        yield None

"""DuckDB, confined: what this room runs its SQL on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def connect(spill: Path | None = None, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that loads no extension and reads no variable of Python's.

    Args:
        spill: where what does not fit goes, in files; nowhere where that is None.
        memory: what it may use; most of what there is where that is None.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "temp_directory": "" if spill is None else str(spill),
    }
    if memory is not None:
        config["memory_limit"] = memory
    return duckdb.connect(config=config)


def insert(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[Any]],
    scratch: Path,
) -> None:
    """Make a table of these columns (DuckDB's types by name) and fill it.

    The rows go through a file in the folder `scratch`, which DuckDB reads a hundred times quicker than it takes them one
    by one. A value that its column cannot hold becomes NULL.
    """
    path = scratch / f"{name}.json"
    with path.open("wb") as file:
        for row in rows:
            file.write(utf8(encode(dict(zip(columns, row, strict=True)))) + b"\n")
    connection.execute(
        f"CREATE TABLE {name} AS SELECT {', '.join(columns)} FROM {json_lines([path], columns)}"
    )
    path.unlink()


def json_lines(files: Iterable[Path], columns: Mapping[str, str], longest: int = 0) -> str:
    """JSON lines as SQL reads them, with `filename` beside these columns; what a column cannot hold becomes NULL.

    Args:
        files: one at least; plain, or packed where their names end in `.gz`.
        longest: bytes of the longest line, where that may be millions.
    """
    typed = ", ".join(f"{quoted(name)}: {quoted(type_)}" for name, type_ in columns.items())
    most = max(16 << 20, longest + 2)
    return (
        f"read_json([{', '.join(map(quoted, files))}], format = 'newline_delimited', ignore_errors = true,"
        f" filename = true, maximum_object_size = {most}, columns = {{{typed}}})"
    )


def utf8(words: str) -> bytes:
    """As N-Triples have them: half a surrogate pair is a question mark."""
    return words.encode("utf-8", "replace")


def quoted(path: Path | str) -> str:
    """A path, or other words, as SQL writes them."""
    return "'" + str(path).replace("'", "''") + "'"

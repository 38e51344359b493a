"""Rows of some letters as Parquet: what a build writes down as it goes, and `assembly` puts together."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from imrgraph.tables.schema import LETTERS, OF_LETTERS, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from imrgraph.tables.rows import LetterRows

_PORTION = 50_000  # rows that are put into words at once
# What comes before a row's own columns: the letter's number in the shard, the row's and its item's in the letter.
_PREFIX = {"letter": "INTEGER", "position": "INTEGER", "item": "INTEGER"}


def write_shard(letters: Mapping[str, LetterRows], folder: Path) -> None:
    """Write the rows of some letters.

    Args:
        letters: what `rows_of` gives, by the digest of the letter's text.
        folder: made where it does not exist; gets one file for each table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection = connect()
    try:
        for table in OF_LETTERS:
            rows = [(at, *row) for at, of in enumerate(letters.values()) for row in of[table.name]]
            columns = _PREFIX | {column.name: column.type for column in table.of(Origin.CASE)}
            if table is LETTERS:
                rows = [(digest, *row) for digest, row in zip(letters, rows, strict=True)]
                columns = {"digest": "VARCHAR"} | columns
            insert(connection, "shard", columns, rows)
            connection.execute(f"COPY shard TO {quoted(shard_file(folder, table.name))} (FORMAT parquet)")
            connection.execute("DROP TABLE shard")
    finally:
        connection.close()


def shard_file(folder: Path, table: str) -> Path:
    return folder / f"{table}.parquet"


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
) -> None:
    """Make a table of these columns (DuckDB's types by name) and fill it: as JSON, a hundred times quicker than by row.

    Rows are taken in portions, so that any number of them needs little memory. A value that its column cannot hold becomes
    NULL.
    """
    connection.execute(
        f"CREATE TABLE {name} ({', '.join(f'{one} {type_}' for one, type_ in columns.items())})"
    )
    shape = json.dumps({one: [_shape(type_)] for one, type_ in columns.items()})
    each = ", ".join(f"unnest(said.{one})" for one in columns)
    given = iter(rows)
    while batch := list(islice(given, _PORTION)):
        words = json.dumps(dict(zip(columns, zip(*batch, strict=True), strict=True)), ensure_ascii=False)
        connection.execute(
            f"INSERT INTO {name} SELECT {each} FROM (SELECT from_json(?, ?) AS said)",
            [words.encode("utf-8", "replace").decode("utf-8"), shape],
        )


def quoted(path: Path | str) -> str:
    """A path as SQL writes it."""
    return "'" + str(path).replace("'", "''") + "'"


def _shape(type_: str) -> Any:
    return [type_.removesuffix("[]")] if type_.endswith("[]") else type_

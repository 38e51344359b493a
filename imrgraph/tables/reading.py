"""The tables of a store, open for questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imrgraph.errors import MissingExtraError, StoreError
from imrgraph.tables.engine import connect, quoted
from imrgraph.tables.parts import part_files
from imrgraph.tables.schema import TABLES
from imrgraph.tables.views import SQL

if TYPE_CHECKING:
    from pathlib import Path

    import polars
    from duckdb import DuckDBPyConnection

    from imrgraph.tables.schema import Table


class Tables(Mapping[str, "Path"]):
    """The folders of a store's Parquet files by the table's name: `imrgraph.tables(store)`.

    A table is all the files in its folder, each with some of its letters; polars, pandas and Spark take the folder for
    one table. `imrgraph sql --list` prints their columns; `schema.TABLES` and `views.VIEWS` hold them.

    Args:
        folder: what `assemble` filled.

    Raises:
        StoreError: a file is missing or damaged, or another version made it.
    """

    def __init__(self, folder: Path) -> None:
        self._folders = {name: folder / name for name in TABLES}
        self._files = {name: list(part_files(folder, name).values()) for name in TABLES}
        for name, files in self._files.items():
            _check(TABLES[name], self._folders[name], files)

    def __getitem__(self, name: str) -> Path:
        return self._folders[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)

    def duckdb(self) -> DuckDBPyConnection:
        """A new DuckDB connection with the tables and views, which can reach nothing else.

        It reads no other file, writes none, loads no extension, and these settings are locked.
        """
        connection = connect(memory=None)
        listed = ", ".join(quoted(file) for files in self._files.values() for file in files)
        connection.execute(f"SET allowed_paths = [{listed}]")
        for name, files in self._files.items():
            connection.execute(f"CREATE VIEW {name} AS FROM {_read(files)}")
        for name, select in SQL.items():
            connection.execute(f"CREATE VIEW {name} AS {select}")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection

    def polars(self, name: str) -> polars.DataFrame:
        """One table as a polars frame.

        Raises:
            KeyError: no such table.
            MissingExtraError: polars is not installed.
        """
        files = self._files[name]
        try:
            import polars
        except ImportError as error:
            raise MissingExtraError("polars", "tables") from error
        return polars.read_parquet(files)

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query of imrgraph's own; what others wrote goes through `imrgraph.query.sql`."""
        found: list[tuple[Any, ...]] = self._own.execute(sql, params).fetchall()
        return found

    @cached_property
    def _own(self) -> DuckDBPyConnection:
        return self.duckdb()


def _read(files: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(map(quoted, files))}], union_by_name = true)"


def _check(table: Table, folder: Path, files: Sequence[Path]) -> None:
    """Raises StoreError where there are no files, one is damaged, or they have other columns."""
    import duckdb

    try:
        with connect() as connection:
            described = connection.execute(f"DESCRIBE FROM {_read(files)}").fetchall()
    except duckdb.Error as error:
        raise StoreError(f"{folder}: cannot be read; build the store anew") from error
    if [row[0] for row in described] != [column.name for column in table.columns]:
        raise StoreError(f"{folder}: made by another version of imrgraph; build the store anew")

"""The tables of a store, open for questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imrgraph.errors import MissingExtraError, StoreError
from imrgraph.tables.schema import TABLES
from imrgraph.tables.shards import connect, quoted, shard_file
from imrgraph.tables.views import SQL

if TYPE_CHECKING:
    from pathlib import Path

    import polars
    from duckdb import DuckDBPyConnection


class Tables(Mapping[str, "Path"]):
    """The Parquet files of a store by the table's name: `imrgraph.tables(store)`.

    `imrgraph sql --list` prints their columns; `schema.TABLES` and `views.VIEWS` hold them.

    Args:
        folder: what `assemble` filled.

    Raises:
        StoreError: a file is missing or damaged, or another version made it.
    """

    def __init__(self, folder: Path) -> None:
        self._files = {name: shard_file(folder, name) for name in TABLES}
        for name, columns in _columns(self._files).items():
            if columns != [column.name for column in TABLES[name].columns]:
                raise StoreError(
                    f"{self._files[name]}: made by another version of imrgraph; build the store anew"
                )

    def __getitem__(self, name: str) -> Path:
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def duckdb(self) -> DuckDBPyConnection:
        """A new DuckDB connection with the tables and views, which can reach nothing else.

        It reads no other file, writes none, loads no extension, and these settings are locked.
        """
        connection = connect(memory=None)
        listed = ", ".join(quoted(file) for file in self._files.values())
        connection.execute(f"SET allowed_paths = [{listed}]")
        for name, file in self._files.items():
            connection.execute(f"CREATE VIEW {name} AS FROM read_parquet({quoted(file)})")
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
        file = self._files[name]
        try:
            import polars
        except ImportError as error:
            raise MissingExtraError("polars", "tables") from error
        return polars.read_parquet(file)

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query of imrgraph's own; what others wrote goes through `imrgraph.query.sql`."""
        found: list[tuple[Any, ...]] = self._own.execute(sql, params).fetchall()
        return found

    @cached_property
    def _own(self) -> DuckDBPyConnection:
        return self.duckdb()


def _columns(files: Mapping[str, Path]) -> dict[str, list[str]]:
    """The columns of each file. Raises StoreError for one that is not there or no Parquet file."""
    import duckdb

    found = {}
    connection = connect(memory=None)
    try:
        for name, file in files.items():
            described = connection.execute(f"DESCRIBE FROM read_parquet({quoted(file)})").fetchall()
            found[name] = [str(row[0]) for row in described]
    except duckdb.Error as error:
        raise StoreError(f"{file}: cannot be read; build the store anew") from error
    finally:
        connection.close()
    return found

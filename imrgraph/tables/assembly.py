"""The tables of a store from the rows of its letters, and again from these tables and the rows of what changed.

Which letters there are, and their KEYs, is told at the end, when all texts are known: rows do not depend on it. Whole
columns are joined, numbered and sorted by DuckDB; no letter is read and no row passes through Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.errors import StoreError
from imrgraph.tables.schema import CONCEPTS, LETTERS, OF_LETTERS, Origin
from imrgraph.tables.shards import connect, insert, quoted, shard_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from imrgraph.tables.concepts import ConceptRow
    from imrgraph.tables.schema import Column, Table


_COUNTS = {"determinations": "item_count"} | {
    name: f"{name.removesuffix('s')}_count" for name in ("citations", "conditions", "treatments", "grounds")
}
_BEFORE = -1  # the shard of what was there before, below all others
_LISTED = {
    "text_digest": "VARCHAR",
    "key": "VARCHAR",
    "case_number": "VARCHAR",
    "source_name": "VARCHAR",
    "source_digest": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class ListedLetter:
    """A letter that the store has, as the graph identifies it: by the digest of its text."""

    text_digest: str
    key: str
    case_number: str
    source_name: str
    source_digest: str


def assemble(
    into: Path,
    letters: Iterable[ListedLetter],
    concepts: Iterable[ConceptRow],
    shards: Sequence[Path],
    before: Path | None = None,
    *,
    memory: str = "2GB",
) -> None:
    """Write the tables of a store.

    Args:
        into: the folder, empty or not there yet; gets a Parquet file for each of `schema.TABLES`.
        letters: the letters that the store has, in any order. Rows of others are left out.
        concepts: what the vocabularies say, and the letters of concepts that they brought in.
        shards: folders that `write_shard` filled. A letter that several have is taken from the last of them.
        before: the folder of tables that this function wrote, for the letters that no shard has.
        memory: what DuckDB may use; what does not fit goes to files in `into`, which are removed.

    The same letters give the same tables, in whatever shards they came and whichever were there before.

    Raises:
        StoreError: a letter is neither in a shard nor in the tables before.
    """
    into.mkdir(parents=True, exist_ok=True)
    connection = connect(spill=into / "spill", memory=memory)
    try:
        connection.execute("SET preserve_insertion_order = false")  # the order is asked for where it counts
        _load(connection, letters, concepts)
        _plan(connection, shards, before)
        for table in OF_LETTERS:
            _write(connection, table, shards, before, into)
            if table is LETTERS:
                connection.execute("DROP TABLE listed")  # names of a million letters are much to keep in mind
        columns = ", ".join(column.name for column in CONCEPTS.columns)
        _copy(connection, f"SELECT {columns} FROM concepts ORDER BY scheme, concept", into, CONCEPTS)
    finally:
        connection.close()


def _load(
    connection: duckdb.DuckDBPyConnection, letters: Iterable[ListedLetter], concepts: Iterable[ConceptRow]
) -> None:
    """The letters, numbered by key, and the concepts."""
    given = ([getattr(letter, name) for name in _LISTED] for letter in letters)
    insert(connection, "unnumbered", _LISTED, given)
    connection.execute(
        "CREATE TABLE listed AS SELECT (row_number() OVER (ORDER BY key))::INTEGER AS letter_id, * FROM unnumbered"
    )
    connection.execute("DROP TABLE unnumbered")
    insert(connection, "concepts", {column.name: column.type for column in CONCEPTS.columns}, concepts)


def _plan(connection: duckdb.DuckDBPyConnection, shards: Sequence[Path], before: Path | None) -> None:
    """Of each letter where its rows are, its number, and by how much its rows' numbers are shifted in each table."""
    files = [
        (at, table.name, str(shard_file(shard, table.name)))
        for at, shard in enumerate(shards)
        for table in OF_LETTERS
    ]
    insert(connection, "files", {"shard": "INTEGER", "name": "VARCHAR", "file": "VARCHAR"}, files)
    counts = ", ".join(_COUNTS.values())
    sources = [
        _nothing(
            {"digest": "VARCHAR", **dict.fromkeys(("shard", "spot", *_COUNTS.values(), *_COUNTS), "INTEGER")}
        )
    ]
    if shards:
        none = ", ".join(f"0 AS {name}" for name in _COUNTS)
        sources.append(
            f"SELECT digest, shard, letter AS spot, {counts}, {none} FROM {_shards(LETTERS, shards)}"
        )
    if before is not None:
        earlier = ", ".join(f"{_sum_before(count, 'letter_id')} AS {name}" for name, count in _COUNTS.items())
        held = quoted(shard_file(before, LETTERS.name))
        sources.append(
            f"SELECT text_digest, {_BEFORE}, letter_id, {counts}, {earlier} FROM read_parquet({held})"
        )
    shifts = ", ".join(
        f"({_sum_before(count, 'listed.letter_id')} - {name})::INTEGER AS {name}"
        for name, count in _COUNTS.items()
    )
    connection.execute(
        f"""CREATE TABLE plan AS
        WITH found AS ({" UNION ALL ".join(sources)}),
        chosen AS (FROM found QUALIFY row_number() OVER (PARTITION BY digest ORDER BY shard DESC, spot DESC) = 1)
        SELECT listed.letter_id, shard, spot, {shifts} FROM listed LEFT JOIN chosen ON digest = text_digest"""
    )
    [missing] = connection.execute(
        "SELECT min(key), count(*) FROM plan JOIN listed USING (letter_id) WHERE shard IS NULL"
    ).fetchall()
    if missing[1]:
        raise StoreError(
            f"the tables lack {missing[1]:,} letters, {missing[0]} among them; build the store anew"
        )


def _write(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    shards: Sequence[Path],
    before: Path | None,
    into: Path,
) -> None:
    """One table: rows of shards and of before, numbered, with what the vocabularies say of their concepts."""
    connection.execute(f"CREATE VIEW given AS {' UNION ALL '.join(_pieces(table, shards, before))}")
    told = [column for column in table.columns if column.origin is Origin.CONCEPT]
    named = dict.fromkeys(table.column(str(column.of)) for column in told)
    joins = [_join(connection, column) for column in named]
    if table.of(Origin.STORE):
        joins.append("JOIN listed USING (letter_id)")
    columns = ", ".join(_told(column) for column in table.columns)
    unsorted = (
        into / "unsorted.parquet"
    )  # joined first, then sorted: both at once take more memory than they may
    connection.execute(
        f"COPY (SELECT {columns} FROM given {' '.join(joins)}) TO {quoted(unsorted)} (FORMAT parquet)"
    )
    _copy(connection, f"FROM read_parquet({quoted(unsorted)}) ORDER BY {table.columns[0].name}", into, table)
    unsorted.unlink()
    connection.execute("DROP VIEW given")
    for column in named:
        connection.execute(f"DROP TABLE IF EXISTS of_{column.name}")


def _pieces(table: Table, shards: Sequence[Path], before: Path | None) -> list[str]:
    """The rows of a table from everywhere, with its columns of keys and of cases."""
    columns = table.of(Origin.KEY, Origin.CASE)
    keys = {"letter_id": "plan.letter_id", "determination_id": "item + plan.determinations"}
    keys.setdefault(table.columns[0].name, f"position + plan.{table.name}")
    if table.name == "determinations":
        keys["determination_id"] = "position + plan.determinations"
    pieces = [_nothing({column.name: column.type for column in columns})]
    if shards:
        said = [keys.get(column.name, f"held.{column.name}") for column in columns]
        pieces.append(
            f"SELECT {', '.join(said)} FROM {_shards(table, shards)} AS held JOIN plan ON plan.shard = held.shard"
            " AND plan.spot = held.letter"
        )
    if before is not None:
        shifted = keys.keys() - {"letter_id"}
        said = [
            f"held.{column.name} + plan.{'determinations' if column.name == 'determination_id' else table.name}"
            if column.name in shifted
            else keys.get(column.name, f"held.{column.name}")
            for column in columns
        ]
        held = quoted(shard_file(before, table.name))
        pieces.append(
            f"SELECT {', '.join(said)} FROM read_parquet({held}) AS held"
            f" JOIN plan ON plan.shard = {_BEFORE} AND plan.spot = held.letter_id"
        )
    return pieces


def _join(connection: duckdb.DuckDBPyConnection, column: Column) -> str:
    """What is said of the concepts that a column names, as a join; of lists, once for each list that there is."""
    if not column.is_list:
        return (
            f"LEFT JOIN concepts AS of_{column.name} ON of_{column.name}.scheme = '{column.scheme}'"
            f" AND of_{column.name}.concept = given.{column.name}"
        )
    connection.execute(
        f"""CREATE TABLE of_{column.name} AS
        WITH lists AS (SELECT DISTINCT {column.name} AS names FROM given),
        named AS (SELECT names, unnest(names) AS name, generate_subscripts(names, 1) AS nth FROM lists)
        SELECT names, list(coalesce(label, name) ORDER BY nth) AS label, list(coalesce(top, name) ORDER BY nth) AS top
        FROM named LEFT JOIN concepts ON scheme = '{column.scheme}' AND concept = name GROUP BY names"""
    )
    return f"LEFT JOIN of_{column.name} ON of_{column.name}.names = given.{column.name}"


def _told(column: Column) -> str:
    if column.origin is not Origin.CONCEPT:
        return f"{'listed' if column.origin is Origin.STORE else 'given'}.{column.name}"
    nothing = (
        "[]" if column.is_list else f"given.{column.of}"
    )  # a name that nothing is said of stands for itself
    return f"coalesce(of_{column.of}.{column.tells}, {nothing}) AS {column.name}"


def _shards(table: Table, shards: Sequence[Path]) -> str:
    """The rows of a table in all shards, each with the number of its shard."""
    listed = ", ".join(quoted(shard_file(shard, table.name)) for shard in shards)
    return (
        f"(SELECT read.*, files.shard FROM read_parquet([{listed}], filename = true) AS read"
        f" JOIN files ON files.name = '{table.name}' AND files.file = read.filename)"
    )


def _sum_before(count: str, order: str) -> str:
    return (
        f"coalesce(sum({count}) OVER (ORDER BY {order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)"
    )


def _nothing(columns: Mapping[str, str]) -> str:
    """No rows, of columns of these types."""
    return f"SELECT {', '.join(f'NULL::{type_} AS {name}' for name, type_ in columns.items())} WHERE false"


def _copy(connection: duckdb.DuckDBPyConnection, select: str, into: Path, table: Table) -> None:
    file = quoted(shard_file(into, table.name))
    connection.execute(f"COPY ({select}) TO {file} (FORMAT parquet, COMPRESSION zstd)")

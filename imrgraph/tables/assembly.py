"""The tables of a store from the packed rows of its letters, and from the tables of the generation before.

Which letters there are, and their KEYs, is told at the end, when all texts are known: rows do not depend on it. Whole
columns are joined and sorted by DuckDB; no row passes through Python.

Tables are in parts of some thousand letters each. A part whose letters are all as they were is shared with the generation
before, so that adding letters costs what is added. One of whose letters any is gone, was read again or has another name is
written anew, and with it those that are small: no file holds a row of a letter that the store does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from imrgraph.errors import StoreError
from imrgraph.tables.engine import connect, insert, quoted
from imrgraph.tables.packing import packed_columns
from imrgraph.tables.parts import part_file, part_files, share_parts
from imrgraph.tables.schema import CONCEPTS, LETTERS, OF_LETTERS, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb

    from imrgraph.tables.concepts import ConceptRow
    from imrgraph.tables.packing import RowFiles
    from imrgraph.tables.schema import Column, Table

PART = 20_000  # letters: tables of so many are put together in well under a gigabyte of memory


class ListedLetter(NamedTuple):
    """A letter that the store has, as the graph identifies it.

    Attributes:
        row_file: the number of the file that has its rows; they are in the tables before where there is no such file.
    """

    letter_id: int
    text_digest: str
    key: str
    case_number: str
    source_name: str
    source_digest: str
    row_file: int


@dataclass(frozen=True, slots=True)
class _Group:
    """What becomes one part: parts of before, and files of rows, by their numbers."""

    parts: tuple[int, ...]
    row_files: tuple[int, ...]


def assemble(
    into: Path,
    letters: Iterable[ListedLetter],
    concepts: Iterable[ConceptRow],
    rows: RowFiles,
    before: Path | None = None,
    *,
    afresh: bool = False,
    memory: str = "2GB",
) -> None:
    """Write the tables of a store.

    Args:
        into: the folder, empty or not there yet; gets parts of each of `schema.TABLES`.
        letters: the letters that the store has, in any order. Rows of others are left out.
        concepts: what the vocabularies say, and the letters of concepts that they brought in.
        rows: what was read in letters.
        before: the folder of tables that this function wrote, for the letters that no file of `rows` has.
        afresh: whether concepts that letters of before name may be called otherwise now: no part is shared then.
        memory: what DuckDB may use; what does not fit goes to files in `into`, which are removed.

    The same letters give the same rows, in whatever files they came and whichever tables were there before.

    Raises:
        StoreError: a letter is neither in its file nor in the tables before.
    """
    into.mkdir(parents=True, exist_ok=True)
    connection = connect(spill=into / "spill", memory=memory)
    try:
        connection.execute("SET preserve_insertion_order = false")  # the order is asked for where it counts
        _load(connection, letters, concepts, rows, into)
        old = {} if before is None else part_files(before, LETTERS.name)
        _compare(connection, old)
        shared = [] if afresh else _shared(connection)
        if before is not None:
            for table in OF_LETTERS:
                share_parts(before, into, table.name, shared)
        groups = list(_groups(connection, shared))
        if not groups and not shared:
            groups = [_Group((), ())]  # tables without rows have their columns
        for part, group in enumerate(groups, max(old, default=0) + 1):
            _write_part(connection, group, rows, before, into, part)
        columns = ", ".join(column.name for column in CONCEPTS.columns)
        _copy(connection, f"SELECT {columns} FROM concepts ORDER BY scheme, concept", into, CONCEPTS, 1)
    finally:
        connection.close()


def _load(
    connection: duckdb.DuckDBPyConnection,
    letters: Iterable[ListedLetter],
    concepts: Iterable[ConceptRow],
    rows: RowFiles,
    scratch: Path,
) -> None:
    """The letters, the concepts, and the files of rows."""
    listed = dict.fromkeys(ListedLetter._fields, "VARCHAR") | {"letter_id": "BIGINT", "row_file": "BIGINT"}
    insert(connection, "listed", listed, letters, scratch)
    insert(connection, "concepts", _types(CONCEPTS.columns), concepts, scratch)
    files = ((number, str(path)) for number, path in rows.files.items())
    insert(connection, "row_files", {"row_file": "BIGINT", "file": "VARCHAR"}, files, scratch)


def _compare(connection: duckdb.DuckDBPyConnection, old: Mapping[int, Path]) -> None:
    """Of each letter in the parts of before (files of letters by number) whether it stays, and just as it was."""
    sources = [_nothing({"part": "BIGINT", **_types(LETTERS.of(Origin.KEY, Origin.STORE))})]
    named = ", ".join(column.name for column in LETTERS.of(Origin.KEY, Origin.STORE))
    sources += [f"SELECT {part}, {named} FROM read_parquet({quoted(file)})" for part, file in old.items()]
    same = " AND ".join(
        f"held.{column.name} IS NOT DISTINCT FROM kept.{column.name}" for column in LETTERS.of(Origin.STORE)
    )
    connection.execute(
        f"""CREATE TABLE earlier AS
        WITH held AS ({" UNION ALL ".join(sources)}),
        kept AS (SELECT * FROM listed WHERE row_file NOT IN (SELECT row_file FROM row_files))
        SELECT part, held.letter_id, kept.letter_id IS NOT NULL AS stays, stays AND {same} AS is_same
        FROM held LEFT JOIN kept ON kept.letter_id = held.letter_id AND kept.text_digest = held.text_digest"""
    )
    _require(
        connection,
        """row_file NOT IN (SELECT row_file FROM row_files)
        AND letter_id NOT IN (SELECT letter_id FROM earlier WHERE stays)""",
    )


def _require(connection: duckdb.DuckDBPyConnection, lacking: str) -> None:
    """Raises StoreError where a listed letter is lacking, as the condition says."""
    [(missing, first)] = connection.execute(
        f"SELECT count(*), min(key) FROM listed WHERE {lacking}"
    ).fetchall()
    if missing:
        raise StoreError(f"the tables lack {missing:,} letters, {first} among them; build the store anew")


def _shared(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """The parts of before that can stay as they are."""
    rows = connection.execute(
        "SELECT part FROM earlier GROUP BY part HAVING bool_and(is_same) AND count(*) * 2 > ? ORDER BY part",
        [PART],
    ).fetchall()
    return [part for (part,) in rows]


def _groups(connection: duckdb.DuckDBPyConnection, shared: list[int]) -> Iterator[_Group]:
    """The other parts of before and the files of rows, put together up to the size of a part."""
    sources: list[tuple[bool, int, int]] = connection.execute(
        """SELECT false AS is_new, part AS number, count(*) AS letters FROM earlier
        WHERE stays AND part NOT IN (SELECT unnest(?::BIGINT[])) GROUP BY part
        UNION ALL SELECT true, row_file, count(*) FROM listed JOIN row_files USING (row_file) GROUP BY row_file
        ORDER BY is_new, number""",
        [shared],
    ).fetchall()
    taken: list[tuple[bool, int]] = []
    total = 0
    for is_new, number, count in sources:
        if taken and total + count > PART:
            yield _group(taken)
            taken, total = [], 0
        taken.append((is_new, number))
        total += count
    if taken:
        yield _group(taken)


def _group(taken: list[tuple[bool, int]]) -> _Group:
    return _Group(
        parts=tuple(number for is_new, number in taken if not is_new),
        row_files=tuple(number for is_new, number in taken if is_new),
    )


def _write_part(
    connection: duckdb.DuckDBPyConnection,
    group: _Group,
    rows: RowFiles,
    before: Path | None,
    into: Path,
    part: int,
) -> None:
    """One part of each table: rows of before and new ones, with what the vocabularies say of their concepts."""
    if group.row_files:
        names = ", ".join(table.name for table in OF_LETTERS)
        connection.execute(
            f"""CREATE TABLE fresh AS SELECT letter_id, {names}
            FROM {rows.select(group.row_files)} AS held JOIN row_files ON file = filename
            JOIN listed ON listed.text_digest = held.digest AND listed.row_file = row_files.row_file"""
        )
        files = ", ".join(map(str, group.row_files))
        _require(connection, f"row_file IN ({files}) AND letter_id NOT IN (SELECT letter_id FROM fresh)")
    for table in OF_LETTERS:
        pieces = [_nothing(_types(table.of(Origin.KEY, Origin.CASE)))]
        if group.parts and before is not None:
            pieces.append(_carried(table, [part_file(before, table.name, number) for number in group.parts]))
        if group.row_files:
            pieces.append(_fresh(table))
        _write(connection, table, " UNION ALL ".join(pieces), into, part)
    connection.execute("DROP TABLE IF EXISTS fresh")


def _carried(table: Table, files: Iterable[Path]) -> str:
    """The rows of a table that letters of before have in some parts, and keep."""
    columns = ", ".join(f"held.{column.name}" for column in table.of(Origin.KEY, Origin.CASE))
    return (
        f"SELECT {columns} FROM read_parquet([{', '.join(map(quoted, files))}]) AS held"
        " SEMI JOIN (SELECT letter_id FROM earlier WHERE stays) AS kept USING (letter_id)"
    )


def _fresh(table: Table) -> str:
    """The rows of a table that letters were read to have, with their numbers."""
    keys = {"determination_id": "letter_id + item", table.columns[0].name: "letter_id + position"}
    keys["letter_id"] = "letter_id"
    columns = ", ".join(keys.get(column.name, column.name) for column in table.of(Origin.KEY, Origin.CASE))
    unpacked = ", ".join(f"unnest({table.name}.{name}) AS {name}" for name in packed_columns(table))
    return f"SELECT {columns} FROM (SELECT letter_id, {unpacked} FROM fresh)"


def _write(connection: duckdb.DuckDBPyConnection, table: Table, rows: str, into: Path, part: int) -> None:
    """One part of a table, of rows with their columns of keys and of cases; by the letters' keys."""
    connection.execute(f"CREATE TABLE given AS {rows}")
    told = [column for column in table.columns if column.origin is Origin.CONCEPT]
    named = dict.fromkeys(table.column(str(column.of)) for column in told)
    joins = " ".join(_join(connection, column) for column in named)
    columns = ", ".join(_told(column) for column in table.columns)
    select = (
        f"SELECT {columns} FROM given JOIN listed USING (letter_id) {joins}"
        f" ORDER BY listed.key, given.{table.columns[0].name}"
    )
    _copy(connection, select, into, table, part)
    connection.execute("DROP TABLE given")
    for column in named:
        connection.execute(f"DROP TABLE IF EXISTS of_{column.name}")


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


def _types(columns: Iterable[Column]) -> dict[str, str]:
    return {column.name: column.type for column in columns}


def _nothing(columns: Mapping[str, str]) -> str:
    """No rows, of columns of these types."""
    return f"SELECT {', '.join(f'NULL::{type_} AS {name}' for name, type_ in columns.items())} WHERE false"


def _copy(connection: duckdb.DuckDBPyConnection, select: str, into: Path, table: Table, part: int) -> None:
    file = part_file(into, table.name, part)
    file.parent.mkdir(exist_ok=True)
    connection.execute(f"COPY ({select}) TO {quoted(file)} (FORMAT parquet, COMPRESSION zstd)")

"""SQL over the tables of a store: one question, which reads them and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from imrgraph.data import queries_dir
from imrgraph.errors import QueryError
from imrgraph.query.rows import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from imrgraph.query.run import Table
    from imrgraph.tables import Tables

_ASKING = {
    "SELECT",
    "MULTI",
}  # DESCRIBE, SHOW, SUMMARIZE, FROM and WITH are SELECTs, PIVOT is several at once
_QUOTED = re.compile(r"(string|value) (['\"]).*?\2(?= )", re.DOTALL)


def run_sql(tables: Tables, sql: str, params: Mapping[str, str] | None = None) -> Table:
    """Answer a question in DuckDB's SQL.

    Args:
        tables: what `imrgraph.tables` gives.
        sql: one SELECT, FROM, WITH, PIVOT, DESCRIBE, SHOW or SUMMARIZE over the tables and views.
        params: the value of each `$name` in it. DuckDB is given them apart from the text, and reads one as a number, date
            or truth where it is compared with such.

    Raises:
        QueryError: it is none of these, several, does not parse, names what is not there, or reaches outside; or a value
            is missing, or is for nothing in it.
    """
    import duckdb

    connection = tables.duckdb()
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1:
            raise QueryError(f"the SQL has {len(statements)} statements; ask one question")
        if statements[0].type.name not in _ASKING:
            raise QueryError(f"the SQL is no question ({statements[0].type.name}); begin with SELECT or FROM")
        answer = connection.execute(statements[0], _values(statements[0].named_parameters, params or {}))
        columns = _told_apart(column[0] for column in answer.description)
        return table(columns, answer.fetchall())
    except duckdb.Error as error:
        raise QueryError(f"the SQL: {_message(error)}") from error
    finally:
        connection.close()


def _values(wanted: set[str], given: Mapping[str, str]) -> dict[str, str]:
    """What was given, if that is what is wanted."""
    names = ", ".join(f"${name}" for name in sorted(wanted)) or "none"
    if unknown := sorted(given.keys() - wanted):
        raise QueryError(f"the SQL has no ${unknown[0]}; its parameters: {names}")
    if lacking := sorted(wanted - given.keys()):
        raise QueryError(f"the SQL needs a value for ${lacking[0]}; its parameters: {names}")
    return dict(given)


def sql_names() -> tuple[str, ...]:
    """The names of the bundled questions in SQL, sorted; each has a twin of the same name in SPARQL."""
    return tuple(sorted(path.stem for path in queries_dir().glob("*.sql")))


def find_sql(name: str) -> str | None:
    """The text of the bundled question of that name (with or without `.sql`); None when there is none."""
    name = name.removesuffix(".sql")
    return (queries_dir() / f"{name}.sql").read_text(encoding="utf-8") if name in sql_names() else None


def question(sql: str) -> str:
    """What a bundled question asks, in words: its first comment."""
    return sql.partition("\n")[0].removeprefix("--").strip()


def _told_apart(names: Iterable[str]) -> list[str]:
    """Column names, with a number behind those that came before."""
    met: Counter[str] = Counter()
    found = []
    for name in names:
        met[name] += 1
        found.append(name if met[name] == 1 else f"{name}_{met[name]}")
    return found


def _message(error: Exception) -> str:
    """What DuckDB says, without the values that it quotes, which may be a letter's words."""
    said, _, _ = str(error).partition("\n\nLINE ")
    if "'pytz'" in said:
        return "a time with a zone cannot be given back; cast it, as in now()::TIMESTAMP"
    return _QUOTED.sub(r"\1 ...", " ".join(said.split()))

"""`imrgraph sql`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from imrgraph.cli.options import DEFAULT_STORE, StoreOption
from imrgraph.cli.query import pairs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.tables.schema import Table


def command(
    sql: Annotated[
        str | None,
        typer.Argument(
            metavar="[SQL|NAME|FILE.sql|-]", help="SQL, a bundled question, a file, or standard input."
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="NAME=VALUE", help="The value of $NAME in the SQL."),
    ] = None,
    store: StoreOption = None,
    format: Annotated[
        Literal["table", "csv", "tsv", "json"], typer.Option("--format", help="The answer's shape.")
    ] = "table",
    list_them: Annotated[
        bool,
        typer.Option("--list", help="List tables, views, what their columns mean, and bundled questions."),
    ] = False,
) -> None:
    """Answer a question in SQL over the tables of a store (DuckDB's SQL, read only).

    The tables hold what the graph holds: letters, determinations, citations, conditions, treatments, grounds, concepts. The
    views items and relied_on join what most questions need. Nothing else can be read, and nothing written. Values that are
    not yours, or hold quotes, go into -p and stand as $name in the SQL.

    \b
    Examples:
      imrgraph sql --list
      imrgraph sql "SELECT outcome, count(*) FROM items GROUP BY outcome"
      imrgraph sql "SELECT guideline_label, avg(overturned::INT) AS rate, count(*) AS items FROM relied_on
                    WHERE party = 'ExpertReviewer' GROUP BY 1 HAVING items >= 10 ORDER BY rate DESC"
      imrgraph sql "PIVOT items ON outcome USING count(*) GROUP BY year" --format csv
      imrgraph sql 'FROM items SELECT case_number, item WHERE treatment = $what AND year >= $from' -p what=x-ray -p from=2014
      imrgraph sql grounds-by-outcome
      imrgraph sql question.sql
    """
    from imrgraph.query import Format, render
    from imrgraph.query.sql import run_sql
    from imrgraph.store import open_store
    from imrgraph.store.tabled import tables
    from imrgraph.tables.schema import TABLES
    from imrgraph.tables.views import VIEWS

    if list_them:
        print(listing([*TABLES.values(), *VIEWS.values()]) + questions(), end="")
        return
    if sql is None:
        raise typer.BadParameter("give a question, a file, or - (see --list)")
    asked = read_sql(sql)
    with open_store(store or DEFAULT_STORE) as opened:
        answer = run_sql(tables(opened), asked, pairs(param or ()))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    print(render(answer, Format(format), width), end="")


def read_sql(given: str) -> str:
    """The text of standard input, of a bundled question or of a file that ends in `.sql`, else the SQL itself.

    Raises:
        QueryError: the file cannot be read.
    """
    from imrgraph.errors import QueryError
    from imrgraph.query.sql import find_sql

    if given == "-":
        return sys.stdin.read()
    bundled = find_sql(given)
    if not given.endswith(".sql") or (bundled and not Path(given).exists()):
        return bundled or given
    try:
        return Path(given).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{given}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error


def listing(tables: Iterable[Table]) -> str:
    """The tables with their columns, for a person."""
    lines = []
    for table in tables:
        lines.append(f"{table.name}: {table.words}")
        width = max(len(column.name) for column in table.columns)
        lines += [f"    {column.name:<{width}}  {column.type:<9}  {column.words}" for column in table.columns]
    return "\n".join(lines) + "\n"


def questions() -> str:
    """The bundled questions by name."""
    from imrgraph.query.sql import find_sql, question, sql_names

    lines = [f"    {name:<30}  {question(str(find_sql(name)))}" for name in sql_names()]
    return "\n".join(["", "questions that come with it (imrgraph sql NAME):", *lines]) + "\n"

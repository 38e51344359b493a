"""`imrgraph query`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from imrgraph.cli.options import GraphOption, StoreOption, open_given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrgraph.query import Query


def command(
    query: Annotated[
        str | None,
        typer.Argument(metavar="[NAME|FILE.rq|-]", help="A bundled query, a file, or standard input."),
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("-p", "--param", metavar="NAME=VALUE", help="A parameter's value.")
    ] = None,
    store: StoreOption = None,
    graph: GraphOption = None,
    format: Annotated[
        Literal["table", "csv", "tsv", "json", "turtle"] | None,
        typer.Option("--format", help="The answer's shape: a table, or Turtle for a CONSTRUCT, unless told."),
    ] = None,
    list_them: Annotated[
        bool, typer.Option("--list", help="List the bundled queries and their parameters.")
    ] = False,
) -> None:
    """Answer a question: one of the bundled queries, or your own SPARQL (read only).

    A value is an IRI, a CURIE, a concept's name or label, or a case number. A concept includes all below it.

    \b
    Examples:
      imrgraph query --list
      imrgraph query outcomes-by-guideline
      imrgraph query precedents -p treatment="physical therapy"
      imrgraph query citations-of-guideline -p guideline=guideline:acoem-ch12 --format csv
      echo 'SELECT ?letter { ?letter a imr:Letter }' | imrgraph query -
    """
    from imrgraph.query import Format, list_queries, render, run

    if list_them:
        print(listing(list_queries()), end="")
        return
    if query is None:
        raise typer.BadParameter("name a query, a file, or - (see --list)")
    asked, params = read_query(query), pairs(param or ())
    with open_given(store, graph) as opened:
        result = run(opened, asked, params)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    print(render(result, None if format is None else Format(format), width), end="")


def read_query(given: str) -> str | Query:
    """The text of standard input or of a file, else the name of a bundled query.

    Raises:
        QueryError: the file cannot be read.
    """
    from imrgraph.errors import QueryError
    from imrgraph.query import find_query, parse_query

    if given == "-":
        return parse_query(sys.stdin.read())
    path = Path(given)
    if path.suffix != ".rq" or not (path.exists() or path.name != given or find_query(given) is None):
        return given
    try:
        return parse_query(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{given}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error


def pairs(given: Sequence[str]) -> dict[str, str]:
    """`["name=value"]` as a dict; a later one replaces an earlier one."""
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f"-p takes NAME=VALUE, not {one!r}")
        found[name.strip()] = value
    return found


def listing(queries: Sequence[Query]) -> str:
    """The queries with their questions and parameters, for a person."""
    lines = []
    for query in queries:
        lines.append(f"{query.name}\n    {query.question}")
        for param in query.params:
            words = f", {param.words}" if param.words else ""
            default = f"; unless told, {param.default}" if param.default else ""
            optional = " (optional)" if param.optional else ""
            lines.append(f"    -p {param.name}=  a {param.kind}{words}{default}{optional}")
    return "\n".join(lines) + "\n"

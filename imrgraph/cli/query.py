"""`imrgraph query`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from imrgraph.cli.options import StoreOption, open_given, write_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrgraph.query import Query, Result
    from imrgraph.store import Store


def command(
    query: Annotated[
        str | None,
        typer.Argument(metavar="[NAME|FILE.rq|-]", help="A bundled query, a file, or standard input."),
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("-p", "--param", metavar="NAME=VALUE", help="A parameter's value.")
    ] = None,
    store: StoreOption = None,
    graph: Annotated[
        Path | None,
        typer.Option(
            "--graph",
            metavar="FILE.html",
            help="Draw the answer there as a page (- is standard output). A graph file (.ttl, ...) is asked, as with --store.",
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="SOURCE,TARGET[,RELATION]",
            help="The columns that --graph draws, instead of its choice.",
        ),
    ] = None,
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

    --graph draws what is connected in the answer. A CONSTRUCT: each of its statements between two things. A SELECT: an
    arrow from the first column of things (concepts, letters, their parts) to the second, for each row; its weight is the
    first column that counts, else the number of rows. A column between them that holds properties, fixed terms such as
    outcomes, or a few words that repeat says how they are related; three columns of things are a path of two arrows. Of more,
    links to letters and items that have a number beside them are left out, and columns that only name what is above another.
    Where there are fewer, fixed terms and words are drawn as well. Columns called source, target and relation, or s, o and p,
    are what they are called. Parameters, labels, numbers and dates are never nodes.
    Which columns are taken is said.

    \b
    Examples:
      imrgraph query --list
      imrgraph query outcomes-by-guideline
      imrgraph query precedents -p treatment="physical therapy"
      imrgraph query citations-of-guideline -p guideline=guideline:acoem-ch12 --format csv
      imrgraph query letter-graph -p letter=CM14-0012345 --graph letter.html
      imrgraph query different-guidelines --graph out.html --columns letter,reviewerGuideline,outcome
      echo 'SELECT ?letter { ?letter a imr:Letter }' | imrgraph query -
    """
    from imrgraph.query import Format, list_queries, render
    from imrgraph.query.run import as_query, run

    if list_them:
        print(listing(list_queries()), end="")
        return
    if query is None:
        raise typer.BadParameter("name a query, a file, or - (see --list)")
    page, file = drawn_or_asked(graph)
    if columns is not None and page is None:
        raise typer.BadParameter("--columns is for --graph FILE.html")
    if format is not None and page is not None:
        raise typer.BadParameter("give --format or --graph FILE.html, not both")
    asked, params = as_query(read_query(query)), pairs(param or ())
    with open_given(store, file) as opened:
        result = run(opened, asked, params)
        if page is not None:
            write_page(page, picture(opened, asked, result, columns))
            return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    print(render(result, None if format is None else Format(format), width), end="")


def drawn_or_asked(graph: Path | None) -> tuple[Path | None, Path | None]:
    """What `--graph` names: a page to draw, or a graph file to ask."""
    from imrgraph.store.base import FORMATS

    if graph is None or str(graph) == "-" or graph.suffix.lower() in (".html", ".htm"):
        return graph, None
    if graph.suffix.lower() in FORMATS:
        return None, graph
    raise typer.BadParameter(
        f"--graph draws FILE.html, or asks a graph file ({' '.join(FORMATS)}); not {str(graph)!r}"
    )


def picture(store: Store, asked: Query, result: Result, columns: str | None) -> str:
    """The answer as a page; which of a SELECT's columns it shows is said on stderr."""
    from imrgraph.graph import choose_columns
    from imrgraph.query import Table
    from imrgraph.view import view_answer

    if not isinstance(result, Table):
        if columns is not None:
            raise typer.BadParameter("--columns is for a SELECT; this question has no columns")
        return view_answer(store, result, title=asked.question or asked.name or "")
    chosen = choose_columns(store, result, columns.split(",") if columns else ())
    print(f"drawn: {chosen} (--columns chooses others)", file=sys.stderr)
    return view_answer(store, result, chosen)


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

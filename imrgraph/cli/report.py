"""`imrgraph report`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from imrgraph.cli.options import GraphOption, StoreOption, open_given
from imrgraph.cli.query import pairs


def command(
    store: StoreOption = None,
    graph: GraphOption = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder.")] = Path(
        "report"
    ),
    title: Annotated[str | None, typer.Option("--title", metavar="WORDS", help="Of the page.")] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--param",
            metavar="NAME=VALUE",
            help="Only items of: category (a treatment or what is above), bodyPart, from, to (years).",
        ),
    ] = None,
) -> None:
    """Write a report to read, print and cite: findings in words, figures with intervals, tables, method notes.

    index.html is one page that needs no internet and no other file. Beside it are each figure as SVG and PNG, each table
    as CSV (contents.csv says what the columns mean), and network.html, the citation network to explore. Other files of
    the folder stay as they are.

    \b
    Examples:
      imrgraph report
      imrgraph report --store imr.db -o report/
      imrgraph report -p category=surgery -p from=2014 --title "Surgery since 2014" -o surgery/
    """
    from imrgraph.report import report

    with open_given(store, graph) as opened:
        page = report(opened, output, title=title, params=pairs(param or ()), progress=_say)
    _say(f"{page}: open it in a browser")


def _say(words: str) -> None:
    print(words, file=sys.stderr)

"""`imrgraph evaluate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer


def command(
    graph: Annotated[
        str,
        typer.Argument(
            metavar="GRAPH", help="A store folder, a graph file, or a SPARQL server (https://...)."
        ),
    ],
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="The folder of gold annotations, one JSON file a letter.")
    ],
    letters: Annotated[
        Path | None,
        typer.Option("--letters", metavar="DIR", help="Their letters; letters/ beside GOLD unless given."),
    ] = None,
    format: Annotated[Literal["table", "json"], typer.Option("--format", help="What is printed.")] = "table",
    misses: Annotated[
        bool,
        typer.Option(
            "--misses",
            help="Also print the misses, by kind of fact. Not for letters that rules are not tuned on.",
        ),
    ] = False,
    least: Annotated[
        float, typer.Option("--min", metavar="MACRO", min=0, max=1, help="Fail below this macro average.")
    ] = 0.0,
) -> None:
    """Compare a graph with what readers found in the same letters.

    Prints one row for each kind of fact: hits / total, their ratio and its 95 % interval (Wilson); at the end the
    citations that were kept without a guideline, and the mean of the ratios. A miss names the letter, what the
    reader wanted in the gold's words, and what the graph says in names of concepts.

    \b
    Examples:
      imrgraph evaluate imrgraph.db gold/
      imrgraph evaluate graph.nt gold/ --letters letters/ --misses
      imrgraph evaluate imrgraph.db gold/ --format json --min 0.95
    """
    from imrgraph.evaluate import evaluate
    from imrgraph.evaluate.report import to_json, to_table

    report = evaluate(graph, gold, letters)
    print((to_json if format == "json" else to_table)(report, misses=misses), end="")
    if report.macro < least:
        print(f"imrgraph: macro average {report.macro:.3f} is below {least:g} (--min)", file=sys.stderr)
        raise typer.Exit(1)

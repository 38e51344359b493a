"""`imrgraph metrics`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from imrgraph.cli.options import GraphOption, StoreOption, open_given


def command(
    projection: Annotated[
        str,
        typer.Argument(
            metavar="PROJECTION", help="treatment-guideline, guideline-cocitation or letter-everything."
        ),
    ] = "treatment-guideline",
    store: StoreOption = None,
    graph: GraphOption = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=0, help="Print the first N; 0 is all.")] = 20,
    format: Annotated[Literal["table", "csv"], typer.Option("--format", help="What is printed.")] = "table",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write all nodes: .csv, or .graphml with edges."),
    ] = None,
) -> None:
    """Measure a network: degree, strength, weighted PageRank and communities of each node.

    \b
    Examples:
      imrgraph metrics
      imrgraph metrics guideline-cocitation --top 5
      imrgraph metrics treatment-guideline -o network.graphml
    """
    from imrgraph.errors import ViewError
    from imrgraph.graph import to_networkx
    from imrgraph.metrics import measure, to_graphml, to_table
    from imrgraph.query import Format, render

    if output is not None and output.suffix not in (".csv", ".graphml"):
        raise typer.BadParameter(f"-o takes a file that ends in .csv or .graphml, not {output.name!r}")
    with open_given(store, graph) as opened:
        network = to_networkx(opened, projection)
    measures = measure(network)
    if output is not None:
        csv = output.suffix == ".csv"
        text = render(to_table(measures), Format.CSV) if csv else to_graphml(network, measures)
        try:
            output.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise ViewError(f"{output}: cannot be written ({error.strerror})") from error
        print(f"{output}: {len(measures):,} nodes, {network.number_of_edges():,} edges", file=sys.stderr)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    shown = measures[:top] if top else measures
    print(render(to_table(shown), Format(format), width), end="")
    if len(shown) < len(measures):
        print(f"the first {len(shown):,} of {len(measures):,} (--top)", file=sys.stderr)

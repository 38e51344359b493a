"""`imrgraph export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from imrgraph.cli.options import GraphOption, StoreOption, open_given
from imrgraph.cli.query import pairs


def command(
    projection: Annotated[
        str | None, typer.Argument(metavar="[PROJECTION]", help="A network; --list names them.")
    ] = None,
    store: StoreOption = None,
    graph: GraphOption = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="The file, or the folder.")
    ] = None,
    format: Annotated[
        Literal["graphml", "gexf", "json", "csv", "parquet", "neo4j", "npz"] | None,
        typer.Option("--format", help="By the file's suffix unless told; parquet and neo4j make a folder."),
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("-p", "--param", metavar="NAME=VALUE", help="A filter's value.")
    ] = None,
    min_weight: Annotated[
        float, typer.Option("--min-weight", metavar="N", help="Leave out edges that weigh less.")
    ] = 0,
    list_them: Annotated[
        bool, typer.Option("--list", help="List the networks, filters and formats.")
    ] = False,
) -> None:
    """Write a network for another program: Gephi, networkx, spreadsheets, Neo4j, PyTorch Geometric.

    \b
    Examples:
      imrgraph export --list
      imrgraph export treatment-guideline -o network.gexf
      imrgraph export condition-treatment -o network.graphml -p outcome=Overturned -p from=2014 --min-weight 3
      imrgraph export guideline-cocitation -o neo4j/ --format neo4j
      imrgraph export letter-everything -o letters.npz
    """
    from imrgraph.graph import to_networkx
    from imrgraph.graph.exchange import FORMATS, write_graph

    if list_them:
        print(listing(), end="")
        return
    if projection is None or output is None:
        raise typer.BadParameter(
            "name a network and a file: imrgraph export treatment-guideline -o network.gexf"
        )
    if format is None and output.suffix.removeprefix(".") not in FORMATS:
        raise typer.BadParameter(f"say --format for {output.name!r}: {', '.join(FORMATS)}")
    with open_given(store, graph) as opened:
        network = to_networkx(opened, projection, pairs(param or ()), min_weight=min_weight)
    write_graph(network, output, format)
    print(f"{output}: {len(network):,} nodes, {network.number_of_edges():,} edges", file=sys.stderr)


def listing() -> str:
    """The networks with their parameters, and the formats, for a person."""
    from imrgraph.graph import PROJECTIONS
    from imrgraph.graph.exchange import FORMATS
    from imrgraph.graph.projections import parameters

    lines = []
    for name, words in PROJECTIONS.items():
        lines.append(f"{name}\n    {words}")
        for param in parameters(name):
            said = f", {param.words}" if param.words else ""
            lines.append(f"    -p {param.name}=  a {param.kind}{said}")
    lines += [f"--format {name}\n    {words}" for name, words in FORMATS.items()]
    return "\n".join(lines) + "\n"

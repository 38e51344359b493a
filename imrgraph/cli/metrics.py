"""`imrgraph metrics`: numbers of a network, and of the disputed items behind it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from imrgraph.cli.options import GraphOption, StoreOption, open_given
from imrgraph.cli.query import pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from imrgraph.query import Table
    from imrgraph.store import Store


class _OrNetwork(TyperGroup):
    """Takes the name of a network, or no name, for `network`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h")):
            args = ["network", *args]
        return super().parse_args(ctx, args)


def group() -> typer.Typer:
    """`imrgraph metrics` with its commands."""
    from imrgraph.cli import metrics_items

    app = typer.Typer(
        cls=_OrNetwork,
        rich_markup_mode=None,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(about)
    app.command("network")(command)
    for named in (metrics_items.rates, metrics_items.odds, metrics_items.order, metrics_items.drift):
        app.command(named.__name__)(named)
    return app


def about() -> None:
    """Numbers: of networks, of how disputes end, of what is cited when.

    `imrgraph metrics PROJECTION` measures the nodes of a network; the commands below count disputed items. Every number
    has a 95 % interval, a mark where it rests on little, and with --trace KEY the disputed items behind it.

    \b
    Start here:
      imrgraph metrics treatment-guideline       which treatments and guidelines stand out
      imrgraph metrics rates --by guideline      how often denials are overturned
      imrgraph metrics odds                      which guideline goes with overturning
      imrgraph metrics order                     is the legal search order followed
      imrgraph metrics drift                     what is cited, year by year
      imrgraph metrics rates --trace mri         the disputed items behind a number
    """


def command(
    projection: Annotated[
        str,
        typer.Argument(
            metavar="PROJECTION", help="treatment-guideline, guideline-cocitation, letter-everything, ..."
        ),
    ] = "treatment-guideline",
    store: StoreOption = None,
    graph: GraphOption = None,
    measures: Annotated[
        str | None,
        typer.Option(
            "--measures", metavar="NAME,...", help="Also hits, betweenness, core, clustering, or all of them."
        ),
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Print the network as a whole instead: modularity and more.")
    ] = False,
    backbone: Annotated[
        float | None,
        typer.Option(
            "--backbone",
            metavar="ALPHA",
            help="Keep only the significant edges (disparity filter), as of 0.05.",
        ),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option("--project", metavar="KIND", help="One side: treatments that share guidelines, or so."),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Betweenness of a large network exactly, however long it takes.")
    ] = False,
    backend: Annotated[
        Literal["auto", "networkx", "rustworkx"],
        typer.Option("--backend", help="What computes; rustworkx is the extra `fast`."),
    ] = "auto",
    param: Annotated[
        list[str] | None,
        typer.Option(
            "-p", "--param", metavar="NAME=VALUE", help="A filter: category, bodyPart, from, to, party."
        ),
    ] = None,
    min_weight: Annotated[
        float, typer.Option("--min-weight", metavar="N", help="Leave out edges that weigh less.")
    ] = 0,
    trace: Annotated[
        str | None,
        typer.Option(
            "--trace", metavar="NODE[>NODE]", help="Print the disputed items behind a node or an edge."
        ),
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=0, help="Print the first N; 0 is all.")] = 20,
    format: Annotated[Literal["table", "csv"], typer.Option("--format", help="What is printed.")] = "table",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write all nodes: .csv, or .graphml with edges."),
    ] = None,
) -> None:
    """Measure a network: degree, strength, weighted PageRank and communities of each node, and more when asked.

    \b
    Examples:
      imrgraph metrics
      imrgraph metrics guideline-cocitation --top 5
      imrgraph metrics --measures hits,betweenness,core,clustering
      imrgraph metrics --summary
      imrgraph metrics --backbone 0.05 -o backbone.graphml
      imrgraph metrics --project treatment
      imrgraph metrics -p category=surgery -p from=2014
      imrgraph metrics --trace "mri>odg-low-back"
    """
    from imrgraph.graph import to_networkx
    from imrgraph.metrics import ALSO, measure, to_graphml, to_table
    from imrgraph.metrics import backbone as backbone_of
    from imrgraph.metrics import project as project_on
    from imrgraph.query import Format, render

    if output is not None and output.suffix not in (".csv", ".graphml"):
        raise typer.BadParameter(f"-o takes a file that ends in .csv or .graphml, not {output.name!r}")
    with open_given(store, graph) as opened:
        params = pairs(param or ())
        network = to_networkx(opened, projection, params, min_weight=min_weight)
        if trace is not None:
            print_table(_behind(opened, network, projection, params, trace), 0, format)
            return
    if project is not None:
        network = project_on(network, project)
    if backbone is not None:
        network = backbone_of(network, backbone)
    if summary:
        print_table(_as_a_whole(network), 0, format)
        return
    asked = [name.strip() for name in (measures or "").split(",") if name.strip()]
    found = measure(
        network,
        ALSO if asked == ["all"] else asked,
        backend=backend,
        **({"sample_above": None} if exact else {}),
    )
    if output is not None:
        csv = output.suffix == ".csv"
        write_file(output, render(to_table(found), Format.CSV) if csv else to_graphml(network, found))
        print(f"{output}: {len(found):,} nodes, {network.number_of_edges():,} edges", file=sys.stderr)
    print_table(to_table(found), top, format)
    if found and found[0].sampled:
        words = f"betweenness is estimated, from {found[0].sampled:,} of {len(found):,} nodes (--exact)"
        print(words, file=sys.stderr)


def _as_a_whole(network: nx.Graph) -> Table:
    from dataclasses import asdict

    from imrgraph.metrics import summarise
    from imrgraph.query.rows import table

    said = {
        name: round(n, 4) if isinstance(n, float) else n for name, n in asdict(summarise(network)).items()
    }
    return table(("measure", "value"), ((name.replace("_", " "), number) for name, number in said.items()))


def _behind(store: Store, network: nx.Graph, projection: str, params: Mapping[str, str], key: str) -> Table:
    """The items behind one node, or behind the edge between two."""
    from imrgraph.errors import QueryError
    from imrgraph.graph import read_items, read_names
    from imrgraph.graph.concepts import CONCEPT_PROJECTIONS
    from imrgraph.graph.filters import Filters, read_filters
    from imrgraph.metrics import items_behind, trace
    from imrgraph.query.values import expand, near
    from imrgraph.rdf.names import local

    ends = []
    for part in key.split(">"):
        wanted = {expand(part) or part.strip(), part.strip().casefold()}
        found = [
            node
            for node, said in network.nodes(data=True)
            if wanted & {node, local(node), said["label"].casefold()}
        ]
        if len(found) != 1:
            labels = {
                name for node, said in network.nodes(data=True) for name in (local(node), said["label"])
            }
            why = f"may be {', '.join(found)}" if found else f"is no node; {near(part, labels)}"
            raise QueryError(f"{part.strip()!r} {why}")
        ends += found
    items, names = read_items(store), read_names(store)
    made = CONCEPT_PROJECTIONS.get(projection)
    filters = Filters() if made is None else read_filters(store, projection, params, made.params)
    return trace({key: items_behind(items, ends, projection, filters, names)}, items, names)


def write_file(path: Path, text: str) -> None:
    """Write what was asked for.

    Raises:
        ViewError: the file cannot be written.
    """
    from imrgraph.errors import ViewError

    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ViewError(f"{path}: cannot be written ({error.strerror})") from error


def print_table(table: Table, top: int, format: str) -> None:
    """Print the first rows, all where `top` is 0, and say on standard error how many there are."""
    from dataclasses import replace

    from imrgraph.query import Format, render

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    shown = replace(table, rows=table.rows[:top]) if top else table
    print(render(shown, Format(format), width), end="")
    if len(shown) < len(table):
        print(f"the first {len(shown):,} of {len(table):,} (--top)", file=sys.stderr)

"""Any network as one HTML file: search, filters, details and tables are ours, vis-network or sigma draws."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Literal

from imrgraph.errors import ViewError
from imrgraph.view.drawing import drawing
from imrgraph.view.html import document, marked, plain, resource, sigma, table, vis_network
from imrgraph.view.network_data import EDGE_HEAD, NODE_HEAD, edge_rows, network_data, node_rows
from imrgraph.view.picture import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from imrgraph.view.behind import Item

Renderer = Literal["auto", "pyvis", "sigma"]
SMALL_NODES, SMALL_EDGES = 300, 2_000  # what vis-network still redraws at once; more is drawn by sigma
MOST_NODES, MOST_EDGES = 60_000, 200_000  # what a browser still opens
ROWS = 1_000  # of each table, without script
_PARTS = ("network.js", "labels.js", "panel.js", "tables.js", "controls.js")


def network_page(
    graph: nx.Graph,
    *,
    title: str,
    note: str = "",
    mark: str = "",
    seed: int = 0,
    renderer: Renderer = "auto",
    letters: Mapping[Any, Sequence[Item]] | None = None,
    command: str = "",
) -> str:
    """A network as one HTML page that opens without a network.

    Args:
        graph: any networkx graph. Of nodes `label` and `kind` are looked at (and `about`, topics joined by `;`, after which
            communities are named), of edges `weight` (1 unless told), `relation`
            and the counts `upheld`, `overturned`, `partially_overturned`; all other attributes are shown as they are. The
            same graph in the same order gives the same page.
        title, note: plain words: the heading, and what the picture shows and leaves out.
        mark: stands out under the heading: that letters are synthetic.
        seed: of the places.
        renderer: ``pyvis`` (vis-network) or ``sigma``, which draws tens of thousands of nodes and needs WebGL. ``auto``
            takes pyvis up to 300 nodes and 2,000 edges.
        letters: the disputed items behind a node, by its name, and behind an edge, by the pair of its ends.
        command: lists all of these items where the name of a node, or two joined by `>`, is put behind it.

    Returns:
        The page; no word of the graph is markup or script in it.

    Raises:
        ViewError: there is no node, or more than 60,000 nodes or 200,000 edges.
    """
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    if not nodes:
        raise ViewError("the network has no node; nothing to draw")
    if nodes > MOST_NODES or edges > MOST_EDGES:
        raise ViewError(
            f"{nodes:,} nodes and {edges:,} edges are more than a browser draws ({MOST_NODES:,} and {MOST_EDGES:,});"
            " narrow the network with --min-weight, --top, --backbone or a filter"
        )
    small = nodes <= SMALL_NODES and edges <= SMALL_EDGES
    pyvis = renderer == "pyvis" or (renderer == "auto" and small)
    data = network_data(graph, seed=seed, letters=letters or {}, command=command)
    if pyvis:
        data["drawing"] = drawing(data)
    counts = f"{count(nodes, 'node')}, {count(edges, 'connection')}"
    return document(
        title=plain(title),
        body=_body(plain(title), counts, plain(note), plain(mark), data),
        style=resource("base.css") + resource("network.css"),
        data=data,
        scripts=(
            *((vis_network(),) if pyvis else sigma()),
            *map(resource, _PARTS[:-1]),
            resource("draw_vis.js" if pyvis else "draw_sigma.js"),
            resource(_PARTS[-1]),
        ),
    )


def _body(title: str, counts: str, note: str, mark: str, data: dict[str, Any]) -> str:
    name = f"{escape(title)}: {counts}"
    return f"""<header>
<h1>{escape(title)}</h1>
{marked(mark)}
<p><span class="counts">{counts}</span> <span id="shown" role="status"></span></p>
{f"<p>{escape(note)}</p>" if note else ""}
</header>
<div id="bar" class="scripted">
<div role="tablist" aria-label="How to look at it">
<button type="button" role="tab" id="picture-tab" aria-controls="picture-view" aria-selected="true">Picture</button>
<button type="button" role="tab" id="table-tab" aria-controls="table-view" aria-selected="false" tabindex="-1">Tables</button>
</div>
<div id="finder">
<input id="search" type="search" role="combobox" aria-label="Search by name" aria-controls="hits" aria-expanded="false"
 aria-autocomplete="list" autocomplete="off" spellcheck="false" placeholder="Search by name ( / )">
<ul id="hits" role="listbox" aria-label="Found" hidden></ul>
</div>
<button id="fit" type="button">Show all</button>
<button id="reset" type="button" hidden>Clear filters</button>
</div>
<p id="why" role="alert" hidden></p>
<p id="live" class="unseen" aria-live="polite"></p>
<main id="picture-view" class="scripted" role="tabpanel" aria-labelledby="picture-tab">
<div id="picture" tabindex="0" role="application" aria-label="{name}. Arrow keys go from a node to its neighbours, Escape clears, slash searches. The tables hold the same.">
<canvas id="labels" aria-hidden="true"></canvas><div id="hint" hidden></div></div>
<div id="side">
<section id="details" aria-label="What is chosen" hidden></section>
<section id="legend" aria-label="Legend and filters"></section>
<p id="keys">Point for details, click to choose, drag to move, scroll to zoom. Keys: <kbd>/</kbd> search, <kbd>Tab</kbd> into the picture, arrows along connections, <kbd>Enter</kbd> details, <kbd>Esc</kbd> clear, <kbd>+</kbd> <kbd>-</kbd> <kbd>0</kbd> zoom.</p>
</div>
</main>
<section id="table-view" role="tabpanel" aria-label="Tables">
<p><a href="#nodes">Nodes</a>, <a href="#edges">connections</a></p>
<h2>Nodes</h2>
{_first(data["nodes"]["count"])}
{table((*NODE_HEAD, *_names(data["nodes"])), node_rows(data, ROWS), ' id="nodes"')}
<h2>Connections</h2>
{_first(data["edges"]["count"])}
{table((*EDGE_HEAD, *_names(data["edges"])), edge_rows(data, ROWS), ' id="edges"')}
</section>"""


def _names(part: dict[str, Any]) -> list[str]:
    return [column["name"] for column in part["columns"]]


def _first(number: int) -> str:
    cut = f"The first {ROWS:,} of {number:,}, strongest first." if number > ROWS else ""
    return f'<p class="rows">{cut}</p>'

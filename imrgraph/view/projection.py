"""Any projection of a store as a page: narrowed to what can be looked at, with the disputed items behind it."""

from __future__ import annotations

import shlex
from collections import defaultdict
from typing import TYPE_CHECKING

from imrgraph.errors import ViewError
from imrgraph.graph import PROJECTIONS, read_items, read_names, to_networkx
from imrgraph.graph.synthetic import mark_of
from imrgraph.metrics import backbone
from imrgraph.view.behind import items_of
from imrgraph.view.network import Renderer, network_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

    from imrgraph.graph import ItemFacts, Names
    from imrgraph.store import Store

_FIELDS = ("treatments", "body_parts", "administrator", "reviewer", "conditions", "specialties", "year")
_NOTES = {
    "treatment-guideline": "A line joins a treatment that was asked for with a guideline that the expert reviewer relied on.",
    "condition-treatment": "A line joins a condition that a letter states with a treatment that is asked for in it.",
    "condition-guideline": "A line joins a condition that a letter states with a guideline that is relied on in it.",
    "guideline-cocitation": "A line joins two guidelines that are cited for the same disputed item.",
    "administrator-reviewer": "An arrow goes from a guideline that the administrator cites to one that the reviewer cites for the same"
    " disputed item; to itself where both cite the same.",
    "letter-similarity": "A line joins two letters that share rare treatments, conditions and guidelines; groups are named after what"
    " sets them apart most.",
    "guideline-hierarchy": "An arrow goes from a guideline to the one above it.",
    "letter-everything": "Letters with their disputed items, and what these have.",
    "whole-graph": "All parts of all letters, and the concepts that they name.",
}


def view_network(
    store: Store,
    projection: str,
    params: Mapping[str, str] | None = None,
    *,
    min_weight: float = 0,
    alpha: float | None = None,
    top: int = 0,
    seed: int = 0,
    renderer: Renderer = "auto",
    given: Sequence[str] = (),
) -> str:
    """A projection as one HTML page that needs no network.

    Args:
        store: what `open_store` gives.
        projection, params, min_weight: as `imrgraph.to_networkx` takes them.
        alpha: keep the significant edges alone, as `imrgraph.metrics.backbone` finds them with this limit (0.05, say);
            directions are joined.
        top: how many of the heaviest edges to keep, ties by the names of their ends, and their nodes; 0 keeps all.
        seed, renderer: as `network_page` takes them.
        given: the options that name the store on a command line, for the commands that the page prints.

    Raises:
        QueryError: no such projection, parameter or value, or alpha out of range.
        ViewError: nothing is left to draw, or too much for a browser.
    """
    params = params or {}
    graph = to_networkx(store, projection, params, min_weight=min_weight)
    note = [_NOTES[projection], *(f"{name}: {value}." for name, value in params.items())]
    if min_weight:
        note.append(f"Connections that weigh at least {min_weight:g}.")
    if alpha is not None:
        before, graph = graph.number_of_edges(), backbone(graph, alpha)
        note.append(
            f"Drawn: the {graph.number_of_edges():,} of {before:,} connections that weigh more than chance would have it"
            f" (backbone, alpha {alpha:g})."
        )
    if 0 < top < graph.number_of_edges():
        note.append(f"Drawn: the {top:,} heaviest of {graph.number_of_edges():,} connections.")
        graph = heaviest(graph, top)
    if not graph:
        raise ViewError(f"{projection}: no node is left; nothing to draw (fewer filters, or a larger alpha)")
    items, names = read_items(store, _FIELDS), read_names(store)
    if projection == "letter-similarity":
        _say_what_about(graph, items, names)
    words = ["imrgraph", "metrics", projection]
    words += [word for name, value in params.items() for word in ("-p", f"{name}={value}")]
    words += given
    return network_page(
        graph,
        title=PROJECTIONS[projection][0].upper() + PROJECTIONS[projection][1:],
        note=" ".join(note),
        mark=mark_of(store),
        seed=seed,
        renderer=renderer,
        letters=items_of(store, graph, projection, params, items, names),
        command=f"{shlex.join(words)} --trace",
    )


def heaviest(graph: nx.Graph, top: int) -> nx.Graph:
    """The network of so many edges, the heaviest first, ties by the names of their ends; nodes without any are gone."""
    edges = graph.edges(keys=True, data="weight") if graph.is_multigraph() else graph.edges(data="weight")
    ordered = sorted(edges, key=lambda edge: (-(edge[-1] or 0), *map(str, edge[:-1])))
    kept = graph.edge_subgraph([edge[:-1] for edge in ordered[:top]])
    found = graph.__class__()
    found.add_nodes_from((node, said) for node, said in graph.nodes(data=True) if node in kept)
    found.add_edges_from(kept.edges(keys=True, data=True) if graph.is_multigraph() else kept.edges(data=True))
    return found


def _say_what_about(graph: nx.Graph, items: Iterable[ItemFacts], names: Names) -> None:
    """Letters get the treatments and conditions that they are about, after which their communities are named."""
    about: dict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        if item.letter.iri in graph:
            concepts = (*item.treatments, *item.letter.conditions)
            about[item.letter.iri].update(dict.fromkeys(names.label(concept) for concept in concepts))
    for letter, labels in about.items():
        graph.nodes[letter]["about"] = "; ".join(labels)

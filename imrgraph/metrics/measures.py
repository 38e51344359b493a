"""What stands out in a network: degree, strength, PageRank, and which nodes belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imrgraph.errors import QueryError
from imrgraph.metrics.backend import core_numbers, pagerank
from imrgraph.metrics.network import SAMPLE_ABOVE, SEED, betweenness, clustering, hits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import networkx as nx

    from imrgraph.metrics.backend import Backend

ALSO = {
    "hits": "hub and authority (HITS): who points to much, and who is pointed to",
    "betweenness": "share of the shortest paths between others; estimated for large networks",
    "core": "the largest k so that the node is in the k-core",
    "clustering": "how much its neighbours belong together",
}
NUMBERS = (
    "degree", "strength", "pagerank", "community", "hub", "authority", "betweenness", "sampled", "core", "clustering",
)  # fmt: skip
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One node's numbers, all of the undirected graph (several edges between two nodes are one).

    Attributes:
        iri, label, kind: as in the projection.
        degree: how many nodes it is connected to.
        strength: the sum of its edges' weights; whole where these are.
        pagerank: weighted PageRank (damping 0.85), six digits; all nodes together have 1.
        community: Louvain community by weight; 1 is the one with the most nodes.

    And where `measure` was asked for them, else None (see `ALSO`; shares from 0 to 1, six digits):
        hub, authority: as `hits` gives them.
        betweenness: as `betweenness` gives it; sampled says from how many nodes it was estimated, None where it is exact.
        core: as `core_numbers` gives it.
        clustering: as `clustering` gives it.
    """

    iri: str
    label: str
    kind: str
    degree: int
    strength: float
    pagerank: float
    community: int
    hub: float | None = None
    authority: float | None = None
    betweenness: float | None = None
    sampled: int | None = None
    core: int | None = None
    clustering: float | None = None


def measure(
    graph: nx.Graph,
    also: Collection[str] = (),
    *,
    sample_above: int | None = SAMPLE_ABOVE,
    backend: Backend = "auto",
) -> tuple[Measure, ...]:
    """The numbers of every node, highest PageRank first, then by IRI.

    Args:
        graph: a projection of `to_networkx`, or any graph whose edges may have `weight`.
        also: further measures, of `ALSO`.
        sample_above: from how many nodes on betweenness is estimated, as `betweenness` says; None is never.
        backend: `auto` takes rustworkx where it is installed; the numbers are the same.

    Raises:
        QueryError: no such measure or backend.
        MissingExtraError: rustworkx was asked for by name and is not installed.
    """
    if unknown := sorted(set(also) - ALSO.keys()):
        raise QueryError(f"no measure {unknown[0]!r}; there are {', '.join(ALSO)}")
    simple = undirected(graph)
    if not simple:
        return ()
    ranks = pagerank(simple, backend)
    communities = {node: number for number, group in enumerate(louvain(simple), start=1) for node in group}
    further = _further(graph, simple, set(also), sample_above, backend)
    found = (
        Measure(
            iri=node,
            label=str(said.get("label", node)),
            kind=str(said.get("kind", "")),
            degree=len(simple[node]),
            strength=sum(edge["weight"] for edge in simple[node].values()),
            pagerank=round(ranks[node], _DIGITS),
            community=communities[node],
            **{name: of[node] for name, of in further.items()},
        )
        for node, said in simple.nodes(data=True)
    )
    return tuple(sorted(found, key=lambda m: (-m.pagerank, m.iri)))


def undirected(graph: nx.Graph) -> nx.Graph:
    """The graph without directions, loops and double edges; weights of double edges are added up."""
    import networkx as nx

    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes(data=True), key=lambda node: str(node[0])))
    for one, other, said in sorted(graph.edges(data=True), key=lambda edge: (str(edge[0]), str(edge[1]))):
        if one != other:
            before = simple.edges[one, other]["weight"] if simple.has_edge(one, other) else 0
            simple.add_edge(one, other, weight=before + said.get("weight", 1))
    return simple


def _further(
    graph: nx.Graph, simple: nx.Graph, also: set[str], sample_above: int | None, backend: Backend
) -> dict[str, dict[Any, Any]]:
    """Of each attribute that was asked for, the value of each node."""
    found: dict[str, dict[Any, Any]] = {}
    if "hits" in also:
        found["hub"], found["authority"] = map(_rounded, hits(graph if graph.is_directed() else simple))
    if "betweenness" in also:
        between = betweenness(simple, sample_above=sample_above, backend=backend)
        found["betweenness"] = _rounded(between.values)
        found["sampled"] = dict.fromkeys(simple, between.sampled)
    if "core" in also:
        found["core"] = core_numbers(simple, backend)
    if "clustering" in also:
        found["clustering"] = _rounded(clustering(simple))
    return found


def _rounded(values: Mapping[Any, float]) -> dict[Any, float]:
    return {node: round(value, _DIGITS) for node, value in values.items()}


def louvain(graph: nx.Graph) -> list[list[Any]]:
    """The Louvain communities by `weight`, found with a fixed seed: the one with the most nodes first.

    Args:
        graph: undirected, without double edges and loops, its nodes in a fixed order (`undirected`).

    Source: V. Blondel, J.-L. Guillaume, R. Lambiotte and E. Lefebvre, J. Stat. Mech. (2008), P10008.
    """
    import networkx as nx

    names = list(graph)
    numbers = {name: at for at, name in enumerate(names)}  # sets of str have no order
    numbered = nx.relabel_nodes(graph, numbers)
    groups: Iterable[set[int]] = nx.community.louvain_communities(numbered, weight="weight", seed=SEED)
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    return [[names[at] for at in group] for group in ordered]


def numbers_of(measure: Measure) -> dict[str, float]:
    """A node's numbers by name, without those that were not asked for."""
    named = ((name, getattr(measure, name)) for name in NUMBERS)
    return {name: number for name, number in named if number is not None}


def to_graphml(graph: nx.Graph, measures: Iterable[Measure]) -> str:
    """The projection as GraphML, with each node's numbers as attributes."""
    from imrgraph.graph import exchange

    written: Any = graph.copy()
    for one in measures:
        written.nodes[one.iri].update(numbers_of(one))
    return exchange.to_graphml(written)

"""Numbers of a network beyond degree and rank: hubs, betweenness, clustering, what it is like as a whole, and its sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from imrgraph.errors import QueryError
from imrgraph.metrics.backend import exact_betweenness

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from imrgraph.metrics.backend import Backend

SEED = 20130101  # any fixed number: the same graph has to give the same numbers
SAMPLE_ABOVE = 1_000  # nodes; beyond, betweenness of every pair takes minutes
_ROUNDS = 1_000
_TOLERANCE = 1e-10  # of the sum of all changes in one round
SAMPLES = 200  # nodes from which the shortest paths are followed then


@dataclass(frozen=True, slots=True, kw_only=True)
class Betweenness:
    """Betweenness of every node, from 0 to 1.

    Attributes:
        sampled: from how many nodes it was estimated; None where it is exact.
    """

    values: Mapping[Any, float]
    sampled: int | None


def betweenness(
    graph: nx.Graph,
    *,
    sample_above: int | None = SAMPLE_ABOVE,
    samples: int = SAMPLES,
    backend: Backend = "auto",
) -> Betweenness:
    """Which share of the shortest paths between others goes through each node; weights do not count.

    Args:
        graph: without double edges (`undirected`).
        sample_above: graphs of more nodes are estimated from the paths that start at `samples` nodes, chosen with a fixed
            seed; None computes every graph exactly. The same whichever backend is there.
        backend: `auto` takes rustworkx where it is installed.

    Source: U. Brandes, J. Math. Sociol. 25 (2001), 163-177; sampling: U. Brandes and C. Pich, Int. J. Bifurcat. Chaos 17
    (2007), 2303-2318.
    """
    if sample_above is None or len(graph) <= max(sample_above, samples):
        return Betweenness(values=exact_betweenness(graph, backend), sampled=None)
    import networkx as nx

    return Betweenness(values=nx.betweenness_centrality(graph, k=samples, seed=SEED), sampled=samples)


def hits(graph: nx.Graph) -> tuple[dict[Any, float], dict[Any, float]]:
    """Hubs, which point to authorities, and authorities, which hubs point to, by `weight`; each add up to 1.

    In a network of two sides (`bipartite` 0 and 1) the first points to the second: treatments are hubs, guidelines
    authorities. In others, edges without direction count both ways, and a node is as much the one as the other. In a
    network of several parts those with the strongest ties have all, as is the way of this measure. Computed by turns from
    equal hubs, at most 1,000 of them (networkx's own starts anywhere, and may end with other signs).

    Source: J. Kleinberg, J. ACM 46 (1999), 604-632.
    """
    import networkx as nx
    import numpy as np

    pointing = nx.DiGraph()
    pointing.add_nodes_from(graph)
    for one, other, said in graph.edges(data=True):
        for a, b in _ways(graph, one, other):
            before = pointing.edges[a, b]["weight"] if pointing.has_edge(a, b) else 0
            pointing.add_edge(a, b, weight=before + said.get("weight", 1))
    if not pointing.number_of_edges():
        return dict.fromkeys(graph, 0.0), dict.fromkeys(graph, 0.0)
    matrix = nx.to_scipy_sparse_array(pointing, nodelist=list(graph), weight="weight", dtype=float)
    hubs = np.full(len(graph), 1 / len(graph))
    for _ in range(_ROUNDS):
        authorities = matrix.T @ hubs
        authorities /= authorities.sum()
        before, hubs = hubs, matrix @ authorities
        hubs /= hubs.sum()
        if abs(hubs - before).sum() < _TOLERANCE:
            break
    return tuple({node: float(of[at]) for at, node in enumerate(graph)} for of in (hubs, authorities))  # type: ignore[return-value]


def _ways(graph: nx.Graph, one: Any, other: Any) -> list[tuple[Any, Any]]:
    """Which of the two points to the other."""
    if graph.is_directed() or one == other:
        return [(one, other)]
    sides = _side(graph, one), _side(graph, other)
    if sides in ((0, 1), (1, 0)):
        return [(one, other) if sides == (0, 1) else (other, one)]
    return [(one, other), (other, one)]


def clustering(graph: nx.Graph) -> dict[Any, float]:
    """How much the neighbours of a node belong together, from 0 to 1.

    In a network of two sides: how much a node's neighbours overlap with those of the nodes two steps away, on average
    (M. Latapy, C. Magnien and N. Del Vecchio, Soc. Networks 30 (2008), 31-48). In others: the share of pairs of neighbours
    that are connected themselves.

    Args:
        graph: undirected, without double edges and loops (`undirected`).
    """
    import networkx as nx

    values: dict[Any, float] = nx.bipartite.clustering(graph) if is_bipartite(graph) else nx.clustering(graph)
    return values


def is_bipartite(graph: nx.Graph) -> bool:
    """Whether the nodes have two sides (`bipartite` 0 and 1), and every edge goes from one to the other."""
    return bool(graph) and all(
        {_side(graph, one), _side(graph, other)} == {0, 1} for one, other in graph.edges()
    )


def _side(graph: nx.Graph, node: Any) -> Any:
    return graph.nodes[node].get("bipartite")


def project(
    graph: nx.Graph, kind: str, weight: Literal["shared", "newman", "jaccard"] = "shared"
) -> nx.Graph:
    """One side of a network of two: its nodes, connected where they have a neighbour in common.

    Args:
        graph: an undirected network in which no two nodes of that kind are connected.
        kind: the nodes that stay (`treatment`).
        weight: what the edges' `weight` is: ``shared``, how many neighbours two nodes have in common; ``newman``, each of
            these divided by its other neighbours, so that a guideline cited for everything connects little (M. Newman,
            Phys. Rev. E 64 (2001), 016132); ``jaccard``, the common neighbours as a share of all that either has.

    Returns:
        A Graph with the nodes' attributes; nodes and edges sorted.

    Raises:
        QueryError: no such weight, no node of that kind, or two of them are connected.
    """
    import networkx as nx

    ways: dict[str, Any] = {
        "shared": nx.bipartite.weighted_projected_graph,
        "newman": nx.bipartite.collaboration_weighted_projected_graph,
        "jaccard": nx.bipartite.overlap_weighted_projected_graph,
    }
    kept = {node for node, said in graph.nodes(data=True) if said.get("kind") == kind}
    if weight not in ways:
        raise QueryError(f"no weight {weight!r}; there are {', '.join(ways)}")
    if not kept:
        kinds = sorted({str(said.get("kind")) for _, said in graph.nodes(data=True)})
        raise QueryError(f"no node of the kind {kind!r}; there are {', '.join(kinds) or 'none'}")
    if any(one in kept and other in kept for one, other in graph.edges()):
        raise QueryError(
            f"two nodes of the kind {kind!r} are connected, so that it is no side of the network"
        )
    found = ways[weight](nx.Graph(graph) if graph.is_directed() or graph.is_multigraph() else graph, kept)
    projected = nx.Graph()
    projected.add_nodes_from(sorted(found.nodes(data=True)))
    for one, other, said in sorted((min(a, b), max(a, b), said) for a, b, said in found.edges(data=True)):
        projected.add_edge(one, other, weight=said["weight"])
    return projected


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSummary:
    """A network as a whole, without directions, loops and double edges.

    Attributes:
        nodes, edges: how many.
        density: edges as a share of all there could be.
        components: connected parts, and
        largest: how many nodes the largest of them has.
        communities: how many Louvain communities there are, and
        modularity: how much more of the weight lies within them than chance would have it (from -1/2 to 1).
        degree_assortativity: whether nodes with many neighbours are connected to such nodes (1), to nodes with few (-1), or
            neither (0); strength_assortativity the same by weight. None where all ends of edges have the same.
        clustering: of a network of two sides, the share of paths of three edges that close to a square (Robins and
            Alexander 2004); of others, the share of paths of two edges that close to a triangle.
    """

    nodes: int
    edges: int
    density: float
    components: int
    largest: int
    communities: int
    modularity: float
    degree_assortativity: float | None
    strength_assortativity: float | None
    clustering: float


def summarise(graph: nx.Graph) -> NetworkSummary:
    """What a network is like as a whole."""
    import networkx as nx

    from imrgraph.metrics.measures import louvain, undirected

    simple = undirected(graph)
    groups, parts = louvain(simple), [len(part) for part in nx.connected_components(simple)]
    edges = simple.number_of_edges()
    transitive = nx.bipartite.robins_alexander_clustering if is_bipartite(simple) else nx.transitivity
    return NetworkSummary(
        nodes=len(simple),
        edges=edges,
        density=nx.density(simple) if len(simple) > 1 else 0.0,
        components=len(parts),
        largest=max(parts, default=0),
        communities=len(groups),
        modularity=nx.community.modularity(simple, groups, weight="weight") if edges else 0.0,
        degree_assortativity=_assortativity(simple, None),
        strength_assortativity=_assortativity(simple, "weight"),
        clustering=float(transitive(simple)) if edges else 0.0,
    )


def _assortativity(graph: nx.Graph, weight: str | None) -> float | None:
    import networkx as nx

    ends = {graph.degree(node, weight=weight) for edge in graph.edges() for node in edge}
    if len(ends) < 2:
        return None  # the correlation of a constant
    return float(nx.degree_assortativity_coefficient(graph, weight=weight))

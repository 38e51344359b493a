"""The backbone of a network: the edges that weigh more than their ends would spread by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imrgraph.errors import QueryError
from imrgraph.metrics.measures import undirected

if TYPE_CHECKING:
    import networkx as nx

ALPHA = 0.05


def backbone(graph: nx.Graph, alpha: float = ALPHA, *, kind: str | None = None) -> nx.Graph:
    """The network with its significant edges alone, so that a picture shows what matters.

    The disparity filter: were a node's weight spread over its k edges by chance (uniformly), an edge with the share p of it
    would weigh at least that much with probability (1 - p)^(k - 1). Edges stay for which this is below `alpha` from one
    of their ends. Small and large nodes are judged alike, unlike by a minimum weight. An end with one edge alone says
    nothing; an edge between two such ends goes.

    Args:
        graph: any network whose edges may have `weight`; directions and double edges are joined (`undirected`).
        alpha: the limit, above 0 and up to 1; a smaller one keeps fewer edges. No adjustment for many edges is made: it is a
            filter for pictures, not a test.
        kind: judge edges from the ends of that kind alone. In a network of two sides the two answer different questions:
            which guidelines stand out for a treatment, and which treatments for a guideline. None takes either end.

    Returns:
        A Graph of the edges kept, with the attributes they had (of double edges, those of the first), the joined `weight`
        and `alpha` (the probability above, the smaller one), and of their nodes. Nodes without edges are left out.

    Raises:
        QueryError: alpha out of range, or no node of that kind.

    Source: M. A. Serrano, M. Boguna and A. Vespignani, PNAS 106 (2009), 6483-6488.
    """
    import networkx as nx

    if not 0 < alpha <= 1:
        raise QueryError(f"alpha is above 0 and up to 1, not {alpha}")
    kinds = {str(said.get("kind", "")) for _, said in graph.nodes(data=True)}
    if kind is not None and kind not in kinds:
        raise QueryError(f"no node of the kind {kind!r}; there are {', '.join(sorted(kinds)) or 'none'}")
    simple = undirected(graph)
    kept = nx.Graph()
    for one, other, said in simple.edges(data=True):
        ends = [end for end in (one, other) if kind is None or simple.nodes[end].get("kind") == kind]
        chance = min((_chance(simple, end, said["weight"]) for end in ends), default=1.0)
        if chance < alpha:
            kept.add_edge(one, other, **{**_attributes(graph, one, other), **said, "alpha": chance})
    found = nx.Graph()
    found.add_nodes_from((node, simple.nodes[node]) for node in sorted(kept))
    found.add_edges_from(sorted(kept.edges(data=True), key=lambda edge: edge[:2]))
    return found


def _chance(graph: nx.Graph, end: Any, weight: float) -> float:
    neighbours = graph[end]
    strength = sum(said["weight"] for said in neighbours.values())
    return float((1 - weight / strength) ** (len(neighbours) - 1)) if strength else 1.0


def _attributes(graph: nx.Graph, one: Any, other: Any) -> dict[str, Any]:
    ends = (one, other) if graph.has_edge(one, other) else (other, one)
    said = graph.get_edge_data(*ends)
    return dict(next(iter(said.values())) if graph.is_multigraph() else said)

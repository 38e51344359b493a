"""What stands out in a network: degree, strength, PageRank, and which nodes belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

_SEED = 20130101  # any fixed number: the same graph has to give the same communities
_DIGITS = 6
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One node's numbers, all of the undirected graph (several edges between two nodes are one).

    Attributes:
        iri, label, kind: as in the projection.
        degree: how many nodes it is connected to.
        strength: the sum of its edges' weights.
        pagerank: weighted PageRank (damping 0.85), six digits; all nodes together have 1.
        community: Louvain community by weight; 1 is the one with the most nodes.
    """

    iri: str
    label: str
    kind: str
    degree: int
    strength: int
    pagerank: float
    community: int


def measure(graph: nx.Graph) -> tuple[Measure, ...]:
    """The numbers of every node, highest PageRank first, then by IRI.

    Args:
        graph: a projection of `to_networkx`, or any graph whose edges may have `weight`.
    """
    import networkx as nx

    simple = undirected(graph)
    if not simple:
        return ()
    ranks = nx.pagerank(simple, weight="weight")
    communities = _communities(simple)
    found = (
        Measure(
            iri=node,
            label=str(said.get("label", node)),
            kind=str(said.get("kind", "")),
            degree=len(simple[node]),
            strength=sum(edge["weight"] for edge in simple[node].values()),
            pagerank=round(ranks[node], _DIGITS),
            community=communities[node],
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


def _communities(graph: nx.Graph) -> dict[str, int]:
    import networkx as nx

    names = list(graph)
    numbered = nx.relabel_nodes(
        graph, {name: at for at, name in enumerate(names)}
    )  # sets of str have no order
    groups: Iterable[set[int]] = nx.community.louvain_communities(numbered, weight="weight", seed=_SEED)
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    return {names[at]: number for number, group in enumerate(ordered, start=1) for at in group}


def to_graphml(graph: nx.Graph, measures: Iterable[Measure]) -> str:
    """The projection as GraphML, with each node's numbers as attributes."""
    import networkx as nx

    written: Any = graph.copy()
    for _, said in written.nodes(data=True):
        said["label"] = _CONTROL.sub(" ", said["label"])  # XML has no place for them
    for one in measures:
        written.nodes[one.iri].update(
            degree=one.degree, strength=one.strength, pagerank=one.pagerank, community=one.community
        )
    return "\n".join(nx.generate_graphml(written)) + "\n"

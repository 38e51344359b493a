"""The disparity filter: hand-worked, and what has to hold of any network."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.errors import QueryError
from imrgraph.graph import to_networkx
from imrgraph.metrics import backbone, undirected
from tests.engines import engine

_EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 50)), max_size=40)


def _star() -> nx.Graph:
    """A hub with edges of 16, 2, 1 and 1, and an edge between two of its ends."""
    graph = nx.Graph()
    graph.add_node("hub", kind="guideline", label="the hub")
    graph.add_nodes_from("abcd", kind="treatment")
    graph.add_weighted_edges_from([("hub", "a", 16), ("hub", "b", 2), ("hub", "c", 1), ("hub", "d", 1)])
    graph.add_edge("c", "d", weight=3, upheld=2)
    return graph


def test_by_hand() -> None:
    # of the hub's 20 on 4 edges: a (1 - 16/20)^3 = 0.008, b 0.9^3 = 0.729, c and d 0.95^3 = 0.857
    # of c's 4 on 2 edges: hub 1 - 1/4 = 0.75, d 1 - 3/4 = 0.25, and the same of d's
    found = backbone(_star())
    assert list(found.edges(data=True)) == [("a", "hub", {"weight": 16, "alpha": pytest.approx(0.008)})]
    assert found.nodes["hub"]["label"] == "the hub"
    wider = backbone(_star(), 0.3)
    assert wider.edges["c", "d"] == {"weight": 3, "upheld": 2, "alpha": pytest.approx(0.25)}
    assert backbone(_star(), 0.76).number_of_edges() == 5


def test_from_the_ends_of_one_kind() -> None:
    assert list(backbone(_star(), 0.1, kind="guideline").edges()) == [("a", "hub")]
    assert list(backbone(_star(), 0.1, kind="treatment").edges()) == []  # `a` has this edge alone
    with pytest.raises(QueryError, match="there are guideline, treatment"):
        backbone(_star(), kind="letter")


@pytest.mark.parametrize("alpha", [0, -1, 1.5])
def test_alpha_has_a_range(alpha: float) -> None:
    with pytest.raises(QueryError, match="alpha"):
        backbone(_star(), alpha)


@given(_EDGES, st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_smaller_alpha_keeps_fewer(edges: list[tuple[int, int, int]], one: float, other: float) -> None:
    graph = nx.MultiDiGraph()
    graph.add_weighted_edges_from((f"n{a}", f"n{b}", w) for a, b, w in edges)
    few, many = backbone(graph, min(one, other)), backbone(graph, max(one, other))
    assert set(few.edges()) <= set(many.edges())
    assert all(degree for _, degree in many.degree())
    simple = undirected(graph)
    assert all(said["weight"] == simple.edges[a, b]["weight"] for a, b, said in many.edges(data=True))
    assert list(many) == sorted(many)


def test_of_a_projection_the_attributes_stay() -> None:
    graph = to_networkx(engine("oxigraph"), "treatment-guideline")
    found = backbone(graph, 0.3)
    assert 0 < found.number_of_edges() < graph.number_of_edges()
    for one, other, said in found.edges(data=True):
        assert {**graph.edges[one, other], "alpha": said["alpha"]} == said
        assert found.nodes[one] == graph.nodes[one]

"""Hubs, betweenness, cores, clustering, projections and the whole: hand-worked graphs, and both backends alike."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.errors import MissingExtraError, QueryError
from imrgraph.graph import PROJECTIONS, to_networkx
from imrgraph.metrics import (
    ALSO,
    betweenness,
    clustering,
    hits,
    louvain,
    measure,
    project,
    summarise,
    to_table,
    undirected,
)
from imrgraph.metrics.backend import core_numbers, exact_betweenness, pagerank
from imrgraph.query import Format, render
from tests.engines import engine

if TYPE_CHECKING:
    from tests.conftest import Golden

_EDGES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 9)), max_size=40)


def _graph(edges: list[tuple[int, int, int]], *, directed: bool = False) -> nx.Graph:
    made = nx.DiGraph() if directed else nx.Graph()
    made.add_weighted_edges_from((f"n{a}", f"n{b}", w) for a, b, w in edges if a != b)
    return made


def _sides() -> nx.Graph:
    """Two treatments and three guidelines: a-x twice, a-y once, b-y once, b-z four times."""
    graph = nx.Graph()
    graph.add_nodes_from("ab", kind="treatment", bipartite=0)
    graph.add_nodes_from("xyz", kind="guideline", bipartite=1)
    graph.add_weighted_edges_from([("a", "x", 2), ("a", "y", 1), ("y", "b", 1), ("b", "z", 4)])
    return graph


@given(_EDGES, st.booleans())
def test_both_backends_give_the_same_numbers(edges: list[tuple[int, int, int]], directed: bool) -> None:
    graph = _graph(edges, directed=directed)
    for compute in (pagerank, exact_betweenness):
        one, other = compute(graph, "networkx"), compute(graph, "rustworkx")
        assert list(one) == list(other)
        assert list(one.values()) == pytest.approx(list(other.values()), abs=1e-7)
    simple = undirected(graph)
    assert core_numbers(simple, "networkx") == core_numbers(simple, "rustworkx")


@given(_EDGES)
def test_all_measures_are_alike_in_both_backends(edges: list[tuple[int, int, int]]) -> None:
    one, other = (measure(_graph(edges), ALSO, backend=name) for name in ("networkx", "rustworkx"))
    for a, b in zip(sorted(one, key=lambda m: m.iri), sorted(other, key=lambda m: m.iri), strict=True):
        assert (a.iri, a.degree, a.community, a.core, a.hub, a.clustering) == (
            b.iri, b.degree, b.community, b.core, b.hub, b.clustering,
        )  # fmt: skip
        assert a.pagerank == pytest.approx(b.pagerank, abs=2e-6)
        assert a.betweenness == pytest.approx(b.betweenness, abs=2e-6)


def test_a_missing_backend_is_an_error_only_when_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(importlib.import_module("sys").modules, "rustworkx", None)
    assert pagerank(_sides()) == pagerank(_sides(), "networkx")
    with pytest.raises(MissingExtraError, match=r"imrgraph\[fast\]"):
        pagerank(_sides(), "rustworkx")
    with pytest.raises(QueryError, match="no backend"):
        measure(_sides(), backend="igraph")  # type: ignore[arg-type]


def test_betweenness_by_hand() -> None:
    path = nx.path_graph(["a", "b", "c", "d"])  # b and c lie on two of the three pairs of others
    assert betweenness(path).values == pytest.approx({"a": 0, "b": 2 / 3, "c": 2 / 3, "d": 0})


def test_large_networks_are_sampled_and_say_so() -> None:
    graph = nx.gnm_random_graph(300, 900, seed=3)
    exact, sampled = betweenness(graph), betweenness(graph, sample_above=100, samples=100)
    assert (exact.sampled, sampled.sampled) == (None, 100)
    assert sampled == betweenness(graph, sample_above=100, samples=100, backend="networkx")
    wanted, found = ([one.values[node] for node in graph] for one in (exact, sampled))
    assert np.corrcoef(wanted, found)[0, 1] > 0.9
    assert betweenness(graph, sample_above=None).sampled is None
    assert {one.sampled for one in measure(graph, ["betweenness"], sample_above=250)} == {200}
    columns = to_table(measure(graph, ["betweenness"], sample_above=250)).columns
    assert columns[-2:] == ("betweenness", "sampled")
    assert "sampled" not in to_table(measure(graph, ["betweenness"])).columns


def test_in_a_network_of_two_sides_treatments_are_hubs_and_guidelines_authorities() -> None:
    hubs, authorities = hits(_sides())
    # the leading singular vectors of the weights [[2, 1, 0], [0, 1, 4]]
    left, _, right = np.linalg.svd(np.array([[2, 1, 0], [0, 1, 4]]))
    assert [hubs[node] for node in "ab"] == pytest.approx(list(abs(left[:, 0]) / abs(left[:, 0]).sum()))
    assert [authorities[node] for node in "xyz"] == pytest.approx(list(abs(right[0]) / abs(right[0]).sum()))
    assert {hubs[node] for node in "xyz"} == {authorities[node] for node in "ab"} == {0}


@given(_EDGES, st.booleans())
def test_hubs_and_authorities_add_up(edges: list[tuple[int, int, int]], directed: bool) -> None:
    graph = _graph(edges, directed=directed)
    hubs, authorities = hits(graph)
    for values in (hubs, authorities):
        assert sum(values.values()) == pytest.approx(1 if graph.number_of_edges() else 0)
        assert min(values.values(), default=0) >= 0
    assert hits(graph) == (hubs, authorities)


def test_hubs_are_those_of_networkx_where_they_are_defined() -> None:
    graph = nx.gnp_random_graph(40, 0.2, seed=1, directed=True)
    for found, wanted in zip(hits(graph), nx.hits(graph, tol=1e-12), strict=True):
        assert found == pytest.approx(wanted, abs=1e-8)
    hubs, authorities = hits(nx.wheel_graph(6))  # without directions
    assert hubs == pytest.approx(authorities)


def test_cores_by_hand() -> None:
    graph = nx.complete_graph(4)
    graph.add_edge(0, 9)
    assert core_numbers(graph) == {0: 3, 1: 3, 2: 3, 3: 3, 9: 1}


def test_clustering_by_hand() -> None:
    # a and b share y of the three guidelines that either has; x and y share a of {a, b}, y and z b of {a, b}
    found = clustering(_sides())
    assert found == pytest.approx({"a": 1 / 3, "b": 1 / 3, "x": 1 / 2, "y": 1 / 2, "z": 1 / 2})
    triangle = nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])
    assert clustering(triangle) == pytest.approx({"a": 1, "b": 1, "c": 1 / 3, "d": 0})


@pytest.mark.parametrize(
    ("weight", "value"),
    [
        pytest.param("shared", 1, id="one-in-common"),
        pytest.param("newman", 1, id="which-has-one-other"),
        pytest.param("jaccard", 1 / 3, id="of-three"),
    ],
)
def test_projection(weight: str, value: float) -> None:
    found = project(_sides(), "treatment", weight)  # type: ignore[arg-type]
    assert list(found.nodes(data=True)) == [
        ("a", {"kind": "treatment", "bipartite": 0}),
        ("b", {"kind": "treatment", "bipartite": 0}),
    ]
    assert list(found.edges(data="weight")) == [("a", "b", pytest.approx(value))]


def test_only_a_side_can_be_projected_on() -> None:
    with pytest.raises(QueryError, match="there are guideline, treatment"):
        project(_sides(), "letter")
    with pytest.raises(QueryError, match="jaccard"):
        project(_sides(), "treatment", "cosine")  # type: ignore[arg-type]
    joined = _sides()
    joined.add_edge("a", "b")
    with pytest.raises(QueryError, match="connected"):
        project(joined, "treatment")


def test_the_whole_by_hand() -> None:
    graph = _sides()
    found = summarise(graph)
    assert (found.nodes, found.edges, found.density, found.components, found.largest) == (5, 4, 0.4, 1, 5)
    assert found.communities == len(louvain(undirected(graph))) == 2
    # communities a-x-y and b-z: within them 7 of 8, their strengths 7 and 9 of 16
    assert found.modularity == pytest.approx(7 / 8 - (7**2 + 9**2) / 16**2)
    assert found.degree_assortativity == pytest.approx(nx.degree_pearson_correlation_coefficient(graph))
    assert found.strength_assortativity == pytest.approx(
        nx.degree_pearson_correlation_coefficient(graph, weight="weight")
    )
    assert found.clustering == 0


def test_ends_that_are_all_alike_have_no_assortativity() -> None:
    found = summarise(nx.cycle_graph(5))
    assert found.degree_assortativity is found.strength_assortativity is None
    assert summarise(nx.Graph()).nodes == 0
    assert summarise(nx.complete_graph(4)).clustering == 1
    square = nx.complete_bipartite_graph(3, 3)  # networkx names its sides `bipartite`
    assert summarise(square).clustering == 1


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_further_measures_are_golden(projection: str, golden: Golden) -> None:
    measures = measure(to_networkx(engine("oxigraph"), projection), ALSO)
    golden(f"metrics/{projection}--further.csv", render(to_table(measures), Format.CSV))


def test_an_unknown_measure_names_those_there_are() -> None:
    with pytest.raises(QueryError, match="betweenness"):
        measure(_sides(), ["closeness"])

"""Numbers of a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.graph import PROJECTIONS, to_networkx
from imrgraph.metrics import measure, to_graphml, to_table, undirected
from imrgraph.query import Format, render
from tests.engines import engine

if TYPE_CHECKING:
    from tests.conftest import Golden


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_measures_are_golden(projection: str, golden: Golden) -> None:
    measures = measure(to_networkx(engine("oxigraph"), projection))
    golden(f"metrics/{projection}.csv", render(to_table(measures), Format.CSV))


@given(
    edges=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 9)), max_size=40),
    seed=st.randoms(use_true_random=False),
)
def test_numbers_do_not_depend_on_the_order_of_edges(edges: list[tuple[int, int, int]], seed: object) -> None:
    def graph(given: list[tuple[int, int, int]]) -> nx.MultiGraph:
        made = nx.MultiGraph()
        made.add_weighted_edges_from((f"n{a}", f"n{b}", w) for a, b, w in given)
        return made

    shuffled = list(edges)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = measure(graph(edges)), measure(graph(shuffled))
    assert first == second
    assert not first or sum(m.pagerank for m in first) == pytest.approx(1, abs=1e-4)
    assert sum(m.strength for m in first) == 2 * sum(w for a, b, w in edges if a != b)


def test_an_empty_graph_has_no_numbers() -> None:
    assert measure(nx.Graph()) == ()


def test_double_edges_are_added_up() -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", weight=2)
    graph.add_edge("b", "a", weight=3)
    graph.add_edge("a", "a", weight=9)
    assert undirected(graph).edges["a", "b"] == {"weight": 5}
    assert undirected(graph).number_of_edges() == 1


def test_graphml_reads_back_with_the_numbers() -> None:
    graph = to_networkx(engine("oxigraph"), "treatment-guideline")
    node = min(graph)
    graph.nodes[node]["label"] = "a\x0cb <c>"  # XML has no form feed
    measures = measure(graph)
    read = nx.parse_graphml(to_graphml(graph, measures))
    assert set(read) == set(graph)
    assert read.nodes[node]["label"] == "a b <c>"
    assert read.nodes[measures[0].iri]["pagerank"] == measures[0].pagerank
    assert graph.nodes[node]["label"] == "a\x0cb <c>"

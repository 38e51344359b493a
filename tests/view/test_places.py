"""Places of nodes: what is connected stands together, what is not stands apart, and always the same."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform  # type: ignore[import-untyped]

from imrgraph.view.forces import meshed_push, pairwise_push
from imrgraph.view.places import force_places

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def _places(graph: nx.Graph, seed: int = 0, weights: list[float] | None = None) -> Floats:
    """For nodes named 0, 1, ..."""
    ends = np.array(graph.edges, dtype=np.intp).reshape(-1, 2)
    given = np.ones(len(ends)) if weights is None else np.array(weights)
    return force_places(ends[:, 0], ends[:, 1], given, len(graph), seed=seed)


def _apart(places: Floats, one: int, other: int) -> float:
    return float(np.hypot(*(places[one] - places[other])))


def _nearest(places: Floats) -> Floats:
    """The distance from each node to the nearest other."""
    apart = squareform(pdist(places))
    np.fill_diagonal(apart, np.inf)
    return np.asarray(apart.min(axis=0))


def _lengths(graph: nx.Graph, places: Floats) -> Floats:
    one, other = np.array(graph.edges).T
    return np.asarray(np.hypot(*(places[one] - places[other]).T))


def _shortness(graph: nx.Graph, places: Floats) -> float:
    """The mean length of an edge, of the mean distance of any two nodes."""
    return float(_lengths(graph, places).mean() / pdist(places).mean())


_PARTITION = nx.planted_partition_graph(5, 30, 0.3, 0.01, seed=1)
_TREE = nx.random_labeled_tree(300, seed=2)
_HUBS = nx.barabasi_albert_graph(800, 2, seed=3)


def test_no_node_and_one_node() -> None:
    none = np.array([], dtype=np.intp)
    assert force_places(none, none, np.array([]), 0).shape == (0, 2)
    assert force_places(none, none, np.array([]), 1).tolist() == [[0.0, 0.0]]


def test_two_cliques_stand_apart() -> None:
    places = _places(nx.barbell_graph(8, 0))  # 0-7, 8-15, joined by 7-8
    middles = places[:8].mean(axis=0), places[8:].mean(axis=0)
    between = float(np.hypot(*(middles[0] - middles[1])))
    for nodes, middle in ((range(8), middles[0]), (range(8, 16), middles[1])):
        assert max(float(np.hypot(*(places[node] - middle))) for node in nodes) < between / 2


def test_the_ends_of_a_path_are_farther_apart_than_its_neighbours() -> None:
    places = _places(nx.path_graph(12))
    steps = [_apart(places, one, one + 1) for one in range(11)]
    assert _apart(places, 0, 11) > 3 * max(steps)


@pytest.mark.parametrize(
    ("graph", "most"),
    [
        pytest.param(_PARTITION, 0.5, id="communities"),
        pytest.param(_TREE, 0.15, id="tree"),
        pytest.param(nx.convert_node_labels_to_integers(nx.grid_2d_graph(15, 15)), 0.2, id="grid"),
        pytest.param(_HUBS, 0.7, id="hubs"),
    ],
)
@pytest.mark.parametrize("seed", [0, 1])
def test_edges_are_shorter_than_the_average_distance_also_in_another_order(
    graph: nx.Graph, most: float, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(len(graph)).tolist()
    other = nx.Graph()
    other.add_nodes_from(range(len(graph)))
    other.add_edges_from((order[one], order[two]) for one, two in graph.edges)
    assert _shortness(graph, _places(graph, seed)) < most
    assert _shortness(other, _places(other, seed)) < most


def test_communities_are_seen() -> None:
    places = _places(_PARTITION)
    middles = places.reshape(5, 30, 2).mean(axis=1)
    nearest = np.argmin(((places[:, None] - middles[None]) ** 2).sum(axis=2), axis=1)
    assert (nearest == np.repeat(np.arange(5), 30)).mean() > 0.95


@pytest.mark.parametrize("graph", [_PARTITION, _TREE, _HUBS, nx.star_graph(500)])
def test_dots_do_not_lie_on_each_other(graph: nx.Graph) -> None:
    nearest = _nearest(_places(graph))
    assert nearest.min() > 0.5
    assert (nearest > 0.9).mean() > 0.9


def test_a_heavier_edge_is_shorter() -> None:
    nine = nx.cycle_graph(9)
    heavy = [25.0 if edge == (0, 1) else 1.0 for edge in nine.edges]
    places = _places(nine, weights=heavy)
    assert sum(heavy) == 33
    assert _apart(places, 0, 1) < min(_apart(places, one, one + 1) for one in range(1, 8))


def test_components_have_rectangles_for_themselves_and_nothing_is_far_flung() -> None:
    sizes = [40, 2, 9, 3, 1, 1, 25, 2, 1]
    graph = nx.disjoint_union_all(
        [nx.cycle_graph(size) if size > 2 else nx.path_graph(size) for size in sizes]
    )
    places = _places(graph)
    parts = [sorted(part) for part in nx.connected_components(graph) if len(part) > 1]
    parts.append([node for node in graph if graph.degree(node) == 0])
    boxes = [(places[part].min(axis=0), places[part].max(axis=0)) for part in parts]
    for (low, high), (lower, higher) in itertools.combinations(boxes, 2):
        assert ((high + 1 < lower) | (higher + 1 < low)).any()
    extent = places.max(axis=0) - places.min(axis=0)
    assert extent.max() < 4 * max(float((high - low).max()) for low, high in boxes)
    assert places.max(axis=0) + places.min(axis=0) == pytest.approx([0, 0], abs=1e-9)


def test_nodes_without_edges_stand_in_rows() -> None:
    none = np.array([], dtype=np.intp)
    places = force_places(none, none, np.array([]), 12)
    assert sorted(set(np.diff(np.unique(places[:, 0])).round(9))) == [1.5]
    assert len(np.unique(places[:, 0])) == 5  # the root of 12 times 1.6, rounded up
    assert len(np.unique(places[:, 1])) == 3


def test_edges_of_the_same_nodes_count_together_and_loops_not_at_all() -> None:
    once = _places(nx.cycle_graph(10), weights=[3.0] + [1.0] * 9)
    ends = np.array([*nx.cycle_graph(10).edges, (1, 0), (0, 1), (4, 4)], dtype=np.intp)
    assert next(iter(nx.cycle_graph(10).edges)) == (0, 1)
    thrice = force_places(ends[:, 0], ends[:, 1], np.ones(13), 10)
    assert _apart(once, 0, 1) < _apart(once, 5, 6)
    assert _apart(thrice, 0, 1) < _apart(thrice, 5, 6)
    loopless = force_places(ends[:-1, 0], ends[:-1, 1], np.ones(12), 10)
    assert thrice.tobytes() == loopless.tobytes()


def test_the_same_seed_gives_the_same_bytes_and_another_another_picture() -> None:
    assert _places(_PARTITION, 4).tobytes() == _places(_PARTITION, 4).tobytes()
    assert _places(_PARTITION, 4).tobytes() != _places(_PARTITION, 5).tobytes()


@given(
    nodes=st.integers(1, 40),
    ends=st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60),
    weight=st.sampled_from([0.0, -1.0, 1.0, 1e300, float("nan"), float("inf"), 5e-324]),
)
def test_any_network_has_places_and_no_two_are_the_same(
    nodes: int, ends: list[tuple[int, int]], weight: float
) -> None:
    inside = np.array([(one % nodes, other % nodes) for one, other in ends], dtype=np.intp).reshape(-1, 2)
    weights = np.where(np.arange(len(inside)) % 2, 1.0, weight)
    places = force_places(inside[:, 0], inside[:, 1], weights, nodes)
    assert np.isfinite(places).all()
    assert nodes == 1 or _nearest(places).min() > 0.3


def test_many_nodes_and_hubs_are_placed() -> None:
    graph = nx.disjoint_union(nx.star_graph(4000), nx.barabasi_albert_graph(4000, 1, seed=1))
    places = _places(graph)
    assert (
        np.median(_lengths(graph, places)[4000:]) < 4
    )  # of a tree's branches; all cover thousands of units of area
    assert len(np.unique(places, axis=0)) == 8001


def test_nodes_that_are_all_connected_with_all_have_places_of_their_own() -> None:
    one, other = np.triu_indices(100, k=1)
    places = force_places(one, other, np.ones(len(one)), 100)
    assert np.isfinite(places).all()
    assert len(np.unique(places.round(3), axis=0)) == 100


def test_what_pushes_on_the_mesh_is_what_pushes_pair_by_pair() -> None:
    chance = np.random.default_rng(1)
    places, mass = chance.normal(size=(400, 2)), chance.uniform(1, 5, size=400)
    exact, mesh = pairwise_push(mass)(places), meshed_push(mass)(places)
    off = np.hypot(*(exact - mesh).T) / np.hypot(*exact.T)
    assert np.median(off) < 0.05  # near neighbours are taken as one
    assert abs(mesh.sum(axis=0)).max() < 1e-6 * abs(mesh).sum()  # what one pushes, pushes back

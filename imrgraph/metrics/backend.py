"""What networkx and rustworkx both compute, by whichever is there; the numbers are the same.

rustworkx is optional (the extra `fast`): betweenness takes about a hundredth of the time. It has no sampled betweenness and
no Louvain communities, so those stay with networkx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from imrgraph.errors import MissingExtraError, QueryError

if TYPE_CHECKING:
    import networkx as nx

Backend = Literal["auto", "networkx", "rustworkx"]

_DAMPING = 0.85
_TOLERANCE = 1e-10  # of the sum of all changes in one round, divided by the number of nodes
_ROUNDS = 1_000


def pagerank(graph: nx.Graph, backend: Backend = "auto") -> dict[Any, float]:
    """PageRank by `weight` (damping 0.85): of all nodes together 1. An edge without direction counts both ways."""
    if not graph:
        return {}
    rx = _rustworkx(backend)
    if rx is None:
        import networkx as nx

        ranks: dict[Any, float] = nx.pagerank(
            graph, alpha=_DAMPING, weight="weight", tol=_TOLERANCE, max_iter=_ROUNDS
        )
        return ranks
    made = _directed(rx, graph)
    found = rx.pagerank(made, alpha=_DAMPING, weight_fn=float, tol=_TOLERANCE, max_iter=_ROUNDS)
    return {node: found[at] for at, node in enumerate(graph)}


def exact_betweenness(graph: nx.Graph, backend: Backend = "auto") -> dict[Any, float]:
    """Which share of the shortest paths between others goes through a node, from 0 to 1. Weights do not count."""
    rx = _rustworkx(backend)
    if rx is None:
        import networkx as nx

        between: dict[Any, float] = nx.betweenness_centrality(graph)
        return between
    made = _directed(rx, graph) if graph.is_directed() else _undirected(rx, graph)
    found = rx.betweenness_centrality(made)
    return {node: found[at] for at, node in enumerate(graph)}


def core_numbers(graph: nx.Graph, backend: Backend = "auto") -> dict[Any, int]:
    """The largest k for which a node is in the k-core: the part in which each has k neighbours or more.

    Args:
        graph: undirected, without loops.
    """
    rx = _rustworkx(backend)
    if rx is None:
        import networkx as nx

        cores: dict[Any, int] = nx.core_number(graph)
        return cores
    found = rx.core_number(_undirected(rx, graph))
    return {node: found[at] for at, node in enumerate(graph)}


def _rustworkx(backend: Backend) -> Any:
    """rustworkx where it is wanted and there, else None.

    Raises:
        QueryError: no such backend.
        MissingExtraError: rustworkx was asked for by name and is not installed.
    """
    if backend not in get_args(Backend):
        raise QueryError(f"no backend {backend!r}; there are {', '.join(get_args(Backend))}")
    if backend == "networkx":
        return None
    try:
        import rustworkx
    except ImportError as error:
        if backend == "auto":
            return None
        raise MissingExtraError("rustworkx", "fast") from error
    return rustworkx


def _undirected(rx: Any, graph: nx.Graph) -> Any:
    return _filled(rx.PyGraph(multigraph=False), graph, both=False)


def _directed(rx: Any, graph: nx.Graph) -> Any:
    return _filled(rx.PyDiGraph(), graph, both=not graph.is_directed())


def _filled(made: Any, graph: nx.Graph, *, both: bool) -> Any:
    numbers = dict(zip(graph, made.add_nodes_from(list(graph)), strict=True))
    edges = [(numbers[a], numbers[b], said.get("weight", 1)) for a, b, said in graph.edges(data=True)]
    made.add_edges_from(edges)
    if both:
        made.add_edges_from([(b, a, weight) for a, b, weight in edges if a != b])
    return made

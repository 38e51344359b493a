"""A network as the columns that its page works with: numbers for names, so that thousands of nodes stay small."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from imrgraph.rdf.names import local
from imrgraph.view.html import plain
from imrgraph.view.marks import facets, kinds
from imrgraph.view.page import STROKE
from imrgraph.view.picture import SHARES, Tone, overturned_share, tone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import networkx as nx

    from imrgraph.view.behind import Item

NODE_HEAD = ("Name", "Kind", "Connections", "Weight")
EDGE_HEAD = ("From", "To", "Weight")
ITEMS_SHOWN = 20  # disputed items that the page lists for a node or an edge
_SPACING = 56  # between two nodes, mostly; radii are in the same unit
_RADII = (5.0, 24.0)  # least and most
_FEW = 500  # nodes
_OWN = {"label", "kind", "bipartite"}  # of nodes, shown otherwise or of no use to people
_WRITTEN_AS_IS = {"year", "item_number"}  # 2,014 is no year
_WORDS = {
    "partially_overturned": "partly overturned",
    "relation": "relation",
}


def network_data(
    graph: nx.Graph, *, seed: int, letters: Mapping[Any, Sequence[Item]], command: str
) -> dict[str, Any]:
    """What the page's scripts are given; nodes and edges are known by their place in the graph's order.

    Returns:
        `nodes` and `edges` with one list for each thing said of them (`columns` are further attributes by name), `kinds`,
        `facets`, `tones`, `letters`, and `directed`.
    """
    number = {node: at for at, node in enumerate(graph)}
    names, shapes, kind = kinds(graph)
    ends = [(number[one], number[other]) for one, other in graph.edges()]
    said = [data for _, _, data in graph.edges(data=True)]
    weights = [_number(data.get("weight", 1)) for data in said]
    strength, degree = _strength(len(number), ends, weights)
    shares = [overturned_share(data) for data in said]
    counted = any(share is not None for share in shares)
    xs, ys = _places(len(number), ends, weights, seed)
    return {
        "directed": graph.is_directed(),
        "kinds": [{"name": name, "shape": shape} for name, shape in zip(names, shapes, strict=True)],
        "facets": [
            {"name": one.name, "values": [list(value) for value in one.values], "of": list(one.of)}
            for one in facets(graph)
        ],
        "tones": [[SHARES[tone], STROKE[tone]] for tone in Tone] if counted else [],
        "nodes": {
            "count": len(number),
            "label": [plain(data.get("label", node)) or "?" for node, data in graph.nodes(data=True)],
            "name": [_short(node) for node in graph],
            "kind": list(kind),
            "x": xs,
            "y": ys,
            "radius": _radii(strength),
            "strength": [_tidy(value) for value in strength],
            "degree": degree,
            "columns": _columns([data for _, data in graph.nodes(data=True)], _OWN),
        },
        "edges": {
            "count": len(ends),
            "from": [one for one, _ in ends],
            "to": [other for _, other in ends],
            "weight": [_tidy(value) for value in weights],
            "tone": [list(Tone).index(tone_of(share)) for share in shares] if counted else [],
            "share": [None if share is None else round(100 * share) for share in shares] if counted else [],
            "columns": _columns(said, {"weight"}),
        },
        "letters": _letters(graph, number, letters, command),
    }


def node_rows(data: dict[str, Any], most: int) -> Iterator[list[str]]:
    """The strongest nodes as words for a table."""
    nodes = data["nodes"]
    for at in _strongest(nodes["strength"], most):
        yield [
            nodes["label"][at],
            data["kinds"][nodes["kind"][at]]["name"],
            str(nodes["degree"][at]),
            str(nodes["strength"][at]),
            *(_said(column["values"][at]) for column in nodes["columns"]),
        ]


def edge_rows(data: dict[str, Any], most: int) -> Iterator[list[str]]:
    """The heaviest edges as words for a table."""
    edges, label = data["edges"], data["nodes"]["label"]
    for at in _strongest(edges["weight"], most):
        yield [
            label[edges["from"][at]],
            label[edges["to"][at]],
            str(edges["weight"][at]),
            *(_said(column["values"][at]) for column in edges["columns"]),
        ]


def _strongest(values: Sequence[float], most: int) -> list[int]:
    return sorted(range(len(values)), key=lambda at: (-values[at], at))[:most]


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return 1.0
    return number if math.isfinite(number) else 1.0


def _tidy(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)


def _short(node: Any) -> str:
    """A node's name as `--trace` takes it: the last part of an IRI."""
    return plain(local(node) if isinstance(node, str) else node)


def _strength(
    nodes: int, ends: Sequence[tuple[int, int]], weights: Sequence[float]
) -> tuple[list[float], list[int]]:
    """Of each node the sum of its edges' weights, and with how many others it is connected."""
    strength, near = [0.0] * nodes, [set[int]() for _ in range(nodes)]
    for (one, other), weight in zip(ends, weights, strict=True):
        for end in {one, other}:
            strength[end] += weight
        if one != other:
            near[one].add(other)
            near[other].add(one)
    return strength, [len(found) for found in near]


def _radii(strength: Sequence[float]) -> list[float]:
    """Areas that grow with the strength; more of the room for many nodes, which are seen from farther away."""
    most = max(strength, default=0) or 1
    grown = 1 if len(strength) <= _FEW else 1.5 if len(strength) <= _FEW * 10 else 2.2
    low, high = (radius * grown for radius in _RADII)
    return [round(low + (high - low) * math.sqrt(max(value, 0) / most), 1) for value in strength]


def _places(
    nodes: int, ends: Sequence[tuple[int, int]], weights: Sequence[float], seed: int
) -> tuple[list[float], list[float]]:
    """Where the nodes stand, in the unit of the radii."""
    import numpy as np

    from imrgraph.view.places import force_places

    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    found = force_places(pairs[:, 0], pairs[:, 1], np.array(weights, dtype=float), nodes, seed=seed)
    xs, ys = (found * _SPACING).round(1).T.tolist()
    return xs, ys


def _columns(rows: Sequence[Mapping[str, Any]], without: set[str]) -> list[dict[str, Any]]:
    """Further attributes in the order met: numbers as they are, all else as words."""
    names = dict.fromkeys(name for row in rows for name in row if name not in without)
    return [
        {
            "name": _WORDS.get(name, plain(name).replace("_", " ")),
            "values": [_value(name, row.get(name)) for row in rows],
        }
        for name in names
    ]


def _value(name: str, value: Any) -> float | str | None:
    number = isinstance(value, int | float) and not isinstance(value, bool) and name not in _WRITTEN_AS_IS
    if value is None or not number:
        return None if value is None else plain(value)
    return _tidy(value) if math.isfinite(value) else str(value)


def _letters(
    graph: nx.Graph, number: Mapping[Any, int], letters: Mapping[Any, Sequence[Item]], command: str
) -> dict[str, Any]:
    """The items behind nodes and edges, each written once, the first few of each and how many there are."""
    places: dict[Item, int] = {}

    def listed(found: Sequence[Item]) -> list[Any]:
        shown = [places.setdefault(item, len(places)) for item in found[:ITEMS_SHOWN]]
        return [len(found), shown]

    of_nodes = {number[node]: listed(letters[node]) for node in graph if letters.get(node)}
    of_edges = {}
    for at, (one, other) in enumerate(graph.edges()):
        found = letters.get((one, other)) or (() if graph.is_directed() else letters.get((other, one), ()))
        if found:
            of_edges[at] = listed(found)
    items = [[plain(item.case_number), item.number, plain(item.outcome)] for item in places]
    return {"items": items, "nodes": of_nodes, "edges": of_edges, "command": command}

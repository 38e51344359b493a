"""Numbers for learning on graphs: what PyTorch Geometric's `HeteroData` is filled with, without needing torch."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from imrgraph.graph.exchange.attributes import columns, fit

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

_GROUPS = ("category", "family", "group")


def edge_tables(graph: nx.Graph) -> dict[str, Any]:
    """The network as numpy arrays, by name.

    Nodes of each kind are numbered 0, 1, ... in the graph's order. For each kind there are

    - ``nodes/KIND/id`` and ``nodes/KIND/label``: words;
    - ``nodes/KIND/x``: float32, one row for each node, and ``nodes/KIND/features``: the names of its columns: `degree`,
      `strength` (the sum of its edges' weights), the numbers among its attributes (0 where there is none), and a column
      of 0 and 1 for each category, family or group.

    For each relation (`relation` of the edge, else ``to``) between two kinds there are

    - ``edges/SOURCE/RELATION/TARGET/edge_index``: int64, two rows, source and target; edges of a graph without direction
      stand in it once (`torch_geometric.transforms.ToUndirected` adds the others);
    - ``.../edge_attr``: float32, one row for each edge, and ``.../attributes``: the names of its columns.

    To load them::

        data, tables = HeteroData(), numpy.load("network.npz")
        for name in tables.files:
            match name.split("/"):
                case ["nodes", kind, "x"]:
                    data[kind].x = torch.from_numpy(tables[name])
                case ["edges", source, relation, target, ("edge_index" | "edge_attr") as what]:
                    data[source, relation, target][what] = torch.from_numpy(tables[name])
    """
    tables: dict[str, Any] = {}
    place: dict[Any, tuple[str, int]] = {}
    kinds: dict[str, list[Any]] = defaultdict(list)
    for node, kind in graph.nodes(data="kind"):
        name = _name(kind or "node")
        place[node] = name, len(kinds[name])
        kinds[name].append(node)
    for kind in sorted(kinds):
        _nodes(tables, graph, kind, kinds[kind])
    relations: dict[tuple[str, str, str], list[tuple[int, int, dict[str, Any]]]] = defaultdict(list)
    for one, other, said in graph.edges(data=True):
        (source, first), (target, second) = place[one], place[other]
        relations[source, _name(said.get("relation") or "to"), target].append((first, second, said))
    for relation in sorted(relations):
        _edges(tables, relation, relations[relation])
    return tables


def write_npz(graph: nx.Graph, path: Path) -> None:
    """`edge_tables` as one compressed file that `numpy.load` reads without pickles."""
    import numpy as np

    with path.open("wb") as file:
        np.savez_compressed(file, **edge_tables(graph))


def _nodes(tables: dict[str, Any], graph: nx.Graph, kind: str, nodes: list[Any]) -> None:
    import numpy as np

    said = [graph.nodes[node] for node in nodes]
    numbers = [name for name, type_ in columns(said).items() if type_ is not str]
    groups = sorted(
        {
            (name, one)
            for row in said
            for name in _GROUPS
            for one in str(row.get(name) or "").split(";")
            if one
        }
    )
    strength = graph.degree(weight="weight")
    rows = [
        [
            graph.degree[node],
            strength[node],
            *(float(row.get(name) or 0) for name in numbers),
            *(float(one in str(row.get(name) or "").split(";")) for name, one in groups),
        ]
        for node, row in zip(nodes, said, strict=True)
    ]
    features = ["degree", "strength", *numbers, *(f"{name}={one}" for name, one in groups)]
    tables[f"nodes/{kind}/id"] = np.array([fit(str(node)) for node in nodes], dtype=str)
    tables[f"nodes/{kind}/label"] = np.array([fit(str(row.get("label", ""))) for row in said], dtype=str)
    tables[f"nodes/{kind}/x"] = np.array(rows, dtype=np.float32)
    tables[f"nodes/{kind}/features"] = np.array(features, dtype=str)


def _edges(
    tables: dict[str, Any], relation: tuple[str, str, str], edges: list[tuple[int, int, dict[str, Any]]]
) -> None:
    import numpy as np

    numbers = [name for name, type_ in columns(said for *_, said in edges).items() if type_ is not str]
    where = "edges/" + "/".join(relation)
    rows = [[float(said.get(name) or 0) for name in numbers] for *_, said in edges]
    ends = np.array([(one, other) for one, other, _ in edges], dtype=np.int64)
    tables[f"{where}/edge_index"] = np.ascontiguousarray(ends.T)
    tables[f"{where}/edge_attr"] = np.array(rows, dtype=np.float32)
    tables[f"{where}/attributes"] = np.array(numbers, dtype=str)


def _name(words: Any) -> str:
    """Fit for a name within a path: no `/`."""
    return str(fit(str(words))).replace("/", "_")

"""Nodes and edges as rows: node-link JSON, a CSV of edges, Parquet, and the CSV files of Neo4j."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from imrgraph.errors import MissingExtraError
from imrgraph.graph.exchange.attributes import columns, fit
from imrgraph.query.format import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import networkx as nx

Row = dict[str, Any]
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_NAME = re.compile(r"[^A-Za-z0-9]+")
_LINES = re.compile(r"[\t\r\n\x7f-\x9f\u2028\u2029]+")
_NEO4J = {bool: "boolean", int: "long", float: "double", str: "string"}
_CYPHER = {bool: "toBoolean({})", int: "toInteger({})", float: "toFloat({})", str: "{}"}


def node_rows(graph: nx.Graph) -> list[Row]:
    """One row for each node: `id` and its attributes."""
    return [{"id": fit(str(node)), **_fit(said)} for node, said in graph.nodes(data=True)]


def edge_rows(graph: nx.Graph) -> list[Row]:
    """One row for each edge: `source`, `target` and its attributes."""
    return [
        {"source": fit(str(one)), "target": fit(str(other)), **_fit(said)}
        for one, other, said in graph.edges(data=True)
    ]


def _fit(said: Mapping[str, Any]) -> Row:
    return {name: fit(value) for name, value in said.items()}


def to_json(graph: nx.Graph) -> str:
    """What `networkx.node_link_graph(data, edges="edges")` reads; words stay as they are."""
    import networkx as nx

    return json.dumps(nx.node_link_data(graph, edges="edges"), indent=1) + "\n"


def to_csv(graph: nx.Graph) -> str:
    """One row for each edge: both ends with their labels, then the edge's attributes.

    Words that a spreadsheet would run as a formula get an apostrophe in front, as in every CSV of imrgraph.
    """
    labels = {row["id"]: row.get("label", row["id"]) for row in node_rows(graph)}
    rows = [
        {
            "source": row["source"],
            "sourceLabel": labels[row["source"]],
            "target": row["target"],
            "targetLabel": labels[row["target"]],
            **row,
        }
        for row in edge_rows(graph)
    ]
    heads = columns(rows) or dict.fromkeys(("source", "sourceLabel", "target", "targetLabel"), str)
    return _csv(list(heads), ([_safe(row.get(name)) for name in heads] for row in rows))


def _safe(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else value


def write_parquet(graph: nx.Graph, folder: Path) -> None:
    """`nodes.parquet` (`id` and attributes) and `edges.parquet` (`source`, `target` and attributes).

    Raises:
        MissingExtraError: polars is not installed.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtraError("polars", "tables") from error
    kinds = {bool: pl.Boolean, int: pl.Int64, float: pl.Float64, str: pl.String}
    for name, rows, ends in (
        ("nodes", node_rows(graph), ("id",)),
        ("edges", edge_rows(graph), ("source", "target")),
    ):
        types = {**dict.fromkeys(ends, str), **columns(rows)}
        cells = {column: [_as(type_, row.get(column)) for row in rows] for column, type_ in types.items()}
        made = pl.DataFrame(cells, schema={column: kinds[type_] for column, type_ in types.items()})
        made.write_parquet(folder / f"{name}.parquet")


def write_neo4j(graph: nx.Graph, folder: Path) -> None:
    """`nodes.csv` and `relationships.csv` for `neo4j-admin database import full`, and `load.cypher` for a running server.

    A node's label is its kind, a relationship's type its `relation`, else both kinds (`TREATMENT_GUIDELINE`). Line ends
    in words become spaces and backslashes `/`, since the two ways of loading read them differently.
    """
    nodes, edges = node_rows(graph), edge_rows(graph)
    label = {row["id"]: _label(str(row.get("kind") or "node")) for row in nodes}
    for edge in edges:
        between = f"{label[edge['source']]}_{label[edge['target']]}"
        edge[":TYPE"] = _type(str(edge.pop("relation", None) or between))
    of_nodes = {name: type_ for name, type_ in columns(nodes).items() if name not in ("id", "kind")}
    of_edges = {
        name: type_ for name, type_ in columns(edges).items() if name not in ("source", "target", ":TYPE")
    }
    heads = [f"{name}:{_NEO4J[type_]}" for name, type_ in of_nodes.items()]
    rows = (
        [row["id"], label[row["id"]], *(_cell(row.get(name), type_) for name, type_ in of_nodes.items())]
        for row in nodes
    )
    _write(folder / "nodes.csv", _csv(["iri:ID", ":LABEL", *heads], rows))
    heads = [f"{name}:{_NEO4J[type_]}" for name, type_ in of_edges.items()]
    rows = (
        [
            row["source"],
            row["target"],
            row[":TYPE"],
            *(_cell(row.get(n), type_) for n, type_ in of_edges.items()),
        ]
        for row in edges
    )
    _write(folder / "relationships.csv", _csv([":START_ID", ":END_ID", ":TYPE", *heads], rows))
    types = sorted({(label[e["source"]], e[":TYPE"], label[e["target"]]) for e in edges})
    _write(folder / "load.cypher", _cypher(sorted(set(label.values())), types, of_nodes, of_edges))


def _cypher(
    labels: Sequence[str],
    types: Sequence[tuple[str, str, str]],
    of_nodes: Mapping[str, type],
    of_edges: Mapping[str, type],
) -> str:
    """The script: every name in it is letters, digits and `_`, or stands between backticks."""
    lines = [
        "// Copy nodes.csv and relationships.csv into the server's import folder, then run this with cypher-shell."
    ]
    for label in labels:
        lines += [
            f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.iri IS UNIQUE;",
            "LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row",
            f"WITH row WHERE row.`:LABEL` = '{label}'",
            f"MERGE (n:{label} {{iri: row.`iri:ID`}})" + _set("n", of_nodes) + ";",
        ]
    for source, type_, target in types:
        lines += [
            "LOAD CSV WITH HEADERS FROM 'file:///relationships.csv' AS row",
            f"WITH row WHERE row.`:TYPE` = '{type_}'",
            f"MATCH (a:{source} {{iri: row.`:START_ID`}}), (b:{target} {{iri: row.`:END_ID`}})",
            f"MERGE (a)-[r:{type_}]->(b)" + _set("r", of_edges) + ";",
        ]
    return "\n".join(lines) + "\n"


def _set(variable: str, types: Mapping[str, type]) -> str:
    given = [
        f"{variable}.{_quoted(name)} = " + _CYPHER[type_].format(f"row.{_quoted(f'{name}:{_NEO4J[type_]}')}")
        for name, type_ in types.items()
    ]
    return f"\nSET {', '.join(given)}" if given else ""


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _label(kind: str) -> str:
    """`prior treatment` as `PriorTreatment`."""
    return "".join(part[:1].upper() + part[1:] for part in _NO_NAME.split(kind)) or "Node"


def _type(relation: str) -> str:
    """`hasDetermination` as `HAS_DETERMINATION`."""
    return _NO_NAME.sub("_", _CAMEL.sub("_", relation)).strip("_").upper() or "RELATED"


def _cell(value: Any, type_: type) -> Any:
    value = _as(type_, value)
    if isinstance(value, str):
        return _LINES.sub(" ", value).replace("\\", "/")
    return str(value).lower() if isinstance(value, bool) else value


def _as(type_: type, value: Any) -> Any:
    return None if value is None else type_(value)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")

"""Which formats there are, and writing one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.errors import ViewError
from imrgraph.graph.exchange import arrays, tables, xml

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx

_TEXTS: dict[str, Callable[[nx.Graph], str]] = {
    "graphml": xml.to_graphml,
    "gexf": xml.to_gexf,
    "json": tables.to_json,
    "csv": tables.to_csv,
}
_FILES: dict[str, Callable[[nx.Graph, Path], None]] = {"npz": arrays.write_npz}
_FOLDERS: dict[str, Callable[[nx.Graph, Path], None]] = {
    "neo4j": tables.write_neo4j,
    "parquet": tables.write_parquet,
}
FORMATS = {
    "graphml": "GraphML: networkx, igraph, yEd, Gephi",
    "gexf": "GEXF 1.3: Gephi",
    "json": "node-link JSON as networkx has it",
    "csv": "edges with the labels of both ends, for spreadsheets",
    "parquet": "a folder with nodes.parquet and edges.parquet: polars, pandas, duckdb",
    "neo4j": "a folder with nodes.csv and relationships.csv for neo4j-admin, and load.cypher",
    "npz": "numpy arrays for PyTorch Geometric",
}


def write_graph(graph: nx.Graph, path: str | Path, format: str | None = None) -> None:
    """Write a network.

    Args:
        graph: a projection of `to_networkx`, or any networkx graph whose attributes are words and numbers.
        path: a file; for ``parquet`` and ``neo4j`` a folder, made where there is none.
        format: one of `FORMATS`; by the path's suffix unless told.

    Raises:
        ViewError: no such format, a package that it needs is not installed, or the path cannot be written.
    """
    path = Path(path)
    format = format or path.suffix.removeprefix(".")
    if format not in FORMATS:
        raise ViewError(f"{path}: no format {format!r}; there are {', '.join(FORMATS)}")
    try:
        if format in _TEXTS:
            path.write_text(_TEXTS[format](graph), encoding="utf-8", newline="")
        elif format in _FILES:
            _FILES[format](graph, path)
        else:
            path.mkdir(parents=True, exist_ok=True)
            _FOLDERS[format](graph, path)
    except OSError as error:
        raise ViewError(f"{path}: cannot be written ({error.strerror})") from error

"""The graph as networkx graphs, each defined by a query of the same name in `queries/`.

Node names are IRIs; nodes and edges come sorted by them, so the same store gives the same graph. Every node has
`label` (for a guideline with its family) and `kind`: `treatment`, `guideline`, `condition`, `specialty`, `letter`,
`determination` or `outcome`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from imrgraph.errors import QueryError
from imrgraph.query import full_name, select
from imrgraph.vocab.concepts import IMR

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from imrgraph.query import Table
    from imrgraph.store import Store

PROJECTIONS = {
    "treatment-guideline": "which guideline is relied on in disputes over which treatment",
    "guideline-cocitation": "which guidelines are cited for the same disputed item",
    "letter-everything": "letters with their items, treatments, conditions, guidelines and outcomes",
}
_COUNTS = {"upheld": "upheld", "overturned": "overturned", "partially_overturned": "partiallyOverturned"}
_KINDS = {  # of what each relation of a letter or an item leads to
    "hasDetermination": "determination",
    "outcome": "outcome",
    "treatment": "treatment",
    "hasPriorTreatment": "treatment",
    "concerns": "condition",
    "reviewerSpecialty": "specialty",
    "administratorCites": "guideline",
    "reviewerCites": "guideline",
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def to_networkx(store: Store, projection: str, params: Mapping[str, str] | None = None) -> nx.Graph:
    """One view of the store as a networkx graph.

    Args:
        store: what `open_store` gives.
        projection: one of `PROJECTIONS`:
            ``treatment-guideline``, a Graph: nodes with `bipartite` (0 treatment, 1 guideline) and `category`
            or `family` (names of the top concepts above, joined by `;`); edges with `weight` (determinations),
            `upheld`, `overturned`, `partially_overturned` (together less than `weight` where a letter prints
            no outcome).
            ``guideline-cocitation``, a Graph: nodes with `family`; edges with `weight` (determinations).
            ``letter-everything``, a MultiDiGraph keyed by `relation` (`hasDetermination`, `treatment`,
            `outcome`, `administratorCites`, `reviewerCites`, `concerns`, `hasPriorTreatment`,
            `reviewerSpecialty`); edges with `weight` 1, determinations with `item_number`.
        params: parameters of the query (`party`, `letter`), as `imrgraph.query.run` takes them.

    Raises:
        QueryError: no such projection, or a parameter it does not have.
    """
    if projection not in PROJECTIONS:
        raise QueryError(f"no projection {projection!r}; there are {', '.join(PROJECTIONS)}")
    rows = [_strings(row) for row in _rows(select(store, projection, params))]
    if projection == "treatment-guideline":
        return _treatment_guideline(rows)
    return _cocitation(rows) if projection == "guideline-cocitation" else _everything(rows)


def _rows(table: Table) -> list[dict[str, Any]]:
    return list(table.as_dicts())


def _strings(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items()}


def _treatment_guideline(rows: list[dict[str, str]]) -> nx.Graph:
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        treatment, guideline = row["treatment"], row["guideline"]
        label = row["treatmentLabel"]
        _describe(nodes, treatment, label, ("category", row["category"]), kind="treatment", bipartite=0)
        label = row["guidelineLabel"]
        _describe(nodes, guideline, label, ("family", row["family"]), kind="guideline", bipartite=1)
        counts = {name: int(row[column]) for name, column in _COUNTS.items()}
        edges[treatment, guideline] = {"weight": int(row["determinations"]), **counts}
    return _graph(nodes, edges)


def _cocitation(rows: list[dict[str, str]]) -> nx.Graph:
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        for end in ("first", "second"):
            family = "family", row[f"{end}Family"]
            _describe(nodes, row[end], row[f"{end}Label"], family, kind="guideline")
        edges[row["first"], row["second"]] = {"weight": int(row["determinations"])}
    return _graph(nodes, edges)


def _describe(
    nodes: dict[str, dict[str, Any]], iri: str, label: str, above: tuple[str, str], **more: Any
) -> None:
    """Add a concept; a second row for it names a further top concept."""
    group, top = above
    node = nodes.setdefault(iri, {"label": full_name(iri, label), **more, group: ""})
    tops = {*filter(None, node[group].split(";")), _name(top)}
    node[group] = ";".join(sorted(tops))


def _graph(nodes: dict[str, dict[str, Any]], edges: dict[tuple[str, str], dict[str, Any]]) -> nx.Graph:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes.items()))
    graph.add_edges_from((*ends, said) for ends, said in sorted(edges.items()))
    return graph


def _everything(rows: list[dict[str, str]]) -> nx.MultiDiGraph:
    import networkx as nx

    nodes: dict[str, dict[str, Any]] = {}
    edges: set[tuple[str, str, str]] = set()
    earlier = {row["target"]: row["letter"] for row in rows if _name(row["relation"]) == "hasPriorTreatment"}
    for row in rows:
        letter, relation, target = row["letter"], _name(row["relation"]), row["target"]
        nodes.setdefault(letter, {"label": row["caseNumber"], "kind": "letter"})
        if target in earlier:
            continue  # the node between a letter and what was given before says nothing more here
        source = earlier.get(row["source"], row["source"])
        edges.add((source, target, "hasPriorTreatment" if row["source"] in earlier else relation))
        node = nodes.setdefault(target, {})
        words = row.get("label") or row.get("item") or _CAMEL.sub(" ", _name(target)).lower()
        node["label"] = full_name(target, words)
        node["kind"] = _KINDS[relation]
        if "itemNumber" in row:
            node["item_number"] = int(row["itemNumber"])
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(sorted(nodes.items()))
    for source, target, relation in sorted(edges):
        graph.add_edge(source, target, key=relation, relation=relation, weight=1)
    return graph


def _name(iri: str) -> str:
    return iri.removeprefix(IMR).rsplit("/", 1)[-1]

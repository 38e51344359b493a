"""Letters with all that hangs on them: items, treatments, conditions, guidelines, outcomes, specialties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imrgraph.query import full_name, select
from imrgraph.rdf.names import in_words
from imrgraph.vocab.concepts import IMR

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from imrgraph.store import Store

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


def letter_everything(store: Store, params: Mapping[str, str]) -> nx.MultiDiGraph:
    """The rows of `queries/letter-everything.rq` as a MultiDiGraph keyed by `relation`."""
    rows = select(store, "letter-everything", params).as_dicts()
    return _everything([{name: str(value) for name, value in row.items()} for row in rows])


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
        words = row.get("label") or row.get("item") or in_words(_name(target))
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

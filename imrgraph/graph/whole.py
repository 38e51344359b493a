"""The whole graph as a network: every letter, its parts, and the concepts that they name, with those above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imrgraph.graph.columns import joined
from imrgraph.graph.concepts import concept_node
from imrgraph.graph.filters import read_filters
from imrgraph.graph.names import read_names
from imrgraph.rdf import terms as t
from imrgraph.rdf.names import in_words, local
from imrgraph.rdf.terms import PREFIXES
from imrgraph.store import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

    from imrgraph.graph.names import Names
    from imrgraph.store import Store

# What each relation leads to: first those that make up a letter, in an order that meets every part's owner before it.
_PARTS = {
    t.HAS_DETERMINATION: "determination",
    t.HAS_CONDITION: "stated condition",
    t.HAS_PRIOR_TREATMENT: "prior treatment",
    t.HAS_CITATION: "citation",
    t.HAS_GROUND: "ground statement",
}
_RELATIONS = {
    t.LETTER_FORMAT: "letter format",
    t.WORKER_SEX: "sex",
    t.REVIEWER_SPECIALTY: "specialty",
    t.CONCERNS: "condition",
    t.CONDITION: "condition",
    t.ASSERTION: "assertion",
    t.BODY_PART: "body part",
    t.LATERALITY: "laterality",
    t.TREATMENT: "treatment",
    t.TIMING: "timing",
    t.ASSOCIATED_WITH: "determination",
    t.OUTCOME: "outcome",
    t.UR_DECISION: "utilization review decision",
    t.CITED_NO_EVIDENCE: "party",
    t.GROUND: "ground",
    t.ADMINISTRATOR_CITES: "guideline",
    t.REVIEWER_CITES: "guideline",
    t.AGREEMENT: "agreement",
    t.CITED_BY: "party",
    t.FOUND_IN: "place",
    t.GUIDELINE: "guideline",
    t.STANCE: "stance",
    t.RESOLUTION: "resolution",
    t.CANDIDATE: "concept",
}
_SCHEMES = {  # for candidates, which may be of any scheme
    PREFIXES["guideline"]: "guideline",
    PREFIXES["treatment"]: "treatment",
    PREFIXES["condition"]: "condition",
    PREFIXES["specialty"]: "specialty",
}
_WORDS = {
    t.DECISION_DATE: "decision_date",
    t.ASSIGNED_DATE: "assigned_date",
    t.APPLICATION_DATE: "application_date",
    t.UR_DECISION_DATE: "ur_decision_date",
    t.INJURY_DATE: "injury_date",
    t.WORKER_AGE: "worker_age",
    t.REVIEWER_LICENSED_IN: "reviewer_licensed_in",
    t.SYNTHETIC: "synthetic",
    t.STATED_CODE: "stated_code",
    t.SPINAL_LEVEL: "spinal_level",
    t.ITEM_NUMBER: "item_number",
    t.DISPUTED_ITEM: "label",
    t.STRENGTH: "strength",
    t.DOSAGE_FORM: "dosage_form",
    t.FREQUENCY: "frequency",
    t.DURATION: "duration",
    t.QUANTITY: "quantity",
    t.SERVICE_FROM: "service_from",
    t.SERVICE_TO: "service_to",
    t.WITHIN_MTUS: "within_mtus",
    t.PAGE: "page",
    t.TABLE: "table",
    t.SECTION: "section",
    t.EDITION: "edition",
    t.QUOTATION: "quotation",
    t.FUZZY: "fuzzy",
}


def whole_graph(store: Store, params: Mapping[str, str]) -> nx.MultiDiGraph:
    """Everything as a MultiDiGraph keyed by `relation`, the properties' names; edges have `weight` 1.

    Kinds of nodes: `letter` and its parts (`determination`, `citation`, `stated condition`, `prior treatment`, `ground
    statement`), the concepts that they name, with all above them by `broader` (`treatment`, `guideline`, `condition`, `body
    part`, `specialty`, `ground`), and fixed values (`outcome`, `stance`, `party`, `agreement`, ...). Attributes are what the
    graph says of a node in numbers, dates and short words (`item_number`, `decision_date`, `page`, ...), several values
    joined by `;`. A letter's longer words stay in the store: rationales, quoted evidence, positions.

    Reads one property after the other, and holds the network in memory.

    Raises:
        QueryError: any parameter; there is none.
    """
    import networkx as nx

    read_filters(store, "whole-graph", params, ())
    names = read_names(store)
    nodes: dict[str, dict[str, Any]] = {
        str(letter): {"label": names.case_number(str(letter)), "kind": "letter"}
        for letter, _, _ in store.triples(None, _iri(t.TYPE), _iri(t.LETTER))
    }
    edges: set[tuple[str, str, str]] = set()
    for relation, kind in {**_PARTS, **_RELATIONS}.items():
        for source, target in _pairs(store, relation):
            if source in nodes:  # and not a concept's own
                edges.add((source, target, local(relation[1:-1])))
                if target not in nodes:
                    nodes[target] = _node(target, kind, names)
    for source, target in _above(nodes, names):
        edges.add((source, target, "broader"))
    for predicate, name in _WORDS.items():
        said: dict[str, list[Any]] = {}
        for subject, _, value in store.triples(None, _iri(predicate), None):
            if str(subject) in nodes and isinstance(value, Literal):
                said.setdefault(str(subject), []).append(value.to_python())
        for node, values in said.items():
            nodes[node][name] = joined(values)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(sorted(nodes.items()))
    graph.add_edges_from(
        (source, target, relation, {"relation": relation, "weight": 1})
        for source, target, relation in sorted(edges)
    )
    return graph


def _pairs(store: Store, relation: str) -> Iterator[tuple[str, str]]:
    for source, _, target in store.triples(None, _iri(relation), None):
        if isinstance(target, Iri):
            yield str(source), str(target)


def _above(nodes: dict[str, dict[str, Any]], names: Names) -> Iterator[tuple[str, str]]:
    """The steps up from the concepts among the nodes; adds those that they lead to."""
    waiting = sorted(iri for iri in nodes if iri in names.broader)
    while waiting:
        one = waiting.pop()
        for above in names.broader.get(one, ()):
            yield one, above
            if above not in nodes:
                nodes[above] = _node(above, nodes[one]["kind"], names)
                waiting.append(above)


def _node(iri: str, kind: str, names: Names) -> dict[str, Any]:
    if kind == "concept":
        kind = next((name for base, name in _SCHEMES.items() if iri.startswith(base)), kind)
    if iri in names.labels:
        return concept_node(iri, kind, names)
    return {"label": in_words(local(iri)), "kind": kind}


def _iri(term: str) -> Iri:
    return Iri(term.strip("<>"))

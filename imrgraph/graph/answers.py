"""An answer to a question as a network, to be drawn or measured."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from imrgraph.errors import QueryError
from imrgraph.graph.answer_columns import choose_columns, number
from imrgraph.graph.columns import joined
from imrgraph.graph.described import RDFS_LABEL, kind_named, kind_of, kind_of_types, label_of
from imrgraph.query import Table
from imrgraph.rdf import terms as t
from imrgraph.rdf.names import full_name, in_words, local
from imrgraph.store import Blank, Iri, Literal, Triples
from imrgraph.vocab.concepts import IMR

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from imrgraph.graph.answer_columns import Chosen
    from imrgraph.query import Result
    from imrgraph.store import Store, Term

_POSITION = "#char="  # a passage of a letter, which is no thing but where the thing is said
_OWN = {"label", "kind", "bipartite", "relation", "weight"}  # attributes with a meaning of their own

_Edge = tuple[str, str, str]  # source, target and relation


def answer_graph(store: Store, answer: Result, columns: Chosen | None = None) -> nx.MultiDiGraph:
    """The network that an answer holds, as a MultiDiGraph keyed by `relation`.

    Args:
        store: what was asked; it says what the nodes are called and of which kind they are.
        answer: what `imrgraph.query` gave.
        columns: of a SELECT, what `choose_columns` gives; chosen by its rules unless told.

    Returns:
        Nodes, named by IRI, by `_:` and a name (blank nodes) or by their words, sorted, with `label` and `kind`. Edges with
        `weight`.

        Of a CONSTRUCT: each triple between two things is an edge with `relation` (the property) and `weight` 1. Literals,
        and positions in a letter's text, are attributes of their subject, several joined by `;`, its type is its kind.

        Of a SELECT: an edge from one column of nodes to the next, from each row that has both. `weight` is the sum of the first
        column that counts, else the number of rows; further columns that count are attributes by their name
        (`partially_overturned`). Labels are those of the `...Label` columns, else the store's. A kind that the store
        does not know is the column's name.

    Raises:
        QueryError: true or false, or no columns that can be nodes.
    """
    if isinstance(answer, Table):
        return _of_table(store, answer, columns or choose_columns(store, answer))
    if isinstance(answer, Triples):
        return _of_triples(store, answer)
    raise QueryError("only rows and graphs can be drawn; this question is answered by true or false")


def _of_table(store: Store, table: Table, chosen: Chosen) -> nx.MultiDiGraph:
    nodes = _Nodes(store)
    edges: dict[_Edge, dict[str, Any]] = {}
    for row in _rows(table, chosen):
        relation = _relation(row.get(chosen.relation)) if chosen.relation else ""
        kinds = [*chosen.nodes[:-1], relation if relation[:1].islower() else chosen.nodes[-1]]  # a property's
        ends = [
            nodes.add(row[name], kind_named(kind), row.get(f"{name}Label")) if name in row else None
            for name, kind in zip(chosen.nodes, kinds, strict=True)
        ]
        counts = [number(row.get(name)) or 0 for name in chosen.counts] or [1]
        for one, other in pairwise(ends):
            if one is None or other is None:
                continue
            edge = edges.setdefault((one, other, relation), {"weight": 0})
            for name, count in zip(("weight", *map(_attribute, chosen.counts[1:])), counts, strict=True):
                edge[name] = edge.get(name, 0) + count
    return _network(nodes, edges)


def _rows(table: Table, chosen: Chosen) -> Iterable[dict[str, Term]]:
    """The rows, without unbound cells; where rows that are alike count once, the first of them."""
    rows = table.as_dicts()
    if not chosen.once:
        return rows
    names = (*chosen.nodes, *((chosen.relation,) if chosen.relation else ()), *chosen.counts)
    return {tuple(row.get(name) for name in names): row for row in reversed(rows)}.values()


def _of_triples(store: Store, triples: Triples) -> nx.MultiDiGraph:
    labels: dict[Term, str] = {}
    types: dict[Term, list[str]] = defaultdict(list)
    said: dict[Term, dict[str, list[Any]]] = defaultdict(dict)
    joins: list[tuple[Term, str, Term]] = []
    subjects: dict[Term, str] = {}
    for subject, predicate, value in triples:
        subjects.setdefault(subject, "thing")
        if f"<{predicate}>" in (t.PREF_LABEL, RDFS_LABEL):
            labels.setdefault(subject, str(value))
        elif f"<{predicate}>" == t.TYPE:
            types[subject].append(str(value))
        elif isinstance(value, Literal):
            said[subject].setdefault(_attribute(local(str(predicate))), []).append(value.to_python())
        elif _POSITION in str(value):
            said[subject].setdefault(_attribute(local(str(predicate))), []).append(local(str(value)))
        else:
            joins.append((subject, local(str(predicate)), value))
    for _, relation, value in joins:  # what nothing says more of is of the kind that it is named by
        if subjects.get(value, "thing") == "thing":
            subjects[value] = kind_named(relation)
    nodes = _Nodes(store)
    for term, kind in subjects.items():
        key = nodes.add(term, kind_of_types(types[term]) or kind, labels.get(term))
        nodes.found[key].update((name, joined(values)) for name, values in said[term].items())
    return _network(nodes, {(str(one), str(other), name): {"weight": 1} for one, name, other in joins})


class _Nodes:
    """The nodes met so far, with their attributes; the store is asked once for each."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.found: dict[str, dict[str, Any]] = {}

    def add(self, term: Term, kind: str, label: Term | str | None = None) -> str:
        """The node's name. What the store says of its kind goes before `kind`, the label given before what it says."""
        key = str(term)
        if key not in self.found:
            if isinstance(term, Literal):
                self.found[key] = {"label": key, "kind": kind}
            else:
                words = label_of(self._store, term) if label is None else full_name(key, str(label))
                self.found[key] = {"label": words or _last(term), "kind": kind_of(self._store, term) or kind}
        return key


def _network(nodes: _Nodes, edges: dict[_Edge, dict[str, Any]]) -> nx.MultiDiGraph:
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_nodes_from(sorted(nodes.found.items()))
    for (one, other, relation), said in sorted(edges.items()):
        graph.add_edge(one, other, key=relation, **({"relation": relation} if relation else {}), **said)
    return graph


def _relation(term: Term | None) -> str:
    return "" if term is None else local(str(term)) if isinstance(term, Iri) else str(term)


def _attribute(name: str) -> str:
    """The name of a property or column as the attributes of networks are named: `partially_overturned`."""
    found = in_words(name).replace(" ", "_")
    return f"{found}_" if found in _OWN else found


def _last(term: Iri | Blank) -> str:
    if isinstance(term, Blank):
        return "blank node"
    return (in_words(local(term.value)) if term.value.startswith(IMR) else local(term.value)) or term.value

"""Networks of concepts: which treatments, conditions and guidelines meet in the same disputed items."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from imrgraph.graph.filters import FILTERS, PARTY, Filters, below, read_filters
from imrgraph.graph.items import read_items
from imrgraph.graph.names import read_names
from imrgraph.rdf.names import local
from imrgraph.records import Outcome, Party
from imrgraph.store.tabled import find_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import networkx as nx

    from imrgraph.graph.items import ItemFacts
    from imrgraph.graph.names import Names
    from imrgraph.query.library import Param
    from imrgraph.store import Store

Pair = tuple[str, str]
GROUPS = {
    "treatment": "category",
    "guideline": "family",
    "condition": "group",
}  # the attribute of the tops above
_FIELDS = {
    "treatment": ("treatments",),
    "guideline": ("administrator", "reviewer"),
    "condition": ("conditions",),
}  # of the records that a kind of node is read from
COUNTS = {
    Outcome.UPHELD: "upheld",
    Outcome.OVERTURNED: "overturned",
    Outcome.PARTIALLY_OVERTURNED: "partially_overturned",
}


@dataclass(frozen=True, slots=True)
class ConceptProjection:
    """How one network is made.

    Attributes:
        source, target: the kinds of the nodes that an edge joins.
        pairs: the edges that one item adds one to.
        directed: whether the edges have a direction.
        by_party: whether `party` says whose guidelines are meant.
    """

    source: str
    target: str
    pairs: Callable[[ItemFacts, Filters], Iterable[Pair]]
    directed: bool = False
    by_party: bool = True

    @property
    def params(self) -> tuple[Param, ...]:
        return (*FILTERS, PARTY) if self.by_party else FILTERS


def _cited(item: ItemFacts, filters: Filters) -> tuple[str, ...]:
    return item.cited(filters.party or Party.EXPERT_REVIEWER)


def _together(item: ItemFacts, filters: Filters) -> Iterable[Pair]:
    both = item.cited(filters.party) if filters.party else {*item.administrator, *item.reviewer}
    return combinations(sorted(both), 2)


CONCEPT_PROJECTIONS = {
    "treatment-guideline": ConceptProjection(
        "treatment", "guideline", lambda item, filters: product(item.treatments, _cited(item, filters))
    ),
    "condition-treatment": ConceptProjection(
        "condition",
        "treatment",
        lambda item, _: product(item.letter.conditions, item.treatments),
        by_party=False,
    ),
    "condition-guideline": ConceptProjection(
        "condition", "guideline", lambda item, filters: product(item.letter.conditions, _cited(item, filters))
    ),
    "guideline-cocitation": ConceptProjection("guideline", "guideline", _together),
    "administrator-reviewer": ConceptProjection(
        "guideline",
        "guideline",
        lambda item, _: product(item.administrator, item.reviewer),
        directed=True,
        by_party=False,
    ),
}


def concept_graph(store: Store, projection: str, params: Mapping[str, str]) -> nx.Graph:
    """One of `CONCEPT_PROJECTIONS`, read from a store.

    Raises:
        QueryError: a parameter that the projection does not have, or a value that names nothing.
    """
    made = CONCEPT_PROJECTIONS[projection]
    filters = read_filters(store, projection, params, made.params)
    names, tables = read_names(store), find_tables(store)
    if tables is not None:
        from imrgraph.graph.tabled import count_pairs

        edges = count_pairs(tables, projection, (made.source, made.target), filters, names)
        return _network(made, edges, names)
    fields = {*filters.reads, *_FIELDS[made.source], *_FIELDS[made.target]}
    return concept_graph_of(read_items(store, fields), projection, names, filters)


def concept_graph_of(
    items: Iterable[ItemFacts], projection: str, names: Names, filters: Filters | None = None
) -> nx.Graph:
    """One of `CONCEPT_PROJECTIONS` as a Graph, or a DiGraph where edges have a direction.

    Each edge counts determinations: `weight`, of which `upheld`, `overturned` and `partially_overturned` (together
    less than `weight` where a letter prints no outcome).

    Args:
        items, names: what `read_items` and `read_names` give.
        filters: which of the items count, and whose guidelines; all and the reviewer's unless told.
    """
    made, filters = CONCEPT_PROJECTIONS[projection], filters or Filters()
    return _network(made, _counted(made, items, filters, names), names)


def _network(made: ConceptProjection, edges: Mapping[Pair, dict[str, int]], names: Names) -> nx.Graph:
    import networkx as nx

    graph = nx.DiGraph() if made.directed else nx.Graph()
    kinds = {source: made.source for source, _ in edges} | {target: made.target for _, target in edges}
    two = made.source != made.target
    graph.add_nodes_from(
        (iri, concept_node(iri, kind, names) | ({"bipartite": int(kind == made.target)} if two else {}))
        for iri, kind in sorted(kinds.items())
    )
    graph.add_edges_from((*ends, counts) for ends, counts in sorted(edges.items()))
    return graph


def pairs_of(
    made: ConceptProjection, item: ItemFacts, filters: Filters, wanted: frozenset[str] | None
) -> Iterator[Pair]:
    """The edges that one item adds one to.

    Args:
        wanted: the treatments that the filters ask for (`below`); None asks nothing. What the same item asks for beside
            them adds no edge.
    """
    kinds = made.source, made.target
    at = kinds.index("treatment") if "treatment" in kinds else None
    for pair in made.pairs(item, filters):
        if at is None or wanted is None or pair[at] in wanted:
            yield pair


def _counted(
    made: ConceptProjection, items: Iterable[ItemFacts], filters: Filters, names: Names
) -> dict[Pair, dict[str, int]]:
    wanted = below(filters.category, names)
    edges: dict[Pair, dict[str, int]] = defaultdict(
        lambda: {"weight": 0, **dict.fromkeys(COUNTS.values(), 0)}
    )
    for item in filters.of(items, names):
        count = None if item.outcome is None else COUNTS[item.outcome]
        for pair in pairs_of(made, item, filters, wanted):
            edge = edges[pair]
            edge["weight"] += 1
            if count is not None:
                edge[count] += 1
    return edges


def concept_node(iri: str, kind: str, names: Names) -> dict[str, Any]:
    """The attributes of a concept: `label`, `kind`, and the names of the tops above it, joined by `;`."""
    above = (
        {GROUPS[kind]: ";".join(sorted({local(top) for top in names.tops(iri)}))} if kind in GROUPS else {}
    )
    return {"label": names.label(iri), "kind": kind, **above}

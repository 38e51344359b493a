"""The guidelines with what is above them, and how often each is cited, itself or by way of what is below it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from imrgraph.graph.concepts import COUNTS, concept_node
from imrgraph.graph.filters import FILTERS, PARTY, read_filters
from imrgraph.graph.items import read_items
from imrgraph.graph.names import read_names
from imrgraph.rdf.hierarchy import and_above
from imrgraph.records import Party
from imrgraph.store.tabled import find_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from imrgraph.graph.items import ItemFacts
    from imrgraph.graph.names import Names
    from imrgraph.store import Store

HIERARCHY_PARAMS = (*FILTERS, PARTY)


def guideline_hierarchy(store: Store, params: Mapping[str, str]) -> nx.DiGraph:
    """A DiGraph from each guideline to those right above it, of those that are cited and all above them.

    Nodes have `label`, `kind`, `family`, `cited` (determinations for which the party cites the guideline itself) and
    `weight` (those for which it cites it or one below it, each determination once), of these `upheld`, `overturned`,
    `partially_overturned`; edges `relation` `broader` and the lower one's `weight`.

    Raises:
        QueryError: a parameter that there is not, or a value that names nothing.
    """
    import networkx as nx

    filters = read_filters(store, "guideline-hierarchy", params, HIERARCHY_PARAMS)
    names = read_names(store)
    party = filters.party or Party.EXPERT_REVIEWER
    tables = find_tables(store)
    if tables is None:
        counts = _counted(
            filters.of(read_items(store, {"administrator", "reviewer", *filters.reads}), names), party, names
        )
    else:
        from imrgraph.graph.tabled import count_above

        counts = count_above(tables, filters, names)
    graph = nx.DiGraph()
    graph.add_nodes_from(
        (iri, {**concept_node(iri, "guideline", names), **said}) for iri, said in sorted(counts.items())
    )
    for iri in sorted(counts):
        for above in names.broader.get(iri, ()):
            graph.add_edge(iri, above, relation="broader", weight=counts[iri]["weight"])
    return graph


def _counted(items: Iterable[ItemFacts], party: Party, names: Names) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(
        lambda: {"cited": 0, "weight": 0, **dict.fromkeys(COUNTS.values(), 0)}
    )
    for item in items:
        cited = item.cited(party)
        for guideline in cited:
            counts[guideline]["cited"] += 1
        for guideline in {above for one in cited for above in and_above(one, names.broader)}:
            counts[guideline]["weight"] += 1
            if item.outcome is not None:
                counts[guideline][COUNTS[item.outcome]] += 1
    return counts

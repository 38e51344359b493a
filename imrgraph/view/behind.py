"""The disputed items behind the nodes and edges of a network, as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imrgraph.graph.concepts import CONCEPT_PROJECTIONS
from imrgraph.graph.filters import Filters, read_filters
from imrgraph.metrics import items_of_network

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

    from imrgraph.graph import ItemFacts, Names
    from imrgraph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One disputed item.

    Attributes:
        case_number: of its letter.
        outcome: in words; empty where the letter prints none.
    """

    case_number: str
    number: int
    outcome: str = ""


def items_of(
    store: Store,
    graph: nx.Graph,
    projection: str,
    params: Mapping[str, str],
    items: Iterable[ItemFacts],
    names: Names,
) -> dict[Any, Sequence[Item]]:
    """The items behind each node and edge of a projection, as `network_page` takes them.

    Args:
        graph: the projection, or what was left of it.
        params: what it was made with.
        items, names: what `read_items` and `read_names` give.
    """
    made = CONCEPT_PROJECTIONS.get(projection)
    filters = Filters() if made is None else read_filters(store, projection, params, made.params)
    known: dict[str, Item] = {}

    def shown(item: ItemFacts) -> Item:
        if item.iri not in known:
            known[item.iri] = Item(
                case_number=names.case_number(item.letter.iri),
                number=item.number,
                outcome=item.outcome.value if item.outcome else "",
            )
        return known[item.iri]

    found = items_of_network(graph, items, projection, filters, names)
    return {ends: [shown(item) for item in behind] for ends, behind in found.items()}

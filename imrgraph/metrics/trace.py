"""The disputed items behind a number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol, TypeVar

from imrgraph.errors import QueryError
from imrgraph.graph import Names
from imrgraph.graph.concepts import CONCEPT_PROJECTIONS, pairs_of
from imrgraph.graph.filters import Filters, below
from imrgraph.metrics.groups import short_name
from imrgraph.query.rows import table
from imrgraph.query.values import expand, near
from imrgraph.store import Iri
from imrgraph.vocab.concepts import IMR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

    from imrgraph.graph import ItemFacts
    from imrgraph.metrics.groups import Key
    from imrgraph.query import Table


class Named(Protocol):
    """What rates, odds and uses have in common."""

    @property
    def key(self) -> Key: ...
    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def determinations(self) -> tuple[str, ...]: ...


_Row = TypeVar("_Row", bound=Named)


def find_rows(rows: Iterable[_Row], key: str) -> tuple[_Row, ...]:
    """The rows of that key: as a person types it (`mri`, `acoem-ch12>odg`), its label, its IRIs or CURIEs joined by `>`.

    Raises:
        QueryError: there is none; the message names what is near.
    """
    given = tuple(rows)
    parts = tuple(expand(part) or part.strip() for part in key.split(">"))
    wanted = " ".join(key.split()).casefold()
    found = tuple(
        row
        for row in given
        if row.key == parts
        or row.name == short_name(parts)
        or wanted in (row.name.casefold(), row.label.casefold())
    )
    if not found:
        names = {word for row in given for word in (row.name, row.label)}
        raise QueryError(f"no row {key!r}; {near(key, names)}")
    return found


def items_behind(
    items: Iterable[ItemFacts],
    ends: Sequence[str],
    projection: str = "letter-everything",
    filters: Filters | None = None,
    names: Names | None = None,
) -> tuple[str, ...]:
    """The items behind a node or an edge of a network: their IRIs, in the order given.

    Args:
        items: what `read_items` gives.
        ends: IRIs of one node, or of the two of an edge; in `administrator-reviewer` what the administrator cites first.
        projection: one of `imrgraph.graph.PROJECTIONS`; behind an edge are as many items as it weighs. In
            `letter-everything` it is those that have all ends: treatments, guidelines, conditions, letters, outcomes, ...
        filters, names: what the network was made with, and what `read_names` gives; needed where a category or a body
            part was asked for.
    """
    filters, names = filters or Filters(), names or Names()
    made = CONCEPT_PROJECTIONS.get(projection)
    if made is None:
        wanted = set(ends)
        return tuple(item.iri for item in items if wanted <= _ends(item))
    asked = tuple(ends)
    same = {asked} if made.directed else {asked, asked[::-1]}
    treatments = below(filters.category, names)
    return tuple(
        item.iri
        for item in filters.of(items, names)
        if any(
            pair in same or (len(asked) == 1 and asked[0] in pair)
            for pair in pairs_of(made, item, filters, treatments)
        )
    )


def items_of_network(
    graph: nx.Graph,
    items: Iterable[ItemFacts],
    projection: str,
    filters: Filters | None = None,
    names: Names | None = None,
) -> dict[str | tuple[str, str], list[ItemFacts]]:
    """What `items_behind` finds for every node of a network, by its name, and for every edge, by its ends, at one go.

    Args:
        graph: the network, or what filters left of it.
        items, projection, filters, names: as for `items_behind`.

    Returns:
        Items in the order given; nodes and edges without any are not there. Of an edge without direction the ends may
        stand in either order.
    """
    filters, names = filters or Filters(), names or Names()
    made = CONCEPT_PROJECTIONS.get(projection)
    treatments = below(filters.category, names)
    found: dict[str | tuple[str, str], list[ItemFacts]] = defaultdict(list)
    for item in items if made is None else filters.of(items, names):
        nodes: set[str] = set()
        edges: set[tuple[str, str]] = set()
        if made is None:
            nodes = _ends(item)
            known = [node for node in nodes if node in graph]
            edges = {(one, other) for one in known for other in known if graph.has_edge(one, other)}
        else:
            edges = set(pairs_of(made, item, filters, treatments))
            nodes = {end for pair in edges for end in pair}
        for node in nodes:
            if node in graph:
                found[node].append(item)
        for edge in edges:
            if graph.has_edge(*edge):
                found[edge].append(item)
    return dict(found)


def _ends(item: ItemFacts) -> set[str]:
    return {
        item.iri,
        item.letter.iri,
        *(() if item.outcome is None else (IMR + item.outcome.value,)),
        *item.treatments,
        *item.body_parts,
        *item.letter.conditions,
        *item.letter.specialties,
        *item.administrator,
        *item.reviewer,
    }


def trace(determinations: Mapping[str, Sequence[str]], items: Iterable[ItemFacts], names: Names) -> Table:
    """The items behind numbers as a table, to be read in their letters.

    Args:
        determinations: of each number's name the IRIs behind it.
        items, names: what `read_items` and `read_names` give.

    Returns:
        Columns `key`, `letter` and `determination` (IRIs), `caseNumber`, `itemNumber`, `treatment` (labels, joined by `;`),
        `outcome`; in the order given.
    """
    known = {item.iri: item for item in items}
    return table(
        ("key", "letter", "caseNumber", "determination", "itemNumber", "treatment", "outcome"),
        (
            (
                name,
                Iri(item.letter.iri),
                names.case_number(item.letter.iri),
                Iri(item.iri),
                item.number,
                "; ".join(names.label(treatment) for treatment in item.treatments),
                item.outcome.value if item.outcome else None,
            )
            for name, iris in determinations.items()
            for item in map(known.__getitem__, iris)
        ),
    )

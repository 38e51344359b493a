"""What the concepts and letters of a store are called, and which concept is below which."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imrgraph.graph.columns import column
from imrgraph.rdf import terms as t
from imrgraph.rdf.hierarchy import tops
from imrgraph.rdf.names import full_name, local
from imrgraph.store.tabled import find_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imrgraph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Labels and hierarchy. Without any, an IRI's last part is its label and its own top.

    Attributes:
        labels: what people call a concept, by IRI; a guideline with its family and chapter.
        broader: the concepts right above a concept, sorted.
        case_numbers: `dcterms:identifier` of each letter, by IRI.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    case_numbers: Mapping[str, str] = field(default_factory=dict)

    def label(self, iri: str) -> str:
        return self.labels.get(iri) or local(iri)

    def case_number(self, letter: str) -> str:
        return self.case_numbers.get(letter) or local(letter)

    def tops(self, iri: str) -> tuple[str, ...]:
        """The concepts above that have none above them, as `rdf.hierarchy.tops` gives them."""
        return tops(iri, self.broader)


def read_names(store: Store) -> Names:
    """The labels, the hierarchy and the case numbers of a store."""
    tables = find_tables(store)
    if tables is not None:
        from imrgraph.graph.tabled import names_of

        return names_of(tables)
    labels = column(store, t.PREF_LABEL)
    return Names(
        labels={iri: full_name(iri, min(found)) for iri, found in labels.items()},
        broader={iri: tuple(sorted(set(found))) for iri, found in column(store, t.BROADER).items()},
        case_numbers={iri: min(found) for iri, found in column(store, t.IDENTIFIER).items()},
    )

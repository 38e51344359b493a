"""Every citation with what counts about it, streamed from a store: what search order and drift are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.graph.columns import column
from imrgraph.rdf import terms as t
from imrgraph.rdf.names import local
from imrgraph.records import CitationPlace, Party, Stance
from imrgraph.store.tabled import find_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFacts:
    """What counts of one citation.

    Attributes:
        item: IRI of its determination.
        party, place: who cites, and whether in a guideline statement or in the rationale.
        guidelines: IRIs of the concepts, sorted; empty where the words did not resolve.
        within_mtus: whether the letter cites it as the MTUS; None where it does not say.
        stance: only of rationales; None where the authority is only quoted.
        editions: as printed, sorted.
    """

    iri: str
    item: str
    party: Party
    place: CitationPlace
    guidelines: tuple[str, ...] = ()
    within_mtus: bool | None = None
    stance: Stance | None = None
    editions: tuple[str, ...] = ()


def read_citations(store: Store) -> tuple[CitationFacts, ...]:
    """Every citation of the store, by determination and IRI.

    A store folder's tables are read; of other stores one property after the other, never the whole graph.
    """
    tables = find_tables(store)
    if tables is None:
        found: Iterable[CitationFacts] = _citations(store)
    else:
        from imrgraph.graph.tabled import citations_of

        found = citations_of(tables)
    return tuple(sorted(found, key=lambda citation: (citation.item, citation.iri)))


def _citations(store: Store) -> Iterator[CitationFacts]:
    owners = column(store, t.HAS_CITATION)
    parties, places = column(store, t.CITED_BY), column(store, t.FOUND_IN)
    guidelines, editions = column(store, t.GUIDELINE), column(store, t.EDITION)
    within, stances = column(store, t.WITHIN_MTUS), column(store, t.STANCE)
    for item, citations in owners.items():
        for iri in citations:
            if iri not in parties or iri not in places:
                continue  # a foreign graph's
            said, stance = within.get(iri), stances.get(iri)
            yield CitationFacts(
                iri=iri,
                item=item,
                party=Party(local(parties[iri][0])),
                place=CitationPlace(local(places[iri][0])),
                guidelines=tuple(sorted(set(guidelines.get(iri, ())))),
                within_mtus=None if said is None else said[0] == "true",
                stance=None if stance is None else Stance(local(stance[0])),
                editions=tuple(sorted(set(editions.get(iri, ())))),
            )

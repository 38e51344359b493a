"""How far the two parties' guidelines agree on one disputed item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.rdf import terms as t
from imrgraph.records import CitationPlace, Party, Resolved
from imrgraph.vocab import load_vocabulary
from imrgraph.vocab.concepts import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.records import Citation

_ACOEM, _MTUS, _OTHER = (f"{BASE}guideline/{name}" for name in ("acoem", "mtus", "other"))


def cited_by(party: Party, citations: Iterable[Citation]) -> tuple[str, ...]:
    """The guideline concepts that a party's guideline statements cite, sorted; unresolved ones left out."""
    return tuple(
        sorted({concept for citation in _stated(party, citations) for concept in _concepts(citation)})
    )


def agreement(citations: tuple[Citation, ...]) -> str:
    """The first that holds of what the ontology says of the two parties' guideline statements.

    Families are the top concepts above what is cited. ACOEM that is cited as part of the MTUS belongs to both
    families. Sources that no guideline family claims (`other-*`) are no family: two journals share nothing.
    """
    sides = Party.CLAIMS_ADMINISTRATOR, Party.EXPERT_REVIEWER
    administrator, reviewer = (set(cited_by(party, citations)) for party in sides)
    if administrator & reviewer:
        return t.SAME_GUIDELINE
    if administrator and reviewer:
        one, other = (_families(_stated(party, citations)) for party in sides)
        return t.SHARED_FAMILY if one & other else t.DIFFERENT_GUIDELINE
    return t.ONE_PARTY if administrator or reviewer else t.NEITHER_PARTY


def _stated(party: Party, citations: Iterable[Citation]) -> list[Citation]:
    return [c for c in citations if c.party is party and c.place is CitationPlace.GUIDELINE_STATEMENT]


def _concepts(citation: Citation) -> tuple[str, ...]:
    return citation.resolution.concepts if isinstance(citation.resolution, Resolved) else ()


def _families(citations: Iterable[Citation]) -> set[str]:
    vocabulary = load_vocabulary("guideline")
    families: set[str] = set()
    for citation in citations:
        for concept in _concepts(citation):
            above = vocabulary.ancestors(concept)
            tops = {iri for iri in above if not _broader(iri)}
            if citation.within_mtus and _ACOEM in tops:
                tops.add(_MTUS)
            families |= tops
    return {top for top in families if top != _OTHER and not top.startswith(_OTHER + "-")}


def _broader(iri: str) -> tuple[str, ...]:
    concept = load_vocabulary("guideline").get(iri)
    return concept.broader if concept else ()

"""The families of guidelines that the law ranks, and which of them a citation is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.vocab.concepts import BASE

if TYPE_CHECKING:
    from imrgraph.graph import CitationFacts, Names

MTUS, ACOEM, ODG = (f"{BASE}guideline/{name}" for name in ("mtus", "acoem", "odg"))


def families(citation: CitationFacts, names: Names) -> set[str]:
    """The tops above what is cited; empty where the words did not resolve."""
    return {top for guideline in citation.guidelines for top in names.tops(guideline)}


def is_mtus(citation: CitationFacts, names: Names) -> bool:
    """Whether the MTUS is cited: one of its own guidelines, or another as part of it."""
    return citation.within_mtus is True or MTUS in families(citation, names)

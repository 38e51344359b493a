"""Material of reports made up by hand, without a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imrgraph.graph import CitationFacts, Names
from imrgraph.records import CitationPlace, Party
from imrgraph.report.material import Material

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.graph import ItemFacts


def material_of(items: Iterable[ItemFacts], **said: Any) -> Material:
    """Letters of these items and nothing else, unless told."""
    given = tuple(items)
    known: dict[str, Any] = {
        "items": given,
        "citations": (),
        "names": Names(),
        "letters": tuple(sorted({item.letter.iri for item in given})),
        "formats": {},
        "synthetic": 0,
        "parts": {},
        "unresolved": (),
        "flagged": (),
    }
    return Material(**{**known, **said})


def cites(item: ItemFacts) -> list[CitationFacts]:
    """What the reviewer of an item cites, as citations of a guideline statement."""
    return [
        CitationFacts(
            iri=f"{item.iri}-citation-{at}",
            item=item.iri,
            party=Party.EXPERT_REVIEWER,
            place=CitationPlace.GUIDELINE_STATEMENT,
            guidelines=(guideline,),
        )
        for at, guideline in enumerate(item.reviewer, start=1)
    ]

"""What an item's guideline statements cite: that is what its rationale means by a shorter name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrgraph.cite.tokens import concept, families
from imrgraph.extract.short_forms import local_names
from imrgraph.records import Ambiguous, Party, Resolution, Resolved

if TYPE_CHECKING:
    from imrgraph.records import Citation


class Stated:
    """The citations of both parties' statements on one item, asked once for each name and not for each mention.

    Attributes:
        names: by which the rationale may call a source that only these statements name.
    """

    def __init__(self, statements: tuple[Citation, ...]) -> None:
        resolved = [(c, c.resolution) for c in statements if isinstance(c.resolution, Resolved)]
        self.names = local_names(statements)
        self._cited = frozenset(iri for _, r in resolved for iri in r.concepts)
        self._reviewers = [(c, r.concepts) for c, r in resolved if c.party is Party.EXPERT_REVIEWER]
        self._alike: dict[str, list[str]] = {}
        self._whole: dict[str, Citation | None] = {}

    def decide(self, resolution: Resolution, words: str) -> Resolution:
        """Of the owners of a short name, the one that is cited ("ADA", "the ACOEM knee chapter")."""
        if isinstance(resolution, Ambiguous):
            own = [c for c in resolution.candidates if c in self._cited]
        elif isinstance(resolution, Resolved) and not re.search(
            r"(?i)complaints|disorders|chapter\s*\d", words
        ):
            cited = not self._cited.isdisjoint(resolution.concepts)
            own = [] if cited else self._on_same_subject(resolution.concepts[0])
        else:
            own = []
        return Resolved(concepts=(own[0],)) if len(own) == 1 else resolution

    def _on_same_subject(self, iri: str) -> list[str]:
        if concept(iri) is None:
            return []
        if iri not in self._alike:
            self._alike[iri] = [c for c in self._cited if _same_subject(c, iri)]
        return self._alike[iri]

    def part_of(self, family: str) -> Citation | None:
        """The one part of a family that the reviewer's statement names."""
        if family not in self._whole:
            self._whole[family] = _only(
                [
                    (c, concepts)
                    for c, concepts in self._reviewers
                    if (c.within_mtus if family == "mtus" else families().get(concepts[0]) == family)
                ]
            )
        found = self._whole[family]
        if found is None or not isinstance(found.resolution, Resolved):
            return None
        return found if concept(found.resolution.concepts[0]) is not None else None

    def only(self) -> Citation | None:
        """The one authority that the reviewer's statement cites."""
        return _only(self._reviewers)


def _only(citations: list[tuple[Citation, tuple[str, ...]]]) -> Citation | None:
    return citations[0][0] if len({concepts for _, concepts in citations}) == 1 else None


def _same_subject(one: str, other: str) -> bool:
    """Whether two guidelines of one family are about the same body part (a chapter of 2004 and its successor)."""
    a, b = concept(one), concept(other)
    if a is None or b is None or families().get(one) != families().get(other):
        return False
    return bool(set(a.values("bodyPart")) & set(b.values("bodyPart")))

"""References as found: one authority each with its locators, before it is resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from imrgraph.cite.tokens import families, is_general

REGULATIONS = "https://w3id.org/imrgraph/guideline/other-california-code-of-regulations"
MTUS = "https://w3id.org/imrgraph/guideline/mtus"


@dataclass(slots=True, kw_only=True)
class Reference:
    """One authority as its words stand at `text[start:end]`, before it is resolved.

    Attributes:
        pages, tables: as printed, in order, each once.
        concepts: IRIs that the words name; several where they are ambiguous, none for an unknown source.
        source: the name of a source that no concept was found for.
        within: as the MTUS (True), as a Non-MTUS citation (False), not said (None).
        within_at: the words that say so; None where it follows from the authority's family.
        shared: other references that the same list of pages or tables stands behind.
    """

    start: int
    end: int
    concepts: tuple[str, ...] = ()
    source: str | None = None
    within: bool | None = None
    within_at: tuple[int, int] | None = None
    sections: list[str] = field(default_factory=list)
    pages: dict[str, None] = field(default_factory=dict)
    tables: dict[str, None] = field(default_factory=dict)
    editions: list[str] = field(default_factory=list)
    shared: list[Reference] = field(default_factory=list)
    rule: str = "guideline-statement"

    @property
    def family(self) -> str:
        return families().get(self.concepts[0], "other") if self.concepts else "other"

    @property
    def general(self) -> bool:
        return len(self.concepts) == 1 and is_general(self.concepts[0])

    @property
    def located(self) -> bool:
        return bool(self.pages or self.tables)


@dataclass(slots=True, kw_only=True)
class Statement:
    """What one party's guideline statement says.

    Attributes:
        same: where it takes the other party's guideline as its own.
        same_family: the notation of the family that it names there ("the ODG section used by ..."), if any.
        none: where it says that no evidence was cited.
    """

    references: list[Reference]
    same: tuple[int, int] | None = None
    same_family: str | None = None
    none: tuple[int, int] | None = None

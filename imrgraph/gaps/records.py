"""What no concept was found for: one place of it in a letter, and all of it in many."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imrgraph.records import Span


class Kind(Enum):
    """Where such words stand; the values are what the command line and its tables call it."""

    TREATMENT = "treatment"  # a disputed item, or a part of one
    PRIOR_TREATMENT = "prior treatment"
    CONDITION = "condition"
    GUIDELINE = "guideline"
    SPECIALTY = "specialty"

    @property
    def scheme(self) -> str:
        """The vocabulary that would hold a concept for them."""
        return "treatment" if self is Kind.PRIOR_TREATMENT else self.value


class Reason(Enum):
    UNRESOLVED = "unresolved"  # no concept has the words as a label
    AMBIGUOUS = "ambiguous"  # several have, and nothing decides between them
    MINTED = "minted"  # the graph made up a concept for the name of a source or specialty
    FUZZY = "fuzzy"  # a spelling that no vocabulary lists, read as that of the candidate
    CODE = "code"  # only the code printed with the words says which concept is meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One place where a letter says what no concept was found for.

    Attributes:
        words: as the letter prints them, white space folded.
        span: where, in characters of `Letter.text`.
        context: the same with some words around it.
        candidates: the concepts (IRIs) that they may mean, that were made up for them, or that they were read as.
    """

    kind: Kind
    reason: Reason
    words: str
    span: Span
    context: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """A place of a gap: the letter's KEY, characters of its text, and the words around it."""

    key: str
    start: int
    end: int
    context: str

    def __str__(self) -> str:
        return f"{self.key}#char={self.start},{self.end} {self.context}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Words that no concept was found for, over all letters.

    Attributes:
        words: in the form that letters print most often.
        letters: how many letters have them; mentions: how often all told.
        suggestion: the IRI of the existing concept with the nearest label; None when none is near.
        suggestion_label: that label.
        candidates: as of `Seen`, over all places, sorted.
    """

    kind: Kind
    words: str
    letters: int
    mentions: int
    reason: Reason
    suggestion: str | None = None
    suggestion_label: str | None = None
    candidates: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

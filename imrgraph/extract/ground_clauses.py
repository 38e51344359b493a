"""The clauses of a rationale's sentences, and what can be asked of each: of whom it speaks, whether it recites or supposes."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from imrgraph.extract.ground_cues import is_aside, marked, without_asides
from imrgraph.extract.subject import speaks_in_general, speaks_of_worker
from imrgraph.vocab.cued import Cued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph.extract.ground_cues import Cue

SHORTEST = 12  # characters of a clause that can say anything

AUTHORITY = Cued(
    r"\b(?:guidelines?|mtus|acoem|odg|acr|fda|schedule|academy|society|label|parameter|article|literature)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r";|:\s|,?\s+(?:but|however|whereas|while|although|though|yet(?! to))\b,?|,\s+(?:and|so|which)\s|,\s+(?=nor\s)|\s+-{1,2}\s|\u2014"
    r"|\s+and\s+(?=(?:the|this|that|he|she|it|there|no|his|her)\s)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s+(which\s[^,;]{1,90}),", re.IGNORECASE
)  # what goes on after it belongs to what stands before
_QUOTED = re.compile(r"\"[^\"]{120,1500}\"?")
_SUPPOSED = re.compile(r"\b(?:if|unless|when|where)\b", re.IGNORECASE)
_PLAIN = str.maketrans({"\u2019": "'", "\ufb01": "fi", "\ufb02": "fl"})
_SPACE = re.compile(r"\s+")


class Clause:
    """A clause (folded), and what is asked about it, worked out when first asked."""

    def __init__(self, words: str, said: str, *, listing: bool, reciting: bool) -> None:
        self.words = words
        self.said = said
        self._listing = listing
        self._reciting = reciting

    @cached_property
    def related(self) -> bool:
        """Whether it relates what an authority says: by itself, or since the one before did and it does not turn to the worker."""
        return self._listing or (self._reciting and not (self.of_worker and is_aside("turns", self.words)))

    @cached_property
    def of_worker(self) -> bool:
        return speaks_of_worker(self.words)

    @cached_property
    def of_others(self) -> bool:
        """Whether it tells the view of another party."""
        return is_aside("others", self.words)

    @cached_property
    def in_general(self) -> bool:
        return speaks_in_general(self.words) and speaks_in_general(without_asides("either", self.words))

    @cached_property
    def supposes(self) -> bool:
        return self.related or is_aside("clause", self.words)

    @cached_property
    def of_case(self) -> bool:
        return not self.supposes and (self.of_worker or not self.in_general)

    @cached_property
    def of_authority(self) -> bool:
        return self.related or bool(AUTHORITY.search(self.words))

    @cached_property
    def recites(self) -> bool:
        return self.supposes or (not self.of_worker and self.in_general)

    @cached_property
    def marked(self) -> str:
        return marked(self.words)

    def allows(self, cue: Cue) -> bool:
        """Whether it speaks of what the cue is about."""
        if cue.of == "worker":
            return self.of_worker and self.of_case
        if cue.of == "case":
            return self.of_case
        return cue.of != "authority" or self.of_authority


def clauses_of(sentence: str) -> Iterator[str]:
    """The clauses of a sentence, folded, without what stands in quotation marks."""
    text = _QUOTED.sub(" \u2026 ", sentence).replace('"', "")
    for m in _ASIDE.finditer(text):
        yield fold(m[1])
    text = _ASIDE.sub("", text)
    start = 0
    for m in _BREAK.finditer(text):
        if m[0].strip().lower() == "and" and _SUPPOSED.search(text, start, m.start()):
            continue  # what is supposed goes on
        yield fold(text[start : m.start()])
        start = m.end()
    yield fold(text[start:])


def fold(words: str) -> str:
    """Words as cues are written: lower-case, with single spaces, straight apostrophes and no ligatures."""
    return _SPACE.sub(" ", words).strip(" .,()").lower().translate(_PLAIN)

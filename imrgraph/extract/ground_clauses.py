"""The clauses of a rationale's sentences, and what can be asked of each: of whom it speaks, whether it recites or supposes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from imrgraph.extract.ground_cues import asides, holds_any, lack, marked, without_asides
from imrgraph.extract.subject import general, worker
from imrgraph.read.caseless import caseless
from imrgraph.vocab.cued import AnyCued, Cued, Of, held_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imrgraph.extract.ground_cues import Cue

Value = TypeVar("Value")

SHORTEST = 12  # characters of a clause that can say anything


@cache
def authority(of: Of) -> Cued:
    """The words that name an authority."""
    return Cued(
        r"\b(?:guidelines?|mtus|acoem|odg|acr|fda|schedule|academy|society|label|parameter|article|literature)\b",
        re.IGNORECASE,
        of,
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


class _Once(Generic[Value]):
    """An attribute worked out when first asked; `functools.cached_property` takes a lock for it, which costs more than most."""

    def __init__(self, work: Callable[[Clause], Value]) -> None:
        self._work, self._name = work, work.__name__

    def __get__(self, clause: Clause, kind: type[Clause]) -> Value:
        value = clause.__dict__[self._name] = self._work(clause)
        return value


@dataclass(frozen=True, slots=True)
class _Asked:
    """The patterns that clauses are asked for, all made before any clause is searched for their words."""

    worker: AnyCued
    general: Cued
    authority: Cued
    lack: Cued
    asides: dict[str, tuple[tuple[str, ...], Cued]]


@cache
def _asked() -> _Asked:
    return _Asked(worker(Of.CLAUSE), general(Of.CLAUSE), authority(Of.CLAUSE), lack(), asides())


class Clause:
    """A clause (folded), and what is asked about it, worked out when first asked."""

    def __init__(self, words: str, said: str = "") -> None:
        self._asked = _asked()
        self.words = words
        self.said = said
        self.listing = self.reciting = (
            False  # whether it is one of listed criteria; whether the one before recites
        )
        self._held = held_in(words, Of.CLAUSE)

    def is_aside(self, kind: str) -> bool:
        """Whether it is of a kind that `ontology/ground-cues.toml` names, such as one that recites or supposes."""
        words, says = self._asked.asides[kind]
        return self._says(says) and holds_any(self.words, words)

    @_Once
    def related(self) -> bool:
        """Whether it relates what an authority says: by itself, or since the one before did and it does not turn to the worker."""
        return self.listing or (self.reciting and not (self.of_worker and self.is_aside("turns")))

    @_Once
    def of_worker(self) -> bool:
        return self._asked.worker.found_where(self.words, self._held)

    @_Once
    def of_others(self) -> bool:
        """Whether it tells the view of another party."""
        return self.is_aside("others")

    @_Once
    def concludes(self) -> bool:
        """Whether it is a bare conclusion."""
        return self.is_aside("concludes")

    @_Once
    def lacks(self) -> bool:
        """Whether it says that something is missing."""
        return self._says(self._asked.lack)

    @_Once
    def in_general(self) -> bool:
        if not self._says(self._asked.general):
            return False
        rest = without_asides("either", self.words)
        return rest == self.words or self._asked.general.search(rest) is not None

    @_Once
    def supposes(self) -> bool:
        return self.related or self.is_aside("clause")

    @_Once
    def of_case(self) -> bool:
        return not self.supposes and (self.of_worker or not self.in_general)

    @_Once
    def of_authority(self) -> bool:
        return self.related or self._says(self._asked.authority)

    @_Once
    def recites(self) -> bool:
        return self.supposes or (not self.of_worker and self.in_general)

    @_Once
    def marked(self) -> str:
        return marked(self.words)

    def allows(self, cue: Cue) -> bool:
        """Whether it speaks of what the cue is about."""
        if cue.of == "worker":
            return self.of_worker and self.of_case
        if cue.of == "case":
            return self.of_case
        return cue.of != "authority" or self.of_authority

    def _says(self, pattern: Cued) -> bool:
        return self._held & pattern.bit != 0 and pattern.compiled.search(self.words) is not None


def clauses_of(sentence: str) -> Iterator[str]:
    """The clauses of a sentence, folded, without what stands in quotation marks."""
    text = _QUOTED.sub(" \u2026 ", sentence).replace('"', "") if '"' in sentence else sentence
    if "which" in caseless(text):
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
    plain = " ".join(words.split()).strip(" .,()").lower()
    return plain if plain.isascii() else plain.translate(_PLAIN)

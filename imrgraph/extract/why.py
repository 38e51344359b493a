"""From the words that a rule read to the reason that a record keeps."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from imrgraph.records import Reason, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.read.clean import CleanText

Value = TypeVar("Value")
ValueOf = TypeVar("ValueOf", covariant=True)


@dataclass(frozen=True, slots=True)
class Told(Generic[ValueOf]):
    """A value with the rule that read it and where its words stand: in the text that the rule was given.

    `span` is None for what has no words of its own and follows from something else.
    """

    value: ValueOf
    rule: str
    span: Span | None = None

    def moved(self, by: int) -> Told[ValueOf]:
        return replace(self, span=self.span.moved(by)) if self.span else self

    def unplaced(self) -> Told[ValueOf]:
        return replace(self, span=None)


def value_of(told: Told[Value] | None) -> Value | None:
    return told.value if told else None


@dataclass(frozen=True, slots=True)
class Passage:
    """Words put together from stretches of the cleaned text, with the way back.

    Attributes:
        text: the words.
        pieces: for each stretch, in text order, where it begins in `text` and where in the cleaned text.
    """

    text: str
    pieces: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """Where the words at `text[start:end]`, at least one character, stand in the cleaned text."""
        return Span(self._back(start), self._back(end - 1) + 1)

    def back(self, told: Told[Value]) -> Told[Value]:
        """What was told in these words, as told where they stand in the cleaned text."""
        return replace(told, span=self.span(told.span.start, told.span.end)) if told.span else told

    def _back(self, at: int) -> int:
        begins, stands = self.pieces[max(0, bisect_right(self.pieces, at, key=lambda piece: piece[0]) - 1)]
        return stands + at - begins


def joined(text: str, spans: Iterable[Span], between: str = "\n\n") -> Passage:
    """Stretches of the cleaned text, one after the other."""
    parts, pieces, at = [], [], 0
    for span in spans:
        pieces.append((at, span.start))
        parts.append(text[span.start : span.end])
        at += span.end - span.start + len(between)
    return Passage(between.join(parts), tuple(pieces))


def folded(text: str, span: Span) -> Passage:
    """The words of one stretch with single spaces between them.

    >>> words = folded("MRI of\\n  the knee", Span(0, 17))
    >>> words.text, words.span(7, 10)
    ('MRI of the knee', Span(start=9, end=12))
    """
    words, pieces, at, stands = text[span.start : span.end].split(), [], 0, span.start
    for word in words:
        stands = text.index(word, stands)
        pieces.append((at, stands))
        at, stands = at + len(word) + 1, stands + len(word)
    return Passage(" ".join(words), tuple(pieces))


def reason(clean: CleanText, fact: str, rule: str, *spans: Span | None, value: str | None = None) -> Reason:
    """A reason whose words stand at these spans of the cleaned text, the telling one first; None is no words.

    Raises:
        ValueError: a span is empty or outside the text.
    """
    pieces = [piece for span in spans if span for piece in clean.source_spans(span)]
    words = " ".join(clean.source[pieces[0].start : pieces[0].end].split()) if pieces else ""
    return Reason(fact=fact, rule=rule, spans=tuple(sorted(set(pieces))), words=words, value=value)

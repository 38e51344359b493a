"""From the words that a rule read to the reason that a record keeps."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
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
        return Told(self.value, self.rule, self.span.moved(by)) if self.span and by else self

    def unplaced(self) -> Told[ValueOf]:
        return Told(self.value, self.rule)


def value_of(told: Told[Value] | None) -> Value | None:
    return told.value if told else None


@dataclass(frozen=True, slots=True)
class Passage:
    """Words put together from stretches of the cleaned text, with the way back.

    Attributes:
        text: the words.
        pieces: for each stretch, in the order of the words: where it begins in `text`, where it stands in the cleaned
            text, and its length, at least 1.
        apart: whether the stretches stand apart, and are not the words of one.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    apart: bool = False

    def span(self, start: int, end: int) -> Span:
        """Where the words at `text[start:end]`, at least one of them, stand in the cleaned text.

        What runs on into a stretch that stands apart is taken up to the end of its first.
        """
        first, last = self._piece(start), self._piece(end - 1)
        begins, stands, length = self.pieces[first]
        if start >= begins + length and first < last:  # it opens with what parts two stretches
            first += 1
            start, stands, length = self.pieces[first]
            begins = start
        opens = stands + min(start - begins, length - 1)
        if self.apart and first < last:
            return Span(opens, stands + length)
        begins, stands, length = self.pieces[last]
        return Span(opens, stands + min(end - begins, length))

    def back(self, told: Told[Value]) -> Told[Value]:
        """What was told in these words, as told where they stand in the cleaned text."""
        at = told.span
        return Told(told.value, told.rule, self.span(at.start, at.end)) if at else told

    def _piece(self, at: int) -> int:
        return max(0, bisect_right(self.pieces, at, key=lambda piece: piece[0]) - 1)


def whole(text: str) -> Passage:
    """The cleaned text itself, or its beginning."""
    return Passage(text, ((0, 0, max(1, len(text))),))


def joined(text: str, spans: Iterable[Span], between: str = "\n\n") -> Passage:
    """Stretches of the cleaned text, one after the other."""
    parts, pieces, at = [], [], 0
    for span in spans:
        if span.start < span.end:
            pieces.append((at, span.start, span.end - span.start))
            parts.append(text[span.start : span.end])
            at += span.end - span.start + len(between)
    return Passage(between.join(parts), tuple(pieces), apart=True)


def folded(text: str, span: Span) -> Passage:
    """The words of one stretch with single spaces between them.

    >>> words = folded("MRI of\\n  the knee", Span(0, 17))
    >>> words.text, words.span(7, 10)
    ('MRI of the knee', Span(start=9, end=12))
    """
    words, pieces, at, stands = text[span.start : span.end].split(), [], 0, span.start
    for word in words:
        stands = text.index(word, stands)
        pieces.append((at, stands, len(word)))
        at, stands = at + len(word) + 1, stands + len(word)
    return Passage(" ".join(words), tuple(pieces))


def reason(clean: CleanText, fact: str, rule: str, *spans: Span | None, value: str | None = None) -> Reason:
    """A reason whose words stand at these spans of the cleaned text, the telling one first; None is no words."""
    places: tuple[Span, ...] = ()
    for span in spans:
        if span and span.start < span.end:
            places += clean.source_spans(span)
    words = " ".join(clean.source[places[0].start : places[0].end].split()) if places else ""
    places = places if len(places) < 2 else tuple(sorted(set(places)))
    return Reason(fact=fact, rule=rule, spans=places, words=words, value=value)

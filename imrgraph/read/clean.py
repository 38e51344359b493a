"""Undo what PDF extraction does to a letter, and keep the way back to the source's characters.

Double spacing, page furniture, form feeds, ligatures, curly quotes, odd spaces and words hyphenated at line
ends go; line breaks stay as `\\n`, paragraph breaks as `\\n\\n`.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from imrgraph.read.furniture import furniture_of, lines_of, marks_within
from imrgraph.records import Span

if TYPE_CHECKING:
    from imrgraph.read.furniture import Line

_CHARACTERS = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u0091": "'", "\u0092": "'", "`": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u0093": '"', "\u0094": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u0096": "-",
    "\u0097": "-", "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "",
    "\ufeff": "", "\ufffe": "-", "\uffff": "", "\u2026": "...", "\u00d7": "x", "\u2044": "/",
}  # fmt: skip
_PLAIN = re.compile("[!-_a-~]+(?: [!-_a-~]+)*")  # ASCII words that stay as they are, one space between them
_HYPHENATED = frozenset(
    [
        "x",
        "non",
        "post",
        "pre",
        "follow",
        "self",
        "re",
        "co",
        "anti",
        "work",
        "well",
        "long",
        "short",
        "low",
        "high",
        "full",
        "half",
        "mid",
        "multi",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "ten",
        "semi",
        "sub",
        "inter",
        "intra",
        "extra",
        "over",
        "under",
        "c",
        "t",
        "l",
        "s",
        "f-u",
        "end",
        "first",
        "second",
        "third",
        "cross",
        "after",
        "pro",
        "soft",
        "medical",
        "doctor",
        "physician",
        "patient",
        "evidence",
        "non-steroidal",
        "time",
        "range",
        "pain",
        "opioid",
        "h",
        "e",
    ]
)


@dataclass(frozen=True, slots=True)
class CleanText:
    """The cleaned words of a letter with the map back.

    Attributes:
        source: the text as read.
        text: the cleaned text.
        starts, ends: for each of its characters, where the source characters behind it begin and end.
        cuts: source ranges of page furniture, which no evidence may cover.
    """

    source: str
    text: str
    starts: array[int]
    ends: array[int]
    cuts: tuple[Span, ...]

    def source_spans(self, span: Span) -> tuple[Span, ...]:
        """The source characters behind a span of the cleaned text; several where page furniture cuts it.

        Raises:
            ValueError: the span is empty or reaches outside the text.
        """
        if not 0 <= span.start < span.end <= len(self.text):
            raise ValueError(f"span {span.start}-{span.end} is not in a text of {len(self.text)} characters")
        start, end = self.starts[span.start], self.ends[span.end - 1]
        first = bisect_right(self.cuts, start, key=_end)  # the first cut that ends behind the start
        if first == len(self.cuts) or self.cuts[first].start >= end:
            if not (self.text[span.start].isspace() or self.text[span.end - 1].isspace()):
                return (Span(start, end),)
            return (self._trimmed(start, end, span),) if self._has_words(start, end, span) else ()
        pieces = []
        for cut in self.cuts[first:]:
            if cut.start >= end:
                break
            pieces.append((start, cut.start))
            start = cut.end
        pieces.append((start, end))
        return tuple(self._trimmed(a, b, span) for a, b in pieces if self._has_words(a, b, span))

    def _has_words(self, start: int, end: int, span: Span) -> bool:
        first = max(span.start, bisect_right(self.starts, start - 1))
        return any(
            self.starts[i] < end and not self.text[i].isspace()
            for i in range(first, min(span.end, first + 200))
            if self.starts[i] < end
        )

    def _trimmed(self, start: int, end: int, span: Span) -> Span:
        first = max(span.start, bisect_right(self.starts, start - 1))
        while self.text[first].isspace():
            first += 1
        last = min(span.end, bisect_right(self.starts, end - 1)) - 1
        while self.text[last].isspace():
            last -= 1
        return Span(self.starts[first], self.ends[last])


def clean(text: str) -> CleanText:
    """Clean a letter's text.

    Args:
        text: `Letter.text`, as read.

    Returns:
        The cleaned text and its map. Work grows linearly with the text.

    >>> clean("modi\\ufb01ed  on\\n\\nthe X-\\nray").text
    'modified on\\n\\nthe X-ray'
    """
    lines = lines_of(text)
    furniture = furniture_of(text, lines)
    cuts = sorted({Span(line.start, line.end) for line in furniture} | set(marks_within(text)))
    kept = [line for line in lines if line not in furniture] if furniture else lines
    return _Writer(text, tuple(_merged(cuts))).write(kept, furniture)


def _end(cut: Span) -> int:
    return cut.end


def _merged(cuts: list[Span]) -> list[Span]:
    out: list[Span] = []
    for cut in cuts:
        if out and cut.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, cut.end))
        else:
            out.append(cut)
    return out


_USUAL = 1 << 16  # characters that hardly any letter is longer than


@cache
def _usual_positions() -> array[int]:
    return array("L", range(_USUAL + 1))


def is_plain(words: str) -> bool:
    """Whether words without white space around them are clean as they are: ASCII, with single spaces between them."""
    return words.isascii() and words.isprintable() and "  " not in words and "`" not in words


class _Writer:
    """Writes cleaned characters with their source positions."""

    def __init__(self, text: str, cuts: tuple[Span, ...]) -> None:
        self.source, self.cuts = text, cuts
        self.cut_starts = [cut.start for cut in cuts]
        self.out: list[str] = []
        self.last = ""  # the last character written
        self.starts, self.ends = array("L"), array("L")
        # copied in slices, which costs a hundredth of counting each line's positions
        self.positions = _usual_positions() if len(text) <= _USUAL else array("L", range(len(text) + 1))

    def write(self, lines: list[Line], furniture: set[Line]) -> CleanText:
        single = 1 if _is_double_spaced(lines) else 0
        after_cut = sorted(line.start for line in furniture)
        previous: Line | None = None
        blanks = 0
        for line in lines:
            if line.end == line.start:
                blanks += 1
                continue
            if previous is not None:
                paragraph = (
                    blanks > single
                    and not line.new_page
                    and bisect_right(after_cut, line.start) == bisect_right(after_cut, previous.start)
                )
                self._break(previous, line, paragraph)
            self._line(line)
            previous, blanks = line, 0
        return CleanText(self.source, "".join(self.out), self.starts, self.ends, self.cuts)

    def _put(self, characters: str, start: int, end: int) -> None:
        for c in characters:
            self.out.append(c)
            self.last = c
            self.starts.append(start)
            self.ends.append(end)

    def _put_as_it_is(self, start: int, end: int) -> None:
        self.out.append(self.source[start:end])
        self.last = self.source[end - 1]
        self.starts += self.positions[start:end]
        self.ends += self.positions[start + 1 : end + 1]

    def _pop(self) -> None:
        self.out[-1] = self.out[-1][:-1]
        self.starts.pop(), self.ends.pop()
        self.last = self._tail(1)

    def _tail(self, most: int) -> str:
        """The last characters written."""
        pieces, length = [], 0
        for piece in reversed(self.out):
            pieces.append(piece[-most:])
            length += len(piece)
            if length >= most:
                break
        return "".join(reversed(pieces))[-most:]

    def _break(self, previous: Line, line: Line, paragraph: bool) -> None:
        if self.last == " ":
            self._pop()
        if not self.last:
            return
        if not paragraph and self.last == "-" and (before := self._tail(40)[:-1])[-1:].isalnum():
            head = re.search(r"[^\W_]+\Z", before)
            tail = re.match(r"[^\W\d_]+", self.source[line.start : line.start + 40])
            if (
                head
                and tail
                and tail[0].islower()
                and head[0].isalpha()
                and self._was_one_word(head[0], tail[0])
            ):
                self._pop()
            return
        for c in "\n\n" if paragraph else "\n":
            self._put(c, previous.end, max(previous.end, line.start))

    def _was_one_word(self, head: str, tail: str) -> bool:
        """Whether a hyphen at a line's end only broke the word: as the letter writes it elsewhere, else by habit."""
        words, hyphenated = self._spelt
        first, second = head.lower(), tail.lower()
        if first + second in words:
            return True
        if (first, second) in hyphenated:
            return False
        return first not in _HYPHENATED and len(head) > 1

    @cached_property
    def _spelt(self) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """The words of the letter, and those it joins by a hyphen, in lower case."""
        text = self.source.lower()
        return frozenset(re.findall(r"\w+", text)), frozenset(re.findall(r"\b(\w+)-(?=(\w+))", text))

    def _line(self, line: Line) -> None:
        cut_at = bisect_left(self.cut_starts, line.start)
        if cut_at and self.cuts[cut_at - 1].end > line.start:
            cut_at -= 1
        if cut_at < len(self.cuts) and self.cuts[cut_at].start < line.end:
            self._characters(line, cut_at)
        elif is_plain(self.source[line.start : line.end]):  # nearly all lines
            self._put_as_it_is(line.start, line.end)
        else:
            self._characters(line, cut_at)

    def _characters(self, line: Line, cut_at: int) -> None:
        """Write a line in which something is cut or becomes something else; `cut_at` is its first cut."""
        i = line.start
        while i < line.end:
            if cut_at < len(self.cuts) and self.cuts[cut_at].start <= i:
                i, cut_at = max(i, self.cuts[cut_at].end), cut_at + 1
                if self.last and not self.last.isspace() and i < line.end:
                    self._put(" ", i - 1, i)
                continue
            stop = self.cuts[cut_at].start if cut_at < len(self.cuts) else line.end
            plain = _PLAIN.match(self.source, i, min(stop, line.end))
            if plain:
                self._put_as_it_is(i, plain.end())
                i = plain.end()
                continue
            c = self.source[i]
            if c.isspace() or c in "\x00\x0b\x1c\x1d\x1e\x1f":
                if self.last and not self.last.isspace():
                    self._put(" ", i, i + 1)
            else:
                self._put(_CHARACTERS.get(c, c), i, i + 1)
            i += 1


def _is_double_spaced(lines: list[Line]) -> bool:
    """Whether one blank line stands between two written ones more often than none."""
    none = one = blanks = 0
    started = False
    for line in lines:
        if line.end == line.start:
            blanks += 1
            continue
        if started:
            none += blanks == 0
            one += blanks == 1
        started, blanks = True, 0
    return one > none

"""The page around the words: lines of a letter, and which of them are running heads, feet and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from imrgraph.read.caseless import caseless
from imrgraph.records import Span

CASE_NUMBER = r"CM\s?\d{2}\s?[-\u2010-\u2014\u2212\x96\x97]\s?\d{5,7}"


class Line(NamedTuple):
    start: int
    end: int  # without surrounding white space; start == end for a blank line
    new_page: bool


_LINE_END = re.compile(r"(\r\n?|\n|\f)")


def lines_of(text: str) -> list[Line]:
    pieces = _LINE_END.split(text)  # words, line end, words, ..., line end, words
    if len(pieces) > 1 and not pieces[-1]:
        del pieces[-1]  # nothing stands behind the last line end
    lines, new_page, at = [], False, 0
    for words, line_end in zip_longest(pieces[::2], pieces[1::2], fillvalue=""):
        body = words.strip()
        start = at + (words.index(body[0]) if body else 0)
        lines.append(Line(start, start + len(body), new_page))
        new_page = line_end == "\f" or (new_page and not body)
        at += len(words) + len(line_end)
    return lines


@cache
def inline_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?:Page\s{1,3}\d{1,2}(?:\s{1,3}of\s{1,3}\d{1,2})?\s{1,3})?"
        r"(?:Notice\s{1,3}of\s{1,3}Independent\s{1,3}Medical\s{1,3}Review|Final)\s{1,3}Determination\s{1,3}Letter"
        r"\s{1,3}for\s{1,3}IMR\s{1,3}Case\s{1,3}Number:?\s{0,3}" + CASE_NUMBER
        + r"(?:[ \t]{1,80}(?:Page[ \t]{1,3})?\d{1,2}(?:[ \t]{1,3}of[ \t]{1,3}\d{1,2})?(?=\s|\Z))?",
        re.IGNORECASE,
    )  # fmt: skip


_FOR_A_CASE = re.compile(r"letter\s{1,3}for\s{1,3}imr\s")  # in all inline furniture, in lower case
_BEFORE, _BEHIND = 90, 160  # characters; inline furniture takes less of either around its "letter for IMR"
_EMPHASIS = re.compile(r"\*\*(?=[^\s*])|(?<=[^\s*])\*\*")


def marks_within(text: str) -> list[Span]:
    """Page furniture within lines, and the marks around bold words of a text that was taken from a web page."""
    found = inline_furniture(text)
    if "**" in text:
        found += [Span(*m.span()) for m in _EMPHASIS.finditer(text)]
    return found


def inline_furniture(text: str) -> list[Span]:
    """What a page's head or foot says of the letter, wherever it stands in a line.

    The pattern is searched around what all furniture says, since a search through all of a letter costs as much as
    all the rest of cleaning it.
    """
    out: list[Span] = []
    at = 0
    for cue in _FOR_A_CASE.finditer(caseless(text)):
        found = inline_pattern().search(text, max(at, cue.start() - _BEFORE), cue.end() + _BEHIND)
        if found:
            out.append(Span(*found.span()))
            at = found.end()
    return out


@cache
def _furniture_line() -> re.Pattern[str]:
    return re.compile(
        r"(?:Page\s*\|?:?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|-\s*\d{1,3}\s*-|\d{1,3}\s*\|\s*P\s*a\s*g\s*e"
        r"|IMR\s+Case\s+Number:?\s+" + CASE_NUMBER + r"\s+(?:Page\s+)?\d{1,3}(?:\s+of\s+\d{1,3})?"
        r"|(?:[A-Z][A-Za-z ,.]{0,80}\s)?" + CASE_NUMBER + r"\s*[-|,]?\s*Page\s*\d{1,3}(?:\s*of\s*\d{1,3})?"
        r"|Page\s*\d{1,3}(?:\s*of\s*\d{1,3})?\s*[-|,]?\s*(?:[A-Z][A-Za-z ,.:]{0,80}\s)?"
        + CASE_NUMBER
        + r"|(?-i:CONFIDENTIAL)\b[^\n]{0,120}"
        r"|\(\d{3}\)\s?\d{3}-\d{4}\s+Fax:?\s*\(\d{3}\)\s?\d{3}-\d{4})\Z",
        re.IGNORECASE,
    )


@cache
def _of_the_letter() -> re.Pattern[str]:
    """What a letter says again and again, at a page's edge too: outcomes and labels."""
    return re.compile(
        r"\b(?:upheld|overturned|modified|partially|(?:non-?)?certified|necessary|appropriate|guidelines?|rationale)\b",
        re.IGNORECASE,
    )


_LONGEST = 200  # characters of a line that can belong to the page


def _can_be_furniture(words: str) -> bool:
    """Whether words end or begin as every line does that `_furniture_line` matches; few others do."""
    return words[-1].isdecimal() or words[-1] == "-" or "|" in words or words.startswith("CONFIDENTIAL")


def furniture_of(text: str, lines: list[Line]) -> set[Line]:
    """Lines that belong to the page: running heads and feet, page numbers beside a page's edge."""
    written = [line for line in lines if line.end > line.start]
    edge: set[int] = set()
    for i, line in enumerate(written):
        if line.new_page:
            edge.update(j for j in (i - 2, i - 1, i, i + 1) if 0 <= j < len(written))
    shape = {i: _shape(text, written[i]) for i in edge}
    repeated = Counter(shape.values())
    marked = _FOR_A_CASE.search(caseless(text)) is not None
    found: set[Line] = set()
    for i, line in enumerate(written):
        if line.end - line.start > _LONGEST:
            continue
        words = text[line.start : line.end]
        if (
            (_can_be_furniture(words) and _furniture_line().match(words))
            or (marked and "letter" in words.lower() and _is_mark(words))
            or (i in edge and repeated[shape[i]] >= 2 and _is_head(words))
        ):
            found.add(line)
    for i, line in enumerate(written):  # a lone number at a page's edge or beside its furniture
        if line.end - line.start <= 2 and text[line.start : line.end].isdecimal():
            near = written[max(0, i - 1) : i] + written[i + 1 : i + 2]
            if i in edge or any(other in found for other in near):
                found.add(line)
    return found


_NUMBER = re.compile(r"\d+")


def _shape(text: str, line: Line) -> str:
    """A line's words whatever its numbers, as heads and feet repeat."""
    return _NUMBER.sub("0", text[line.start : min(line.end, line.start + 160)])


def _is_mark(words: str) -> bool:
    found = inline_pattern()
    return bool(found.match(words)) and len(found.sub("", words).strip()) <= 3


def _is_head(words: str) -> bool:
    """Whether words that pages repeat can be a head or a foot."""
    return len(words) > 3 and not words.endswith((".", ":", ",", ";")) and not _of_the_letter().search(words)

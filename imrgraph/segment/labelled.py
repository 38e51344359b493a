"""Items of the layouts that label each party's guideline (2014 and later, late 2013)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache

from imrgraph.records import Span
from imrgraph.segment.chunks import LEAD, Chunk
from imrgraph.segment.labels import labels
from imrgraph.segment.markers import (
    NECESSARY,
    OUTCOME_WORDS,
    Mark,
    Marker,
    necessity_lines,
    outcome_lines,
    party_sentences,
    stands_before,
)
from imrgraph.segment.numbers import line_numbers, number, values


def label_chunks(text: str, start: int, end: int, *, opened: bool = False) -> list[Chunk]:
    """The stretches of the items between two positions; `opened` says that the first item begins at `start`."""
    marks = labels(text, start, end)
    parties = {Mark.ADMINISTRATOR, Mark.REVIEWER}
    if not any(m.mark in parties for m in marks):
        marks = sorted(marks + _opening_sentences(text, start, end, marks))
    guideline_starts = [m.start for m in marks if m.mark in parties]
    outcomes = outcome_lines(text, start, end, guideline_starts)
    for line in necessity_lines(text, start, end):
        if stands_before(text, line.end, guideline_starts):
            outcomes.append(line)
    chunks: list[Chunk] = []
    floor, counted = start, False
    for opener, last_label_end, is_open in _openings(sorted(marks + outcomes)):
        outer, begins, numbers = item_start(
            text, floor, opener.start, len(chunks) + 1, first=opened and not chunks, counted=counted
        )
        if is_open and not _is_item(text, begins, opener, numbers, len(chunks) + 1, counted=counted):
            continue
        counted = counted or bool(numbers)
        chunks.append(_chunk(text, opener, outer, begins, numbers, end))
        floor = max(opener.end if opener.mark is Mark.OUTCOME else opener.start, last_label_end)
    return [
        replace(c, end=chunks[i + 1].outer if i + 1 < len(chunks) else end)
        for i, c in enumerate(chunks)
        if text[c.start : c.item_end].strip(" \t\n:.-")
    ]


def _chunk(text: str, opener: Marker, outer: int, begins: int, numbers: tuple[int, ...], end: int) -> Chunk:
    if opener.mark is Mark.OUTCOME:
        return Chunk(numbers, begins, opener.start, end, Span(opener.start, opener.end), outer)
    ahead = _outcome_ahead().match(text, begins, opener.start)
    if ahead is not None and ahead.end() < opener.start:  # "Upheld: Norco 10/325mg #60"
        return Chunk(numbers, ahead.end(), opener.start, opener.start, Span(*ahead.span(1)), outer)
    return Chunk(numbers, begins, opener.start, end, None, outer)


@cache
def _outcome_ahead() -> re.Pattern[str]:
    return re.compile(rf"({OUTCOME_WORDS})\s*(?:[:\-|]|\))\s*(?=\S)", re.IGNORECASE)


def _is_item(
    text: str, begins: int, opener: Marker, numbers: tuple[int, ...], expected: int, *, counted: bool
) -> bool:
    """Whether an outcome without labels of its own, between items that have some, closes an item's line."""
    if expected in numbers:
        return True
    words = text[begins : opener.start]
    plain = not re.search(
        r"[.!?][\"')]*\s|\b(?:denial|denied|review|reviewer|decision|claims?)\b", words, re.IGNORECASE
    )
    return plain and not numbers and not counted and text.endswith("\n\n", 0, begins)


def _opening_sentences(text: str, start: int, end: int, marks: list[Marker]) -> list[Marker]:
    """Party sentences outside rationales: before the first label, or right after an outcome's line."""
    found: list[Marker] = []
    starts = [x.start for x in marks if x.mark is Mark.RATIONALE]
    ends = sorted(x.end for x in marks if x.mark is Mark.RATIONALE)
    for m in party_sentences(text, start, end):
        if not (m.start == start or text[max(0, m.start - 1)] == "\n" or text[m.start - 1] in "\"'"):
            continue
        behind = bisect_right(ends, m.start)
        decided = re.search(NECESSARY + r"\W*\Z", text[max(0, m.start - 200) : m.start], re.IGNORECASE)
        goes_on = bool(found) and (not behind or found[-1].start > starts[behind - 1])
        if (
            not starts or starts[-1] < m.start
        ):  # no rationale is to come: the last item of a letter that is cut off
            opens = bool(starts) and bool(decided or goes_on)
        else:
            opens = not behind or bool(decided) or goes_on
        if opens:
            found.append(m)
    return found


def _openings(events: list[Marker]) -> list[tuple[Marker, int, bool]]:
    """The marker that opens each item, where the item's last label ends, and whether it may be none.

    That is an outcome with no labels of its own among items that have some.
    """
    out: list[tuple[Marker, int]] = []
    seen: set[Mark] = set()
    for event in events:
        opens = (
            not out
            or event.mark is Mark.OUTCOME
            or (event.mark in seen and event.mark is not Mark.ITEM and Mark.RATIONALE in seen)
            or (event.mark is Mark.ADMINISTRATOR and Mark.RATIONALE in seen)
        )
        if opens:
            out.append((event, event.end))
            seen = set()
        seen.add(event.mark)
        out[-1] = (out[-1][0], max(out[-1][1], event.end))
    closed = {i for i, (opener, end) in enumerate(out) if opener.mark is not Mark.OUTCOME or end > opener.end}
    first, last = min(closed, default=-1), max(closed, default=-1)
    return [(opener, end, i not in closed and first < i < last) for i, (opener, end) in enumerate(out)]


_STOP = (  # the end of a sentence, and not of "q.i.d.", "Dr." or "7 days/wk."
    r"[.!?](?:(?<=[!?])|(?<!\.\w\.)(?<!\b(?:vs|Dr|wk|mo|hr|qd|ea)\.)(?<!\b(?:tab|cap|inj|mos|wks|hrs|qty)\.))[\"')\]]*"
)


def item_start(
    text: str, floor: int, opener: int, expected: int, *, first: bool = False, counted: bool = False
) -> tuple[int, int, tuple[int, ...]]:
    """Where the item begins, where its words do, and its number; going back from its outcome or first label.

    `first` says that nothing but the first item stands behind `floor`, `counted` that items before it have numbers.
    """
    end = opener
    while end > floor and text[end - 1] in " \t\n:-":
        end -= 1
    begin = floor
    for pattern in (
        r"\n\n",
        rf"{_STOP}[ \t]*\n",
        r"below[ \t]*:?[ \t]*\n",
    ):
        for m in re.finditer(pattern, text[max(floor, end - 1500) : end]):
            at = max(floor, end - 1500) + m.end()
            if text[at:end].strip(" \t\n:") and at > begin:
                begin = at
    zone = max(floor, end - 1500)
    numbers: tuple[int, ...] = ()
    numbered = _numbered(text, zone, end, expected, counted=counted)
    if numbered is not None:
        begin, numbers = numbered, (expected,)
    elif first and end - floor < 600 and not re.search(rf"{_STOP}\s+\S", text[floor:end]):
        begin = floor  # blank lines before the first outcome part no items
    else:
        begin = _with_heads(text, floor, begin)
    while begin < end and text[begin].isspace():
        begin += 1
    outer = begin
    head = number().match(text, begin, end)
    if (
        head
        and head.end() < end
        and (numbers or _is_number(text, head, expected, counted=counted))
        and not (numbers and not counted and _AMOUNT.match(text, head.start()))
    ):
        numbers = numbers or values(head[0])[:1]
        begin = head.end()
    lead = LEAD.match(text, begin, end)
    if lead and lead.end() < end:
        begin = lead.end()
    while begin < end and text[begin].isspace():
        begin += 1
    return outer, begin, numbers


def _numbered(text: str, zone: int, end: int, expected: int, *, counted: bool) -> int | None:
    """Where the line begins that has the number of the next item, unless it numbers the parts of that item."""
    found: int | None = None
    parts = False
    last = max((m.start() for m in re.finditer(rf"{_STOP}(?=[ \t]*\n\s*\S)", text[zone:end])), default=-1)
    for m in line_numbers(text[zone:end]):
        value = values(m[0])
        if expected in value and (counted or last < m.end()):
            found, parts = zone + m.start(), False
        elif found is not None and expected + 1 in value:
            parts = True
    return None if parts else found


_AMOUNT = re.compile(
    r"[(\[]\d{1,2}[)\]][ \t]*(?:additional|more|follow|prescriptions?|sessions?|visits?|months?|weeks?|days?|box|bottles?|tubes?|pairs?|refills?|units?|tablets?|capsules?|patch)",
    re.IGNORECASE,
)


def _is_number(text: str, head: re.Match[str], expected: int, *, counted: bool) -> bool:
    """Whether what stands at an item's beginning counts the items: not "(2) sessions", "#30" or a far figure."""
    found = values(head[0])
    if not re.search(r"\d", head[0]):
        return expected in found
    if _AMOUNT.match(text, head.start()) and not counted:
        return False
    if head[0].lstrip()[0] == "#":
        return found[0] <= _MOST_ITEMS
    return head[0].lstrip()[0] in "([Ii" or found[0] <= expected + 3


_MOST_ITEMS = 15  # of a letter; a higher figure after "#" is an amount


def _with_heads(text: str, floor: int, begin: int) -> int:
    """The item with the paragraphs before it that lead on to it, such as "Post-operative services:"."""
    for _ in range(6):
        near = max(floor, begin - 300)
        before = text[near:begin].rstrip()
        head = max(before.rfind("\n\n"), before.rfind(".\n"))
        paragraph = before[head + 2 :] if head >= 0 else ""
        if (
            not paragraph
            or len(paragraph) > 160
            or not re.search(r"(?:[,:(&]|\b(?:and|with|of|for|the))\Z", paragraph)
        ):
            return begin
        begin = near + head + 2
    return begin

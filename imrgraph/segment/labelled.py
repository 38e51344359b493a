"""Items of the layouts that label each party's guideline (2014 and later, late 2013)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from imrgraph.records import Span
from imrgraph.segment.chunks import LEAD, NUMBER, Chunk
from imrgraph.segment.markers import (
    NECESSARY,
    Mark,
    Marker,
    labels,
    necessity_lines,
    outcome_lines,
    party_sentences,
)

_BLANK = re.compile(r"[ \t\n.:*]*")


def label_chunks(text: str, start: int, end: int) -> list[Chunk]:
    marks = labels(text, start, end)
    parties = {Mark.ADMINISTRATOR, Mark.REVIEWER}
    if not any(m.mark in parties for m in marks):
        marks = sorted(marks + _opening_sentences(text, start, end, marks))
    outcomes = outcome_lines(text, start, end)
    guideline_starts = [m.start for m in marks if m.mark in parties]
    for line in necessity_lines(text, start, end):
        following = bisect_left(guideline_starts, line.end)
        if following < len(guideline_starts) and _BLANK.fullmatch(
            text, line.end, guideline_starts[following]
        ):
            outcomes.append(line)
    events = _openings(sorted(marks + outcomes))
    chunks: list[Chunk] = []
    floor = start
    for opener, last_label_end in events:
        outer, item_start, number = _item_start(text, floor, opener.start, len(chunks) + 1)
        outcome = Span(opener.start, opener.end) if opener.mark is Mark.OUTCOME else None
        chunks.append(Chunk(number, item_start, opener.start, end, outcome, outer))
        floor = max(opener.end if opener.mark is Mark.OUTCOME else opener.start, last_label_end)
    return [
        Chunk(c.number, c.start, c.item_end, chunks[i + 1].outer if i + 1 < len(chunks) else end, c.outcome)
        for i, c in enumerate(chunks)
        if text[c.start : c.item_end].strip(" \t\n:.-")
    ]


def _opening_sentences(text: str, start: int, end: int, marks: list[Marker]) -> list[Marker]:
    """Party sentences outside rationales: before the first label, or right after an outcome's line."""
    found: list[Marker] = []
    starts = [x.start for x in marks if x.mark is Mark.RATIONALE]
    ends = sorted(x.end for x in marks if x.mark is Mark.RATIONALE)
    for m in party_sentences(text, start, end):
        line_start = m.start == start or text[max(0, m.start - 1)] == "\n" or text[m.start - 1] in "\"'"
        behind = bisect_right(ends, m.start)
        ahead = starts and starts[-1] > m.start
        if line_start and ahead and (not behind or re.search(NECESSARY + r"\W*\Z", text[max(0, m.start - 200) : m.start], re.I)
                                     or (found and found[-1].start > starts[behind - 1])):  # fmt: skip
            found.append(m)
    return found


def _openings(events: list[Marker]) -> list[tuple[Marker, int]]:
    """The marker that opens each item, and where the item's last label ends."""
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
    last = max(closed, default=-1)
    # an outcome with no labels of its own counts only in a list of such outcomes, before the labels or behind them
    listed = next((i for i, (opener, end) in enumerate(out) if end != opener.end), len(out))
    return [o for i, o in enumerate(out) if i in closed or i > last or i < listed]


def _item_start(text: str, floor: int, opener: int, expected: int) -> tuple[int, int, int | None]:
    """Where the item begins, where its words do, and its number; going back from its outcome or first label."""
    end = opener
    while end > floor and text[end - 1] in " \t\n:-":
        end -= 1
    begin = floor
    for pattern in (
        r"\n\n",
        r"[.!?;][\"')\]]*[ \t]*\n(?!\s*\d)",
        r"[.!?][\"')\]]*[ \t]*\n",
        r"below[ \t]*:?[ \t]*\n",
    ):
        for m in re.finditer(pattern, text[max(floor, end - 1500) : end]):
            at = max(floor, end - 1500) + m.end()
            if text[at:end].strip(" \t\n:") and at > begin:
                begin = at
    number = None
    numbered = None
    zone = max(floor, end - 1500)
    for m in re.finditer(r"(?:^|(?<=\n))[ \t]*" + NUMBER.pattern + r"(?=\S)", text[zone:end], re.IGNORECASE):
        at = zone + m.start()
        between = text[at:end]
        value = int(next(g for g in m.groups() if g))
        if value == expected and not re.search(r"[.!?][\"')]*[ \t]*\n\s*\S", between[m.end() - m.start() :]):
            numbered, number = at, value
    if numbered is not None:
        begin = numbered
    while begin < end and text[begin].isspace():
        begin += 1
    outer = begin
    head = NUMBER.match(text, begin, end)
    if (
        head
        and head.end() < end
        and (
            number is not None
            or text[begin] in "#(Ii"
            or int(next(g for g in head.groups() if g)) <= expected + 3
        )
    ):
        number = number or int(next(g for g in head.groups() if g))
        begin = head.end()
    lead = LEAD.match(text, begin, end)
    if lead and lead.end() < end:
        begin = lead.end()
    while begin < end and text[begin].isspace():
        begin += 1
    return outer, begin, number

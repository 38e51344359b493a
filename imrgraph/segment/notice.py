"""Items of the 2013 notice: numbered findings, and "Regarding the request for" each."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache

from imrgraph.records import Issue, Span
from imrgraph.segment.chunks import Chunk, trim
from imrgraph.segment.headings import spaced
from imrgraph.segment.markers import NECESSARY, Mark, labels


@cache
def _finding() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<number>\d{1,2})\s?[).:]\s*)?"
        + spaced("maximus federal services,? ?(?:inc)?\\.?,? has determined (?:that )?(?:the |a )?(?P<lead>(?:retrospective |prospective )?requests? (?:for|of))")
        + r"\s*(?:(?:an?|the)\s+)?(?P<item>\S(?:(?!has\s*determined)[\s\S]){1,900}?)\s*"
        + NECESSARY,
        re.IGNORECASE,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    number: int | None
    item: Span
    outcome: Span


def find_findings(text: str) -> list[Finding]:
    if "determined" not in text:
        return []
    out = []
    for m in _finding().finditer(text):
        out.append(
            Finding(
                int(m["number"]) if m["number"] else None,
                trim(text, *m.span("item")),
                Span(m.start("verb"), m.end()),
            )
        )
    return out


def regarding_chunks(text: str, start: int, end: int) -> list[Chunk]:
    marks = labels(text, start, end)
    items = [m for m in marks if m.mark is Mark.ITEM]
    others = [m.start for m in marks if m.mark is not Mark.ITEM]
    chunks = []
    for i, m in enumerate(items):
        stop = items[i + 1].start if i + 1 < len(items) else end
        following = bisect_right(others, m.end)
        inner = min(others[following], stop) if following < len(others) else stop
        colon = re.compile(r":[ \t]*(?:\n|\Z)").search(text, m.end, inner)
        paragraph = text.find("\n\n", m.end, inner)
        ends = [e for e in (colon.start() if colon else -1, paragraph, inner) if e > m.end]
        number = re.search(r"\d{1,2}", text[m.start : m.end])
        item_end = min(ends)
        chunks.append(Chunk(int(number[0]) if number else None, m.end, item_end, stop, None))
    return chunks


_MOST = 200  # distinct findings; numbers have two digits, and work stays in step with the text


def _words(text: str, item: Span) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text[item.start : item.end].lower()))


def _same_words(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / max(1, min(len(left), len(right)))


def _distinct(text: str, findings: list[Finding]) -> list[list[Finding]]:
    """The findings in groups that speak of one item each, in the order of their first."""
    groups: list[tuple[list[Finding], frozenset[str]]] = []
    for f in findings:
        words = _words(text, f.item)
        home = next(
            (
                group
                for group, own in groups
                if (f.number is None or group[0].number in (None, f.number))
                and _same_words(words, own) >= 0.8
            ),
            None,
        )
        if home is not None:
            home.append(f)
        elif len(groups) < _MOST:
            groups.append(([f], words))
    return [group for group, _ in groups]


def with_findings(text: str, found: list[Issue], findings: list[Finding]) -> list[Issue]:
    """Give each item the outcome of its finding; findings without a section of their own become items."""
    if not findings:
        return found
    distinct = _distinct(text, findings)
    out: list[Issue] = []
    left = [(group, _words(text, group[0].item)) for group in distinct]
    for i, issue in enumerate(found):
        words = _words(text, issue.item)
        best = max(
            left,
            key=lambda g: (_same_words(words, g[1]), g[0][0].number in (issue.number, i + 1)),
            default=None,
        )
        if best is None or (
            _same_words(words, best[1]) < 0.5 and best[0][0].number not in (issue.number or -1,)
        ):
            out.append(issue)
            continue
        left.remove(best)
        group = best[0]
        out.append(
            replace(issue, repeats=tuple(f.item for f in group), outcome=issue.outcome or group[0].outcome)
        )
    for group, _ in left:
        extra = Issue(
            number=group[0].number or 0,
            item=group[0].item,
            repeats=tuple(f.item for f in group[1:]),
            outcome=group[0].outcome,
        )
        at = next((k for k, x in enumerate(out) if extra.number and x.number > extra.number), len(out))
        if not found or len(left) + len(found) <= len(distinct):
            out.insert(at, extra)
    return out

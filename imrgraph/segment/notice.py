"""Items of the 2013 notice: numbered findings, and "Regarding the request for" each."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache

from imrgraph.records import Issue, Span
from imrgraph.segment.chunks import Chunk, trim
from imrgraph.segment.headings import spaced
from imrgraph.segment.labelled import item_start
from imrgraph.segment.labels import labels
from imrgraph.segment.markers import NECESSARY, Mark, Marker
from imrgraph.segment.numbers import NUMBER, RANGE, values
from imrgraph.segment.opened import opened

_DETERMINED = re.compile(spaced("maximus federal services,? ?(?:inc)?\\.?,? has determined"))


@cache
def _finding() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<![A-Za-z\d])(?P<number>{NUMBER})\s*)?"
        + spaced("maximus federal services,? ?(?:inc)?\\.?,? has determined (?:that )?(?:the |a )?(?P<lead>(?:retrospective |prospective |concurrent )?requests? (?:for|of))")
        + r"\s*(?:(?:an?|the)\s+)?(?P<item>\S(?:(?!has\s*determined)[\s\S]){1,900}?)\s*"
        + NECESSARY
        + r"(?P<part>\s+for\s+[^.;\n]{0,12}?\d[^.;]{0,80}(?=\.)|\s+in\s+part\b|\s+as\s+modified\b)?",
        re.IGNORECASE,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What the determination says of one request: its number (None where it has none), its words, the outcome's."""

    number: int | None
    item: Span
    outcome: Span


def find_findings(text: str) -> list[Finding]:
    if not _DETERMINED.search(opened(text)):
        return []
    out = []
    for m in _finding().finditer(text):
        out.append(
            Finding(
                values(m["number"])[0] if m["number"] else None,
                trim(text, *m.span("item")),
                Span(m.start("verb"), _outcome_end(m)),
            )
        )
    return out


def _outcome_end(m: re.Match[str]) -> int:
    """With the words that certify only a part, such as "for six (6) sessions" of a request for twelve."""
    numbers = set(re.findall(r"\d+", m["part"] or ""))
    return m.start("part") if numbers and numbers <= set(re.findall(r"\d+", m["item"])) else m.end()


def regarding_chunks(text: str, start: int, end: int) -> list[Chunk]:
    """Items that "Regarding the request for" opens, or a heading of their own before the guidelines' label."""
    marks = _with_headings(text, labels(text, start, end))
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
        head = re.match(RANGE, text[m.start : m.end], re.IGNORECASE)
        numbers = values(head[0]) if head else ()
        chunks.append(Chunk(numbers, m.end, min(ends, default=m.end), stop, None, is_headed=True))
    return chunks


def _with_headings(text: str, marks: list[Marker]) -> list[Marker]:
    """The labels with an item's mark where a heading stands before the guidelines' label without "Regarding"."""
    out: list[Marker] = []
    count, last = 0, None  # items so far, and the last mark that begins or ends one
    for m in marks:
        if m.mark is Mark.STATEMENT and last is not None and last.mark is Mark.RATIONALE:
            outer, begins, _ = item_start(text, last.end, m.start, count + 1)
            if text[begins : m.start].strip() and begins > last.end:
                last = Marker(outer, begins, Mark.ITEM)
                out.append(last)
                count += 1
        elif m.mark in (Mark.ITEM, Mark.RATIONALE):
            last, count = m, count + (m.mark is Mark.ITEM)
        out.append(m)
    return out


_MOST = 200  # distinct findings; numbers have two digits, and work stays in step with the text


def _words(text: str, item: Span) -> frozenset[str]:
    return frozenset(_WORD.findall(text[item.start : item.end].lower()))


_WORD = re.compile(r"[a-z0-9]+")


def _same_words(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / max(1, min(len(left), len(right)))


@dataclass(slots=True, eq=False)
class _Request:
    """The findings on one request, wherever the letter prints them.

    Attributes:
        place: 0, 1, ... in the order of the first list.
        words, letters: of its first finding.
        other: the outcome of the rest, where two findings that follow each other differ.
        issue: the section that tells of it.
    """

    place: int
    findings: list[Finding]
    words: frozenset[str]
    letters: str
    other: Span | None = None
    issue: Issue | None = None

    @property
    def number(self) -> int | None:
        return self.findings[0].number

    def is_on(self, number: int | None, words: frozenset[str], letters: str) -> bool:
        """Whether a finding is on this request: of two without numbers, the same letters, or one says more."""
        if number is not None and self.number is not None:
            return number == self.number and _same_words(words, self.words) >= 0.6
        if letters == self.letters:
            return True
        alike = _same_words(words, self.words) >= 0.8
        return alike and (words <= self.words or self.words <= words)


def _requests(text: str, findings: list[Finding]) -> list[_Request]:
    """Findings put together by request, in the order of the first list."""
    out: list[_Request] = []
    at, again = -1, False  # the place of the last finding's request; whether the list is being repeated
    for f in findings:
        words = _words(text, f.item)
        letters = "".join(_WORD.findall(text[f.item.start : f.item.end].lower()))
        home = next((r for r in out if r.is_on(f.number, words, letters)), None)
        if home is None and again and f.number is None and at + 1 < len(out):
            following = out[at + 1]
            home = following if _same_words(words, following.words) >= 0.6 else None
        if home is None:
            if len(out) == _MOST:
                continue
            home = _Request(len(out), [], words, letters)
            out.append(home)
        elif home.place == at and _denies(text, home.findings[-1]) != _denies(text, f):
            home.other = home.other or f.outcome
        elif home.place == 0 and len(out) > 1:
            again = True
        home.findings.append(f)
        at = home.place
    return out


def _denies(text: str, finding: Finding) -> bool:
    return "not" in text[finding.outcome.start : finding.outcome.end].lower()


def with_findings(
    text: str, found: list[Issue], findings: list[Finding], numbers: list[tuple[int, ...]]
) -> list[Issue]:
    """Give each item the words and the outcome of its finding; findings without a section of their own become items.

    Args:
        found: the items as their sections tell them; `numbers`: those that each section's heading prints.
    """
    requests = _requests(text, findings)
    if not requests:
        return found
    left = list(requests)
    order: list[tuple[int, Issue | _Request]] = []
    for i, issue in enumerate(found):
        mine = _requests_of(text, issue, numbers[i] if i < len(numbers) else (), left, i)
        for request in mine:
            left.remove(request)
            request.issue = issue
            order.append((request.place, request))
        if not mine:
            order.append((order[-1][0] if order else -1, issue))
    order += [(r.place, r) for r in left if not found or len(left) + len(found) <= len(requests)]
    return [
        entry if isinstance(entry, Issue) else _decided(entry)
        for _, entry in sorted(order, key=lambda e: e[0])
    ]


def _requests_of(
    text: str, issue: Issue, printed: tuple[int, ...], left: list[_Request], place: int
) -> list[_Request]:
    """The requests that a section speaks of: one, or those that its heading counts or names."""
    counted = [r for r in left if r.number in printed]
    if len(printed) > 1 and len(counted) > 1:
        return counted
    words = _words(text, issue.item)
    best = max(
        left,
        key=lambda r: (_same_words(words, r.words), r.number in (*printed, place + 1)),
        default=None,
    )
    if best is None or (_same_words(words, best.words) < 0.5 and best.number not in printed):
        return []
    if re.search(r"\brequests\b", text[max(0, issue.item.start - 20) : issue.item.start], re.I):
        named = [r for r in left if len(r.words & words) >= 0.9 * len(r.words)]
        return named if len(named) > 1 else [best]
    return [best]


def _decided(request: _Request) -> Issue:
    first, *others = request.findings
    issue = request.issue or Issue(number=first.number or 0, item=first.item)
    return replace(
        issue,
        item=first.item,
        repeats=tuple(s for s in (*(f.item for f in others), issue.item) if s != first.item),
        outcome=issue.outcome or first.outcome,
        other_outcome=request.other,
    )

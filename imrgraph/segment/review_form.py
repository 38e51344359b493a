"""Items of the "medical professional review" form of 2013."""

from __future__ import annotations

import re

from imrgraph.records import Issue, Section, SectionKind, Span
from imrgraph.segment.chunks import LEAD, NUMBER, sides_of, sign_off, trim
from imrgraph.segment.markers import NECESSARY, OUTCOME_WORDS, Mark, labels


def review_form_issues(text: str, sections: tuple[Section, ...]) -> list[Issue]:
    own = [s for s in sections if s.kind is SectionKind.ISSUES and s.heading]
    dispute = [s for s in own if re.search(r"dispute", _words(text, s.heading), re.I)]
    guides = [s for s in own if re.search(r"relied", _words(text, s.heading), re.I)]
    reasons = [s for s in own if re.search(r"rationale", _words(text, s.heading), re.I)]
    items = [item for s in dispute for item in _listed(text, s.body)]
    out = []
    for i, item in enumerate(items):
        guide = _share(text, [s.body for s in guides], i, len(items))
        reason = _share(text, [s.body for s in reasons], i, len(items))
        sides = [side for span in guide for side in _labelled_or_sides(text, span)]
        out.append(
            Issue(
                number=i + 1,
                item=item,
                outcome=_review_outcome(text, reasons, reason, i, len(items)),
                administrator=tuple(s for mark, s in sides if mark is Mark.ADMINISTRATOR and s.end > s.start),
                reviewer=tuple(s for mark, s in sides if mark is Mark.REVIEWER and s.end > s.start),
                rationale=tuple(
                    _without_next(text, _trim_off(text, span), items[i + 1 :]) for span in reason
                ),
                labels=_labels(text, guide, [*guides, *reasons]),
            )
        )
    return out


def _labels(text: str, statements: tuple[Span, ...], sections: list[Section]) -> tuple[Span, ...]:
    """The headings of the sections that an item is told in, and the labels in its statements."""
    marks = [Span(m.start, m.end) for span in statements for m in labels(text, span.start, span.end)]
    return tuple(sorted([*marks, *(s.heading for s in sections if s.heading)]))


def _words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def _labelled_or_sides(text: str, span: Span) -> list[tuple[Mark, Span]]:
    marks = [m for m in labels(text, span.start, span.end) if m.mark in (Mark.ADMINISTRATOR, Mark.REVIEWER)]
    if marks:
        return [
            (m.mark, trim(text, m.end, marks[i + 1].start if i + 1 < len(marks) else span.end))
            for i, m in enumerate(marks)
        ]
    return sides_of(text, span.start, span.end) or [(Mark.REVIEWER, trim(text, span.start, span.end))]


def _trim_off(text: str, span: Span) -> Span:
    closing = sign_off().search(text, span.start, span.end)
    return trim(text, span.start, closing.start() if closing else span.end)


def _without_next(text: str, span: Span, following: list[Span]) -> Span:
    """A rationale without the line that names the next item where the form repeats its parts for each."""
    if not following:
        return span
    item = " ".join(text[following[0].start : following[0].end].split()).lower()
    for m in re.finditer(r"\n[ \t]*(?:#?\d{1,2}[.)][ \t]*)?(?=\S)", text[span.start : span.end]):
        tail = " ".join(text[span.start + m.end() : span.end].split()).lower()
        if tail.rstrip(" .:") == item.rstrip(" .:"):
            return trim(text, span.start, span.start + m.start())
    return span


def _numbered(text: str, body: Span) -> list[tuple[int, Span]]:
    """Paragraphs that begin with 1, 2, 3, ... in order; empty when they do not."""
    starts: list[tuple[int, int, int]] = []
    for m in re.finditer(
        r"(?:^|(?<=\n))[ \t]*" + NUMBER.pattern + r"(?=\S)", text[body.start : body.end], re.I
    ):
        value = int(next(g for g in m.groups() if g))
        if value == len(starts) + 1:
            starts.append((value, body.start + m.start(), body.start + m.end()))
    return [
        (n, trim(text, at, starts[i + 1][1] if i + 1 < len(starts) else body.end))
        for i, (n, _, at) in enumerate(starts)
    ]


def _listed(text: str, body: Span) -> list[Span]:
    """The items under "Issue at dispute": numbered, or a paragraph each."""
    numbered = [span for _, span in _numbered(text, body)]
    if numbered:
        spans = numbered
    else:
        spans, at = [], body.start
        for m in re.finditer(r"\n\n|\Z", text[body.start : body.end]):
            spans.append(trim(text, at, body.start + m.start()))
            at = body.start + m.end()
    out = []
    for span in spans:
        if span.end <= span.start:
            continue
        start = span.start
        for pattern in (
            re.compile(r"(?:is|are|whether)\s+(?=the\s+requests?)", re.I),
            re.compile(r"whether\s+", re.I),
            LEAD,
            re.compile(r"(?:the\s+)?(?:retrospective\s+|prospective\s+)?requests?\s+(?:for|of)\s+", re.I),
        ):
            lead = pattern.match(text, start, span.end)
            start = lead.end() if lead else start
        tail = re.search(r"\s*" + NECESSARY + r"\W*\Z", text[start : span.end], re.I)
        end = start + tail.start() if tail else span.end
        trimmed = trim(text, start, end)
        while trimmed.end > trimmed.start and text[trimmed.end - 1] in ".?;":
            trimmed = Span(trimmed.start, trimmed.end - 1)
        if trimmed.end > trimmed.start:
            out.append(trimmed)
    return out


def _share(text: str, bodies: list[Span], i: int, n: int) -> tuple[Span, ...]:
    """The part of some sections that speaks of item i of n: its own section, its own number, or all."""
    bodies = [b for b in bodies if b.end > b.start]
    if n > 1 and len(bodies) == n:
        return (trim(text, bodies[i].start, bodies[i].end),)
    out = []
    for body in bodies:
        numbered = dict(_numbered(text, body)) if n > 1 else {}
        span = numbered.get(i + 1) if len(numbered) == n else trim(text, body.start, body.end)
        if span is not None and span.end > span.start:
            out.append(span)
    return tuple(out)


def _review_outcome(
    text: str, sections: list[Section], reason: tuple[Span, ...], i: int, n: int
) -> Span | None:
    """The outcome in the rationale's own words where items share a heading, else in the heading."""
    own = [sections[i]] if n > 1 and len(sections) == n else sections[:1]
    headings = [s.heading for s in own if s.heading]
    in_heading = None
    for heading in headings:
        m = re.search(NECESSARY, text[heading.start : heading.end], re.I)
        if m and "/" not in m["verb"] and not re.search(r"/\s*(?:was|were)", _words(text, heading), re.I):
            in_heading = Span(heading.start + m.start("verb"), heading.start + m.end())
    for span in reason:
        last = None
        for hit in re.finditer(
            rf"{NECESSARY}|\b(?:decision|denial|determination)\b[^.]{{0,80}}?\b({OUTCOME_WORDS})",
            text[span.start : span.end],
            re.I,
        ):
            last = hit
        if last and (n > 1 or in_heading is None):
            return Span(span.start + last.start(), span.start + last.end())
    return in_heading

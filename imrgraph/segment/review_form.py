"""Items of the "medical professional review" form of 2013."""

from __future__ import annotations

import re

from imrgraph.records import Issue, Section, SectionKind, Span
from imrgraph.segment.chunks import LEAD, SHARED, sides_of, sign_off, trim
from imrgraph.segment.labels import labels
from imrgraph.segment.markers import NECESSARY, OUTCOME_WORDS, Mark
from imrgraph.segment.numbers import NUMBER, line_numbers, values


def review_form_issues(text: str, sections: tuple[Section, ...]) -> list[Issue]:
    own = [s for s in sections if s.kind is SectionKind.ISSUES and s.heading]
    dispute = [s for s in own if re.search(r"dispute", _words(text, s.heading), re.I)]
    guides = [s for s in own if re.search(r"relied", _words(text, s.heading), re.I)]
    reasons = [s for s in own if re.search(r"rationale", _words(text, s.heading), re.I)]
    items = [item for s in dispute for item in _listed(text, s.body)]
    guide, reason = _parts(text, guides, items), _parts(text, reasons, items)
    out = []
    for i, item in enumerate(items):
        said = tuple(span for _, span in guide[i])
        sides = [side for span in said for side in _labelled_or_sides(text, span)]
        out.append(
            Issue(
                number=i + 1,
                item=item,
                outcome=_review_outcome(text, reasons, reason[i], alone=len(items) == 1),
                administrator=tuple(s for mark, s in sides if mark is Mark.ADMINISTRATOR and s.end > s.start),
                reviewer=tuple(s for mark, s in sides if mark is Mark.REVIEWER and s.end > s.start),
                rationale=tuple(span for _, span in reason[i] if span.end > span.start),
                labels=_labels(text, said, [*guides, *reasons]) if said or reason[i] else (),
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


_LONGEST = 600  # characters of a line that names an item


def _without_items(text: str, span: Span, items: list[Span]) -> Span:
    """A passage without the line at its end that names the next item, where the form repeats its parts for each."""
    named = {_folded(text, item) for item in items}
    near = max(span.start, span.end - 2 * min(_LONGEST, max(map(len, named), default=0)) - 40)
    for m in re.finditer(rf"\n[ \t]*(?:{NUMBER})?(?=\S)", text[near : span.end], re.I):
        if _folded(text, Span(near + m.end(), span.end)) in named:
            return trim(text, span.start, near + m.start())
    return span


def _folded(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split()).lower().rstrip(" .:?")


def _numbered(text: str, body: Span, most: int | None = None) -> list[tuple[int, Span]]:
    """Paragraphs that begin with numbers in ascending order, 1, 2, 3, ... unless `most` says how high they can be."""
    starts: list[tuple[int, int, int]] = []
    for m in line_numbers(text[body.start : body.end]):
        last = starts[-1][0] if starts else 0
        fits = [v for v in values(m[0]) if (v == last + 1 if most is None else last < v <= most)]
        if fits:
            starts.append((fits[0], body.start + m.start(), body.start + m.end()))
    return [
        (n, trim(text, at, starts[i + 1][1] if i + 1 < len(starts) else body.end))
        for i, (n, _, at) in enumerate(starts)
    ]


def _parts(text: str, sections: list[Section], items: list[Span]) -> list[list[tuple[int, Span]]]:
    """For each item the parts of some sections that speak of it, each with the section's place.

    Those are what its number opens, or its own section where there is one for each, or all of them, as long as not more
    than `SHARED` characters are read again.
    """
    bodies = [(i, _without_items(text, _trim_off(text, s.body), items)) for i, s in enumerate(sections)]
    bodies = [(i, body) for i, body in bodies if body.end > body.start]
    if len(items) < 2:
        return [bodies for _ in items]
    numbered: list[list[tuple[int, Span]]] = [[] for _ in items]
    for i, body in bodies:
        for n, span in _numbered(text, body, len(items)):
            numbered[n - 1].append((i, span))
    if all(numbered):
        return numbered
    if len(bodies) == len(items):
        return [[body] for body in bodies]
    sharing = max(1, SHARED // max(1, sum(body.end - body.start for _, body in bodies)))
    return [bodies if i < sharing else [] for i in range(len(items))]


def _listed(text: str, body: Span) -> list[Span]:
    """The items under "Issue at dispute": numbered, or a paragraph each."""
    numbered = [span for _, span in _numbered(text, body)]
    if numbered:
        spans = numbered
    else:
        spans, at = [], body.start
        for m in re.finditer(
            r"\n\n|(?<=[?;.])\n(?=\s*(?:whether|is|are)\b)|\Z", text[body.start : body.end], re.I
        ):
            spans.append(trim(text, at, body.start + m.start()))
            at = body.start + m.end()
    out = []
    for span in spans:
        if span.end <= span.start:
            continue
        start = span.start
        for pattern in (
            re.compile(r"(?:is|are|whether)\s+(?:the\s+)?(?=(?:retrospective\s+)?requests?|an?\s)", re.I),
            re.compile(r"whether\s+", re.I),
            LEAD,
        ):
            lead = pattern.match(text, start, span.end)
            start = lead.end() if lead else start
        tail = re.search(
            rf"\s*(?:{NECESSARY}|medically\s*necessary(?:\s*and\s*appropriate)?)\W*\Z",
            text[start : span.end],
            re.I,
        )
        end = start + tail.start() if tail else span.end
        trimmed = trim(text, start, end)
        while trimmed.end > trimmed.start and text[trimmed.end - 1] in ".?;":
            trimmed = Span(trimmed.start, trimmed.end - 1)
        if trimmed.end > trimmed.start:
            out.append(trimmed)
    return out


def _review_outcome(
    text: str, sections: list[Section], reason: list[tuple[int, Span]], *, alone: bool
) -> Span | None:
    """The outcome in the heading over the item's rationale, else in the rationale's own words.

    Where items share a heading, each rationale's words come first.
    """
    in_heading = None
    for i in [place for place, _ in reason] or range(len(sections)):
        heading = sections[i].heading
        m = re.search(NECESSARY, _words(text, heading), re.I)
        if heading and m and not re.search(r"/\s*(?:was|were)|\(not\)", _words(text, heading), re.I):
            in_heading = Span(heading.start + m.start("verb"), heading.start + m.end())
    shares = not alone and len(sections) < 2
    for _, span in reason:
        last = None
        for hit in re.finditer(
            rf"{NECESSARY}|\b(?:decision|denial|determination)\b[^.]{{0,80}}?\b({OUTCOME_WORDS})",
            text[span.start : span.end],
            re.I,
        ):
            last = hit
        if last and (shares or in_heading is None):
            return Span(span.start + last.start(), span.start + last.end())
    return in_heading

"""The disputed items of a letter with what was said for each, whatever the layout.

A layout is a way of opening an item: the item's line closed by its outcome (2014 and later), the item's
sentence closed by "is (not) medically necessary" (late 2013), "Regarding the request for" with the outcome
among numbered findings (the 2013 notice), or a list under "Issue at dispute". What follows an opening, up to
the next, belongs to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from imrgraph.records import Issue, LetterFormat, Section, SectionKind, Span
from imrgraph.segment.headings import spaced
from imrgraph.segment.markers import (
    NECESSARY,
    OUTCOME_WORDS,
    Mark,
    Marker,
    labels,
    necessity_lines,
    outcome_lines,
    party_sentences,
)

_NUMBER = re.compile(
    r"(?:#[ \t]?(\d{1,2})(?![\d#])[ \t]?[.):]?|\(?(\d{1,2})[.)](?!\d)|(?:IMR[ \t]+)?(?:Issue|Item|Request)[ \t]*#?[ \t]*(\d{1,2})[ \t]?[.):\-])[ \t]*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:the[ \t]+)?(?:decision|determination)[ \t]+(?:for|regarding)|(?:the[ \t]+)?requests?(?=\s+for\b|\s+of\b)(?:\s+(?:for|of))|regarding)[ \t\n:]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """One item's stretch of text: from its first word to the next item's."""

    number: int | None
    start: int
    item_end: int
    end: int
    outcome: Span | None
    outer: int = -1  # where its number stands; `start` when it has none


def find_issues(text: str, sections: tuple[Section, ...], layout: LetterFormat) -> tuple[Issue, ...]:
    """Find the disputed items in the letter's order; those a cover repeats are not counted again."""
    findings = _findings(text)
    if layout is LetterFormat.PROFESSIONAL_REVIEW_2013:
        found = _professional_review(text, sections)
    else:
        start, end = _region(text, sections, layout)
        if layout is LetterFormat.NOTICE_2013:
            chunks = _regarding_chunks(text, start, end)
            found = [_issue(text, chunk) for chunk in chunks]
        else:
            found = [_issue(text, chunk) for chunk in _label_chunks(text, start, end)]
    found = _with_findings(text, found, findings)
    return tuple(
        Issue(
            number=i,
            item=issue.item,
            repeats=issue.repeats,
            outcome=issue.outcome,
            administrator=issue.administrator,
            reviewer=issue.reviewer,
            rationale=issue.rationale,
        )
        for i, issue in enumerate(found, 1)
    )


# ---------------------------------------------------------------- where the items stand


@cache
def _sign_off() -> re.Pattern[str]:
    return re.compile(
        r"^[ \t]*(?:"
        + spaced("effect of the decision")
        + r"[ \t]*:?|Sincerely|Disclaimer[ \t]*:|cc[ \t]*:|In accordance with (?:California )?Labor Code Section 4610\.6\(h\)"
        r"|(?:IMPORTANT[ \t]+)?DISCLOSURE[ \t]*:|/[a-z]{2,4}[ \t]*$)",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _set_forth() -> re.Pattern[str]:
    return re.compile(spaced("(?:set forth|listed|described) below") + r"[ \t]*[:.]?")


def _region(text: str, sections: tuple[Section, ...], layout: LetterFormat) -> tuple[int, int]:
    """Where the items are set out: from their heading to the signature."""
    own = [s for s in sections if s.kind is SectionKind.ISSUES]
    if own and layout is not LetterFormat.NOTICE_2013:
        start = own[0].body.start
        after = [s for s in sections if s.heading and s.heading.start > start and s.kind is not SectionKind.ISSUES]
        last_label = max((m.end for m in labels(text, start, len(text))), default=start)
        end = next((s.heading.start for s in after if s.heading and s.heading.start > last_label), len(text))
    else:
        start, end = 0, len(text)
        first = next((m for m in labels(text, 0, len(text)) if m.mark is not Mark.RATIONALE), None)
        if layout is not LetterFormat.NOTICE_2013 and first is not None:
            before = [s for s in sections if s.heading and s.heading.end <= first.start]
            start = before[-1].body.start if before else 0
        elif first is not None:
            start = first.start
            after = [s.heading.start for s in sections if s.heading and s.heading.start > start]
            last_label = max(m.end for m in labels(text, start, len(text)))
            end = next((h for h in after if h > last_label), end)
    opening = _set_forth().search(text, start, min(end, start + 600))
    if opening and own:
        start = opening.end()
    last = max((m.end for m in labels(text, start, end)), default=start)
    closing = _sign_off().search(text, last, end)
    return start, closing.start() if closing else end


# ---------------------------------------------------------------- layouts with labels (2014 on, late 2013)


def _label_chunks(text: str, start: int, end: int) -> list[_Chunk]:
    marks = labels(text, start, end)
    parties = {Mark.ADMINISTRATOR, Mark.REVIEWER}
    if not any(m.mark in parties for m in marks):
        marks = sorted(marks + _opening_sentences(text, start, end, marks))
    outcomes = outcome_lines(text, start, end)
    guideline_starts = [m.start for m in marks if m.mark in parties]
    for line in necessity_lines(text, start, end):
        following = next((g for g in guideline_starts if g >= line.end), None)
        if following is not None and not text[line.end : following].strip(" \t\n.:*"):
            outcomes.append(line)
    events = _openings(sorted(marks + outcomes))
    chunks: list[_Chunk] = []
    floor = start
    for opener, last_label_end in events:
        outer, item_start, number = _item_start(text, floor, opener.start, len(chunks) + 1)
        outcome = Span(opener.start, opener.end) if opener.mark is Mark.OUTCOME else None
        chunks.append(_Chunk(number, item_start, opener.start, end, outcome, outer))
        floor = max(opener.end if opener.mark is Mark.OUTCOME else opener.start, last_label_end)
    return [
        _Chunk(c.number, c.start, c.item_end, chunks[i + 1].outer if i + 1 < len(chunks) else end, c.outcome)
        for i, c in enumerate(chunks)
        if text[c.start : c.item_end].strip(" \t\n:.-")
    ]


def _opening_sentences(text: str, start: int, end: int, marks: list[Marker]) -> list[Marker]:
    """Party sentences outside rationales: before the first label, or right after an outcome's line."""
    found = []
    for m in party_sentences(text, start, end):
        line_start = m.start == start or text[max(0, m.start - 1)] == "\n" or text[m.start - 1] in "\"'"
        behind = [x for x in marks if x.end <= m.start and x.mark is Mark.RATIONALE]
        ahead = [x for x in marks if x.start > m.start and x.mark is Mark.RATIONALE]
        if line_start and ahead and (not behind or re.search(NECESSARY + r"\W*\Z", text[max(0, m.start - 200) : m.start], re.I)
                                     or (found and found[-1].start > behind[-1].start)):  # fmt: skip
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
    closed = [i for i, (opener, end) in enumerate(out) if opener.mark is not Mark.OUTCOME or end > opener.end]
    last = closed[-1] if closed else -1
    return [o for i, o in enumerate(out) if i in closed or i > last or _between_open(out, i)]


def _between_open(out: list[tuple[Marker, int]], i: int) -> bool:
    """An outcome with no labels of its own counts only in a list of such outcomes before the labels."""
    return all(end == opener.end for opener, end in out[: i + 1])


def _item_start(text: str, floor: int, opener: int, expected: int) -> tuple[int, int, int | None]:
    """Where the item begins, where its words do, and its number; going back from its outcome or first label."""
    end = opener
    while end > floor and text[end - 1] in " \t\n:-":
        end -= 1
    begin = floor
    for pattern in (r"\n\n", r"[.!?;][\"')\]]*[ \t]*\n(?!\s*\d)", r"[.!?][\"')\]]*[ \t]*\n", r"below[ \t]*:?[ \t]*\n"):
        for m in re.finditer(pattern, text[max(floor, end - 1500) : end]):
            at = max(floor, end - 1500) + m.end()
            if text[at:end].strip(" \t\n:") and at > begin:
                begin = at
    number = None
    numbered = None
    zone = max(floor, end - 1500)
    for m in re.finditer(r"(?:^|(?<=\n))[ \t]*" + _NUMBER.pattern + r"(?=\S)", text[zone:end], re.IGNORECASE):
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
    head = _NUMBER.match(text, begin, end)
    if head and head.end() < end and (number is not None or text[begin] in "#(Ii" or int(next(g for g in head.groups() if g)) <= expected + 3):
        number = number or int(next(g for g in head.groups() if g))
        begin = head.end()
    lead = _LEAD.match(text, begin, end)
    if lead and lead.end() < end:
        begin = lead.end()
    while begin < end and text[begin].isspace():
        begin += 1
    return outer, begin, number


def _issue(text: str, chunk: _Chunk) -> Issue:
    item = _trim(text, chunk.start, chunk.item_end)
    after = chunk.outcome.end if chunk.outcome else chunk.item_end
    marks = labels(text, after, chunk.end)
    parties = {Mark.ADMINISTRATOR, Mark.REVIEWER}
    rationale = next((m for m in marks if m.mark is Mark.RATIONALE), None)
    block_end = rationale.start if rationale else chunk.end
    labelled = [m for m in marks if m.mark in parties and m.start < block_end]
    if labelled:
        sides = [
            (m.mark, _trim(text, m.end, labelled[i + 1].start if i + 1 < len(labelled) else block_end))
            for i, m in enumerate(labelled)
        ]
    else:
        heading = next((m for m in marks if m.mark is Mark.STATEMENT and m.start < block_end), None)
        sides = _sides(text, heading.end if heading else after, block_end)
        if rationale is None and heading is None and not sides:
            block_end = after
    reasons = () if rationale is None else (_trim(text, rationale.end, chunk.end),)
    if rationale is None and labelled:
        sides, reasons = _unlabelled_rationale(text, sides)
    return Issue(
        number=chunk.number or 0,
        item=item,
        outcome=chunk.outcome,
        administrator=tuple(s for mark, s in sides if mark is Mark.ADMINISTRATOR and s.end > s.start),
        reviewer=tuple(s for mark, s in sides if mark is Mark.REVIEWER and s.end > s.start),
        rationale=tuple(r for r in reasons if r.end > r.start),
    )


def _unlabelled_rationale(
    text: str, sides: list[tuple[Mark, Span]]
) -> tuple[list[tuple[Mark, Span]], tuple[Span, ...]]:
    """A last statement that runs on over a paragraph: what follows the paragraph is the rationale."""
    mark, span = sides[-1]
    cut = text.find("\n\n", span.start, span.end)
    if cut < 0:
        return sides, ()
    return [*sides[:-1], (mark, _trim(text, span.start, cut))], (_trim(text, cut, span.end),)


def _sides(text: str, start: int, end: int) -> list[tuple[Mark, Span]]:
    """Each party's sentences in a statement without labels."""
    found = party_sentences(text, start, end)
    return [
        (m.mark, _trim(text, m.start, found[i + 1].start if i + 1 < len(found) else end)) for i, m in enumerate(found)
    ]


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\n:":
        start += 1
    while end > start and text[end - 1] in " \t\n:":
        end -= 1
    while end > start and text[end - 1] == "-" and text[end - 2 : end - 1].isspace():
        end -= 1
        while end > start and text[end - 1].isspace():
            end -= 1
    return Span(start, end)


# ---------------------------------------------------------------- the 2013 notice


@cache
def _finding() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<number>\d{1,2})\s?[).:]\s*)?"
        + spaced("maximus federal services,? ?(?:inc)?\\.?,? has determined (?:that )?(?:the |a )?(?P<lead>(?:retrospective |prospective )?requests? (?:for|of))")
        + r"\s*(?P<item>\S(?:(?!has\s*determined)[\s\S]){1,900}?)\s*"
        + NECESSARY,
        re.IGNORECASE,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Finding:
    number: int | None
    item: Span
    outcome: Span


def _findings(text: str) -> list[_Finding]:
    if "determined" not in text:
        return []
    out = []
    for m in _finding().finditer(text):
        out.append(
            _Finding(int(m["number"]) if m["number"] else None, _trim(text, *m.span("item")), Span(m.start("verb"), m.end()))
        )
    return out


def _regarding_chunks(text: str, start: int, end: int) -> list[_Chunk]:
    marks = labels(text, start, end)
    items = [m for m in marks if m.mark is Mark.ITEM]
    chunks = []
    for i, m in enumerate(items):
        stop = items[i + 1].start if i + 1 < len(items) else end
        inner = next((x.start for x in marks if m.end < x.start < stop and x.mark is not Mark.ITEM), stop)
        colon = re.compile(r":[ \t]*(?:\n|\Z)").search(text, m.end, inner)
        paragraph = text.find("\n\n", m.end, inner)
        ends = [e for e in (colon.start() if colon else -1, paragraph, inner) if e > m.end]
        number = re.search(r"\d{1,2}", text[m.start : m.end])
        item_end = min(ends)
        chunks.append(_Chunk(int(number[0]) if number else None, m.end, item_end, stop, None))
    return chunks


def _same_words(a: str, b: str) -> float:
    left, right = set(re.findall(r"[a-z0-9]+", a.lower())), set(re.findall(r"[a-z0-9]+", b.lower()))
    return len(left & right) / max(1, min(len(left), len(right)))


def _with_findings(text: str, found: list[Issue], findings: list[_Finding]) -> list[Issue]:
    """Give each item the outcome of its finding; findings without a section of their own become items."""
    if not findings:
        return found
    distinct: list[list[_Finding]] = []
    for f in findings:
        words = text[f.item.start : f.item.end]
        home = next(
            (
                group
                for group in distinct
                if (f.number is None or group[0].number in (None, f.number))
                and _same_words(words, text[group[0].item.start : group[0].item.end]) >= 0.8
            ),
            None,
        )
        if home is None:
            distinct.append([f])
        else:
            home.append(f)
    out: list[Issue] = []
    left = list(distinct)
    for i, issue in enumerate(found):
        words = text[issue.item.start : issue.item.end]
        best = max(
            left,
            key=lambda g: (_same_words(words, text[g[0].item.start : g[0].item.end]), g[0].number in (issue.number, i + 1)),
            default=None,
        )  # fmt: skip
        if best is None or (
            _same_words(words, text[best[0].item.start : best[0].item.end]) < 0.5
            and best[0].number not in (issue.number or -1,)
        ):
            out.append(issue)
            continue
        left.remove(best)
        out.append(
            Issue(
                number=issue.number,
                item=issue.item,
                repeats=tuple(f.item for f in best),
                outcome=issue.outcome or best[0].outcome,
                administrator=issue.administrator,
                reviewer=issue.reviewer,
                rationale=issue.rationale,
            )
        )
    for group in left:
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


# ---------------------------------------------------------------- the "medical professional review" form


def _professional_review(text: str, sections: tuple[Section, ...]) -> list[Issue]:
    own = [s for s in sections if s.kind is SectionKind.ISSUES and s.heading]
    dispute = [s for s in own if re.search(r"dispute", _words(text, s.heading), re.I)]
    guides = [s for s in own if re.search(r"relied", _words(text, s.heading), re.I)]
    reasons = [s for s in own if re.search(r"rationale", _words(text, s.heading), re.I)]
    items = [item for s in dispute for item in _listed(text, s.body)]
    if not items:
        start, end = _region(text, sections, LetterFormat.UNKNOWN)
        return [_issue(text, chunk) for chunk in _label_chunks(text, start, end)]
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
                rationale=tuple(_trim_off(text, span) for span in reason),
            )
        )
    return out


def _words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def _labelled_or_sides(text: str, span: Span) -> list[tuple[Mark, Span]]:
    marks = [m for m in labels(text, span.start, span.end) if m.mark in (Mark.ADMINISTRATOR, Mark.REVIEWER)]
    if marks:
        return [
            (m.mark, _trim(text, m.end, marks[i + 1].start if i + 1 < len(marks) else span.end))
            for i, m in enumerate(marks)
        ]
    return _sides(text, span.start, span.end) or [(Mark.REVIEWER, _trim(text, span.start, span.end))]


def _trim_off(text: str, span: Span) -> Span:
    closing = _sign_off().search(text, span.start, span.end)
    return _trim(text, span.start, closing.start() if closing else span.end)


def _numbered(text: str, body: Span) -> list[tuple[int, Span]]:
    """Paragraphs that begin with 1, 2, 3, ... in order; empty when they do not."""
    starts: list[tuple[int, int, int]] = []
    for m in re.finditer(r"(?:^|(?<=\n))[ \t]*" + _NUMBER.pattern + r"(?=\S)", text[body.start : body.end], re.I):
        value = int(next(g for g in m.groups() if g))
        if value == len(starts) + 1:
            starts.append((value, body.start + m.start(), body.start + m.end()))
    return [
        (n, _trim(text, at, starts[i + 1][1] if i + 1 < len(starts) else body.end))
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
            spans.append(_trim(text, at, body.start + m.start()))
            at = body.start + m.end()
    out = []
    for span in spans:
        if span.end <= span.start:
            continue
        start = span.start
        for pattern in (
            re.compile(r"(?:is|are|whether)\s+(?=the\s+requests?)", re.I),
            re.compile(r"whether\s+", re.I),
            _LEAD,
            re.compile(r"(?:the\s+)?(?:retrospective\s+|prospective\s+)?requests?\s+(?:for|of)\s+", re.I),
        ):
            m = pattern.match(text, start, span.end)
            start = m.end() if m else start
        tail = re.search(r"\s*" + NECESSARY + r"\W*\Z", text[start : span.end], re.I)
        end = start + tail.start() if tail else span.end
        trimmed = _trim(text, start, end)
        while trimmed.end > trimmed.start and text[trimmed.end - 1] in ".?;":
            trimmed = Span(trimmed.start, trimmed.end - 1)
        if trimmed.end > trimmed.start:
            out.append(trimmed)
    return out


def _share(text: str, bodies: list[Span], i: int, n: int) -> tuple[Span, ...]:
    """The part of some sections that speaks of item i of n: its own section, its own number, or all."""
    bodies = [b for b in bodies if b.end > b.start]
    if n > 1 and len(bodies) == n:
        return (_trim(text, bodies[i].start, bodies[i].end),)
    out = []
    for body in bodies:
        numbered = dict(_numbered(text, body)) if n > 1 else {}
        span = numbered.get(i + 1) if len(numbered) == n else _trim(text, body.start, body.end)
        if span is not None and span.end > span.start:
            out.append(span)
    return tuple(out)


def _review_outcome(text: str, sections: list[Section], reason: tuple[Span, ...], i: int, n: int) -> Span | None:
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
        for m in re.finditer(rf"{NECESSARY}|\b(?:decision|denial|determination)\b[^.]{{0,80}}?\b({OUTCOME_WORDS})", text[span.start : span.end], re.I):
            last = m
        if last and (n > 1 or in_heading is None):
            return Span(span.start + last.start(), span.start + last.end())
    return in_heading

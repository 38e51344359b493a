"""The disputed items of a letter with what was said for each, whatever the layout.

A layout is a way of opening an item: the item's line closed by its outcome (2014 and later), the item's
sentence closed by "is (not) medically necessary" (late 2013), "Regarding the request for" with the outcome
among numbered findings (the 2013 notice), or a list under "Issue at dispute". What follows an opening, up to
the next, belongs to it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from imrgraph.records import Issue, LetterFormat, Section, SectionKind
from imrgraph.segment.chunks import SHARED, issue_of, sign_off
from imrgraph.segment.headings import spaced
from imrgraph.segment.labelled import label_chunks
from imrgraph.segment.labels import labels
from imrgraph.segment.markers import Mark
from imrgraph.segment.notice import find_findings, regarding_chunks, with_findings
from imrgraph.segment.review_form import review_form_issues


def find_issues(text: str, sections: tuple[Section, ...], layout: LetterFormat) -> tuple[Issue, ...]:
    """Find the disputed items in the letter's order; those a cover repeats are not counted again."""
    findings = find_findings(text)
    found: list[Issue] = []
    numbers: list[tuple[int, ...]] = []
    if layout is LetterFormat.PROFESSIONAL_REVIEW_2013:
        found = review_form_issues(text, sections)
    if not found:
        start, end, opened = _region(text, sections, layout)
        chunks = regarding_chunks(text, start, end) if layout is LetterFormat.NOTICE_2013 else []
        chunks = chunks or label_chunks(text, start, end, opened=opened)
        numbers = [chunk.numbers for chunk in chunks]
        found = _sharing([issue_of(text, chunk) for chunk in chunks])
    found = with_findings(text, found, findings, numbers)
    named = (issue for issue in found if issue.item.start < issue.item.end)  # not "((: Upheld"
    return tuple(replace(issue, number=i) for i, issue in enumerate(named, 1))


def _sharing(issues: list[Issue]) -> list[Issue]:
    """Items listed one after the other over one block of statements and rationale: each has them.

    That ends where more than `SHARED` characters would be read again.
    """
    out: list[Issue] = []
    block: Issue | None = None
    again = 0
    for issue in reversed(issues):
        parts = (*issue.rationale, *issue.administrator, *issue.reviewer)
        if issue.labels or parts:
            block, length = issue, sum(part.end - part.start for part in parts)
        elif block is not None and issue.outcome is not None and again + length <= SHARED:
            issue = replace(block, number=issue.number, item=issue.item, outcome=issue.outcome)
            again += length
        out.append(issue)
    return out[::-1]


@cache
def _set_forth() -> re.Pattern[str]:
    return re.compile(spaced("(?:set forth|listed|described) below") + r"[ \t]*[:.]?", re.IGNORECASE)


def _region(text: str, sections: tuple[Section, ...], layout: LetterFormat) -> tuple[int, int, bool]:
    """Where the items are set out, from their heading to the signature, and whether the first begins there."""
    own = [s for s in sections if s.kind is SectionKind.ISSUES]
    headings = [(s.heading, s.body, s.kind) for s in sections if s.heading]
    begin = own[0].body.start if own and layout is not LetterFormat.NOTICE_2013 else 0
    marks = labels(text, begin, len(text))
    last_label = max((m.end for m in marks), default=begin)
    start, end = begin, len(text)
    if own and layout is not LetterFormat.NOTICE_2013:
        after = [h for h, _, kind in headings if h.start > start and kind is not SectionKind.ISSUES]
        end = next((h.start for h in after if h.start > last_label), end)
    else:
        first = next((m for m in marks if m.mark is not Mark.RATIONALE), None)
        if layout is not LetterFormat.NOTICE_2013 and first is not None:
            before = [body for h, body, _ in headings if h.end <= first.start]
            start = before[-1].start if before else 0
        elif first is not None:
            start = first.start
            end = next((h.start for h, _, _ in headings if h.start > last_label), end)
    opening = _set_forth().search(text, start, min(end, start + 600))
    if opening and own:
        start = opening.end()
    last = max((m.end for m in marks if start <= m.start < end), default=start)
    closing = sign_off().search(text, last, end)
    return start, closing.start() if closing else end, bool(opening and own)

"""Which part of a letter is which: sections by their headings, and the layout those headings belong to."""

from __future__ import annotations

import re
from functools import cache

from imrgraph.records import LetterFormat, Section, SectionKind, Span
from imrgraph.segment.opened import opened

# Words of each heading, as the letters of 2013 and later print them; white space may be lost or doubled.
_HEADINGS: tuple[tuple[SectionKind, str], ...] = (
    (SectionKind.METHOD, "how the imr final determination was made"),
    (SectionKind.METHOD, "medical qualifications of the (?:expert|physician|professional|medical)? reviewers?"),
    (SectionKind.METHOD, "(?:medical|professional|expert|physician) reviewers?(?:'s)? qualifications"),
    (SectionKind.CREDENTIALS, "the (?:expert|physician|professional) reviewer has the following credentials"),
    (SectionKind.SUMMARY, "(?:expert reviewer )?(?:clinical )?case summary"),
    (SectionKind.DOCUMENTS, "(?:medical )?(?:documents|records) (?:were )?reviewed(?: for (?:the )?determination)?"),
    (SectionKind.FINDINGS, "independent medical review decisions?(?:\\(s\\))? and rationales?(?:\\(s\\))?"),
    (SectionKind.ISSUES, "imr issues?(?:\\(s\\))?,? decisions?(?:\\(s\\))?,? (?:and|&) rationales?(?:\\(s\\))?"),
    (SectionKind.ISSUES, "imr decisions?(?:\\(s\\))?,? (?:and|&) rationales?(?:\\(s\\))?"),
    (SectionKind.ISSUES, "(?:medical )?issues?(?:\\(s\\))? (?:at|in) dispute"),
    (SectionKind.ISSUES, "medical treatment guidelines?(?:\\(s\\))? relied upon by (?:the )?professional reviewer(?: and why)?"),
    (SectionKind.ISSUES, "rationale for why the requested (?:treatments?|services?)(?:/services?)?(?:\\(s\\))? (?:is|was|are|were)"
                         "(?:/(?:was|were))?(?: \\(?not\\)?)?(?: partially)? medically necessary(?: and appropriate)?"),
)  # fmt: skip


def spaced(words: str) -> str:
    """A pattern for words between which white space may be lost, doubled or a line end.

    >>> bool(re.fullmatch(spaced("case summary"), "CASESUMMARY", re.I))
    True
    """
    return words.replace(" ", r"\s*")


@cache
def _heading() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<h{i}>{spaced(words)})" for i, (_, words) in enumerate(_HEADINGS))
    return re.compile(rf"\n[ \t]*(?:{kinds})[ \t]*(?:[:.\-][ \t]*|(?=\n|\Z))")


def sections(text: str) -> tuple[Section, ...]:
    """Cut the cleaned text at its headings, in text order, nothing left out.

    The text before the first heading is the header; a section's body runs to the next heading.
    """
    found = [
        ((m.start(), m.end() - 1), _HEADINGS[int((m.lastgroup or "h0")[1:])][0])
        for m in _heading().finditer(opened(text))
    ]
    starts = [start for (start, _), _ in found] + [len(text)]
    out = []
    if starts[0] > 0:
        out.append(Section(kind=SectionKind.HEADER, heading=None, body=Span(0, starts[0])))
    for i, ((start, end), kind) in enumerate(found):
        out.append(Section(kind=kind, heading=Span(start, end), body=Span(end, starts[i + 1])))
    return tuple(out)


@cache
def _formats() -> tuple[tuple[LetterFormat, re.Pattern[str]], ...]:
    marks = (
        (LetterFormat.NOTICE_2013, "section of the medical treatment utilization schedule relied upon"),
        (LetterFormat.NOTICE_2013, "regarding the request for .{1,400}?relied upon by the expert reviewer"),
        (LetterFormat.PROFESSIONAL_REVIEW_2013, "^ medical professional review"),
        (LetterFormat.PROFESSIONAL_REVIEW_2013, "^ issues?(?:\\(s\\))? (?:at|in) dispute"),
        (LetterFormat.PROFESSIONAL_REVIEW_2013, "relied upon by (?:the )?professional reviewer"),
        (LetterFormat.ISSUES_DECISIONS_RATIONALES, "^ imr issues?(?:\\(s\\))?,? decisions?(?:\\(s\\))?,? (?:and|&) rationales?"),
        (LetterFormat.DECISIONS_AND_RATIONALES_2013, "^ imr decisions?(?:\\(s\\))?,? (?:and|&) rationales?"),
        (LetterFormat.NOTICE_2013, "notice of independent medical review determination"),
        (LetterFormat.ISSUES_DECISIONS_RATIONALES, "^ (?:claims administrator|maximus) guidelines? ?:"),
        (LetterFormat.ISSUES_DECISIONS_RATIONALES, "how the imr final determination was made"),
    )  # fmt: skip
    return tuple((kind, re.compile(spaced(words.replace("^", r"\n")), re.DOTALL)) for kind, words in marks)


def letter_format(text: str) -> tuple[LetterFormat, Span | None]:
    """The layout a letter was written in, and the mark that only this layout has; UNKNOWN when it has none."""
    lower = opened(text)
    for kind, mark in _formats():
        if m := mark.search(lower):
            begins_a_line = lower[m.start()] == "\n"
            return kind, Span(m.start() if begins_a_line else m.start() - 1, m.end() - 1)
    return LetterFormat.UNKNOWN, None

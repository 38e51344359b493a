"""Give line breaks back to a letter that has lost them (a table's cell, a web page's copy)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from imrgraph.read.clean import CleanText
from imrgraph.segment.headings import spaced
from imrgraph.segment.markers import OUTCOME_WORDS

_LONG = 1200  # characters; genuine lines have about 100, paragraphs on one line some hundreds


@cache
def _breaks() -> tuple[re.Pattern[str], ...]:
    headings = (
        "HOW THE IMR FINAL DETERMINATION WAS MADE|CLINICAL CASE SUMMARY|CASE SUMMARY|IMR ISSUES,? DECISIONS AND RATIONALES"
        "|IMR DECISION\\(S\\) AND RATIONALE\\(S\\)|DOCUMENTS REVIEWED(?: FOR DETERMINATION)?|MEDICAL PROFESSIONAL REVIEW|ISSUES? AT DISPUTE"
        "|MEDICAL REVIEWER QUALIFICATIONS|INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE|Documents Reviewed for Determination"
        "|Medical Qualifications of the Expert Reviewer|Case Summary(?=:)|Notice of Independent Medical Review Determination"
        "|Effect of the Decision|Sincerely,"
        "|MEDICAL TREATMENT GUIDELINES?(?:\\(S\\))? RELIED UPON BY PROFESSIONAL REVIEWER AND WHY"
        "|RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE [A-Z/ ()]{2,20}MEDICALLY NECESSARY"
    )  # fmt: skip
    labels = (
        "(?:claims administrator|maximus) guidelines? ?:|(?:the (?:physician|expert) reviewer's )?decision rationale ?:|rationale for the decision ?:"
        "|section of the medical treatment utilization schedule relied upon|(?:\\d{1,2}[).] )?regarding the requests? for"
        "|(?:\\d{1,2}[).] )?maximus federal services,? inc\\.? has determined"
    )
    return (
        re.compile(rf"()\s(?={spaced(headings)})"),
        re.compile(rf"({spaced(headings)}:?)\s"),
        re.compile(rf"()(?<!\d[.)])\s(?=(?:{spaced(labels)}))", re.IGNORECASE),
        re.compile(
            r"(necessary(?:\s+and\s+appropriate)?\.)\s(?=the\s+claims\s+administrator\s+(?:based|did|cited|used|relied))",
            re.IGNORECASE,
        ),
        re.compile(
            r"(\.)\s(?=\d{1,2}[.)]\s(?:[^.]|\.(?!\s)){3,300}?\s(?:is|are)\s*(?:not)?\s*medically\s*necessary[^.]{0,20}\.\n)"
        ),
        re.compile(
            r"(\.)\s(?=the\s+(?:physician|expert)\s+reviewer\s+(?:based|relied|found))", re.IGNORECASE
        ),
        re.compile(r"(below:|credentials:|decision:)\s", re.IGNORECASE),
    )


@cache
def _closed_item() -> re.Pattern[str]:
    """A sentence's end, then an item, then its outcome before the first label."""
    return re.compile(
        rf"(?<=[.!?])\s(?=(?:[^.!?\n]|[.!?](?!\s)|(?<=\d)[.]\s){{3,400}}?[:\-]\s*{OUTCOME_WORDS}\s*\n)",
        re.IGNORECASE,
    )


def with_lines(clean: CleanText) -> CleanText:
    """The same text with a line break in place of the space before each heading, label and item.

    Positions stay as they are. A text that has its lines is returned untouched.
    """
    text = clean.text
    if text.count("\n") * _LONG > len(text) or len(text) < _LONG:
        return clean
    for pattern in _breaks():
        text = pattern.sub(r"\1\n", text)
    return replace(clean, text=_closed_item().sub("\n", text))

"""Why a citation is this party's, in this place, as the MTUS or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from imrgraph.extract.why import reason
from imrgraph.records import Reason, Span

if TYPE_CHECKING:
    from imrgraph.records import Citation, Issue
    from imrgraph.segment import Outline

_OPENING = re.compile(r"(?:\S+\s+){0,5}\S+")  # the words that show whose sentence it is


def why_placed(outline: Outline, issue: Issue, passage: Span) -> Reason:
    """Why what stands in a statement or rationale is that party's: the label before it, else how it opens."""
    before = bisect_right(issue.labels, passage.start, key=lambda at: at.end)
    label = issue.labels[before - 1] if before else None
    if label and not outline.text[label.end : passage.start].strip(" \t\n:;.*-"):
        return reason(outline.clean, "citedBy", "label-before", label)
    opening = _OPENING.match(outline.text, passage.start, passage.end)
    at = Span(*opening.span()) if opening else passage
    return reason(outline.clean, "citedBy", "opening-words", at)


def why_within(outline: Outline, said: tuple[int, int] | None, begins: int) -> Reason:
    """Why an authority is cited as the MTUS, or is not: words at `said` in a text that begins there, else its family."""
    if said is None:
        return Reason(fact="withinMTUS", rule="mtus-by-family")
    return reason(outline.clean, "withinMTUS", "mtus-said", Span(*said).moved(begins))


def why_as_stated(citation: Citation) -> Reason:
    """A bare name in a rationale is cited as the statement cites what it means."""
    shown = citation.evidence
    return Reason(fact="withinMTUS", rule="mtus-as-stated", spans=shown.spans, words=shown.anchor)

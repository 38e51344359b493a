"""What became of a disputed item, and which part of it was certified."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.sentences import sentences
from imrgraph.extract.why import Told
from imrgraph.records import Outcome, Span

if TYPE_CHECKING:
    from imrgraph.records import Issue
    from imrgraph.segment import Outline


def outcome_of(outline: Outline, issue: Issue) -> Told[Outcome] | None:
    """The outcome as the letter prints it; None when it prints none."""
    if issue.outcome is None:
        return None
    words = outline.text[issue.outcome.start : issue.outcome.end]
    outcome, of_necessity = read_outcome(words), "necessary" in words.lower()
    rule = "outcome-necessity" if of_necessity else "outcome-word"
    if issue.other_outcome is not None:
        other = read_outcome(outline.text[issue.other_outcome.start : issue.other_outcome.end])
        if other is not outcome:
            outcome, rule = Outcome.PARTIALLY_OVERTURNED, "outcomes-differ"
    return Told(outcome, rule, issue.outcome) if outcome else None


def read_outcome(words: str) -> Outcome | None:
    """Read the words of an outcome in either vocabulary.

    >>> read_outcome("isnot medically necessary and appropriate"), read_outcome("Overturned in part")
    (<Outcome.UPHELD: 'Upheld'>, <Outcome.PARTIALLY_OVERTURNED: 'PartiallyOverturned'>)
    """
    flat = re.sub(r"[\s\-/()]+", "", words.lower())
    upheld, overturned = "upheld" in flat or "uphold" in flat, "overturn" in flat
    if (upheld and overturned) or re.search(
        r"partial|inpart|modif|(?<!not)medicallynecessary(?:andappropriate)?for", flat
    ):
        return Outcome.PARTIALLY_OVERTURNED
    if upheld:
        return Outcome.UPHELD
    if overturned:
        return Outcome.OVERTURNED
    if "necessary" in flat:
        return (
            Outcome.UPHELD
            if re.search(r"not(?:medically)?(?:medically|necessary)", flat)
            else Outcome.OVERTURNED
        )
    return None


@cache
def _certified() -> tuple[re.Pattern[str], ...]:
    raw = (
        r"\bmodif(?:y|ied|ying|ication)\s+(?:\w+\s+){0,4}?(?:to|for|of)\s+(?P<part>[^.;]{3,160})",
        r"\b(?:partial\s+certification|certif(?:y|ied)|approv(?:e|ed)|authoriz(?:e|ed)|allow(?:ed)?|recommend(?:ed)?)\s+(?:for|of|is)?\s*(?P<part>(?:only\s+|an?\s+|up\s+to\s+|the\s+)?(?:\w+\s+){0,2}\(?#?\d[^.;]{0,140})",
        r"(?:\A|[.;,]\s+(?:\w+,\s+)?)(?P<part>(?!the\s+request)[^.;,]{3,140}?)\s+(?:is|are|would\s+be|was|were)\s+(?:therefore\s+|thus\s+)?(?:medically\s+necessary|certified|approved|supported)\b",
        r"\bmedical\s+necessity\s+(?:is|has\s+been)\s+(?:established|supported)\s+for\s+(?P<part>[^.;]{3,140})",
    )
    return tuple(re.compile(p, re.IGNORECASE) for p in raw)


def certified_part(outline: Outline, issue: Issue, outcome: Outcome | None) -> Told[str] | None:
    """The words of the part that a partly overturned item was certified for; None where they are not told."""
    if outcome is not Outcome.PARTIALLY_OVERTURNED:
        return None
    for pattern in _certified():
        for body in reversed(issue.rationale):
            for sentence in reversed(sentences(outline.text, body)):
                words = outline.text[sentence.start : sentence.end]
                m = pattern.search(words)
                if m and not re.search(
                    r"\b(?:not|non)\b", words[max(0, m.start() - 30) : m.end()], re.IGNORECASE
                ):
                    part = Span(*m.span("part")).moved(sentence.start)
                    return Told(outline.words(part), "certified-part", part)
    return None

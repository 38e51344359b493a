"""What became of a disputed item, and what the utilization review had done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.sentences import sentences
from imrgraph.records import LetterFormat, Outcome, SectionKind, Span, UrDecision
from imrgraph.vocab import matcher

if TYPE_CHECKING:
    from imrgraph.records import Issue
    from imrgraph.segment import Outline


def outcome_of(outline: Outline, issue: Issue) -> Outcome | None:
    """The outcome as the letter prints it; None when it prints none."""
    if issue.outcome is None:
        return None
    return read_outcome(outline.text[issue.outcome.start : issue.outcome.end])


def read_outcome(words: str) -> Outcome | None:
    """Read the words of an outcome in either vocabulary.

    >>> read_outcome("isnot medically necessary and appropriate"), read_outcome("Overturned in part")
    (<Outcome.UPHELD: 'Upheld'>, <Outcome.PARTIALLY_OVERTURNED: 'PartiallyOverturned'>)
    """
    flat = re.sub(r"[\s\-/()]+", "", words.lower())
    upheld, overturned = "upheld" in flat, "overturned" in flat
    if (upheld and overturned) or re.search(r"partial|inpart|modif", flat):
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
def _verbs() -> tuple[tuple[UrDecision | None, re.Pattern[str]], ...]:
    """What a verb of the utilization review decided; None for a certification, which is no dispute."""
    raw = (
        (UrDecision.MODIFIED, r"\bmodif(?:ied|y|ying|ication)\b(?!\s+(?:dut|work|activit|job|brostr|mcbride|radical|barium|release|rankin))|\bpartial(?:ly)?[\s-]+(?:certif|approv|authoriz|den|non)\w+|\bconditional(?:ly)?[\s-]+(?:certif|approv)\w+|\bcertified\s+(?:only|in\s+part)\b|\bcertif(?:ied|ying)\s+(?:\w+\s+)?(?:\(?\d+\)?|\w+)\s+(?:of|out\s+of)\b"),
        (UrDecision.DELAYED, r"\b(?:delayed|deferred|delaying|deferring)\b"),
        (UrDecision.DENIED, r"\b(?:den(?:ied|y|ying|ial)|non[\s-]*certif\w+|noncertif\w+|not\s+certif\w+|did\s+not\s+(?:approve|authorize)|fail(?:ed|ing)\s+to\s+(?:approve|certify|authorize)|not\s+(?:approved|authorized)|declined\s+to\s+(?:certify|approve|authorize)|adverse(?:ly)?\s+determin\w+|disallow\w+|reject\w+|not\s+(?:found\s+|deemed\s+|considered\s+)?(?:to\s+be\s+)?medically\s+necessary)\b"),
        (None, r"(?<!non-)(?<!non )(?<!not )\b(?:certif(?:ied|ying)|approv(?:ed|ing)|authoriz(?:ed|ing))\b"),
    )  # fmt: skip
    return tuple((decision, re.compile(p, re.IGNORECASE)) for decision, p in raw)


_ACTOR = re.compile(
    r"\bUR\b|(?i:\b(?:utilization\s+review(?:er)?|claims?\s+administrator|peer\s+review(?:er)?|carrier|insurer)\b)"
)
_COPIED = re.compile(
    r"\b(?:non[\s-]*certified|not\s+certified|denied|modified)\b[^.;]{0,40}\Z|\b[Tt]h(?:is|e|ese)\s+requests?\s+(?:is|are|was|were)\b"
)
_REST = re.compile(
    r"\b(?:the|these|this|those|all|both|remaining|requested)\s+(?!first\b|second\b|third\b|fourth\b|last\b)(?:\w+\s+){0,2}(?:requests?|items?|treatments?|services?|others?|rest|remainder)\b|\b(?:these|others?|rest|it)\b",
    re.IGNORECASE,
)
_ORDINALS = {"first": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class _Verdict:
    decision: UrDecision | None
    governed: str
    general: bool


def ur_decision(outline: Outline, issue: Issue, count: int) -> UrDecision | None:
    """What the utilization review did with an item, where the summary or its rationale says.

    Args:
        count: how many items the letter decides; with one, a decision on "the request" is this item's.
    """
    verdicts = [
        verdict
        for spans, copied in (
            (outline.bodies(SectionKind.SUMMARY), outline.letter_format is LetterFormat.NOTICE_2013),
            (issue.rationale, False),
        )
        for span in spans
        for verdict in _verdicts(outline, span, copied)
    ]
    item = outline.text[issue.item.start : issue.item.end]
    named = [v for v in verdicts if _speaks_of(v.governed, item, issue.number)]
    if named:
        return next((v.decision for v in named if v.decision), None)
    negative = [v for v in verdicts if v.decision is not None]
    kinds = {v.decision for v in negative}
    if len(kinds) == 1 and (
        count == 1 or not any(v.decision is None for v in verdicts) or any(v.general for v in negative)
    ):
        return negative[0].decision
    general = {v.decision for v in negative if v.general}
    return next(iter(general)) if len(general) == 1 else None


def _verdicts(outline: Outline, span: Span, copied: bool) -> list[_Verdict]:
    """The decisions of the utilization review in a passage, each with the words that it governs."""
    out = []
    for sentence in sentences(outline.text, span):
        words = outline.words(sentence)
        if not (_ACTOR.search(words) or (copied and _COPIED.search(words.rstrip(" .\"'")))):
            continue
        hits = sorted(
            ((m.start(), m.end(), decision) for decision, p in _verbs() for m in p.finditer(words)),
            key=lambda h: (h[0], -h[1]),
        )
        hits = [h for i, h in enumerate(hits) if not any(o[0] <= h[0] and h[1] <= o[1] for o in hits[:i])]
        for i, (start, end, decision) in enumerate(hits):
            if words[end : end + 40].lower().startswith((" dated", "/modification", "/denial")):
                continue
            stop = hits[i + 1][0] if i + 1 < len(hits) else len(words)
            passive = re.search(
                r"\b(?:was|were|is|are|be|been|being)\s+(?:\w+ly\s+)?\Z|[:\-\u2013]\s*\(?\Z", words[max(0, start - 24) : start]
            )
            before = words[hits[i - 1][1] if i else 0 : start]
            governed = f"{before} {words[end:stop]}" if passive else words[end:stop]
            if passive and i + 1 < len(hits):
                governed = before + " " + words[end : end + max(0, words[end:stop].rfind(" and "))]
            own = governed if passive or i else f"{governed} {before if not governed.strip(' .') else ''}"
            out.append(
                _Verdict(decision, own, bool(_REST.search(governed)) or not re.search(r"[a-z]{3}", governed))
            )
    return out


def _speaks_of(words: str, item: str, number: int) -> bool:
    """Whether some words name an item: its treatment, its place in the list, or most of its words."""
    ordinal = re.search(r"\bfirst\s+(one|two|three|four|five|six|\d)\b", words, re.IGNORECASE)
    if ordinal:
        first = ordinal[1].lower()
        if number <= (int(first) if first.isdigit() else _ORDINALS[first]):
            return True
    places = ("first", "second", "third", "fourth", "fifth", "sixth")
    one = re.search(rf"\b({'|'.join(places)})\s+(?:item|request|one|service|treatment)\b", words, re.IGNORECASE)
    if one and places.index(one[1].lower()) + 1 == number:
        return True
    mine = {c for m in matcher("treatment").find(item) for c in m.concepts}
    theirs = {c for m in matcher("treatment").find(words) for c in m.concepts}
    if mine & theirs:
        return True
    content, others = _content(item), _content(words)
    return len(content & others) >= max(1, 0.6 * len(content))


_STOP = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "with",
        "without",
        "to",
        "a",
        "an",
        "in",
        "on",
        "per",
        "from",
        "request",
        "requests",
        "between",
        "is",
        "was",
        "by",
        "at",
        "or",
        "as",
        "times",
        "week",
        "weeks",
        "month",
        "months",
        "day",
        "days",
        "visits",
        "sessions",
        "left",
        "right",
        "bilateral",
    ]
)


def _content(words: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]{2,}", words.lower()) if w not in _STOP)


@cache
def _certified() -> tuple[re.Pattern[str], ...]:
    raw = (
        r"\bmodif(?:y|ied|ying|ication)\s+(?:\w+\s+){0,4}?(?:to|for|of)\s+(?P<part>[^.;]{3,160})",
        r"\b(?:partial\s+certification|certif(?:y|ied)|approv(?:e|ed)|authoriz(?:e|ed)|allow(?:ed)?|recommend(?:ed)?)\s+(?:for|of|is)?\s*(?P<part>(?:only\s+|an?\s+|up\s+to\s+|the\s+)?(?:\w+\s+){0,2}\(?#?\d[^.;]{0,140})",
        r"(?:\A|[.;,]\s+(?:\w+,\s+)?)(?P<part>(?!the\s+request)[^.;,]{3,140}?)\s+(?:is|are|would\s+be|was|were)\s+(?:therefore\s+|thus\s+)?(?:medically\s+necessary|certified|approved|supported)\b",
        r"\bmedical\s+necessity\s+(?:is|has\s+been)\s+(?:established|supported)\s+for\s+(?P<part>[^.;]{3,140})",
    )
    return tuple(re.compile(p, re.IGNORECASE) for p in raw)


def certified_part(outline: Outline, issue: Issue, outcome: Outcome | None) -> Span | None:
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
                    return Span(sentence.start + m.start("part"), sentence.start + m.end("part"))
    return None

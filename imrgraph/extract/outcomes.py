"""What became of a disputed item, and what the utilization review had done with it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.sentences import sentences
from imrgraph.records import Outcome, SectionKind, Span, UrDecision

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
        return Outcome.UPHELD if re.search(r"not(?:medically)?(?:medically|necessary)", flat) else Outcome.OVERTURNED
    return None


@cache
def _verbs() -> tuple[tuple[UrDecision, re.Pattern[str]], ...]:
    raw = (
        (UrDecision.MODIFIED, r"\bmodif(?:ied|ying|ication)\b|\bpartial(?:ly)?[\s-]+(?:certif|approv|authoriz|den|non)\w+|\bconditional(?:ly)?[\s-]+(?:certif|approv|non)\w+|\bcertified\s+(?:only|in\s+part)\b|\bcertified\s+\w+\s+(?:of|out\s+of)\b"),
        (UrDecision.DELAYED, r"\b(?:delayed|deferred|delaying|deferring)\b"),
        (UrDecision.DENIED, r"\b(?:den(?:ied|ying|ial)|non[\s-]*certif\w+|noncertif\w+|not\s+certif\w+|did\s+not\s+(?:certify|approve|authorize)|fail(?:ed|ing)\s+to\s+(?:approve|certify|authorize)|not\s+(?:approved|authorized)|declined\s+to\s+(?:certify|approve|authorize))\b"),
    )  # fmt: skip
    return tuple((decision, re.compile(p, re.IGNORECASE)) for decision, p in raw)


_ACTOR = re.compile(r"\b(?:utilization\s+review(?:er)?|UR|claims?\s+administrator|peer\s+reviewer|(?:utilization|UR)\s+(?:report|decision|determination))\b|\b[Tt]his\s+request\s+(?:is|was)\b")
_STOP = frozenset("the of for and with without to a an in on per from request requests between is was by at or as x times week weeks month months day days visits sessions".split())


def ur_decision(outline: Outline, issue: Issue, count: int) -> UrDecision | None:
    """What the utilization review did with an item, where the summary or its rationale says.

    Args:
        count: how many items the letter decides; with one, a decision on "the request" is this item's.
    """
    item = _content(outline.text[issue.item.start : issue.item.end])
    found: list[tuple[float, int, UrDecision]] = []
    places = [(s, False) for s in outline.bodies(SectionKind.SUMMARY)] + [(s, True) for s in issue.rationale]
    for span, own in places:
        for sentence in sentences(outline.text, span):
            words = outline.text[sentence.start : sentence.end]
            if _ACTOR.search(words):
                found += _verdicts(words, sentence, item, count, own)
    if not found:
        return None
    return max(found, key=lambda f: (f[0], -f[1]))[2]


def _verdicts(words: str, sentence: Span, item: frozenset[str], count: int, own: bool) -> list[tuple[float, int, UrDecision]]:
    """Decisions in a sentence with how well the words that each governs fit the item."""
    hits = sorted((m.start(), m.end(), decision) for decision, p in _verbs() for m in p.finditer(words))
    certified = [m.start() for m in re.finditer(r"(?<!non-)(?<!non)(?<!not )\b(?:certif(?:ied|ying)|approv(?:ed|ing)|authoriz(?:ed|ing))\b", words, re.IGNORECASE)]
    out = []
    for i, (start, end, decision) in enumerate(hits):
        stop = min([h[0] for h in hits[i + 1 :]] + [c for c in certified if c > end] + [len(words)])
        governed = _content(words[end:stop])
        before = _content(words[:start]) if i == 0 else frozenset()
        fit = max(_overlap(item, governed), _overlap(item, before) * 0.9)
        general = bool(re.search(r"\b(?:the|these|this|all|above|requested)\s+(?:\w+\s+){0,2}(?:requests?|items?|treatments?|services?)\b|\bdenied\W*\Z|\bnon-?certified\W*\Z", words[end - 14 : stop] if end > 14 else words[:stop], re.IGNORECASE))
        if fit >= 0.5 or count == 1:
            out.append((max(fit, 0.5), sentence.start + start, decision))
        elif general or (own and fit >= 0.34):
            out.append((0.3, sentence.start + start, decision))
    return out


def _content(words: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]{2,}|\d+", words.lower()) if w not in _STOP)


def _overlap(item: frozenset[str], words: frozenset[str]) -> float:
    letters = {w for w in item if w.isalpha()} or item
    return len(letters & words) / max(1, len(letters))


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
                if m and not re.search(r"\b(?:not|non)\b", words[max(0, m.start() - 30) : m.end()], re.IGNORECASE):
                    return Span(sentence.start + m.start("part"), sentence.start + m.end("part"))
    return None

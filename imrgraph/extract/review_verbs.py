"""The words in which a utilization review decides: denied, modified, delayed, or certified."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from imrgraph.records import UrDecision


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of deciding; `decision` is None for a certification, which alone is no dispute."""

    start: int
    end: int
    decision: UrDecision | None


_BASE = r"certify|approve|authorize|allow|grant|permit"
_PAST = r"certif(?:ied|ying|ies)|approv(?:ed|ing|es)|authoriz(?:ed|ing|es)|allow(?:ed|ing)|grant(?:ed|ing)|permitted|gave|given"
_GIVEN = rf"(?:(?:did|to|would|could)\s+(?:{_BASE})|{_PAST}|certification\s+(?:was|is)\s+recommended|recommend(?:s|ed)\s+certification)"
_COUNT = r"(?:#?\(?\d+\)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_OF_HOW_MANY = rf"{_COUNT}\s+(?:\w+\s+)?(?:of|out\s+of)\s+(?:the\s+)?(?:requested\s+)?(?:{_COUNT}\b)?"
# "approved 2 of the 8 (naproxen and a visit)": two of the requests, and no part of one
_NOT_REQUESTS = r"(?!\s*\(\s*[A-Za-z]|\s+(?:requests?|requested|items?|services?|treatments?|medications?)\b)"
_NO = r"(?:not|never|n't|unwilling\s+to|unable\s+to|refus(?:ed|al)\s+to|declin(?:ed|es|ing)\s+to|fail(?:ed|ing|ure)\s+to|no\s+reason\s+to|cannot)"


# what else is denied: the claim, a body part, benefits; by the worker, a symptom
_OF_SOMETHING_ELSE = re.compile(
    r"\s+(?:(?:the|this|his|her|any|all)\s+)?(?:claims?|body\s+parts?|liability|compensability|apportionment|social\s+security|disability|benefits|entry|causation)\b",
    re.IGNORECASE,
)


@cache
def _patterns() -> tuple[tuple[UrDecision | None, re.Pattern[str]], ...]:
    modified = (
        r"\bmodif(?:ied|y|ying|ication|ications)\b(?!\s+(?:dut|work|activit|job|brostr|mcbride|radical|barium|release|rankin))"
        r"|\bpartial(?:ly)?[\s-]+(?:certif|approv|authoriz|den|non|grant|allow)\w+|\bconditional(?:ly)?[\s-]+(?:certif|approv)\w+"
        rf"|\b{_GIVEN}\s+(?:\w+\s+)?(?:only|in\s+part|with\s+modif\w+|a\s+lesser|at\s+a\s+lesser)\b"
        rf"|\b{_GIVEN}\s+(?:for\s+|x\s?)?(?:\w+\s+)?{_OF_HOW_MANY}{_NOT_REQUESTS}|\blet\s+{_OF_HOW_MANY}"
        r"|\b(?:reduced|cut|pared|trimmed|lowered|limited)\s+(?:it\s+|this\s+|them\s+|the\s+\w+\s+)?(?:back\s+|down\s+)?(?:to|from)\b|\breduction\s+(?:to|from|of\s+the\s+request)\b"
    )
    denied = (
        r"\b(?:conditionally\s+)?non[\s-]*cert\w*|\b(?:den(?:ied|y|ying|ial|ials)|noncertif\w+"
        rf"|{_NO}\s+(?:be\s+|been\s+|yet\s+)?(?:{_BASE}|recommend(?!ed\s+(?:by|for|as|in)\b)|certified|approved|authorized|granted|allowed|given)"
        r"|not\s+(?:recommend(?:ed)?\s+(?:for\s+)?certification|find\s+(?:\w+\s+)?medical\s+necessity)|declined\s+(?:authorization|certification)"
        r"|adverse(?:ly)?\s+determin\w+|disallow\w+|reject\w*|refused|turned\s+down|objected\s+to|disapprov\w+|did\s+not\s+see\s+(?:the|a|any)\s+need"
        r"|un-?authorized|found\s+not\s+to\s+(?:meet|be)|not\s+(?:found\s+|deemed\s+|considered\s+|felt\s+)?(?:to\s+be\s+)?medically\s+(?:necessary|indicated)"
        r"|but\s+not|except(?:ing)?(?:\s+for)?|with\s+the\s+exception\s+of|fail(?:ed|s)\s+to\s+(?:gain|obtain|win)\s+(?:approval|certification|authorization))\b|\b(?:was|were)\s+not\b(?=\s*(?:[,.;]|since|because|as\s))"
    )
    delayed = (
        r"\b(?:delayed?|deferred|delaying|deferring|deferral|defer|withheld\s+(?:\w+\s+){0,2}(?:pending|until)|(?:withhold|withheld|hold)\s+(?:a\s+)?decision|put\s+off"
        r"|held\s+(?:in\s+abeyance|pending)|pended|(?:left|kept)\s+(?:\w+\s+){0,2}(?:pending|open)|postponed?|(?:is|was)\s+waiting\s+for"
        r"|awaiting\s+(?:further|additional|the\s+requested)\s+(?:information|review|records)|sent\s+back|(?:unable\s+to|could\s+not|not)\s+(?:render|make|reach)\s+(?:a\s+)?(?:decision|determination)"
        r"|neither\s+certified\s+nor\s+(?:denied|modified)|(?:no\s+(?:decision|determination)|not\s+(?:yet\s+)?(?:rule|decide|ruled|decided))\b)"
    )
    raw = (
        (UrDecision.MODIFIED, modified),
        (UrDecision.DELAYED, delayed),
        (UrDecision.DENIED, denied),
        (
            None,
            rf"\b(?:{_GIVEN}|could\s+be\s+(?:allowed|certified|approved)|^(?:approve|certify|authorize))\b",
        ),
    )
    return tuple((decision, re.compile(p, re.IGNORECASE)) for decision, p in raw)


def find_verbs(words: str) -> list[Verb]:
    """The verbs of deciding in a sentence, in its order; of two that overlap the one that begins first."""
    hits = sorted(
        (Verb(m.start(), m.end(), decision) for decision, p in _patterns() for m in p.finditer(words)),
        key=lambda v: (v.start, -v.end),
    )
    kept: list[Verb] = []
    for verb in hits:
        form = words[verb.end : verb.end + 14].lower()
        if (kept and verb.start < kept[-1].end) or form.startswith(
            (" dated", "/modif", "/denial", " letter")
        ):
            continue
        if _OF_SOMETHING_ELSE.match(words, verb.end):
            continue
        if words[max(0, verb.start - 6) : verb.start].lower().endswith(("board ", "board-")):
            continue
        kept.append(verb)
    return kept

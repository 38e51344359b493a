"""The labels that set out one disputed item: whose guideline, which outcome, where the rationale begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from imrgraph.segment.headings import spaced

_DECIDED = r"(?:up\s?h[eo]ld|over\s?turn(?:ed)?)"
OUTCOME_WORDS = (
    rf"(?:(?:(?:partial(?:ly)?|in\s+part)[\s,/-]*)?(?:{_DECIDED}|modified|modification|certified\s+in\s+part|partial(?:ly)?\s+(?:certified|approved))"
    rf"(?:(?:\s*(?:,|-|/|and|/\s*and))?\s*(?:in\s+part|partially|partial|modified|{_DECIDED})){{0,6}}"
    r"|(?:partially\s+|not\s*)?medically\s*necessary(?:\s+and\s+appropriate)?)"
)
NECESSARY = (
    r"(?P<verb>\b(?:is|are|was|were)\s*)(?P<negation>\(?not\)?\s*)?(?P<partly>(?:partially|in\s+part)\s*)?"
    r"medically\s*necessary(?:\s*(?:and|&)\s*appropriate)?"
)


class Mark(Enum):
    OUTCOME = "outcome"  # the words of an outcome that close an item's line
    ADMINISTRATOR = "administrator"
    REVIEWER = "reviewer"
    STATEMENT = "statement"  # a heading over both parties' sentences
    RATIONALE = "rationale"
    ITEM = "item"  # "Regarding the request for"


@dataclass(frozen=True, slots=True, order=True)
class Marker:
    """A label at `start:end` of the cleaned text; what it introduces begins at `end`."""

    start: int
    end: int
    mark: Mark


@cache
def _patterns() -> tuple[tuple[Mark, re.Pattern[str]], ...]:
    label = r"\s{0,3}(?:\(s\)\s{0,2})?(?:[:;]|(?=\s{1,3}(?:Decision\s+based|The\s+(?:Claims|Expert|Physician))\b))"
    either = "(?:expert|physician|professional|medical|imr)"
    raw = (
        (Mark.ADMINISTRATOR, r"(?:^|(?<=[.:]\s))[ \t]*" + spaced("(?:the )?(?:claims? administrator|ur|utilization review)(?:'?s)?(?: decision)? guide ?lines?(?: used)?") + label),
        (Mark.REVIEWER, r"(?:^|(?<=[.:]\s))[ \t]*" + spaced(f"(?:the )?(?:maximus|(?:{either} )?reviewer)(?:'?s)?(?: decision)? guide ?lines?(?: used)?") + label),
        (Mark.RATIONALE, r"(?:^|(?<=[.:]\s))[ \t]*" + spaced(f"(?:(?:the )?(?:{either} )?reviewer(?:'?s) )?decision rationales?") + r"\s{0,3}(?:[:;]|$)"),
        (Mark.RATIONALE, r"^[ \t]*" + spaced("rationales? for (?:the |his/her |its )?decision") + r"[ \t]*(?::|$)"),
        (Mark.RATIONALE, r"^[ \t]*" + spaced("rationale for why the requested (?:treatments?|services?)(?:/services?)?(?:\\(s\\))? (?:is|was|are|were)(?:/(?:was|were))?(?: \\(?not\\)?)? medically necessary(?: and appropriate)?") + r"[ \t]*:?"),
        (Mark.RATIONALE, r"^[ \t]*rationale[ \t]*:"),
        (Mark.STATEMENT, r"^[ \t]*" + spaced("section(?:\\(s\\)|s)? of the medical treatment utilization schedule(?: \\(mtus\\))? relied upon by the (?:expert|physician) reviewer(?: to make (?:his/her|their|the|his|her) decision)?") + r"[ \t]*:?"),
        (Mark.STATEMENT, r"^[ \t]*" + spaced("medical treatment guidelines?(?:\\(s\\))? relied upon by (?:the )?professional reviewer(?: and why)?") + r"[ \t]*:?"),
        (Mark.ITEM, r"^[ \t]*(?:#?\s?\d{1,2}\s?[.):]\s*)?" + spaced("regarding the (?:retrospective |prospective )?requests? (?:for|of)") + r"\b(?:\s+(?:an?|the)\b)?"),
    )  # fmt: skip
    return tuple((mark, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for mark, pattern in raw)


@cache
def _sentence_subjects() -> tuple[tuple[Mark, re.Pattern[str]], ...]:
    """Sentences that open a party's statement where the layout has no labels (2013)."""
    verb = r"(?:based|did|does|cited|relied|used|found|utilized|referenced|has|agreed|stated|concurred|went|turned|consulted|considered)\b"
    raw = (
        (Mark.ADMINISTRATOR, spaced("(?:the )?(?:claims? administrator|utilization review(?:er| physician)?)(?:'s? (?:utilization )?(?:reviewer|review|physician(?: advisor)?))?") + r"\s*" + verb),
        (Mark.REVIEWER, spaced("(?:the )?(?:(?:expert|physician|professional|imr|medical|maximus(?: federal services)?,?(?: inc.)?(?: (?:expert|physician))?) )?reviewer(?: therefore| then| also)?") + r"\s*" + verb),
    )  # fmt: skip
    return tuple((mark, re.compile(pattern, re.IGNORECASE)) for mark, pattern in raw)


@cache
def _outcome_line() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<=[:\-])|(?<=[:\-]\s)|(?<=[:\-]\s\s)|(?<=\n))[ \t]*\n?[ \t]*\n?[ \t]*\b({OUTCOME_WORDS})[ \t]*\.?[ \t]*$",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _outcome_before_label() -> re.Pattern[str]:
    """An outcome without a colon before it, told by the label that follows."""
    return re.compile(
        rf"\b({OUTCOME_WORDS})\W{{0,4}}(?=\s+{spaced('(?:the )?(?:claims? administrator|maximus)')}\s*(?:'?s\s*)?guide\s?line)",
        re.IGNORECASE,
    )


@cache
def _necessary_line() -> re.Pattern[str]:
    return re.compile(NECESSARY + r"[ \t]*\.?[ \t]*$", re.IGNORECASE | re.MULTILINE)


def labels(text: str, start: int, end: int) -> list[Marker]:
    """The labels between two positions, in text order."""
    found = [
        Marker(m.start() + (len(m[0]) - len(m[0].lstrip())), m.end(), mark)
        for mark, pattern in _patterns()
        for m in pattern.finditer(text, start, end)
    ]
    return sorted(found)


def outcome_lines(text: str, start: int, end: int) -> list[Marker]:
    """Outcomes that close a line, as the 2014 and later layout prints them after an item."""
    found: list[Marker] = []
    matches = [
        *_outcome_line().finditer(text, start, end),
        *_outcome_before_label().finditer(text, start, end),
    ]
    for m in sorted(matches, key=lambda m: m.start(1)):
        if found and m.start(1) < found[-1].end:
            continue
        if "necessary" in m[1].lower() and text[max(start, m.start(1) - 8) : m.start(1)].rstrip()[-1:] != ":":
            continue  # the end of a sentence that a line end cuts
        before = text[max(start, m.start(1) - 60) : m.start(1)].rstrip(" \t\n:-").lower()
        if re.search(r"\b(?:decision|determination|denial|outcome|is|are|be|been|was|were)\Z", before):
            continue
        found.append(Marker(m.start(1), m.end(1), Mark.OUTCOME))
    return found


def necessity_lines(text: str, start: int, end: int) -> list[Marker]:
    """ "... is (not) medically necessary and appropriate." at a line's end, the outcome of the 2013 layouts."""
    return [
        Marker(m.start("verb"), m.end(), Mark.OUTCOME) for m in _necessary_line().finditer(text, start, end)
    ]


def party_sentences(text: str, start: int, end: int) -> list[Marker]:
    """Sentences between two positions whose subject is one of the parties; `end` is the sentence's start."""
    found = []
    for mark, pattern in _sentence_subjects():
        for m in pattern.finditer(text, start, end):
            before = text[max(start, m.start() - 3) : m.start()].rstrip(" \t")
            if m.start() == start or not before or before[-1] in '.\n:;)"':
                found.append(Marker(m.start(), m.start(), mark))
    return sorted(found)

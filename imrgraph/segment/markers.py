"""The labels that set out one disputed item: whose guideline, which outcome, where the rationale begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.segment.headings import spaced
from imrgraph.segment.opened import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DECIDED = r"(?:up\s?-?\s?h[eo]ld|over\s?-?\s?turn(?:ed)?)"
OUTCOME_WORDS = (
    rf"(?:(?:(?:partial(?:ly)?|in\s+part)[\s,/-]*)?(?:{_DECIDED}|modified|modification|certified\s+in\s+part|partial(?:ly)?\s+(?:certified|approved))"
    rf"(?:(?:\s*(?:,|-|/|and|/\s*and))?\s*(?:in\s+part|partially|partial|modified|{_DECIDED})){{0,6}}"
    r"|(?:partially\s+|not\s*)?medically\s*necessary(?:\s+and\s+appropriate)?)"
)
NECESSARY = (
    r"(?P<verb>\b(?:is|are|was|were)\s*)(?P<negation>\(?not\)?\s*)?(?P<partly>(?:partially|in\s+part)\s*)?"
    r"medically\s*necessary(?:\s*(?:and|&)\s*appropriate)?"
)


class Mark(StrEnum):
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


_VERB = r"(?:based|bases|did|does|cited|cites|relied|relies|used|uses|found|finds|utilized|referenced|references|has|agreed|agrees|stated|concurred|concurs|went|turned|consulted|considered|applied|followed|noted\s+no|provided\s+no|offered\s+no|gave\s+no|listed|quoted|disagreed|disagrees)\b"
_PAYER = spaced(
    "(?:the )?(?:claims? (?:administrator|examiner)|utilization review(?:er| physician)?)(?:'s? (?:utilization )?(?:reviewer|review|physician(?: advisor)?))?"
)
_JUDGE = spaced(
    "(?:the )?(?:(?:expert|physician|professional|imr|medical|maximus(?: federal services)?,?(?: inc.)?(?: (?:expert|physician))?) )?reviewer(?: therefore| then| also| likewise)?"
)


@cache
def _sentence_subjects() -> tuple[tuple[Mark, re.Pattern[str]], ...]:
    """Sentences that open a party's statement where the layout has no labels (2013)."""
    raw = (
        (Mark.ADMINISTRATOR, rf"{_PAYER}\s*(?:(?:also|both)\s+)?{_VERB}"),
        (Mark.REVIEWER, rf"{_JUDGE}\s*{_VERB}"),
    )
    return tuple((mark, re.compile(pattern, re.IGNORECASE)) for mark, pattern in raw)


@cache
def _both() -> re.Pattern[str]:
    """A sentence whose subject is both parties."""
    return re.compile(
        rf"both\s+(?:{_PAYER}\s+and\s+{_JUDGE}|{_JUDGE}\s+and\s+{_PAYER})\s*{_VERB}", re.IGNORECASE
    )


@cache
def _leads_on() -> re.Pattern[str]:
    """What a sentence can say before its subject is named, or between the two parties' clauses."""
    return re.compile(
        r"(?:^|(?<=[.:;)\"]))\s*(?:per|as|since|because|in|under|given|after|while|although|though|based\s+on)\b[^.;]{3,200},\s*\Z"
        r"|(?:,|;|,?\s+(?:and|while|whereas|but|though|although))\s*\Z",
        re.IGNORECASE,
    )


@cache
def _silence() -> re.Pattern[str]:
    """A sentence between the parties' that says why the reviewer looks beyond the MTUS."""
    return re.compile(
        r"(?:as|since|because|while)?\s*(?:the\s+)?(?:(?:ca(?:lifornia)?\s+)?(?:mtus|medical\s+treatment\s+utilization\s+schedule)|no\s+(?:sections?|part|portion)\s+of\s+the\s+mtus)\b"
        r"[^.;]{0,160}\b(?:silent|not|no\s+\w+|applicable)\b|(?:per|under|in\s+accordance\s+with)\s+the\s+(?:strength\s+of\s+evidence|medical\s+evidence\s+search)",
        re.IGNORECASE,
    )


@cache
def _outcome_line() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<=[:\-|=>(\[])|(?<=[:\-|=>]\s)|(?<=[:\-]\s\s)|(?<=\.\.)|(?<=\.\.\s)|(?<=\n))[ \t]*\n?[ \t]*\n?[ \t]*\b({OUTCOME_WORDS}(?:(?<=modified)[ \t]+(?:to|for|as)[ \t][^\n]{{1,60}}?)?)[ \t]*[.)\]]{{0,2}}[ \t]*$",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _before_outcome() -> re.Pattern[str]:
    """What stands before the words of `_outcome_line`, in an `opened` text."""
    return re.compile(
        r"[:\-|=>(\[.\n](?=\s{0,2}[ \t]*\n?[ \t]*\n?[ \t]*(?:up|over|part|in\s|modif|certif|medically|not))"
    )


@cache
def outcome_before_label() -> re.Pattern[str]:
    """An outcome without a colon before it, told by the label that follows."""
    return re.compile(
        rf"\b({OUTCOME_WORDS})\W{{0,4}}(?=\s+{spaced('(?:the )?(?:claims? administrator|ca|ur|maximus)')}\s*(?:'?s\s*)?guide\s?line)",
        re.IGNORECASE,
    )


@cache
def _between_outcome_and_guide() -> re.Pattern[str]:
    """From the end of an outcome to "guideline" in the label behind it, in lower case."""
    return re.compile(
        r"(?:h[eo]ld|turn|turned|modified|modification|part|partial|partially|certified|approved|necessary|appropriate)\W{0,4}\s+(?:the\s*)?"
        r"(?:claims?\s*administrator|ca|ur|maximus)\s*(?:'?s\s*)?\Z"
    )


@cache
def _necessary_line() -> re.Pattern[str]:
    return re.compile(NECESSARY + r"[ \t]*\.?[ \t]*$", re.IGNORECASE | re.MULTILINE)


@cache
def _before_medically() -> re.Pattern[str]:
    """The verb of `NECESSARY` and what stands behind it, in lower case."""
    return re.compile(r"(?:is|are|was|were)\s*(?:\(?not\)?\s*)?(?:(?:partially|in\s+part)\s*)?\Z")


@cache
def _outcome_with_label() -> re.Pattern[str]:
    """A line, or the end of one, that says "Decision: Upheld" or "(denial overturned)"."""
    return re.compile(
        r"(?:^|[:\-(\[|])[ \t]*(?P<words>(?:(?:imr|final|ur)[ \t]+)?(?:decision|determination|outcome|result|denial)[ \t]*"
        rf"(?:[:\-]|is\b|was\b)?[ \t]*{OUTCOME_WORDS})[ \t]*[.)\]]{{0,2}}[ \t]*$",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _before_outcome_label() -> re.Pattern[str]:
    """What stands before the words of `_outcome_with_label`, in an `opened` text."""
    return re.compile(r"[\n:\-(\[|](?=[ \t]*(?:imr|final|ur|decision|determination|outcome|result|denial)\b)")


_MEDICALLY = re.compile(r"medically\s*necessary")
_GUIDE = re.compile(r"guide\s?line")
_NEAR = 80  # characters in which the words before another word are looked for
_LONGEST_OUTCOME = 200  # characters


def _found_at(
    pattern: re.Pattern[str], text: str, places: Iterable[int], start: int, end: int
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text, start, end)` finds, given all places, ascending, where it may match.

    The places are cheap to find in a text in lower case, by one character and the words behind it; the patterns are not.
    """
    at = start
    for place in places:
        if place >= at and (m := pattern.match(text, place, end)):
            yield m
            at = m.end()


def _outcome_places(text: str, start: int, end: int) -> Iterator[int]:
    for m in _before_outcome().finditer(opened(text), max(0, start - 2), end + 1):
        yield from (m.start(), m.start() + 1, m.start() + 2)


def _outcome_label_places(text: str, start: int, end: int) -> Iterator[int]:
    for m in _before_outcome_label().finditer(opened(text), start, end + 1):
        yield m.start() if m[0] == "\n" else m.start() - 1


def _necessary_places(text: str, start: int, end: int) -> Iterator[int]:
    lower = opened(text)
    for m in _MEDICALLY.finditer(lower, start + 1, end + 1):
        near = max(start + 1, m.start() - _NEAR)
        verb = _before_medically().search(lower[near : m.start()])
        if verb:
            yield near - 1 + verb.start()


def _outcomes_before_labels(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    lower = opened(text)
    at = start
    for guide in _GUIDE.finditer(lower, start + 1, end + 1):
        if not _between_outcome_and_guide().search(
            lower[max(start + 1, guide.start() - _NEAR) : guide.start()]
        ):
            continue
        m = outcome_before_label().search(text, max(at, guide.start() - _LONGEST_OUTCOME), guide.end() - 1)
        if m:
            yield m
            at = m.end()


_NO_WORDS = re.compile(r"[ \t\n.:*)\]]*")


def stands_before(text: str, end: int, starts: list[int]) -> bool:
    """Whether only marks stand between a position and the first of some ascending positions after it."""
    following = bisect_left(starts, end)
    return following < len(starts) and bool(_NO_WORDS.fullmatch(text, end, starts[following]))


def outcome_lines(text: str, start: int, end: int, guidelines: list[int]) -> list[Marker]:
    """Outcomes that close a line, as the 2014 and later layout prints them after an item.

    Args:
        guidelines: where the parties' statements begin, ascending; "Decision: Upheld" counts only right before one.
    """
    found: list[Marker] = []
    own = [
        Marker(*m.span("words"), Mark.OUTCOME)
        for m in _found_at(_outcome_with_label(), text, _outcome_label_places(text, start, end), start, end)
        if stands_before(text, m.end(), guidelines)
    ]
    matches = [
        *_found_at(_outcome_line(), text, _outcome_places(text, start, end), start, end),
        *_outcomes_before_labels(text, start, end),
    ]
    for m in sorted(matches, key=lambda m: m.start(1)):
        if found and m.start(1) < found[-1].end:
            continue
        if "necessary" in m[1].lower() and text[max(start, m.start(1) - 8) : m.start(1)].rstrip()[-1:] != ":":
            continue  # the end of a sentence that a line end cuts
        before = text[max(start, m.start(1) - 60) : m.start(1)].rstrip(" \t\n:-").lower()
        if re.search(r"\b(?:decision|determination|denial|outcome|result|is|are|be|been|was|were)\Z", before):
            continue
        found.append(Marker(m.start(1), m.end(1), Mark.OUTCOME))
    return sorted([*found, *own])


def necessity_lines(text: str, start: int, end: int) -> list[Marker]:
    """ "... is (not) medically necessary and appropriate." at a line's end, the outcome of the 2013 layouts."""
    found = _found_at(_necessary_line(), text, _necessary_places(text, start, end), start, end)
    return [Marker(m.start("verb"), m.end(), Mark.OUTCOME) for m in found]


def party_sentences(text: str, start: int, end: int) -> list[Marker]:
    """Sentences between two positions whose subject is one of the parties; `end` is the sentence's start.

    Where one sentence has a clause of each, the second begins at its clause; a sentence about both is both's.
    """
    found: list[Marker] = []
    for m in _both().finditer(text, start, end):
        found += [Marker(m.start(), m.start(), mark) for mark in (Mark.ADMINISTRATOR, Mark.REVIEWER)]
    shared = [m.start for m in found]
    for mark, pattern in _sentence_subjects():
        for m in pattern.finditer(text, start, end):
            both = bisect_left(shared, m.start())
            if both and m.start() < shared[both - 1] + 120:
                continue
            before = text[max(start, m.start() - 3) : m.start()].rstrip(" \t")
            if m.start() == start or not before or before[-1] in '.\n:;)"':
                found.append(Marker(m.start(), m.start(), mark))
            elif (at := _clause(text, start, m.start())) is not None:
                found.append(Marker(at, at, mark))
    return _with_silence(text, start, sorted(found))


def _clause(text: str, start: int, subject: int) -> int | None:
    """Where the clause begins whose subject stands in mid-sentence; None where it is no clause of its own."""
    zone = max(start, subject - 260)
    lead = _leads_on().search(text, zone, subject)
    if lead is None:
        return None
    begins = lead.start()
    while begins < subject and text[begins] in " \t\n,;":
        begins += 1
    return begins


def _with_silence(text: str, start: int, found: list[Marker]) -> list[Marker]:
    """The sentences with what says before the reviewer's own that the MTUS is silent."""
    out: list[Marker] = []
    for i, m in enumerate(found):
        at = m.start
        floor = found[i - 1].start if i else start
        if m.mark is Mark.REVIEWER and i and found[i - 1].mark is Mark.ADMINISTRATOR:
            for stop in re.finditer(r"(?<=\w\w[.;\")])\s+(?=[A-Z])", text[floor:at]):
                if _silence().match(text, floor + stop.end(), at):
                    at = floor + stop.end()
                    break
        out.append(Marker(at, at, m.mark))
    return out

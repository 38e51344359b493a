"""What the utilization review had done with each item: denied, modified or delayed it.

Letters tell it actively ("UR denied the MRI and certified 6 of 12 visits"), passively ("the MRI was denied by
UR") or as notes ("UR 8/24/2016: testing denied; visits certified x 1, denied x 5"). Each verb governs the
words behind or before it; an item takes the verb whose words name it best.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.sentences import sentences
from imrgraph.extract.why import Told, folded
from imrgraph.records import LetterFormat, SectionKind, UrDecision
from imrgraph.vocab import load_vocabulary, matcher

if TYPE_CHECKING:
    from imrgraph.records import Issue, Span
    from imrgraph.segment import Outline


@dataclass(frozen=True, slots=True)
class _Verb:
    start: int
    end: int
    decision: UrDecision | None  # None for a certification, which alone is no dispute


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A verb's decision with the words that it governs, both at `[start, end)` of the sentence on one line."""

    decision: UrDecision | None
    governed: str
    start: int
    end: int
    sentence: Span

    @property
    def general(self) -> bool:
        """Whether it speaks of the requests as a whole, or of those not named otherwise."""
        return bool(_REST.search(self.governed)) or not re.search(r"[a-z]{3}", self.governed)


_GIVEN = r"certif(?:ied|ying|ies)|approv(?:ed|ing|es)|authoriz(?:ed|ing|es)|allow(?:ed|ing|s)|grant(?:ed|ing|s)|gave"
_COUNT = r"(?:\(?\d+\)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_OF_HOW_MANY = rf"{_COUNT}\s+(?:of|out\s+of)\s+(?:the\s+)?(?:{_COUNT}\b)?"
# "approved 2 of the 8 (naproxen and a visit)": two of the requests, and no part of one
_NOT_REQUESTS = r"(?!\s*\(\s*[A-Za-z]|\s+(?:requests?|requested|items?|services?|treatments?|medications?)\b)"


@cache
def _verbs() -> tuple[tuple[UrDecision | None, re.Pattern[str]], ...]:
    modified = (
        r"\bmodif(?:ied|y|ying|ication|ications)\b(?!\s+(?:dut|work|activit|job|brostr|mcbride|radical|barium|release|rankin))"
        r"|\bpartial(?:ly)?[\s-]+(?:certif|approv|authoriz|den|non|grant|allow)\w+|\bconditional(?:ly)?[\s-]+(?:certif|approv)\w+"
        rf"|\b(?:{_GIVEN})\s+(?:\w+\s+)?(?:only|in\s+part|with\s+modif\w+)\b"
        rf"|\b(?:{_GIVEN})\s+(?:\w+\s+)?{_OF_HOW_MANY}{_NOT_REQUESTS}"
        rf"|\blet\s+{_OF_HOW_MANY}"
        r"|\b(?:reduced|cut|pared|trimmed)\s+(?:it\s+|this\s+|them\s+|the\s+\w+\s+)?(?:back\s+|down\s+)?(?:to|from)\b"
    )
    denied = (
        r"\b(?:conditionally\s+)?non[\s-]*certif\w+|\b(?:den(?:ied|y|ying|ial|ials)|noncertif\w+|not\s+(?:been\s+)?certif\w+"
        r"|(?:did\s+)?not\s+(?:been\s+)?(?:approve|authorize|grant|allow|recommend\s+certification|find\s+(?:\w+\s+)?medical\s+necessity)(?:ed|d)?"
        r"|fail(?:ed|ing)\s+to\s+(?:approve|certify|authorize|grant)|declined\s+(?:to\s+(?:certify|approve|authorize|grant)|authorization|certification)"
        r"|adverse(?:ly)?\s+determin\w+|disallow\w+|reject\w+|refused|turned\s+down|objected\s+to|disapprov\w+|did\s+not\s+see\s+(?:the|a|any)\s+need"
        r"|un-?authorized|found\s+not\s+to\s+(?:meet|be)|not\s+(?:found\s+|deemed\s+|considered\s+|felt\s+)?(?:to\s+be\s+)?medically\s+(?:necessary|indicated))\b"
    )
    delayed = (
        r"\b(?:delayed|deferred|delaying|deferring|deferral|withheld\s+(?:\w+\s+){0,2}(?:pending|until)|put\s+off|held\s+(?:in\s+abeyance|pending)|pended"
        r"|(?:left|kept)\s+(?:\w+\s+){0,2}(?:pending|open)|postponed|is\s+waiting\s+for|was\s+waiting\s+for|awaiting\s+(?:further|additional|the\s+requested)\s+information|no\s+decision\s+(?:was\s+)?(?:made|rendered|reached))\b"
    )
    raw = (
        (UrDecision.MODIFIED, modified),
        (UrDecision.DELAYED, delayed),
        (UrDecision.DENIED, denied),
        (None, rf"\b(?:{_GIVEN}|could\s+be\s+(?:allowed|certified|approved))\b"),
    )
    return tuple((decision, re.compile(p, re.IGNORECASE)) for decision, p in raw)


_ACTOR = re.compile(
    r"\bUR\b|(?i:\b(?:utilization\s+review(?:er)?|claims?\s+administrator|(?:peer|original|prior|previous|initial|first|physician)\s+review(?:er)?|carrier|insurer|adjuster"
    r"|(?:determination|decision|review|letter)\s+(?:letter\s+|notice\s+)?(?:dated|of|on)\s+\w*\s?\d)\b)"
)
_COPIED = re.compile(
    r"(?i:\bcertified|\b(?:is|are|was|were|be)\s+(?:\w+ly\s+)?(?:denied|modified|approved|authorized|not\s+approved))\b"
    r"|\b[Tt]h(?:is|e|ese)\s+requests?\s+(?:is|are|was|were)\b"
)
# words that only a utilization review uses, or a request that was decided, whoever decided it
_OF_REVIEW = re.compile(
    r"\b(?:non[\s-]*certif\w+|noncertif\w+|not\s+certified|adverse\s+determination)\b"
    r"|\brequests?\b[^.;]{0,200}?\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:denied|modified|not\s+approved|approved|delayed)\b"
    r"|\b(?:treatment|surgery|procedure|therapy|medications?|services?|it|these|this|they|all|both)\s+(?:was|were|has\s+been|have\s+been)\s+(?:\w+ly\s+)?denied\b"
    r"|\brecommend(?:s|ed|ing|ation)?\s+(?:\w+\s+){0,3}(?:denial|denying|non-?certif\w+|modification|not\s+(?:to\s+)?(?:certify|approve))\b"
    r"|\b(?:not|un)[\s-]*(?:authorized|approved)\b|\bdenial\s+(?:letter\s+|notice\s+)?(?:was|were|dated|issued)\b"
    r"|\bden(?:ied|ial|ying)\s+(?:of\s+)?(?:the\s+)?(?:requests?|authorization|certification)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\bthe\s+denial\s+of\b", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:the|these|this|those|all|both|remaining|requested)\s+(?!first\b|second\b|third\b|fourth\b|last\b)(?:\w+\s+){0,2}(?:requests?|items?|treatments?|services?|others?|rest|remainder)\b"
    r"|\b(?:these|others?|rest|it|both|everything|all)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|be|been|being)\s+(?:\w+ly\s+)?\Z|[:\-]\s*\(?\Z")
_DECIDED = re.compile(
    r"\b(?:was|were)\s+(?:\w+ly\s+)?(?:modified|denied|certified|approved|non-?certified)\b", re.IGNORECASE
)
_DENIAL_LETTER = re.compile(
    r"\bdenial\s+(?:letter\s+|notice\s+|report\s+)?(?:dated|of\s+\d|on\s+\d|was\s+issued)", re.IGNORECASE
)
_NAMED, _SAME = 0.5, 0.8  # how well words name an item: perhaps, and as the same treatment or a kind of it
_REACH = 600  # characters that a verb may govern
_REDUCED = re.compile(r"\b(?:instead\s+of|rather\s+than|in\s+lieu\s+of|reduced|only)\b", re.IGNORECASE)


def ur_decision(outline: Outline, issue: Issue, count: int) -> Told[UrDecision] | None:
    """What the utilization review did with an item, where the summary or its rationale says; with its clause.

    Args:
        count: how many items the letter decides; with one, a decision on "the request" is this item's.
    """
    copied = outline.letter_format is LetterFormat.NOTICE_2013
    verdicts = [
        v
        for s in outline.bodies(SectionKind.SUMMARY)
        for v in _verdicts(outline, s, copied=copied, own=False)
    ]
    verdicts += [v for s in issue.rationale for v in _verdicts(outline, s, copied=False, own=True)]
    chosen = _chosen(verdicts, outline.words(issue.item), issue.number, count)
    if chosen is None:
        return None
    decision, rule, verdict = chosen
    clause = folded(outline.text, verdict.sentence).span(verdict.start, verdict.end)
    return Told(decision, rule, clause)


def _chosen(
    verdicts: list[_Verdict], item: str, number: int, count: int
) -> tuple[UrDecision, str, _Verdict] | None:
    """The decision on an item, by which rule, and the verdict that tells it."""
    mine = _concepts(item)
    fits = [(_fit(v.governed[:_REACH], item, mine, number), v) for v in verdicts]
    best = max((fit for fit, _ in fits), default=0.0)
    if best >= _NAMED:
        named = [v for fit, v in fits if fit >= best - 0.05]
        against = [(v.decision, v) for v in named if v.decision is not None]
        if not against:  # certified, and disputed all the same: what was certified was a part
            return (UrDecision.MODIFIED, "review-in-part", named[0]) if best >= _SAME else None
        if len({v.decision for v in named}) > 1:
            return UrDecision.MODIFIED, "review-in-part", against[0][1]
        return against[0][0], "review-names-item", against[0][1]
    negative = [(v.decision, v) for v in verdicts if v.decision is not None]
    general = [(decision, v) for decision, v in negative if v.general]
    if len({decision for decision, _ in general}) == 1:
        return general[0][0], "review-of-all", general[0][1]
    kinds = {decision for decision, _ in negative}
    if len(kinds) == 1 and (count == 1 or not any(v.decision is None for v in verdicts)):
        return negative[0][0], "review-of-nothing-else", negative[0][1]
    return None


def _verdicts(outline: Outline, span: Span, *, copied: bool, own: bool) -> list[_Verdict]:
    """The decisions of the utilization review in a passage, each with the words that it governs."""
    out: list[_Verdict] = []
    goes_on = False  # whether the sentence before told of the utilization review
    for sentence in sentences(outline.text, span):
        words = outline.words(sentence)
        told = bool(
            _ACTOR.search(words)
            or _OF_REVIEW.search(words)
            or (copied and _COPIED.search(words))
            or (own and _OWN.search(words))
            or (goes_on and _DECIDED.search(words))
        )
        if told:
            out += _in_sentence(words, sentence)
        goes_on = told and bool(out)
    return out


def _found_verbs(words: str) -> list[_Verb]:
    hits = sorted(
        (_Verb(m.start(), m.end(), decision) for decision, p in _verbs() for m in p.finditer(words)),
        key=lambda v: (v.start, -v.end),
    )
    kept: list[_Verb] = []
    for verb in hits:
        form = words[verb.end : verb.end + 14].lower()
        if (kept and verb.start < kept[-1].end) or form.startswith(
            (" dated", "/modif", "/denial", " letter")
        ):
            continue
        if words[max(0, verb.start - 6) : verb.start].lower().endswith(("board ", "board-")):
            continue
        kept.append(verb)
    return kept


def _in_sentence(words: str, sentence: Span) -> list[_Verdict]:
    verbs = _found_verbs(words)
    if not verbs and (letter := _DENIAL_LETTER.search(words)):
        return [_Verdict(UrDecision.DENIED, "the requests", *letter.span(), sentence)]
    starts: list[int] = []
    for i, verb in enumerate(verbs):
        start = _reach_back(words, verbs[i - 1].end if i else 0, verb)
        goes_on = i and starts[-1] == verbs[i - 1].start and not _is_passive(words, verb)
        starts.append(verb.start if goes_on and ";" not in words[verbs[i - 1].end : verb.start] else start)
    out: list[_Verdict] = []
    for i, verb in enumerate(verbs):
        behind = min((s for s in starts[i + 1 :] if s >= verb.end), default=len(words))
        if i + 1 < len(verbs):
            behind = min(behind, verbs[i + 1].start)
        before, after = words[starts[i] : verb.start], words[verb.end : behind]
        governed = before if starts[i] < verb.start else after
        start, end = (starts[i], verb.end) if starts[i] < verb.start else (verb.start, behind)
        decision = verb.decision
        if decision is None and _REDUCED.search(after):
            decision = UrDecision.MODIFIED
        if not re.search(r"[A-Za-z]{3}", governed) and out:
            governed = out[-1].governed  # "visits certified x 1, denied x 5"
        out.append(_Verdict(decision, governed, start, end, sentence))
    return out


def _is_passive(words: str, verb: _Verb) -> re.Match[str] | None:
    return _PASSIVE.search(words[max(0, verb.start - 24) : verb.start])


def _reach_back(words: str, floor: int, verb: _Verb) -> int:
    """Where the words begin that a verb governs before it; its own start when it governs those behind it."""
    floor = max(floor, verb.start - _REACH)
    at = max(floor, words.rfind(";", floor, verb.start) + 1, words.rfind(": ", floor, verb.start) + 1)
    passive = _is_passive(words, verb)
    if passive and passive[0].lstrip().startswith((":", "-")):
        at = max(floor, words.rfind(";", floor, verb.start) + 1)
        colon = words.find(": ", at, verb.start - 2)
        at = colon + 1 if colon > 0 else at
    if floor:  # after another verb: its reason ends where a new clause begins
        for m in re.finditer(
            r",\s+(?:and|but|while)\s+|\s+but\s+|\s+while\s+|,\s+(?=\S)|\band\s+", words[at : verb.start]
        ):
            if matcher("treatment").find(words[at + m.end() : verb.start]):
                at += m.end()
                break
    chunk = words[at : verb.start]
    actor = max((m.end() for m in _ACTOR.finditer(chunk)), default=None)
    if passive:
        return at + (actor if actor is not None and matcher("treatment").find(chunk[actor:]) else 0)
    if actor is not None and not re.search(r"[:)]\s*\S", chunk[actor:]):
        return verb.start
    noun = matcher("treatment").find(chunk[actor or 0 :])
    return (
        at + (actor or 0)
        if noun and not re.search(r"\b(?:to|which|that|who|and|physician|administrator|reviewer)\s*\Z", chunk)
        else verb.start
    )


def _fit(words: str, item: str, mine: frozenset[str], number: int) -> float:
    """How well some words name an item: its treatment, a kind of it, its place in the list, its words."""
    if _names_place(words, number):
        return 1.0
    vocabulary = load_vocabulary("treatment")
    theirs = _concepts(words)
    if mine & theirs:
        return 1.0
    for a in mine:
        for b in theirs:
            if b in vocabulary.ancestors(a) or (a in vocabulary.ancestors(b) and not _is_top(a)):
                return 0.8 if not _is_top(b) else 0.6
    content, others = _content(item), _content(words)
    if not content:
        return 0.0
    shared = {w for w in content if w in others or any(w[:6] == o[:6] for o in others if len(w) > 6)}
    return 0.7 * len(shared) / len(content) if len(shared) * 2 >= len(content) else 0.0


def _concepts(words: str) -> frozenset[str]:
    return frozenset(c for m in matcher("treatment").find(words) for c in m.concepts)


def _is_top(iri: str) -> bool:
    found = load_vocabulary("treatment").get(iri)
    return found is not None and not found.broader


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_NUMBERS = ("one", "two", "three", "four", "five", "six")


def _names_place(words: str, number: int) -> bool:
    """Whether words count the item out: "the first three", "the second request"."""
    first = re.search(rf"\bfirst\s+({'|'.join(_NUMBERS)}|\d)\b", words, re.IGNORECASE)
    if first:
        count = first[1].lower()
        return number <= (int(count) if count.isdigit() else _NUMBERS.index(count) + 1)
    one = re.search(
        rf"\b({'|'.join(_ORDINALS)})\s+(?:item|request|one|service|treatment)\b", words, re.IGNORECASE
    )
    return one is not None and _ORDINALS.index(one[1].lower()) + 1 == number


_STOP = frozenset(
    """the of for and with without to a an in on per from request requests between is was by at or as times week
    weeks month months day days visits sessions left right bilateral associated surgical service""".split()  # noqa: SIM905
)


def _content(words: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]{2,}", words.lower()) if w not in _STOP)

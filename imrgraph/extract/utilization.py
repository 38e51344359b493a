"""What the utilization review had done with each item: denied, modified or delayed it.

Letters tell it actively ("UR denied the MRI and certified 6 of 12 visits"), passively ("the MRI was denied by
UR") or as notes ("UR 8/24/2016: testing denied; visits certified x 1, denied x 5"). Each verb governs the
words behind or before it; an item takes the verb whose words name it best.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from imrgraph.extract.naming import NAMED, SAME, Naming, fit, naming
from imrgraph.extract.review_verbs import Verb, find_verbs
from imrgraph.extract.sentences import sentences
from imrgraph.extract.why import Told, folded
from imrgraph.records import LetterFormat, SectionKind, UrDecision
from imrgraph.vocab import matcher
from imrgraph.vocab.cued import Cued, bits_of, may_any_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph.records import Issue, Span
    from imrgraph.segment import Outline


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A verb's decision with the words that it governs, both at `[start, end)` of the sentence on one line.

    `told` where the sentence speaks of the utilization review.
    """

    decision: UrDecision | None
    governed: str
    start: int
    end: int
    sentence: Span
    told: bool = True


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision of the utilization review on what some words name.

    Attributes:
        decision: None for a certification, which alone is no dispute.
        general: whether it speaks of the requests as a whole, or of those not named otherwise.
        told: whether its sentence speaks of the utilization review.
        span: the verb and the words that it governs, in the cleaned text.
    """

    decision: UrDecision | None
    names: Naming
    general: bool
    told: bool
    span: Span


_ACTOR = Cued(
    r"\bUR\b|(?i:\b(?:utilization\s+review(?:er)?|claims?\s+administrator|(?:peer|original|prior|previous|initial|first|physician)\s+review(?:er)?|carrier|insurer|adjuster"
    r"|(?:determination|decision|review|letter)\s+(?:letter\s+|notice\s+)?(?:dated|of|on)\s+\w*\s?\d)\b)"
)
_COPIED = Cued(
    r"(?i:\bcertified|\b(?:is|are|was|were|be)\s+(?:\w+ly\s+)?(?:denied|modified|approved|authorized|not\s+approved))\b"
    r"|\b[Tt]h(?:is|e|ese)\s+requests?\s+(?:is|are|was|were)\b"
)
# words that only a utilization review uses, or a request that was decided, whoever decided it
_OF_REVIEW = Cued(
    r"\b(?:non[\s-]*certif\w+|noncertif\w+|not\s+certified|adverse\s+determination)\b"
    r"|\brequests?\b[^.;]{0,200}?\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:denied|modified|not\s+approved|approved|delayed)\b"
    r"|\b(?:treatment|surgery|procedure|therapy|medications?|services?|it|these|this|they|all|both)\s+(?:was|were|has\s+been|have\s+been)\s+(?:\w+ly\s+)?denied\b"
    r"|\brecommend(?:s|ed|ing|ation)?\s+(?:\w+\s+){0,3}(?:denial|denying|non-?certif\w+|modification|not\s+(?:to\s+)?(?:certify|approve))\b"
    r"|\b(?:not|un)[\s-]*(?:authorized|approved)\b|\bdenial\s+(?:letter\s+|notice\s+)?(?:was|were|dated|issued)\b"
    r"|\bden(?:ied|ial|ying)\s+(?:of\s+)?(?:the\s+)?(?:requests?|authorization|certification)\b",
    re.IGNORECASE,
)
_OWN = Cued(r"\bthe\s+denial\s+of\b", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:the|these|this|those|all|both|remaining|requested)\s+(?!first\b|second\b|third\b|fourth\b|last\b)(?:\w+\s+){0,2}(?:requests?|items?|treatments?|services?|others?|rest|remainder)\b"
    r"|\b(?:these|others?|rest|it|both|everything|all)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|be|been|being)\s+(?:\w+ly\s+)?\Z|[:\-]\s*\(?\Z")
_NEITHER = re.compile(r"\b(?:neither|none\s+of|no)\b", re.IGNORECASE)
_WAS = re.compile(r"(?:was|were)\s+not\b", re.IGNORECASE)
_DECIDED = Cued(
    r"\b(?:was|were)\s+(?:\w+\s+){0,2}(?:modified|denied|certified|approved|non-?certified|refused|allowed|granted|authorized|turned\s+down|reduced|deferred|delayed)\b|^\s*it\s+(?:recommended|modified|denied|certified|approved|non-?certified)\b",
    re.IGNORECASE,
)
_DENIAL_LETTER = Cued(
    r"\bdenial\s+(?:letter\s+|notice\s+|report\s+)?(?:dated|of\s+\d|on\s+\d|was\s+issued)", re.IGNORECASE
)
# a review of an earlier request, which says nothing of this one
_EARLIER = Cued(
    r"\b(?:prior|previous|earlier|past)\s+(?:peer\s+review|utilization\s+review|UR|requests?|determination|surgery|appeal)\b[^.;]{0,80}?\b(?:in\s+(?:\w+\s+)?|\(\s*\d{1,2}/)(?:19|20)\d\d\b"
    r"|\b(?:private|group|health)\s+(?:insur\w+|carrier)|^\s*(?:back\s+)?in\s+(?:19|20)\d\d\b|\b(?:den|modif|certif|authori|approv)\w+\s+in\s+(?:19|20)\d\d\b|\b(?:report|review|decision)\s+(?:from|of)\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_OWN_DECISION = Cued(
    r"\b(?:is|are)\s+(?:\w+\s+){0,2}(?:certified|non-?certified|denied|modified|approved|authorized|upheld)\b",
    re.IGNORECASE,
)
_NOTE = Cued(
    r"^\s*(?:approve|certify|deny|modify|withhold|defer|delay)\b|^[^.;:]{2,70}(?:\s[-\u2013\u2014]\s*|:\s+|\s\()(?:not\s+|non-?|conditionally\s+)?(?:certif|approv|den|modif|defer|delay|part|cert\b)",
    re.IGNORECASE,
)
_ENTRY = Cued(
    r"(?:^|[;,.:]|\band\b)\s*(?P<what>[^;:(]{2,90}?)\s*(?:\(|\s[-\u2013\u2014]\s*|:\s+)(?P<how>(?:not|non|cond|certif|approv|den|modif|defer|delay|part|authoriz|cert\b)[^;)]{0,80}?)(?=[;)]|,\s|\.\s|\.?\Z)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<![\d/])\(?(\d)\)\s*([^,;.()]{3,80})")
_NUMBER = re.compile(r"(?:#|\bitems?\s+|\brequests?\s+|\band\s+#?)(\d)\b(?!\s*(?:mg|visits|sessions|of))")
_OF_REVIEWS = Cued(
    r"\b(?:non-?|not\s+)?(?:certif|denied|approved|authorized|modified|refused|turned\s+down|reject|deferred|delayed|withh|granted|sent\s+back|lowered|(?:decision|determination)\b)",
    re.IGNORECASE,
)
_OF_ANY_KIND = bits_of(
    _ACTOR, _COPIED, _OF_REVIEW, _OWN, _DECIDED, _EARLIER, _OWN_DECISION, _NOTE, _OF_REVIEWS
)
_REACH = 600  # characters that a verb may govern
_MOST = 100  # rulings of one passage, so that work stays in step with the text
_WORD, _WORD_IN_LOWER_CASE = re.compile(r"[A-Za-z]{3}"), re.compile(r"[a-z]{3}")
_CLAUSE_BEGINS = re.compile(r",\s+(?:and|but|while)\s+|\s+but\s+|\s+while\s+|,\s+(?=\S)|\band\s+")
_SAID_BEHIND = re.compile(r"[:)]\s*\S")
_NO_OBJECT = re.compile(r"\b(?:to|which|that|who|and|physician|administrator|reviewer)\s*\Z")
_REDUCED = re.compile(r"\b(?:instead\s+of|rather\s+than|in\s+lieu\s+of|reduced|only)\b", re.IGNORECASE)


def rulings(outline: Outline) -> tuple[Ruling, ...]:
    """The decisions that the summary tells of, on whichever item."""
    copied = outline.letter_format is LetterFormat.NOTICE_2013
    bodies = outline.bodies(SectionKind.SUMMARY)
    return tuple(islice((r for s in bodies for r in _rulings(outline, s, copied=copied, own=False)), _MOST))


def ur_decision(
    outline: Outline, issue: Issue, count: int, in_summary: tuple[Ruling, ...]
) -> Told[UrDecision] | None:
    """What the utilization review did with an item, where the summary or its rationale says; with its clause.

    An item that a ruling names takes it; one that none names takes that on the requests as a whole. What was certified and
    is disputed all the same was certified in part. A ruling that says nothing of the review counts only for what it names.

    Args:
        count: how many items the letter decides; with one, a decision on "the request" is this item's.
        in_summary: the letter's `rulings`.
    """
    own = (r for s in issue.rationale for r in _rulings(outline, s, copied=False, own=True))
    told = [*in_summary, *islice(own, _MOST)]
    chosen = _chosen(told, naming(outline.words(issue.item)), issue.number, count) if told else None
    return Told(chosen[0], chosen[1], chosen[2].span) if chosen else None


def _chosen(
    told: list[Ruling], item: Naming, number: int, count: int
) -> tuple[UrDecision, str, Ruling] | None:
    """The decision on an item, by which rule, and the ruling that tells it."""
    fits = [(fit(r.names, item, (number, count)), r) for r in told]
    fits = [(how_well, r) for how_well, r in fits if r.told or how_well >= SAME]
    best = max((how_well for how_well, _ in fits), default=0.0)
    if best >= NAMED:
        named = [r for how_well, r in fits if how_well >= best - 0.05]
        against = [(r.decision, r) for r in named if r.decision is not None]
        if against and len({r.decision for r in named}) > 1:
            return UrDecision.MODIFIED, "review-in-part", against[0][1]
        if against:
            return against[0][0], "review-names-item", against[0][1]
        if best >= SAME:
            return UrDecision.MODIFIED, "review-in-part", named[0]
    reviews = [r for r in told if r.told]
    negative = [(r.decision, r) for r in reviews if r.decision is not None]
    general = [(decision, r) for decision, r in negative if r.general]
    if len({decision for decision, _ in general}) == 1:
        return general[0][0], "review-of-all", general[0][1]
    vague = [(decision, r) for decision, r in negative if not r.names.concepts]
    alone = count == 1 or not any(r.decision is None for r in reviews)
    if len({decision for decision, _ in vague}) == 1 and alone:
        return vague[0][0], "review-of-nothing-else", vague[0][1]
    unnamed = [r for r in reviews if not r.names.concepts]
    if count == 1 and unnamed and not vague:
        return UrDecision.MODIFIED, "review-in-part", unnamed[0]
    return None


def _rulings(outline: Outline, span: Span, *, copied: bool, own: bool) -> Iterator[Ruling]:
    """The decisions in a passage; see `_verdicts`."""
    numbered: dict[str, str] | None = None
    at: Span | None = None
    for verdict in _verdicts(outline, span, copied=copied, own=own):
        if numbered is None:
            numbered = dict(_NUMBERED.findall(outline.text[span.start : span.end]))
        governed = _with_names(verdict.governed, numbered)
        if verdict.sentence != at:
            at, sentence = verdict.sentence, folded(outline.text, verdict.sentence)
        begins = sentence.text.rfind(" ", 0, verdict.start + 1) + 1  # a reach may begin within a word
        yield Ruling(
            verdict.decision,
            naming(governed[:_REACH]),
            bool(_REST.search(governed)) or not _WORD_IN_LOWER_CASE.search(governed),
            verdict.told,
            sentence.span(begins, verdict.end),
        )


def _verdicts(outline: Outline, span: Span, *, copied: bool, own: bool) -> Iterator[_Verdict]:
    """The decisions in a passage, each with the words that it governs.

    Args:
        copied: whether the passage is mostly the denial's own text, as in the notices of 2013.
        own: whether it is the reviewer's rationale, which decides in the same verbs.
    """
    goes_on = False  # whether the sentence before told of the utilization review
    for sentence in sentences(outline.text, span):
        if not may_any_match(outline.text[sentence.start : sentence.end], _OF_ANY_KIND):
            goes_on = False  # as none of the patterns below would match
            continue
        words = outline.words(sentence)
        if _EARLIER.search(words) or (own and _OWN_DECISION.search(words) and not _ACTOR.search(words)):
            continue
        told = bool(
            _ACTOR.search(words)
            or _OF_REVIEW.search(words)
            or (copied and _COPIED.search(words))
            or (own and _OWN.search(words))
            or (goes_on and (_DECIDED.search(words) or _NOTE.search(words)))
        )
        if told or (not own and _OF_REVIEWS.search(words)):
            found = _listed(words, sentence) or _in_sentence(words, sentence)
            yield from found if told else (replace(v, told=False) for v in found if v.decision is not None)
        goes_on = told


def _with_names(governed: str, numbered: dict[str, str]) -> str:
    """ "#1 and #2" with the words that the passage numbers so."""
    return " ".join(
        [governed, *(numbered[n] for n in dict.fromkeys(_NUMBER.findall(governed)) if n in numbered)]
    )


def _listed(words: str, sentence: Span) -> list[_Verdict]:
    """ "MRI - denied; PT - certified x 6", "Norco (modified to #70), MRI (non-certified)": entries with their verdicts."""
    out = []
    for m in _ENTRY.finditer(words):
        verbs = find_verbs(m["how"])
        if verbs and verbs[0].start <= 1:
            out.append(_Verdict(verbs[0].decision, m["what"], m.start("what"), m.end(), sentence))
    return out if len(out) > 1 or (out and _NOTE.search(words)) else []


def _in_sentence(words: str, sentence: Span) -> list[_Verdict]:
    verbs = find_verbs(words)
    if not verbs and (letter := _DENIAL_LETTER.search(words)):
        return [_Verdict(UrDecision.DENIED, "the requests", *letter.span(), sentence)]
    starts: list[int] = []
    for i, verb in enumerate(verbs):
        if words[verb.start : verb.end].lower().startswith(("but", "except", "with the")):
            starts.append(verb.start)
            continue
        start = _reach_back(words, verbs[i - 1].end if i else 0, verb)
        goes_on = i and starts[-1] == verbs[i - 1].start and not _is_passive(words, verb)
        starts.append(verb.start if goes_on and ";" not in words[verbs[i - 1].end : verb.start] else start)
    out: list[_Verdict] = []
    for i, verb in enumerate(verbs):
        behind = len(words)
        if i + 1 < len(verbs):  # the reach of no later verb begins before the next
            behind = starts[i + 1] if starts[i + 1] >= verb.end else verbs[i + 1].start
        before, after = words[starts[i] : verb.start], words[verb.end : behind]
        governed = before if starts[i] < verb.start else after
        start, end = (starts[i], verb.end) if starts[i] < verb.start else (verb.start, behind)
        decision = verb.decision
        if decision is None and _REDUCED.search(after):
            decision = UrDecision.MODIFIED
        if decision is None and _NEITHER.search(before):
            decision = UrDecision.DENIED
        if not _WORD.search(governed) and out:
            governed = out[-1].governed  # "visits certified x 1, denied x 5"
        out.append(_Verdict(decision, governed, start, end, sentence))
    return out


def _is_passive(words: str, verb: Verb) -> re.Match[str] | None:
    return _PASSIVE.search(words[max(0, verb.start - 24) : verb.start]) or _WAS.match(words, verb.start)


def _reach_back(words: str, floor: int, verb: Verb) -> int:
    """Where the words begin that a verb governs before it; its own start when it governs those behind it."""
    floor = max(floor, verb.start - _REACH)
    at = max(floor, words.rfind(";", floor, verb.start) + 1, words.rfind(": ", floor, verb.start) + 1)
    passive = _is_passive(words, verb)
    if passive and passive[0].lstrip().startswith((":", "-")):
        at = max(floor, words.rfind(";", floor, verb.start) + 1)
        colon = words.find(": ", at, verb.start - 2)
        at = colon + 1 if colon > 0 else at
    if floor:  # after another verb: its reason ends where a new clause begins
        for m in _CLAUSE_BEGINS.finditer(words[at : verb.start]):
            if matcher("treatment").find(words[at + m.end() : verb.start]):
                at += m.end()
                break
    chunk = words[at : verb.start]
    actor = max((m.end() for m in _ACTOR.compiled.finditer(chunk)), default=None)
    if passive:
        return at + (actor if actor is not None and matcher("treatment").find(chunk[actor:]) else 0)
    if actor is not None and not _SAID_BEHIND.search(chunk[actor:]):
        return verb.start
    noun = matcher("treatment").find(chunk[actor or 0 :])
    return at + (actor or 0) if noun and not _NO_OBJECT.search(chunk) else verb.start

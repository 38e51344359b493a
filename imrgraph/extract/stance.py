"""What a reviewer reads an authority as saying of the request: for, against, or nothing at all."""

from __future__ import annotations

import re
from functools import cache

from imrgraph.extract.why import Told, value_of
from imrgraph.records import Outcome, Span, Stance
from imrgraph.vocab.cued import AnyCued, Cued

_VERBS = r"address|discuss|mention|comment|contain|cover|provide|speak|include|deal|refer|offer|have|make|list|give|describe|consider|specify|reference|apply"


@cache
def _silent() -> AnyCued:
    return AnyCued(
        (
            r"\b(?:is|are|was|were|remains?|being|mtus|acoem|odg|guidelines?)\s+(?:completely\s+|entirely\s+|essentially\s+|largely\s+|both\s+)?(?:silent|mute|vague|non-?contributory|unhelpful|(?:of\s+)?no\s+help|lacking|devoid|(?:not|un)\s*(?:helpful|relevant|informative))\b",
            rf"\b(?:do(?:es)?|did)\s*(?:not|n't)\s+(?:\w+ly\s+){{0,2}}(?:{_VERBS})\b(?!\s+(?:that|for\s+more))",
            rf"\bfail(?:s|ed)?\s+to\s+(?:\w+ly\s+)?(?:{_VERBS})\b",
            r"\bno\s+(?:\w+[\s/-]+){0,3}?(?:recommendations?|guidelines?|guidance|mention|section|reference|discussion|provisions?|chapter|citations?|criteria|statements?|information|directions?|help|answer|position)\b",
            r"\blacks?\s+(?:any\s+|a\s+|an\s+)?(?:\w+\s+)?(?:recommendations?|guidance|discussion|mention|section|reference)\b",
            r"\b(?:not|nowhere|un)\s*(?:\w+ly\s+)?(?:addressed|discussed|mentioned|covered|included|listed|found|dealt\s+with|touched\s+(?:on|upon))\b",
            r"\b(?:has|have|had|says?|contains?|offers?|gives?)\s+(?:nothing|little)\b(?!\s+(?:scientific|evidence|benefit|effect|value))|\bthere\s+(?:is|was)\s+nothing\s+in\b|\bnothing\s+(?:\w+\s+)?(?:was|is|could\s+be)\s+(?:found|located)\b",
            r"\b(?:outside|beyond)\s+(?:of\s+)?(?:the\s+)?scope\b|\b(?:is|are|was|were)\s+(?:absent\s+from|not\s+(?:in|part\s+of))\s+(?:the\s+)?(?=mtus|acoem|odg|ca\b|california|guid)",
            r"\bneither\b[^.;]{0,80}\btakes?\s+a\s+position\b|\b(?:do(?:es)?|did)\s*(?:not|n't)\s+(?:get\s+into|take\s+up|touch\s+(?:on|upon)|state\s+(?:whether|if)|say\s+(?:whether|if|anything)|go\s+into)\b",
            r"\bnon-?specific\b",
            r"\bnot\s+(?:applicable|specific)\b(?!\s+enough)",
            rf"\bneither\b[^.;]{{0,80}}\b(?:{_VERBS}|speak)\w*\b",
            r"\b(?:in\s+the\s+absence|absent|lack)\s+(?:of\s+)?(?:any\s+|specific\s+|a\s+)*(?=mtus|acoem|odg|ca\b|guid)",
            r"\bnot\s+address\w*\b",
            r"\b(?:addresse?s?|discusse?s?|mentions?|covers?)\s+(?:\w+\s+){0,4}only\b|\bonly\s+(?:addresse?s?|discusse?s?|mentions?|covers?)\b",
        ),
        re.IGNORECASE,
    )


@cache
def _against() -> Cued:
    return Cued(
        r"\bnot\s+(?:\w+ly\s+){0,2}(?:recommend\w*|support\w*|indicated|advis\w+|endorse\w*|warranted|necessary|met|satisfied|fulfilled|meet|justif\w+|approved?|certif\w+|appropriate|consistent|allow\w*|permit\w*|favor\w*)"
        r"|\b(?:under\s+study|unproven|contraindicated|discourag\w+|exceeds?|exceeded|exceeding|in\s+excess|beyond\s+(?:the|what)|inconsistent|against|unmet|outside\s+(?:the|of)|fails?\s+to\s+meet|no\s+(?:support|indication))\b",
        re.IGNORECASE,
    )


@cache
def _qualified() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:not\s+)?(?:routinely|generally|usually|typically|ordinarily|normally)\b|\b(?:except|unless|until|without|in\s+the\s+absence)\b",
        re.IGNORECASE,
    )


@cache
def _for() -> Cued:
    return Cued(
        r"\b(?:recommend\w*|supports?|supported|endorse\w*|indicated|allows?|permits?|approv\w+|appropriate|meets?|(?:criteria|requirements?|conditions?)\s+(?:\w+\s+){0,4}(?:are|is|was|were|have\s+been)\s+(?:all\s+)?(?:met|satisfied)|consistent\s+with|in\s+accordance|within\s+the|may\s+be|satisf\w+)\b",
        re.IGNORECASE,
    )


_CLAUSE = re.compile(
    r";|,?\s+(?:but|however|whereas|while|although|though|so)\b|,\s+(?:and|thus|therefore)\s+(?=the\s|[A-Z])|\.\s",
    re.IGNORECASE,
)


_REACH = 400  # characters that a clause may reach to either side


def cue_of(sentence: str, start: int, end: int) -> Stance | None:
    """What the clause around an authority says of it: silence, for, against; None when nothing."""
    return value_of(find_cue(sentence, start, end))


def find_cue(sentence: str, start: int, end: int) -> Told[Stance] | None:
    """The same, with the words that say so."""
    low, high = max(0, start - _REACH), min(len(sentence), end + _REACH)
    left = max((m.end() for m in _CLAUSE.finditer(sentence, low, start)), default=low)
    right = next((m.start() for m in _CLAUSE.finditer(sentence, end, high)), high)
    clause = sentence[left:right]
    for pattern in _silent().those_in(clause):
        m = pattern.search(clause)
        if m and not re.match(
            r"\s+(?:the\s+)?(?:patient|injured|applicant|claimant|worker)\b", clause[m.end() :]
        ):
            between = (
                clause[end - left : m.start()] if m.start() >= end - left else clause[m.end() : start - left]
            )
            if (
                len(between) < 110
                and not _OF_RECORD.search(between)
                and not _of_record(clause, m, end - left)
            ):
                return _cue(Stance.SILENT, left, m)
    against = _against().search(clause)
    if against and _EXCEPTION.search(clause):
        return None
    if against and not _qualified().search(clause, against.start()):
        return _cue(Stance.DOES_NOT_SUPPORT, left, against)
    if against:
        return None  # "not routinely recommended", "not recommended except": it depends on the case
    if favour := _for().search(clause):
        return _cue(Stance.SUPPORTS, left, favour)
    return None


_EXCEPTION = Cued(
    r"\b(?:justif(?:y|ies|ied)|warrants?|reasons?\s+(?:to|for)|support(?:s|ed)?)\s+(?:\w+\s+){0,3}(?:going\s+(?:beyond|outside)|exceeding|beyond|departing|a\s+(?:departure|deviation)|an\s+exception)\b",
    re.IGNORECASE,
)
_OF_RECORD = re.compile(r"\b(?:records?|documentation|provider|physician|report|notes?)\b", re.IGNORECASE)
_AS_ASKED = re.compile(
    r"\b(?:required|requires?|recommended|suggested|outlined|per|as|criteria)\b", re.IGNORECASE
)
_DEMAND = re.compile(r"\s+(?:guidelines?\s+)?(?:criteria|requirements?|standards?)\b", re.IGNORECASE)


def _of_record(clause: str, cue: re.Match[str], end: int) -> bool:
    """Whether a silence before the authority's name is the record's, and not the authority's own.

    "The notes do not address the MTUS criteria", "no discussion of function as required by the MTUS".
    """
    if cue.start() >= end:
        return False
    between = clause[cue.end() : end]
    record = _OF_RECORD.search(clause, 0, cue.start())
    return bool(_AS_ASKED.search(between) or (record and _DEMAND.match(clause, end)))


def _cue(stance: Stance, left: int, words: re.Match[str]) -> Told[Stance]:
    rule = "stance-silent" if stance is Stance.SILENT else "stance-cue"
    return Told(stance, rule, Span(*words.span()).moved(left))


def why_stance(
    cues: list[Told[Stance] | None], stance: Stance, outcome: Told[Outcome] | None
) -> Told[Stance]:
    """Which words make a stance that `stance_of` found: the last cue that says so, else the item's outcome."""
    own = [cue for cue in cues if cue is not None and cue.value is stance]
    return own[-1] if own else Told(stance, "stance-by-outcome", outcome.span if outcome else None)


def stance_of(cues: list[Stance | None], outcome: Outcome | None) -> Stance | None:
    """The authority's bearing on the request as the reviewer applies it.

    An authority that is only ever called silent is silent. One that is applied bears the way the item was
    decided, since criteria quoted and found unmet do not support, unless all that is said of it goes the
    other way.
    """
    said = [c for c in cues if c is not None]
    if said and all(c is Stance.SILENT for c in said):
        return Stance.SILENT
    said = [c for c in said if c is not Stance.SILENT]
    if outcome is Outcome.UPHELD:
        return Stance.DOES_NOT_SUPPORT
    if outcome is Outcome.OVERTURNED:
        return said[-1] if said else Stance.SUPPORTS
    return said[-1] if said else None


_EVERY = Cued(
    r"\b(?P<neither>neither)\s+(?:reference|guideline|source|of\s+(?:these|them))\b"
    r"|\b(?:both|all(?:\s+of)?(?:\s+these)?)\s+(?:(?:of\s+)?(?:these\s+|the\s+)?(?:references?|guidelines?|sources?|authorities)\s+)?(?P<verb>support|favou?r|recommend|are\s+(?:all\s+)?(?:met|satisfied)|agree|allow)",
    re.IGNORECASE,
)


def cue_for_all(sentence: str) -> Told[Stance] | None:
    """What a sentence says of all authorities named before it ("Both references support the study.")."""
    m = _EVERY.search(sentence)
    if m is None:
        return None
    return _cue(Stance.DOES_NOT_SUPPORT if m["neither"] else Stance.SUPPORTS, 0, m)

"""Which sentences of a letter speak of this worker, and which of patients in general."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.sentences import LONGEST, kept, short_sentences
from imrgraph.records import SectionKind, Span
from imrgraph.vocab.cued import AnyCued, Cued, Of

if TYPE_CHECKING:
    from imrgraph.segment import Outline


_IMAGES = (
    "mri|x-?rays?|ct|emg|ncs|ultrasound|imaging|films?|radiographs?|polysomnography|endoscopy|biopsy|doppler"
)


@cache
def worker(of: Of) -> AnyCued:
    """The words that plainly speak of this worker, of the record, or of what an examination showed."""
    return AnyCued(
        (
            r"\b(?:the|this|that)\s+(?:[\w-]+\s+){0,3}?(?:patient|applicant|claimant|employee|worker|iw|individual|member|examinee|man|woman|gentleman|lady|male|female)\b",
            r"\bIW\b",
            r"\bpatient(?:'s)?\s+(?:has|had|is|was|does|did|underwent|presented|complain|reported|denies|denied|diagnos\w+|suffers|continues)",
            r"\b(?:he|she|his|her)\b",
            r"\bin this case\b",
            r"\bthere (?:is|was|are|were) (?:no|also|evidence|documentation|documented|clear|clinical|objective|a\s+(?:history|diagnosis))\b",
            r"\b(?:medical|submitted|provided|available|clinical|treating)\s+(?:records?|notes?|documentation|reports?)\b",
            r"\b(?:progress|clinic|office|operative)\s+(?:notes?|reports?)\b",
            r"\b(?:records?|documentation|exam|examination|mri|x-?rays?|ct|emg(?:/ncv)?|ultrasound|imaging|films?|study)\s+(?:\w+\s+){0,6}?(?:shows?|showed|indicates?|indicated|reveals?|revealed|demonstrates?|demonstrated|documents?|documented|reflects?|confirms?|confirmed|noted?)\b",
            r"\A(?:the\s+)?(?:(?:injured\s+)?worker|claimant|applicant|employee|patient|pt|ee)\b(?:'s)?\s",
            r"\bth(?:is|at)\s+is\s+an?\s+\d\d",
            r"\A(?:no|neither|given\s+the\s+(?:lack|absence|presence|diagnosis|history)|with\s+no)\b",
            r"\b(?:on\s+(?:\w+\s+)?exam(?:ination)?|objective\s+findings|in\s+this\s+(?:instance|setting)|nothing\s+(?:to\s+suggest|suggests))\b",
            r"\A(?:physical\s+)?exam(?:ination)?\b",
            rf"\b(?:{_IMAGES})\s+(?:\w+\s+){{0,4}}?(?:is|was|were|found|read)\b",
            r"\b\d{1,2}/\d{1,2}/\d{2,4}\b",
            r"\b(?:was|were)\s+(?:\w+ly\s+|never\s+|not\s+)?(?:found|noted|recorded|documented|described|reported|confirmed|seen|shown|demonstrated|diagnosed|present|observed|elicited|mentioned)\b",
            r"\bis\s+(?:not\s+|well\s+)?(?:documented|noted|recorded|described|reported|controlled)\b",
            r"\b(?:chart|records?|notes?|reports?|file)\s+(?:\w+\s+){0,3}?(?:shows?|records?|lists?|mentions?|describes?|contains?|notes?)\b",
            r"\b(?:diagnos(?:is|es|ed)|assessment|impression)\b",
            r"\b(?:has|have|had)\s+been\s+(?:excluded|ruled\s+out|documented|confirmed|established|diagnosed|reported|noted)\b",
        ),
        re.IGNORECASE,
        of,
    )  # fmt: skip


@cache
def general(of: Of) -> Cued:
    """The words that relate what an authority says, or speak of patients in general."""
    return Cued(
        r"\b(?:guidelines?|mtus|acoem|odg|fda|aaos|aan|acr|aasm|cdc|ndc|pdr|medicare|cms|aetna|cigna|labor code|ccr|literature|stud(?:y|ies) (?:found|show|suggest|conclud|report|by|in|of)|trials?|article|journal|authors?|meta-?analys\w+|systematic review|evidence-based"
        r"|criterion|contraindicat\w+|definitions?|(?:product|drug|fda|boxed)\s+(?:label\w*|warnings?)|the\s+label|labell?ed|prerequisites?|(?:the|an?)\s+(?:society|academy)|side effects (?:include|of)|(?:is|are) used (?:in|for|to)|an?y? (?:patients?|persons?|individuals?|workers?) (?:with|who)|hallmarks?"
        r"|criteria|recommend(?:s|ed|ation|ations|ing)?|patients\s+(?:with|who|in|should|undergoing|at|are|may|have)|in patients|those (?:with|who)|individuals|considered (?:an option|for|when|if|in)|(?:is|are) (?:an )?(?:options?|indicated|approved|contraindicated|reserved|generally|usually|typically|often|commonly|defined)"
        r"|should (?:be|not|only|include|have)|(?:may|can) be (?:considered|used|appropriate|indicated|helpful|beneficial|useful|necessary|warranted)|such as|e\.g\.|for example|according to|as noted on page|page \d|states that|chapter|section)\b",
        re.IGNORECASE,
        of,
    )  # fmt: skip


@cache
def _hypothetical() -> Cued:
    return Cued(
        r"\b(?:would|could|might|if|unless|whether|until|required?|requires|requirements?|needs? to)\b",
        re.IGNORECASE,
    )


# whence a summary was taken, printed before its first sentence
_SOURCE = re.compile(
    r"Disclaimer:\s+The\s+following\s+case\s+summary\s+was\s+taken\s+directly\s+from\s+[^.\"]{0,80}?\bdated\s+(?:[A-Z][a-z]+\s+\d{1,2},\s+\d{4}|[\d/-]{6,10})[:.,]?\s*\"?",
)
_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-hivx]{1,4})[.)]\s|[-\u2022*\u25cf]\s", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(?:patient|applicant|claimant|employee|worker|IW|individual|member|examinee|man|woman|he|she|his|her)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?<!\d)\"")  # not an inch
_QUOTED = re.compile(r"\"[^\"]{1,1500}\"")
_RECOMMENDS = Cued(r"\b(?:recommend|state|support|indicate|patients with|criteria)", re.IGNORECASE)
_GUIDE = Cued(r"\b(?:guidelines?|mtus|acoem|odg)\b", re.IGNORECASE)
# an authority that speaks for itself at the head of a sentence, or what research found of patients in general
_AUTHORITY = Cued(
    r"(?:per\s+|the\s+)*(?:ODG|MTUS|ACOEM|FDA|CDC|guidelines?)\b[^.:]{0,30}:\s|(?:\w+\s+){0,4}?(?:meta-?analys[ie]s|systematic\s+review|randomi[sz]ed\s+(?:\w+\s+)?trials?|cochrane)\b",
    re.IGNORECASE,
)


def summary_sentences(outline: Outline) -> list[Span]:
    """The sentences of the case summary, but those that relate what a guideline says."""
    bodies = outline.bodies(SectionKind.SUMMARY)
    return [sentence for body in bodies for sentence in _of_summary(outline.text, body)]


@kept
def _of_summary(text: str, body: Span) -> tuple[Span, ...]:
    out = []
    for whole in short_sentences(text, body):
        source = _SOURCE.match(text, whole.start, whole.end)
        sentence = Span(source.end(), whole.end) if source and source.end() < whole.end else whole
        words = text[sentence.start : sentence.end]
        if _GUIDE.search(words) and _RECOMMENDS.search(words):
            continue
        if _AUTHORITY.may_match(words) and _AUTHORITY.compiled.match(words):
            continue
        out.append(sentence)
    return tuple(out)


def rationale_sentences(outline: Outline) -> list[Span]:
    """The sentences of rationales that plainly speak of this worker, cut where they turn hypothetical."""
    return [s for issue in outline.issues for body in issue.rationale for s in _of_worker(outline.text, body)]


@kept
def _of_worker(text: str, body: Span) -> tuple[Span, ...]:
    out = []
    in_list = False  # whether the sentence before was of the criteria that list items go on with
    for sentence in sentences_outside_quotes(text, body):
        words = text[sentence.start : sentence.end]
        if general(Of.SENTENCE).search(words) or (in_list and _ITEM.match(words)):
            in_list = True
            continue
        in_list = False
        if not worker(Of.SENTENCE).found_in(words):
            continue
        turn = _hypothetical().search(words)
        if turn and (turn.start() < 12 or _defines(words, turn)):
            continue
        out.append(Span(sentence.start, sentence.start + turn.start()) if turn else sentence)
    return tuple(out)


def _defines(words: str, turn: re.Match[str]) -> bool:
    """Whether a sentence says what a diagnosis or a treatment requires, and nothing of the worker."""
    return turn[0].lower().startswith(("require", "need")) and not _PERSON.search(words, 0, turn.start())


@kept
def sentences_outside_quotes(text: str, body: Span) -> tuple[Span, ...]:
    """The sentences of a rationale, but what of them is in quotation marks that another sentence opened."""
    if text.find('"', body.start, body.end) < 0:
        return short_sentences(text, body)
    out = []
    until = body.start
    for sentence in short_sentences(text, body):
        if sentence.end <= until:
            continue
        start = max(sentence.start, until)
        out.append(Span(start, sentence.end))
        marks = [m.start() for m in _MARK.finditer(text, start, sentence.end)]
        if len(marks) % 2:
            closing = _MARK.search(text, sentence.end, min(body.end, marks[-1] + LONGEST))
            if closing:
                until = closing.end()
    return tuple(out)


def quoted(outline: Outline, sentence: Span) -> list[Span]:
    """What stands in quotation marks in a sentence."""
    if '"' not in outline.text[sentence.start : sentence.end]:
        return []
    return [Span(*m.span()) for m in _QUOTED.finditer(outline.text, sentence.start, sentence.end)]

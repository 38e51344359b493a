"""The words that tell whether a treatment was had: cues, headings, dates, and the kinds of treatments they speak of.

The phrases are data, in `ontology/history.toml`; how they are weighed in a sentence is in `prior.py`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from imrgraph.data import ontology_dir
from imrgraph.extract.owners import below
from imrgraph.vocab import load_vocabulary, vocabulary_cache
from imrgraph.vocab.cued import Cued
from imrgraph.vocab.phrases import Phrases

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = (
    r"(?:\d{1,2}/(?:\d{1,2}/)?(?:\d\d){1,2}\b|\d{1,2}-\d{1,2}-(?:\d\d){1,2}\b"
    rf"|(?:{_MONTHS})[a-z]*\.?\s+(?:\d{{1,2}},?\s+)?(?:19|20)\d\d\b|(?:19|20)\d\d\b)"
)


class Says(Enum):
    """What a cue says of the treatment it reaches."""

    HAD = "Had"
    ASKED = "Asked"
    TRIAL = "Trial"  # asked for, unless something says that it was had
    REFUSED = "Refused"
    BARRED = "Barred"  # refused, unless it stands in a list of what was had
    UNKNOWN = "Unknown"  # nothing in the clause behind it was had: "the record does not show that ..."
    OTHER = "Other"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase's meaning; `before` when it stands ahead of the treatment, `noun` when it ends at a comma or "and"."""

    says: Says
    before: bool
    noun: bool = False


@cache
def _rules() -> dict[str, Any]:
    with (ontology_dir() / "history.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def cues() -> Phrases[tuple[Cue, ...]]:
    """The cue phrases; those that only look like cues have none."""
    data = _rules()
    table: dict[str, tuple[Cue, ...]] = {}
    for group in data["cue"]:
        cue = Cue(Says(group["says"]), group["direction"] == "before", group.get("scope") == "noun")
        for phrase in group["phrases"]:
            table[phrase] = (*table.get(phrase, ()), cue)
    for phrase in data["stop"]["phrases"]:
        table[phrase] = (*table.get(phrase, ()), Cue(Says.STOP, True))
    for phrase in data["pseudo"]["phrases"]:
        table[phrase] = ()
    return Phrases(table)


@cache
def administrators_doings() -> Cued:
    """The administrator's doings: nothing in such a sentence was had."""
    return Cued(
        r"\b(?:utilization\s+review(?:er)?|utilization\s+decision|UR|claims?\s+(?:administrator|examiner|adjuster)|carrier)\b(?!\s+(?:notes?|reports?)\s+that)|\b(?:non-?\s?certified|not\s+certified|did\s+not\s+certify|certified|non-?certification)\b",
    )


@cache
def result() -> Cued:
    """A date within reach behind a test, which was then done: "MRI of the knee dated 3/4/2013"."""
    return Cued(
        rf"[^.;]{{0,60}}?(?:\b\d{{1,2}}\s?[/-]\s?\d{{1,4}}(?:\s?[/-]\s?\d{{2,4}})?\b|\b(?:{_MONTHS})[a-z]*\.?\s+(?:\d{{1,2}},?\s+)?(?:19|20)\d\d|\b(?:in|of)\s+(?:19|20)\d\d\b|\((?:19|20)\d\d\))|\s+(?:19|20)\d\d\b",
        re.IGNORECASE,
    )


@cache
def dated_finding() -> Cued:
    """A date and a colon or dash right behind a test: what follows is what it showed ("MRI 4/16/2012: 3 mm bulge")."""
    return Cued(rf"[^,.;:()]{{0,40}}?\(?{_DATE}\)?\s*(?::|[-\u2013\u2014])\s", re.IGNORECASE)


PAST = Cued(
    r"\b(?:was|were|had|has|have|gave|took|helped|reduced|improved|relieved|provided|failed|completed|worn|used|given|since|x\s?\d+|\d+\s+(?:sessions|visits))\b",
    re.IGNORECASE,
)


@cache
def _headings() -> tuple[re.Pattern[str], dict[str, Says | None]]:
    says: dict[str, Says | None] = {}
    for group in _rules()["heading"]:
        for words in group["words"]:
            says[words] = None if group["says"] == "None" else Says(group["says"])
    short = "|".join(sorted((re.escape(w) for w in says if len(w) < 9), key=len, reverse=True))
    long = "|".join(sorted((re.escape(w) for w in says if len(w) >= 9), key=len, reverse=True))
    opens = r"(?:\A|(?<=[.;]\s)|(?<=\n)|(?<=: )|(?<=\"))\s*"
    return re.compile(
        rf"(?:{opens}(?P<short>{short})|\b(?P<long>{long}))\s*(?:include[sd]?|are|is|was)?\s*(?::|\s[-\u2013]\s)",
        re.IGNORECASE,
    ), says


_DASH = re.compile(r"\s[-\u2013]\s")


def headings(text: str) -> list[tuple[int, int, Says | None]]:
    """The headings of notes in a sentence, and what is listed under each; None for those that only end a list."""
    if ":" not in text and not _DASH.search(text):  # one of which is behind every heading
        return []
    pattern, says = _headings()
    return [(m.start(), m.end(), says[(m["short"] or m["long"]).lower()]) for m in pattern.finditer(text)]


OUTCOME = Cued(
    r"(?:\s+(?!for\b|and\b)[\w./-]+){0,4}?\s*[:,]?\s+(?:neg(?:ative)?|normal|nl|wnl|unremarkable|positive|pos|abnormal|equivocal|inconclusive|benign)\b",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\b(?:visits|sessions|treatments|weeks|courses?|rounds?|months)\s+of\s+(?:\w+\s+)?\Z", re.IGNORECASE
)
HAD_BEFORE = Cued(
    r"[^.;]{0,60}\bbut\b(?:(?!\b(?:never|not|without)\b)[^.;]){0,50}\b(?:received|had|underwent|completed|tried|got)\s+(?:it|them|one)\b"
    r"|[^.;]{0,40}(?<!none)\s+of\s+which\b[^.;]{0,30}\b(?:used|completed|attended|received|had|done)\b"
    r"|[^.;,]{0,30},\s*(?!none)(?:\d+|[a-z]+)\s+(?:have|has|were|was)\s+(?:been\s+)?(?:completed|attended|used|received|done)\b"
    r"|\s+since\s+(?:the|his|her|that)\s+(?:last\s+|first\s+)?(?:one|last|first)\b"
    r"|[^,.;]{0,12},?\s*\(?which\s+(?:he|she|they|the\s+\w+)?\s*(?:had|has|was|were)\s+(?:previously\s+|already\s+|once\s+)?(?:been\s+)?(?:given|had|taken|used|tried|received|prescribed|helped|failed|worked)\b",
    re.IGNORECASE,
)
# "was prescribed, but she never started it"
NEVER_HAD = Cued(
    r"[^.;]{0,60}\b(?:never|not)\s+(?:\w+\s+)?(?:start(?:ed)?|begun|began|begin|takes?|took|taken|fill(?:ed)?|used?|receiv\w+|have|had|get|got|try|tried|attend\w*|go|went|gone|wears?|wore)\s+(?:to\s+)?(?:it|them|one|any)\b",
    re.IGNORECASE,
)
# whose passive it is: "she was offered an injection", "authorization was requested for an injection"
PERSON = re.compile(
    r"\b(?:authorization|approval|certification|referral|prescription|he|she|they|patient|claimant|applicant|worker|employee|individual|iw|ee|pt|who)\s+(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
# the words of having that a "no" or a "should have" right before them takes back, which no relief or failure would
HAVING = re.compile(
    r"(?:failed|failing|failure|tried|attempted|exhausted|had|underwent|undergone|undergoing|received|receiving|taken|taking|used?|using|utiliz\w+|completed|attended|attending|participated|prior|previous|past|recent|earlier|prescribed)\b",
    re.IGNORECASE,
)
BY_TEST = re.compile(
    r"\b(?:on|by|per|via|in|from)\s+(?:an?\s+|the\s+|his\s+|her\s+)?(?:\w+\s+)?\Z", re.IGNORECASE
)
IS_ON = re.compile(
    r"(?<!based)(?<!decision)(?<!decided)(?<!information)(?<!guideline)(?<!guidelines)(?<!section)(?<!chapter)(?<!opinion)(?<!evidence)(?<!not)(?<!placed)(?<!focus)(?<!put)(?<!ruling)(?<!education)(?<!literature)\s+on\s+(?:chronic\s+|daily\s+|nightly\s+)?\Z",
    re.IGNORECASE,
)


@cache
def dated() -> Cued:
    """A date or a year right behind a treatment, which was then given on it: "appendectomy 1994"."""
    return Cued(
        rf"[^,.;:()]{{0,36}}?\s\(?(?:(?:in|on|of|circa)\s+)?{_DATE}",
        re.IGNORECASE,
    )


_PERSON = re.compile(
    r"(?:therapist|chiropractor|acupuncturist|psychologist|psychiatrist|surgeon|podiatrist|specialist|doctor|physician|dentist|counselor|neurologist|provider|orthopedist)s?\Z",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\s+(?:progress\s+)?(?:reports?|notes?|physicians?|providers?|specialists?|doctors?|charts?|records?|letters?|guidelines?|chapter|complaints?|department|clinic\s+notes?)\b",
    re.IGNORECASE,
)


def is_person_or_paper(text: str, start: int, end: int) -> bool:
    """Whether a treatment's name is that of who gives it, or of a paper: "the treating chiropractor", "PT notes"."""
    return bool(_PERSON.search(text[start:end])) or bool(_PAPER.match(text, end))


# ---------------------------------------------------------------- kinds of treatments


def tests() -> frozenset[str]:
    """The imaging and other diagnostic tests."""
    return below("diagnostic-imaging", "diagnostic-testing")


def is_drug(concepts: tuple[str, ...]) -> bool:
    """Whether any of the concepts is a drug."""
    return bool(below("pharmaceutical").intersection(concepts))


@vocabulary_cache
def _aids() -> frozenset[str]:
    vocabulary, names = load_vocabulary("treatment"), set(_rules()["aid"]["concepts"])
    return frozenset(
        iri
        for iri in vocabulary.concepts
        if any(a.rsplit("/", 1)[-1] in names for a in vocabulary.ancestors(iri))
    )


def is_aid(concepts: tuple[str, ...]) -> bool:
    """Crutches, a cane: named in a note without a word of asking, they are what the worker has."""
    return bool(_aids().intersection(concepts))


def is_generic(concepts: tuple[str, ...]) -> bool:
    """A top category says nothing of what was had."""
    vocabulary = load_vocabulary("treatment")
    return all(
        (c := vocabulary.get(iri)) is not None and c.notation is not None and not c.broader
        for iri in concepts
    )

"""The authorities that a rationale names, and what the reviewer reads them as saying on the request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.cite import read_statement, resolve_all
from imrgraph.cite.tokens import concept, families, is_general
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.sentences import sentences
from imrgraph.records import Citation, CitationPlace, Outcome, Party, Resolved, Span, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from imrgraph.cite import Found
    from imrgraph.records import Issue
    from imrgraph.segment import Outline


@dataclass(slots=True)
class _Named:
    """One authority with every place that names it."""

    found: Found
    places: list[Span] = field(default_factory=list)
    cues: list[Stance | None] = field(default_factory=list)
    within: bool | None = None
    pages: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    quotation: bool = False


def rationale_citations(
    outline: Outline,
    issue: Issue,
    outcome: Outcome | None,
    statements: tuple[Citation, ...],
    *,
    decided: date | None = None,
    body_parts: Iterable[str] = (),
) -> tuple[Citation, ...]:
    """The citations in an item's rationale, one per authority, all its places as evidence.

    A bare "the MTUS", "ACOEM" or "ODG" is the one chapter that the reviewer's statement names of it.
    """
    parts = tuple(body_parts)
    named: dict[tuple[str, ...], _Named] = {}
    local = local_names(statements)
    for body in issue.rationale:
        for sentence in sentences(outline.text, body):
            _read_sentence(outline, sentence, statements, named, decided, parts, local)
            _short_forms(outline, sentence, statements, named)
    return tuple(
        Citation(
            party=Party.EXPERT_REVIEWER,
            place=CitationPlace.RATIONALE,
            resolution=n.found.resolution,
            within_mtus=n.within,
            pages=tuple(dict.fromkeys(n.pages)),
            tables=tuple(dict.fromkeys(n.tables)),
            editions=tuple(dict.fromkeys(n.editions)),
            quotation=n.quotation,
            stance=_stance(n.cues, outcome),
            evidence=evidence_of(outline.clean, n.places, "named-in-rationale"),
        )
        for n in named.values()
    )


def _read_sentence(
    outline: Outline,
    sentence: Span,
    statements: tuple[Citation, ...],
    named: dict[tuple[str, ...], _Named],
    decided: date | None,
    parts: tuple[str, ...],
    local: dict[str, Citation],
) -> None:
    text = outline.text[sentence.start : sentence.end]
    by_name = resolve_all(read_statement(text, prose=True).references, decided=decided, body_parts=parts)
    for found in [*by_name, *_by_local_name(text, local, by_name)]:
        cue = _cue(text, found.start, found.end)
        resolution, within = found.resolution, found.within
        if isinstance(resolution, Resolved) and is_general(resolution.concepts[0]) and cue is not Stance.SILENT:
            again = _again(resolution.concepts[0], statements)
            if again is not None:
                resolution, within = again.resolution, True if families()[resolution.concepts[0]] == "mtus" else again.within_mtus
        key = getattr(resolution, "concepts", None) or getattr(resolution, "candidates", None) or (text[found.start : found.end],)
        entry = named.setdefault(key, _Named(found=found))
        entry.found = _with(entry.found, resolution)
        entry.places.append(Span(sentence.start + found.start, sentence.start + found.end))
        entry.cues.append(cue)
        entry.within = within if entry.within is None else entry.within
        entry.pages += found.pages
        entry.tables += found.tables
        entry.editions += found.editions
        entry.quotation = entry.quotation or bool(re.match(r"[^\"]{0,120}[:,]?\s*\"[A-Za-z]", text[found.end : found.end + 140]))


def local_names(statements: tuple[Citation, ...]) -> dict[str, Citation]:
    """Names by which a rationale may call a source that only this letter's statements name.

    First author's surname, an acronym in brackets, the name of an unlisted body or journal.
    """
    out: dict[str, Citation] = {}
    for c in statements:
        if not isinstance(c.resolution, Resolved) or families().get(c.resolution.concepts[0], "other") != "other":
            continue
        words = c.evidence.anchor
        if c.evidence.rule == "bibliographic-reference":
            author = re.match(r"([A-Z][A-Za-z'\-]{2,})(?=,?\s+(?:[A-Z]{1,3}\b|et\b))", words)
            if author:
                out.setdefault(author[1], c)
        for acronym in re.findall(r"\(([A-Z][A-Z&-]{2,7})\)", words):
            out.setdefault(acronym, c)
        if concept(c.resolution.concepts[0]) is None:
            name = re.escape(c.resolution.concepts[0].rsplit("/other-", 1)[-1].replace("-", " ")).replace(r"\ ", r"\W+")
            printed = re.search(name, words, re.IGNORECASE)
            if printed:
                out.setdefault(printed[0], c)
    return out


def _by_local_name(text: str, local: dict[str, Citation], taken: list[Found]) -> list[Found]:
    from imrgraph.cite.resolve import Found as Mention

    out = []
    for name, c in local.items():
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(f.start < m.end() and m.start() < f.end for f in [*taken, *out]):
                out.append(
                    Mention(start=m.start(), end=m.end(), resolution=c.resolution, within=c.within_mtus, pages=(), tables=(),
                            sections=(), editions=(), rule="named-in-statement")
                )  # fmt: skip
    return out


@cache
def _short() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:these|those|this|said|above|cited|same|such|referenced|aforementioned|applicable|the)\s+(?:\w+\s+)?(?:guidelines?|citations?|criteria|references?)\b"
        r"(?=\s+(?:\w+ly\s+)?(?:recommend|state|indicate|support|note|suggest|do(?:es)?\b|did|require|list|allow|limit|call|specif|advise|say|is\b|are\b|was\b|were\b|would|permit|also|and\b|further|define|address|provide|mention)|\W)"
        r"|\b(?:further|evidence[- ]based|treatment)?\s*guidelines\s+(?:\w+ly\s+|also\s+|further\s+)?(?:recommend|state|indicate|support|note|suggest|require|list|allow|limit|advise|say)\w*"
        r"|\bper\s+(?:the\s+)?(?:\w+\s+)?guidelines?\b|\bibid\b\.?",
        re.IGNORECASE,
    )


def _short_forms(
    outline: Outline, sentence: Span, statements: tuple[Citation, ...], named: dict[tuple[str, ...], _Named]
) -> None:
    """ "The guidelines", "ibid": the authority last meant, else the only one of the reviewer's statement."""
    text = outline.text[sentence.start : sentence.end]
    for m in _short().finditer(text):
        at = Span(sentence.start + m.start(), sentence.start + m.end())
        here = [p for n in named.values() for p in n.places if p.start >= sentence.start]
        if any(p.start < at.end + 40 and at.start < p.end + 25 for p in here):
            continue  # "the guidelines of the MTUS", "ODG guidelines recommend"
        cue = _cue(text, m.start(), m.end())
        meant = max(
            (n for n in named.values() if n.cues[-1] is not Stance.SILENT), key=lambda n: n.places[-1].end, default=None
        )
        if meant is None:
            meant = _only_stated(statements, named)
        if meant is not None:
            meant.places.append(at)
            meant.cues.append(cue)


def _only_stated(statements: tuple[Citation, ...], named: dict[tuple[str, ...], _Named]) -> _Named | None:
    from imrgraph.cite.resolve import Found as Mention

    own = [c for c in statements if c.party is Party.EXPERT_REVIEWER and isinstance(c.resolution, Resolved)]
    keys = {c.resolution.concepts for c in own if isinstance(c.resolution, Resolved)}
    if len(keys) != 1:
        return None
    found = Mention(start=0, end=0, resolution=own[0].resolution, within=own[0].within_mtus, pages=(), tables=(), sections=(),
                    editions=(), rule="short-form")  # fmt: skip
    entry = _Named(found=found, within=own[0].within_mtus)
    return named.setdefault(next(iter(keys)), entry)


def _with(found: Found, resolution: object) -> Found:
    from dataclasses import replace

    return replace(found, resolution=resolution)


def _again(general: str, statements: tuple[Citation, ...]) -> Citation | None:
    """The one part of a family that the reviewer's statement names."""
    family = families()[general]
    own = [
        c
        for c in statements
        if c.party is Party.EXPERT_REVIEWER and isinstance(c.resolution, Resolved)
        and (c.within_mtus if family == "mtus" else families().get(c.resolution.concepts[0]) == family)
    ]  # fmt: skip
    concepts = {c.resolution.concepts for c in own if isinstance(c.resolution, Resolved)}
    if len(concepts) != 1 or not own or concept(next(iter(concepts))[0]) is None:
        return None
    return own[0]


# ---------------------------------------------------------------- stance

_VERBS = r"address|discuss|mention|comment|contain|cover|provide|speak|include|deal|refer|offer|have|make|list|give|describe|consider|specify|reference|apply"


@cache
def _silent() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(p, re.IGNORECASE)
        for p in (
            r"\b(?:is|are|was|were|remains?|being)\s+(?:completely\s+|entirely\s+|essentially\s+|largely\s+)?silent\b",
            rf"\b(?:do(?:es)?|did)\s*(?:not|n't)\s+(?:\w+ly\s+){{0,2}}(?:{_VERBS})\b(?!\s+(?:that|for\s+more))",
            rf"\bfails?\s+to\s+(?:\w+ly\s+)?(?:{_VERBS})\b",
            r"\bno\s+(?:specific\s+|direct\s+|clear\s+|applicable\s+|relevant\s+)?(?:recommendations?|guidelines?|guidance|mention|section|reference|discussion|provisions?|chapter|citations?|criteria|statements?)\b",
            r"\bnot\s+(?:\w+ly\s+)?(?:addressed|discussed|mentioned|covered|included|listed|found)\b",
            r"\b(?:has|have|had|says?|contains?|offers?)\s+nothing\b",
            r"\bnot\s+applicable\b",
            r"\b(?:addresse?s?|discusse?s?|mentions?|covers?)\s+(?:\w+\s+){0,4}only\b|\bonly\s+(?:addresse?s?|discusse?s?|mentions?|covers?)\b",
        )
    )


@cache
def _against() -> re.Pattern[str]:
    return re.compile(
        r"\bnot\s+(?:\w+ly\s+){0,2}(?:recommend\w*|support\w*|indicated|advis\w+|endorse\w*|warranted|necessary|met|satisfied|fulfilled|meet|justif\w+|approved?|certif\w+|appropriate|consistent|allow\w*|permit\w*|favor\w*)"
        r"|\b(?:under\s+study|unproven|contraindicated|discourag\w+|exceeds?|exceeded|exceeding|in\s+excess|beyond\s+(?:the|what)|inconsistent|against|unmet|outside\s+(?:the|of)|fails?\s+to\s+meet|lacks?|insufficient|limits?|maximum|no\s+(?:evidence|support|indication))\b",
        re.IGNORECASE,
    )


@cache
def _for() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:recommend\w*|supports?|supported|endorse\w*|indicated|allows?|permits?|approv\w+|appropriate|meets?|(?:criteria|requirements?|conditions?)\s+(?:\w+\s+){0,4}(?:are|is|was|were|have\s+been)\s+(?:all\s+)?(?:met|satisfied)|consistent\s+with|in\s+accordance|within\s+the|may\s+be|satisf\w+)\b",
        re.IGNORECASE,
    )


_CLAUSE = re.compile(r";|,?\s+(?:but|however|whereas|while|although|though|so)\b|,\s+(?:and|thus|therefore)\s+(?=the\s|[A-Z])|\.\s", re.IGNORECASE)


def _cue(sentence: str, start: int, end: int) -> Stance | None:
    """What the clause around an authority says of it: silence, for, against; None when nothing."""
    left = max((m.end() for m in _CLAUSE.finditer(sentence, 0, start)), default=0)
    right = next((m.start() for m in _CLAUSE.finditer(sentence, end)), len(sentence))
    clause = sentence[left:right]
    for pattern in _silent():
        m = pattern.search(clause)
        if m and not re.match(r"\s+(?:the\s+)?(?:patient|injured|applicant|request)", clause[m.end() :]):
            between = clause[end - left : m.start()] if m.start() >= end - left else clause[m.end() : start - left]
            if len(between) < 110 and not re.search(r"\b(?:records?|documentation|provider|physician|report|notes?)\b", between):
                return Stance.SILENT
    if _against().search(clause):
        return Stance.DOES_NOT_SUPPORT
    if _for().search(clause):
        return Stance.SUPPORTS
    return None


def _stance(cues: list[Stance | None], outcome: Outcome | None) -> Stance | None:
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
        against = bool(said) and all(c is Stance.DOES_NOT_SUPPORT for c in said)
        return Stance.DOES_NOT_SUPPORT if against else Stance.SUPPORTS
    if said and len(set(said)) == 1:
        return said[0]
    return None

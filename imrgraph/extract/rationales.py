"""The authorities that a rationale names, and what the reviewer reads them as saying on the request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from imrgraph.cite import read_statement, resolve_all
from imrgraph.cite.tokens import concept, families, is_general
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.sentences import sentences
from imrgraph.extract.short_forms import find_local_names, find_unlisted, local_names, mention, short_form
from imrgraph.extract.stance import cue_for_all, find_cue, stance_of, why_stance
from imrgraph.extract.why import reason, value_of
from imrgraph.extract.why_citations import why_as_stated, why_placed, why_within
from imrgraph.records import (
    Ambiguous,
    Citation,
    CitationPlace,
    Evidence,
    Outcome,
    Party,
    Reason,
    Resolution,
    Resolved,
    Span,
    Stance,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from imrgraph.cite import Found
    from imrgraph.extract.why import Told
    from imrgraph.records import Issue
    from imrgraph.segment import Outline


@dataclass(slots=True)
class _Named:
    """One authority with every place that names it."""

    found: Found
    places: list[Span] = field(default_factory=list)
    cues: list[Told[Stance] | None] = field(default_factory=list)
    placed: Reason | None = None
    within: bool | None = None
    why_within: Reason | None = None
    pages: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    quotation: bool = False
    names: list[Span] = field(default_factory=list)  # the places that name the authority itself


def rationale_citations(
    outline: Outline,
    issue: Issue,
    outcome: Told[Outcome] | None,
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
        placed = why_placed(outline, issue, body)
        for sentence in sentences(outline.text, body):
            _read_sentence(outline, sentence, statements, named, decided, parts, local)
            _short_forms(outline, sentence, statements, named)
            everyone = cue_for_all(outline.text[sentence.start : sentence.end])
            for entry in named.values() if everyone else ():
                if everyone and any(value_of(c) is not Stance.SILENT for c in entry.cues):
                    entry.cues.append(everyone.moved(sentence.start))
        for entry in named.values():
            entry.placed = entry.placed or placed
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
            stance=(stance := stance_of([value_of(c) for c in n.cues], value_of(outcome))),
            why=_why(outline, n, stance, outcome),
            evidence=_evidence(outline, n, local),
        )
        for n in named.values()
    )


def _why(
    outline: Outline, named: _Named, stance: Stance | None, outcome: Told[Outcome] | None
) -> tuple[Reason, ...]:
    out = [named.placed] if named.placed else []
    if named.within is not None:
        out.append(named.why_within or Reason(fact="withinMTUS", rule="mtus-by-family"))
    if stance is not None:
        told = why_stance(named.cues, stance, outcome)
        out.append(reason(outline.clean, "stance", told.rule, told.span))
    return tuple(out)


def _evidence(outline: Outline, named: _Named, local: dict[str, Citation]) -> Evidence:
    """The place that tells the authority best comes first: its name, else what a statement says of the short name."""
    first = named.names[0] if named.names else named.places[0]
    places = [first, *(p for p in named.places if p != first)]
    found = evidence_of(outline.clean, places, named.found.rule if not named.names else "named-in-rationale")
    origin = next((c for c in local.values() if c.resolution == named.found.resolution), None)
    if named.names or origin is None or named.found.rule != "named-in-statement":
        return found
    spans = tuple(sorted({*found.spans, *origin.evidence.spans}))
    return replace(found, spans=spans, anchor=origin.evidence.anchor)


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
    known = [*by_name, *find_local_names(text, local, by_name)]
    mentions = sorted([*known, *find_unlisted(text, known)], key=lambda f: f.start)
    groups = _groups(text, mentions)
    for found in mentions:
        cue = find_cue(text, *groups[found.start])
        resolution, within = (
            _decide(found.resolution, text[found.start : found.end], statements),
            found.within,
        )
        why = why_within(outline, found.within_at, sentence.start)
        if (
            isinstance(resolution, Resolved)
            and is_general(resolution.concepts[0])
            and value_of(cue) is not Stance.SILENT
        ):
            family = families()[resolution.concepts[0]]
            again = _again(family, statements)
            if again is not None:
                why = why_as_stated(again) if found.within is None and family != "mtus" else why
                resolution, within = again.resolution, _within(family, found.within, again.within_mtus)
        key = _key(resolution, text[found.start : found.end])
        entry = named.setdefault(key, _Named(found=found))
        entry.found = replace(entry.found, resolution=resolution)
        entry.places.append(Span(sentence.start + found.start, sentence.start + found.end))
        if found.rule != "named-in-statement":
            entry.names.append(entry.places[-1])
        entry.cues.append(cue.moved(sentence.start) if cue else None)
        if entry.within is None:
            entry.within, entry.why_within = within, why
        entry.pages += found.pages
        entry.tables += found.tables
        entry.editions += found.editions
        entry.quotation = entry.quotation or bool(
            re.match(r"[^\"]{0,120}[:,]?\s*\"[A-Za-z]", text[found.end : found.end + 140])
        )


def _short_forms(
    outline: Outline, sentence: Span, statements: tuple[Citation, ...], named: dict[tuple[str, ...], _Named]
) -> None:
    """ "The guidelines", "ibid": the authority last meant, else the only one of the reviewer's statement."""
    text = outline.text[sentence.start : sentence.end]
    for m in short_form().finditer(text):
        at = Span(sentence.start + m.start(), sentence.start + m.end())
        here = [p for n in named.values() for p in n.places if p.start >= sentence.start]
        if any(p.start < at.end + 40 and at.start < p.end + 25 for p in here):
            continue  # "the guidelines of the MTUS", "ODG guidelines recommend"
        cue = find_cue(text, m.start(), m.end())
        meant = max(
            (n for n in named.values() if value_of(n.cues[-1]) is not Stance.SILENT),
            key=lambda n: n.places[-1].end,
            default=None,
        )
        if meant is None:
            meant = _only_stated(statements, named)
        if meant is not None:
            meant.places.append(at)
            meant.cues.append(cue.moved(sentence.start) if cue else None)


def _only_stated(statements: tuple[Citation, ...], named: dict[tuple[str, ...], _Named]) -> _Named | None:
    own = [c for c in statements if c.party is Party.EXPERT_REVIEWER and isinstance(c.resolution, Resolved)]
    keys = {c.resolution.concepts for c in own if isinstance(c.resolution, Resolved)}
    if len(keys) != 1:
        return None
    found = mention(0, 0, own[0], "short-form")
    entry = _Named(found=found, within=own[0].within_mtus, why_within=why_as_stated(own[0]))
    return named.setdefault(next(iter(keys)), entry)


def _within(family: str, said: bool | None, stated: bool | None) -> bool | None:
    """Whether a bare name is cited as the MTUS: as it says itself ("MTUS/ACOEM"), else as the statement says."""
    if family == "mtus":
        return True
    return stated if said is None else said


_JOINED = re.compile(
    r"[\s,;/()]*(?:(?:and|or|nor|as\s+well\s+as|&)\b)?[\s/]*(?:(?:the|by|in|of|per|both)\s+){0,2}(?:guidelines?\s*)?[\s,/]*",
    re.I,
)


def _groups(text: str, mentions: list[Found]) -> dict[int, tuple[int, int]]:
    """For each mention the stretch of the list that it stands in ("The MTUS, ACOEM, and ODG are silent")."""
    groups: list[list[Found]] = []
    for found in mentions:
        last = groups[-1] if groups else []
        if last and len(last) < 8 and _JOINED.fullmatch(text, last[-1].end, max(last[-1].end, found.start)):
            last.append(found)
        else:
            groups.append([found])
    return {m.start: (group[0].start, max(f.end for f in group)) for group in groups for m in group}


def _decide(resolution: Resolution, words: str, statements: tuple[Citation, ...]) -> Resolution:
    """Of the owners of a short name, the one that this item's statements cite ("ADA", "the ACOEM knee chapter")."""
    cited = {i for c in statements if isinstance(c.resolution, Resolved) for i in c.resolution.concepts}
    if isinstance(resolution, Ambiguous):
        own = [c for c in resolution.candidates if c in cited]
    elif isinstance(resolution, Resolved) and not re.search(r"(?i)complaints|disorders|chapter\s*\d", words):
        concepts = set(resolution.concepts)
        own = [] if concepts & cited else [c for c in cited if _same_subject(c, resolution.concepts[0])]
    else:
        own = []
    return Resolved(concepts=(own[0],)) if len(own) == 1 else resolution


def _same_subject(one: str, other: str) -> bool:
    """Whether two guidelines of one family are about the same body part (a chapter of 2004 and its successor)."""
    a, b = concept(one), concept(other)
    if a is None or b is None or families().get(one) != families().get(other):
        return False
    return bool(set(a.values("bodyPart")) & set(b.values("bodyPart")))


def _key(resolution: Resolution, words: str) -> tuple[str, ...]:
    if isinstance(resolution, Resolved):
        return resolution.concepts
    return resolution.candidates if isinstance(resolution, Ambiguous) else (words,)


def _again(family: str, statements: tuple[Citation, ...]) -> Citation | None:
    """The one part of a family that the reviewer's statement names."""
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

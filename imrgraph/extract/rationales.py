"""The authorities that a rationale names, and what the reviewer reads them as saying on the request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from imrgraph.cite import read_statement, resolve_all
from imrgraph.cite.tokens import families, is_general
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.sentences import sentences
from imrgraph.extract.short_forms import find_local_names, find_unlisted, mention, short_form
from imrgraph.extract.stance import cue_for_all, find_cue, stance_of, why_stance
from imrgraph.extract.stated import Stated
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


# so that work stays in step with the text
_MOST = 200  # authorities that one rationale names
_MOST_CUES = 40  # lists of authorities, and of short forms, in a sentence of which a cue is looked for


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
    speaks: bool = False  # whether any cue says more than that it is silent

    def say(self, cue: Told[Stance] | None) -> None:
        self.cues.append(cue)
        self.speaks = self.speaks or value_of(cue) is not Stance.SILENT


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
    stated = Stated(statements)
    for body in issue.rationale:
        placed = why_placed(outline, issue, body)
        for sentence in sentences(outline.text, body):
            places = _read_sentence(outline, sentence, stated, named, decided, parts)
            _short_forms(outline, sentence, places, stated, named)
            everyone = cue_for_all(outline.text[sentence.start : sentence.end])
            for entry in named.values() if everyone else ():
                if everyone and entry.speaks:
                    entry.say(everyone.moved(sentence.start))
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
            evidence=_evidence(outline, n, stated.names),
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
    stated: Stated,
    named: dict[tuple[str, ...], _Named],
    decided: date | None,
    parts: tuple[str, ...],
) -> bytearray:
    """Add the authorities that a sentence names; returns, for each of its characters, whether it belongs to a name."""
    text = outline.text[sentence.start : sentence.end]
    by_name = resolve_all(read_statement(text, prose=True).references, decided=decided, body_parts=parts)
    known = [*by_name, *find_local_names(text, stated.names, by_name)]
    mentions = sorted([*known, *find_unlisted(text, known)], key=lambda f: f.start)
    if not mentions:  # most sentences
        return bytearray(len(text))
    groups = _groups(text, mentions)
    cues = {group: find_cue(text, *group) for group in islice(dict.fromkeys(groups.values()), _MOST_CUES)}
    places = bytearray(len(text))
    for found in mentions:
        cue = cues.get(groups[found.start])
        resolution, within = (
            stated.decide(found.resolution, text[found.start : found.end]),
            found.within,
        )
        why = why_within(outline, found.within_at, sentence.start)
        if (
            isinstance(resolution, Resolved)
            and is_general(resolution.concepts[0])
            and value_of(cue) is not Stance.SILENT
        ):
            family = families()[resolution.concepts[0]]
            again = stated.part_of(family)
            if again is not None:
                why = why_as_stated(again) if found.within is None and family != "mtus" else why
                resolution, within = again.resolution, _within(family, found.within, again.within_mtus)
        key = _key(resolution, text[found.start : found.end])
        if key not in named and len(named) >= _MOST:
            continue
        entry = named.setdefault(key, _Named(found=found))
        if entry.found.resolution != resolution:
            entry.found = replace(entry.found, resolution=resolution)
        entry.places.append(Span(sentence.start + found.start, sentence.start + found.end))
        if found.rule != "named-in-statement":
            entry.names.append(entry.places[-1])
        entry.say(cue.moved(sentence.start) if cue else None)
        places[found.start : found.end] = b"\1" * (found.end - found.start)
        if entry.within is None:
            entry.within, entry.why_within = within, why
        entry.pages += found.pages
        entry.tables += found.tables
        entry.editions += found.editions
        entry.quotation = entry.quotation or bool(
            re.match(r"[^\"]{0,120}[:,]?\s*\"[A-Za-z]", text[found.end : found.end + 140])
        )
    return places


def _short_forms(
    outline: Outline,
    sentence: Span,
    places: bytearray,
    stated: Stated,
    named: dict[tuple[str, ...], _Named],
) -> None:
    """ "The guidelines", "ibid": the authority last meant, else the only one of the reviewer's statement."""
    text = outline.text[sentence.start : sentence.end]
    for m in islice(short_form().finditer(text), _MOST_CUES):
        at = Span(sentence.start + m.start(), sentence.start + m.end())
        if places.find(1, max(0, m.start() - 25), m.end() + 40) >= 0:
            continue  # "the guidelines of the MTUS", "ODG guidelines recommend"
        cue = find_cue(text, m.start(), m.end())
        meant = max(
            (n for n in named.values() if value_of(n.cues[-1]) is not Stance.SILENT),
            key=lambda n: n.places[-1].end,
            default=None,
        )
        if meant is None:
            meant = _only_stated(stated, named)
        if meant is not None:
            meant.places.append(at)
            meant.say(cue.moved(sentence.start) if cue else None)
            places[m.start() : m.end()] = b"\1" * (m.end() - m.start())


def _only_stated(stated: Stated, named: dict[tuple[str, ...], _Named]) -> _Named | None:
    only = stated.only()
    if only is None or not isinstance(only.resolution, Resolved):
        return None
    found = mention(0, 0, only, "short-form")
    entry = _Named(found=found, within=only.within_mtus, why_within=why_as_stated(only))
    return named.setdefault(only.resolution.concepts, entry)


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


def _key(resolution: Resolution, words: str) -> tuple[str, ...]:
    if isinstance(resolution, Resolved):
        return resolution.concepts
    return resolution.candidates if isinstance(resolution, Ambiguous) else (words,)

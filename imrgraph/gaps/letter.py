"""Everything that one letter says and no concept was found for, each with its place."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from typing import TYPE_CHECKING

from imrgraph.cite.bibliography import slug
from imrgraph.extract.spelling import by_misspelling
from imrgraph.gaps.items import misspelt_words, names_asked_for
from imrgraph.gaps.lists import is_place, listed
from imrgraph.gaps.records import Kind, Reason, Seen
from imrgraph.gaps.words import name_in
from imrgraph.model.case import extract
from imrgraph.rdf.concepts import concept_label, is_minted
from imrgraph.read.clean import clean
from imrgraph.records import Ambiguous, Resolved, Span, Unresolved
from imrgraph.segment import outline
from imrgraph.vocab import matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.records import (
        Case,
        Citation,
        Condition,
        Determination,
        Evidence,
        Issue,
        Letter,
        PriorTreatment,
    )
    from imrgraph.segment import Outline

_AROUND = 45  # characters of context on either side
_SHOWN = 80  # characters of words that are no name
_FIRST_WORDS = re.compile(r"[^\W\d_][^,;:()#\d]{2,80}")
_LAST_WORD = re.compile(
    r"\s+(?:in|for|of|at|to|with|by|on|the|an?|x)?\Z", re.IGNORECASE
)  # in which no name ends
_PAGES = "shared-page-list"  # the rule of citations that are in doubt for their pages, not for a name


def seen_in(letter: Letter) -> tuple[Case, tuple[Seen, ...]]:
    """What a letter says and no concept was found for, in text order; a place is given once.

    Raises:
        LetterError: the text has no mark of an IMR letter.
    """
    case = extract(letter)
    found = _Letter(outline(clean(letter.text)), case)
    return case, tuple(found.seen())


class _Letter:
    def __init__(self, cut: Outline, case: Case) -> None:
        self.cut, self.case = cut, case
        self.text = cut.text
        self.listed = tuple(listed(cut))

    def seen(self) -> list[Seen]:
        out: list[Seen] = []
        taken: dict[Kind, set[int]] = {kind: set() for kind in Kind}  # characters
        for one in self._all():
            here = range(one.span.start, one.span.end)
            if taken[one.kind].isdisjoint(here):
                taken[one.kind].update(here)
                out.append(one)
        return sorted(out, key=lambda s: (s.span, s.kind.value))

    def _all(self) -> Iterator[Seen]:
        for found, issue in zip(self.case.determinations, self.cut.issues, strict=True):
            yield from self._item(found, issue)
            for citation in found.citations:
                yield from self._citation(citation)
        for condition in self.case.conditions:
            yield from self._condition(condition)
        for prior in self.case.prior_treatments:
            yield from self._prior(prior)
        for specialty in self.case.reviewer.specialties:
            yield from self._specialty(specialty)
        for one in self.listed:
            yield self._seen(one.kind, Reason.UNRESOLVED, one.span)

    # ---- kinds

    def _item(self, found: Determination, issue: Issue) -> Iterator[Seen]:
        at = issue.item.start
        item = self.text[at : min(issue.item.end, at + 1200)]
        names = [Span(at + name.start, at + name.end) for name in names_asked_for(item)]
        if isinstance(found.resolution, Ambiguous):
            candidates = found.resolution.candidates
            yield self._seen(
                Kind.TREATMENT, Reason.AMBIGUOUS, self._label(issue.item, "treatment", candidates), candidates
            )
        if isinstance(found.resolution, Resolved) and found.evidence.fuzzy:
            for word in misspelt_words(item):
                span = Span(at + word.start, at + word.end)
                concepts = found.resolution.concepts
                yield self._seen(Kind.TREATMENT, Reason.FUZZY, span, concepts)
                names = [name for name in names if not name.overlaps(span)]
        if isinstance(found.resolution, Unresolved) and not names:
            names = [self._first_words(issue.item)]
        for name in names:
            yield self._seen(Kind.TREATMENT, Reason.UNRESOLVED, name)

    def _citation(self, citation: Citation) -> Iterator[Seen]:
        match citation.resolution:
            case Unresolved():
                for span in self._places(citation.evidence):
                    yield self._seen(Kind.GUIDELINE, Reason.UNRESOLVED, self._short(span))
            case Ambiguous(candidates=candidates) if citation.evidence.rule != _PAGES:
                span = self._label(self._telling(citation.evidence), "guideline", candidates)
                yield self._seen(Kind.GUIDELINE, Reason.AMBIGUOUS, self._short(span), candidates)
            case Resolved(concepts=concepts):
                for concept in concepts:
                    if is_minted(concept):
                        yield self._minted(Kind.GUIDELINE, concept, self._telling(citation.evidence))
            case _:
                pass

    def _condition(self, condition: Condition) -> Iterator[Seen]:
        resolution = condition.resolution
        for span in self._places(condition.evidence):
            if isinstance(resolution, Ambiguous):
                yield self._seen(Kind.CONDITION, Reason.AMBIGUOUS, span, resolution.candidates)
            elif isinstance(resolution, Unresolved):
                yield self._seen(Kind.CONDITION, Reason.UNRESOLVED, self._coded(span) or self._short(span))
            elif condition.evidence.rule == "stated-code" and (name := self._coded(span)):
                yield self._seen(Kind.CONDITION, Reason.CODE, name, resolution.concepts)

    def _coded(self, span: Span) -> Span | None:
        """The name that a code stands behind."""
        listed = next(
            (one.span for one in self.listed if one.kind is Kind.CONDITION and one.span.overlaps(span)), None
        )
        name = listed or name_in(self.text, span.start, span.end)
        return None if name is None or is_place(self.text, name) else name

    def _prior(self, prior: PriorTreatment) -> Iterator[Seen]:
        resolution = prior.resolution
        for span in self._places(prior.evidence):
            if isinstance(resolution, Ambiguous):
                yield self._seen(Kind.PRIOR_TREATMENT, Reason.AMBIGUOUS, span, resolution.candidates)
            elif isinstance(resolution, Unresolved):
                yield self._seen(Kind.PRIOR_TREATMENT, Reason.UNRESOLVED, self._short(span))
            elif prior.evidence.fuzzy and not self._is_listed(span):
                yield self._seen(Kind.PRIOR_TREATMENT, Reason.FUZZY, span, resolution.concepts)

    def _specialty(self, specialty: str) -> Iterator[Seen]:
        if is_minted(specialty):
            yield self._minted(Kind.SPECIALTY, specialty, Span(0, len(self.text)))

    # ---- places

    def _minted(self, kind: Kind, concept: str, within: Span) -> Seen:
        """The name that a concept was made up from, where it stands; else all of the place."""
        words = slug(concept_label(concept)).split("-")
        printed = re.compile(
            r"(?<!\w)" + r"(?:\W|\band\b|&)+".join(map(re.escape, words)) + r"\w*", re.IGNORECASE
        )
        found = list(printed.finditer(self.text, within.start, within.end))
        span = Span(*found[-1].span()) if found else self._short(within)  # a journal stands behind the title
        return self._seen(kind, Reason.MINTED, span, (concept,))

    def _label(self, span: Span, scheme: str, candidates: tuple[str, ...]) -> Span:
        """The label within a span that all the candidates own; the span itself where there is none."""
        for m in matcher(scheme).find(self.text[span.start : span.end]):
            if set(candidates) <= set(m.concepts):
                return Span(span.start + m.start, span.start + m.end)
        return self._short(span)

    def _is_listed(self, span: Span) -> bool:
        """Whether a vocabulary lists the spelling of a treatment that stands there."""
        found = matcher("treatment").find(self.text[span.start : span.end])
        return any(by_misspelling(m, "treatment") for m in found)

    def _short(self, span: Span) -> Span:
        """The beginning of a span, to a word's end."""
        if span.end - span.start <= _SHOWN:
            return span
        space = self.text.rfind(" ", span.start, span.start + _SHOWN)
        return Span(span.start, space if space > span.start else span.start + _SHOWN)

    def _first_words(self, item: Span) -> Span:
        """An item up to its first comma or number: what is asked for, where nothing in it looks like a name."""
        found = _FIRST_WORDS.search(self.text, item.start, item.end)
        end = found.end() if found else item.end
        while found and (last := _LAST_WORD.search(self.text, found.start(), end)):
            end = last.start()
        return self._short(Span(found.start(), end) if found else item)

    def _places(self, evidence: Evidence) -> list[Span]:
        return [self._cleaned(span) for span in evidence.spans]

    def _telling(self, evidence: Evidence) -> Span:
        """The place that the anchor was taken from."""
        places = self._places(evidence)
        return next((p for p in places if self.cut.words(p) == evidence.anchor), places[0])

    def _cleaned(self, span: Span) -> Span:
        """Where the source's characters stand in the cleaned text."""
        starts = self.cut.clean.starts
        first = bisect_left(starts, span.start)
        return Span(first, max(first + 1, bisect_left(starts, span.end)))

    def _seen(self, kind: Kind, reason: Reason, span: Span, candidates: Iterable[str] = ()) -> Seen:
        return Seen(
            kind=kind,
            reason=reason,
            words=unicodedata.normalize("NFKC", self.cut.words(span)).strip(" .,;:"),
            span=max(self.cut.clean.source_spans(span), key=lambda s: s.end - s.start),
            context=self._context(span),
            candidates=tuple(sorted(candidates)),
        )

    def _context(self, span: Span) -> str:
        """The words with some around them, on one line."""
        start, end = max(0, span.start - _AROUND), min(len(self.text), span.end + _AROUND)
        if start:
            start = self.text.find(" ", start, span.start) + 1 or span.start
        if end < len(self.text):
            end = max(self.text.rfind(" ", span.end, end), span.end)
        return " ".join(self.text[start:end].split())

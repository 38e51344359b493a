"""Why a reviewer decided as they did: the grounds that a rationale states, each with its sentence.

The scheme is `ontology/grounds.ttl`; the words it is told in are data too, `ontology/ground-cues.toml`. Here is only how a
sentence is cut into clauses and which of them state a reason, rather than recite what a guideline asks of patients in general.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.ground_amounts import amounts_in, exceeded
from imrgraph.extract.ground_clauses import SHORTEST, Clause, authority, clauses_of, fold
from imrgraph.extract.ground_cues import (
    ENOUGH,
    Cue,
    categories,
    cues,
    cues_for,
    scales,
    weigh,
    yields,
)
from imrgraph.extract.stance import cue_of
from imrgraph.extract.subject import sentences_outside_quotes
from imrgraph.records import Ground, Outcome, Span, Stance
from imrgraph.vocab import load_vocabulary, vocabulary_cache
from imrgraph.vocab.cued import Of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from imrgraph.records import Issue
    from imrgraph.segment import Outline

_SILENT = "guideline-silent"
_MET, _NOT_MET = "guideline-criteria-met", "guideline-criteria-not-met"
_MORE, _LONGER = "amount-exceeds-guideline", "duration-exceeds-guideline"
_LONGEST = 1200  # characters of an item; what is longer is none
_MOST = 12  # authorities of a clause that are asked what it says of them
_BACK = 8  # clauses back that a recited criterion is looked for

_DIGIT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|sixty|ninety|dozen)\b"
)


@dataclass(frozen=True, slots=True)
class _Request:
    """What a cue may ask of the item: its words (folded), its categories, how it was decided."""

    words: str
    categories: frozenset[str]
    outcome: Outcome | None

    def allows(self, cue: Cue, clause: str) -> bool:
        if cue.outcome is not None and self.outcome not in (cue.outcome, Outcome.PARTIALLY_OVERTURNED, None):
            return False
        if cue.items and self.categories and not cue.items & self.categories:
            return False
        if cue.asked and not any(word in self.words for word in cue.asked):
            return False
        return not cue.needs or any(word in self.words or word in clause for word in cue.needs)


def grounds_of(
    outline: Outline, issue: Issue, treatments: Iterable[str], outcome: Outcome | None
) -> tuple[Ground, ...]:
    """The grounds that an item's rationale states, in the order they first appear, each with all its sentences.

    A sentence that states a ground does not count for the broader ones above it. Where an item is certified and nothing
    says in so many words that the guideline is met, an authority that speaks for the request does.

    Args:
        treatments: the concepts (IRIs) of the request.
    """
    at: dict[str, list[tuple[Span, str]]] = {}
    item = outline.text[issue.item.start : min(issue.item.end, issue.item.start + _LONGEST)]
    for body in issue.rationale:
        for name, places in stated_grounds(outline.text, body, item, treatments, outcome).items():
            at.setdefault(name, []).extend(places)
    vocabulary = load_vocabulary("ground")
    return tuple(
        Ground(
            concept=vocabulary.iri(name),
            evidence=evidence_of(outline.clean, [span for span, _ in places], places[0][1]),
        )
        for name, places in sorted(at.items(), key=lambda entry: entry[1][0][0])
    )


def stated_grounds(
    text: str, body: Span, item: str, treatments: Iterable[str], outcome: Outcome | None
) -> dict[str, list[tuple[Span, str]]]:
    """The names of the grounds that a passage states, each with its sentences and the rules that found it there."""
    request = _Request(fold(item), frozenset(name for iri in treatments for name in categories(iri)), outcome)
    at: dict[str, list[tuple[Span, str]]] = {}
    supporting: list[tuple[Span, str]] = []
    before = _Before()
    sentences = sentences_outside_quotes(text, body)
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        for ground, rule in _stated(words, request, before).items():
            at.setdefault(ground, []).append((sentence, rule))
        if outcome is Outcome.OVERTURNED and _is_supported(words):
            supporting.append((sentence, "ground-authority"))
    if supporting:
        at.setdefault(_MET, supporting[-1:])
    if not at.keys() - {_SILENT}:
        for sentence, clauses in zip(sentences, before.clauses, strict=True):
            for ground, rule in _loosely(clauses, request).items():
                at.setdefault(ground, []).append((sentence, rule))
    if not at.keys() - {_SILENT}:
        weighed = [
            (*found, -number)
            for number, clauses in enumerate(before.clauses)
            if (found := _weighed(clauses, request))
        ]
        if weighed:
            _, ground, number = max(weighed)
            at[ground] = [(sentences[-number], "ground-weighed")]
    return at


def _is_silent(clause: Clause) -> bool:
    """Whether an authority is said to be silent."""
    if not (clause.is_aside("silent") or clause.lacks):
        return False
    named = _authorities(clause.words, Of.CLAUSE)
    if not named or clause.is_aside("speaks"):
        return False
    return any(cue_of(clause.words, *span) is Stance.SILENT for span in named)


def _is_supported(sentence: str) -> bool:
    """Whether an authority is said to speak for the request, with no condition attached."""
    named = _authorities(sentence, Of.SENTENCE)
    if not named or Clause(fold(sentence)).is_aside("clause"):
        return False
    return any(cue_of(sentence, *span) is Stance.SUPPORTS for span in named)


def _authorities(words: str, of: Of) -> list[tuple[int, int]]:
    """Where a sentence or clause names authorities; the first of them, so that work stays in step with the text."""
    return [m.span() for m in islice(authority(of).finditer(words), _MOST)]


@dataclass(slots=True)
class _Before:
    """What stands before a clause: the sentence before, and whether the clause before recites a criterion."""

    words: str = ""
    clauses: list[list[Clause]] = field(default_factory=list)  # of each sentence so far
    all: list[Clause] = field(default_factory=list)  # the clause itself is the last of them

    @property
    def recites(self) -> bool:
        """Whether a criterion was recited before, and nothing said of the worker since."""
        for clause in self.all[-2 : -2 - _BACK : -1]:
            if clause.recites or clause.of_worker:
                return clause.recites
        return False


def _stated(sentence: str, request: _Request, before: _Before) -> dict[str, str]:
    """The grounds that a sentence states, each with its rule."""
    found: dict[str, str] = {}
    listing = reciting = False
    said = before.words
    clauses: list[Clause] = []
    before.clauses.append(clauses)
    for words in clauses_of(sentence):
        clause = Clause(words, said)
        clauses.append(clause)
        before.all.append(clause)
        listing = listing or clause.is_aside("opens")
        relates = clause.is_aside("relates")
        clause.listing, clause.reciting = listing or relates, reciting
        stated = _without_vaguer(dict(_in_clause(clause, request)))
        if more := _more_than_allowed(clause, before, request):
            stated.setdefault(more, "ground-number")
        if not stated and (contrast := _contrast(clause, before, request)):
            stated[contrast] = "ground-contrast"
        found.update((ground, rule) for ground, rule in stated.items() if ground not in found)
        reciting = (reciting or relates) and not clause.of_worker
        said = f"{said} {words}"
        if _SILENT not in found and _is_silent(clause):
            found[_SILENT] = "ground-silent"
    before.words = said[len(before.words) :]
    above = {broader for ground in found for broader in _broader(ground)}
    return {ground: rule for ground, rule in found.items() if ground not in above}


def _loosely(clauses: list[Clause], request: _Request) -> dict[str, str]:
    """The grounds of which all parts stand in a clause, in any order."""
    found: dict[str, str] = {}
    for clause in clauses:
        found |= _without_vaguer(dict(_in_clause(clause, request, Cue.gathered)))
    return found


def _weighed(clauses: list[Clause], request: _Request) -> tuple[int, str] | None:
    """The ground that the words of a sentence weigh most for, where there are enough of them and no other weighs as much."""
    told = [c for c in clauses if not (c.supposes or c.of_others or c.concludes)]
    everything = ", ".join(c.words for c in told)
    if len(everything) < SHORTEST:
        return None
    of_case = ", ".join(c.words for c in told if c.of_case)
    points = {g: n for g, n in weigh(everything).items() if scales()[g].of == "any"}
    points |= {g: n for g, n in weigh(of_case).items() if scales()[g].of == "case"}
    allowed = sorted(
        (-n, g)
        for g, n in points.items()
        if all(request.allows(cue, everything) for cue in cues() if cue.ground == g)
    )
    if not allowed or -allowed[0][0] < ENOUGH or (len(allowed) > 1 and allowed[1][0] == allowed[0][0]):
        return None
    return -allowed[0][0], allowed[0][1]


def _without_vaguer(stated: dict[str, str]) -> dict[str, str]:
    """What a clause states, without what is only another way to say something finer in it."""
    if len(stated) < 2:
        return stated
    return {ground: rule for ground, rule in stated.items() if not yields(ground) & stated.keys()}


def _more_than_allowed(clause: Clause, before: _Before, request: _Request) -> str | None:
    """What follows from the numbers of a clause that says what was asked for, after one that says how much is allowed."""
    words = clause.words
    if (
        request.outcome is Outcome.OVERTURNED
        or not clause.is_aside("asks")
        or not _DIGIT.search(words)
        or clause.of_others
    ):
        return None
    if clause.supposes or clause.concludes or clause.lacks:
        return None
    earlier = [c for sentence in before.clauses[-2:] for c in sentence if c is not clause]
    limits = [
        amount
        for said in earlier
        if said.is_aside("allows") and not said.is_aside("asks")
        for amount in amounts_in(said.words)
    ]
    more = exceeded(limits, amounts_in(words)) if limits else None
    if more is None:
        return None
    return _LONGER if more.unit == "day" else _MORE


def _contrast(clause: Clause, before: _Before, request: _Request) -> str | None:
    """What follows from a clause that sets the worker against the criterion recited before it, and names no finer ground."""
    if len(clause.words) < SHORTEST:
        return None
    short = clause.lacks or clause.is_aside("falls_short")
    if request.outcome is Outcome.UPHELD and short:
        contrast = _NOT_MET
    elif request.outcome is Outcome.OVERTURNED and not short and clause.is_aside("fits"):
        contrast = _MET
    else:
        return None
    if not before.recites or clause.recites or clause.of_others:
        return None
    return contrast if clause.of_worker or clause.is_aside("points") else None


@vocabulary_cache
def _broader(ground: str) -> tuple[str, ...]:
    vocabulary = load_vocabulary("ground")
    concept = vocabulary.concepts[vocabulary.iri(ground)]
    return tuple(iri.rsplit("/", 1)[-1] for iri in concept.broader)


def _in_clause(
    clause: Clause, request: _Request, told: Callable[[Cue, str], str | None] = Cue.rule
) -> Iterator[tuple[str, str]]:
    """The grounds that a clause states, each with its rule."""
    if len(clause.words) < SHORTEST or clause.concludes or clause.of_others:
        return
    done: set[str] = set()
    for cue in cues_for(clause.words):
        if cue.ground in done or not (request.allows(cue, clause.words) and clause.allows(cue)):
            continue
        rule = told(cue, clause.marked if cue.marks else clause.words)
        if rule is None:
            continue
        if cue.after and not cue.after.search(clause.said):
            continue
        done.add(cue.ground)
        yield cue.ground, rule

"""Why a reviewer decided as they did: the grounds that a rationale states, each with its sentence.

The scheme is `ontology/grounds.ttl`; the words it is told in are data too, `ontology/ground-cues.toml`. Here is only how a
sentence is cut into clauses and which of them state a reason, rather than recite what a guideline asks of patients in general.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from imrgraph.data import ontology_dir
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.stance import cue_of
from imrgraph.extract.subject import sentences_outside_quotes, speaks_in_general, speaks_of_worker
from imrgraph.records import Ground, Outcome, Span, Stance
from imrgraph.vocab import load_vocabulary, vocabulary_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.records import Issue
    from imrgraph.segment import Outline

_GAP = " (?:[^ ]+ ){0,4}?"  # what `~` stands for in a pattern
_SILENT = "guideline-silent"
_MET = "guideline-criteria-met"
_SHORTEST = 12  # characters of a clause that can say anything
_MOST = 12  # authorities of a clause that are asked what it says of them


@dataclass(frozen=True, slots=True)
class Cue:
    """How one ground is told; `ontology/ground-cues.toml` says what each field means."""

    ground: str
    of: str
    words: tuple[str, ...]
    needs: tuple[str, ...]
    asked: tuple[str, ...]
    items: frozenset[str]
    outcome: Outcome | None
    says: re.Pattern[str] | None
    lacking: re.Pattern[str] | None
    shown: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def rule(self, clause: str) -> str | None:
        """The rule by which a clause (folded) states the ground; None when it does not."""
        if not any(word in clause for word in self.words) or (self.unless and self.unless.search(clause)):
            return None
        if self.says and self.says.search(clause):
            return "ground-stated"
        if self.lacking and self.lacking.search(clause):
            return "ground-lacking"
        if self.shown and self.shown.search(clause) and not _lack().search(clause):
            return "ground-shown"
        return None


@cache
def _data() -> dict[str, Any]:
    with (ontology_dir() / "ground-cues.toml").open("rb") as file:
        return tomllib.load(file)


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{p})" for p in patterns).replace("~", _GAP)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if joined else None


@cache
def cues() -> tuple[Cue, ...]:
    """The cues, in the order of the file."""
    before, after = ("|".join(_data()["lack"][side]) for side in ("before", "after"))
    out = []
    for one in _data()["cue"]:
        topics = "|".join(one.get("lacking", ()))
        missing = [
            rf"(?:{before}) (?:[^ ]+ ){{0,7}}?(?:{topics})",
            rf"(?:{topics}),? (?:[^ ]+ ){{0,6}}?(?:{after})",
        ]
        out.append(
            Cue(
                ground=one["ground"],
                of=one.get("of", "any"),
                words=tuple(one.get("words", ())),
                needs=tuple(one.get("needs", ())),
                asked=tuple(one.get("asked", ())),
                items=frozenset(one.get("items", ())),
                outcome=Outcome(one["outcome"]) if "outcome" in one else None,
                says=_any(one.get("says", ())),
                lacking=_any(missing if topics else ()),
                shown=_any(one.get("shown", ())),
                unless=_any(one.get("unless", ())),
            )
        )
    return tuple(out)


@cache
def _lack() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_data()['lack']['before'])})(?!\w)")


@cache
def _asides(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in _data()["aside"][kind]))


_AUTHORITY = re.compile(
    r"\b(?:guidelines?|mtus|acoem|odg|acr|fda|schedule|academy|society|label|parameter|article|literature)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r";|:\s|,?\s+(?:but|however|whereas|while|although|though|yet)\b,?|,\s+(?:and|so|nor|which)\s|\s+-{1,2}\s|\u2014"
    r"|\s+and\s+(?=(?:the|this|that|he|she|it|there|no|his|her)\s)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"]{120,1500}\"?")
_SPACE = re.compile(r"\s+")


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
    item = outline.text[issue.item.start : issue.item.end]
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
    request = _Request(
        _fold(item), frozenset(name for iri in treatments for name in _categories(iri)), outcome
    )
    at: dict[str, list[tuple[Span, str]]] = {}
    supporting: list[tuple[Span, str]] = []
    for sentence in sentences_outside_quotes(text, body):
        words = text[sentence.start : sentence.end]
        for ground, rule in _stated(words, request).items():
            at.setdefault(ground, []).append((sentence, rule))
        if outcome is Outcome.OVERTURNED and _is_supported(words):
            supporting.append((sentence, "ground-authority"))
    if supporting:
        at.setdefault(_MET, supporting[-1:])
    return at


def _categories(treatment: str) -> set[str]:
    vocabulary = load_vocabulary("treatment")
    above = (vocabulary.get(iri) for iri in vocabulary.ancestors(treatment))
    return {concept.name for concept in above if concept is not None and not concept.broader}


def _is_supported(sentence: str) -> bool:
    """Whether an authority is said to speak for the request, with no condition attached."""
    return not _asides("clause").search(_fold(sentence)) and any(
        cue_of(sentence, *span) is Stance.SUPPORTS for span in _authorities(sentence)
    )


def _authorities(words: str) -> Iterator[tuple[int, int]]:
    """Where a sentence or clause names authorities; the first of them, so that work stays in step with the text."""
    return (m.span() for m in islice(_AUTHORITY.finditer(words), _MOST))


def _stated(sentence: str, request: _Request) -> dict[str, str]:
    """The grounds that a sentence states, each with its rule."""
    found: dict[str, str] = {}
    listing = reciting = False
    for clause in _clauses(sentence):
        listing = listing or bool(_asides("opens").search(clause))
        relates = bool(_asides("relates").search(clause))
        stated = list(_in_clause(clause, request, reciting=listing or reciting or relates))
        found.update((ground, rule) for ground, rule in stated if ground not in found)
        reciting = (reciting or relates) and not speaks_of_worker(clause)
        if not stated and any(cue_of(clause, *span) is Stance.SILENT for span in _authorities(clause)):
            found.setdefault(_SILENT, "ground-silent")
    above = {broader for ground in found for broader in _broader(ground)}
    return {ground: rule for ground, rule in found.items() if ground not in above}


@vocabulary_cache
def _broader(ground: str) -> tuple[str, ...]:
    vocabulary = load_vocabulary("ground")
    concept = vocabulary.concepts[vocabulary.iri(ground)]
    return tuple(iri.rsplit("/", 1)[-1] for iri in concept.broader)


def _clauses(sentence: str) -> Iterator[str]:
    """The clauses of a sentence, folded, without what stands in quotation marks."""
    text = _QUOTED.sub(" \u2026 ", sentence).replace('"', "")
    start = 0
    for m in _BREAK.finditer(text):
        yield _fold(text[start : m.start()])
        start = m.end()
    yield _fold(text[start:])


def _fold(words: str) -> str:
    return _SPACE.sub(" ", words).strip(" .,()").lower().replace("\u2019", "'")


def _in_clause(clause: str, request: _Request, *, reciting: bool) -> Iterator[tuple[str, str]]:
    """The grounds that a clause states.

    Args:
        reciting: whether the sentence relates what an authority says.
    """
    if len(clause) < _SHORTEST or _asides("others").search(clause):
        return
    worker = speaks_of_worker(clause)
    recited = reciting or bool(_asides("clause").search(clause))
    of_case = not recited and (worker or not speaks_in_general(clause))
    of_authority = reciting or bool(_AUTHORITY.search(clause))
    for cue in cues():
        if (cue.of == "worker" and not (worker and of_case)) or (cue.of == "case" and not of_case):
            continue
        if (cue.of == "authority" and not of_authority) or not request.allows(cue, clause):
            continue
        if (rule := cue.rule(clause)) is not None:
            yield cue.ground, rule

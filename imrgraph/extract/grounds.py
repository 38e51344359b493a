"""Why a reviewer decided as they did: the grounds that a rationale states, each with its sentence.

The scheme is `ontology/grounds.ttl`; the words it is told in are data too, `ontology/ground-cues.toml`. Here is only how a
sentence is cut into clauses and which of them state a reason, rather than recite what a guideline asks of patients in general.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from imrgraph.data import ontology_dir
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.stance import cue_of
from imrgraph.extract.subject import short_sentences, speaks_in_general, speaks_of_worker
from imrgraph.records import Ground, Outcome, Span, Stance
from imrgraph.vocab import load_vocabulary, vocabulary_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.records import Issue
    from imrgraph.segment import Outline

_GAP = " (?:[^ ]+ ){0,4}?"  # what `~` stands for in a pattern
_SILENT = "guideline-silent"
_SHORTEST = 12  # characters of a clause that can say anything


@dataclass(frozen=True, slots=True)
class Cue:
    """How one ground is told; `ontology/ground-cues.toml` says what each field means."""

    ground: str
    of: str
    words: tuple[str, ...]
    needs: tuple[str, ...]
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
def _aside() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in _data()["aside"]["clause"]))


_AUTHORITY = re.compile(
    r"\b(?:guidelines?|mtus|acoem|odg|acr|fda|schedule|academy|society|label|parameter|article|literature)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r";|:\s|,?\s+(?:but|however|whereas|while|although|though|yet)\b,?|,\s+(?:and|so|nor|which)\s|\s+-{1,2}\s|\u2014",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"]{30,1500}\"?")
_SPACE = re.compile(r"\s+")


def grounds_of(outline: Outline, issue: Issue, outcome: Outcome | None) -> tuple[Ground, ...]:
    """The grounds that an item's rationale states, in the order they first appear, each with all its sentences.

    A sentence that states a ground does not count for the broader ones above it.
    """
    at: dict[str, list[tuple[Span, str]]] = {}
    item = _fold(outline.text[issue.item.start : issue.item.end])
    for body in issue.rationale:
        for sentence in short_sentences(outline.text, body):
            words = outline.text[sentence.start : sentence.end]
            for ground, rule in _stated(words, item, outcome).items():
                at.setdefault(ground, []).append((sentence, rule))
    vocabulary = load_vocabulary("ground")
    return tuple(
        Ground(
            concept=vocabulary.iri(name),
            evidence=evidence_of(outline.clean, [span for span, _ in places], places[0][1]),
        )
        for name, places in at.items()
    )


def _stated(sentence: str, item: str, outcome: Outcome | None) -> dict[str, str]:
    """The grounds that a sentence states, each with its rule."""
    found: dict[str, str] = {}
    for clause in _clauses(sentence):
        for ground, rule in _in_clause(clause, item, outcome):
            found.setdefault(ground, rule)
    if any(cue_of(sentence, *m.span()) is Stance.SILENT for m in _AUTHORITY.finditer(sentence)):
        found[_SILENT] = "ground-silent"
    above = {broader for ground in found for broader in _broader(ground)}
    return {ground: rule for ground, rule in found.items() if ground not in above}


@vocabulary_cache
def _broader(ground: str) -> tuple[str, ...]:
    vocabulary = load_vocabulary("ground")
    concept = vocabulary.concepts[vocabulary.iri(ground)]
    return tuple(iri.rsplit("/", 1)[-1] for iri in concept.broader)


def _clauses(sentence: str) -> Iterator[str]:
    """The clauses of a sentence, folded, without what stands in quotation marks."""
    text = _QUOTED.sub(" \u2026 ", sentence)
    start = 0
    for m in _BREAK.finditer(text):
        yield _fold(text[start : m.start()])
        start = m.end()
    yield _fold(text[start:])


def _fold(words: str) -> str:
    return _SPACE.sub(" ", words).strip(" .,()").lower().replace("\u2019", "'")


def _in_clause(clause: str, item: str, outcome: Outcome | None) -> Iterator[tuple[str, str]]:
    if len(clause) < _SHORTEST:
        return
    recited = bool(_aside().search(clause))
    general = speaks_in_general(clause) and not speaks_of_worker(clause)
    for cue in cues():
        if cue.outcome is not None and outcome not in (cue.outcome, Outcome.PARTIALLY_OVERTURNED, None):
            continue
        if cue.of == "case" and (recited or general):
            continue
        if cue.of == "authority" and not (general or _AUTHORITY.search(clause)):
            continue
        if cue.needs and not any(word in item or word in clause for word in cue.needs):
            continue
        if (rule := cue.rule(clause)) is not None:
            yield cue.ground, rule

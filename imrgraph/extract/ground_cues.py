"""The words in which grounds are told: the cues of `ontology/ground-cues.toml`, and a quick way to those that a clause may hold."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from imrgraph.data import ontology_dir
from imrgraph.records import Outcome
from imrgraph.vocab import load_vocabulary, matcher, vocabulary_cache
from imrgraph.vocab.cued import Cued, Of

if TYPE_CHECKING:
    from collections.abc import Iterable

_GAPS = {
    "~~": "(?:,? |(?<= ))(?:[^ ]+ ){0,10}?",
    "~": "(?:,? |(?<= ))(?:[^ ]+ ){0,4}?",
}  # what they stand for in a pattern
_SET = re.compile(r"<([a-z_]+)>")


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
    marks: bool
    after: re.Pattern[str] | None
    says: re.Pattern[str] | None
    lacking: re.Pattern[str] | None
    shown: re.Pattern[str] | None
    together: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None

    def rule(self, clause: str) -> str | None:
        """The rule by which a clause (folded) states the ground; None when it does not."""
        if self.says and self.says.search(clause):
            rule = "ground-stated"
        elif self.lacking and self.lacking.search(clause):
            rule = "ground-lacking"
        elif self.shown and self.shown.search(clause) and not lack().search(clause):
            rule = "ground-shown"
        else:
            return None
        return None if self.unless and self.unless.search(clause) else rule

    def gathered(self, clause: str) -> str | None:
        """The rule by which all parts of the ground stand in a clause (folded), in any order; None when they do not."""
        if not self.together or not all(part.search(clause) for part in self.together):
            return None
        return None if self.unless and self.unless.search(clause) else "ground-together"


@cache
def cue_data() -> dict[str, Any]:
    """The file as it stands."""
    with (ontology_dir() / "ground-cues.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _sets() -> dict[str, str]:
    """The named sets, each as one group; a set may name those above it."""
    out: dict[str, str] = {}
    for name, words in cue_data()["sets"].items():
        out[name] = _SET.sub(lambda m: out[m[1]], f"(?:{'|'.join(words)})")
    return out


def _written_out(pattern: str) -> str:
    pattern = _SET.sub(lambda m: _sets()[m[1]], pattern)
    for mark, gap in _GAPS.items():
        pattern = pattern.replace(mark, gap)
    return pattern


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{p})" for p in patterns)
    return re.compile(rf"(?<!\w)(?:{_written_out(joined)})(?!\w)") if joined else None


@cache
def _outcome(ground: str) -> Outcome | None:
    named = (outcome for outcome, grounds in cue_data()["outcome"].items() if ground in grounds)
    return next((Outcome(outcome) for outcome in named), None)


@cache
def yields(ground: str) -> frozenset[str]:
    """The grounds beside which, in one clause, the ground is not also meant."""
    return frozenset(cue_data()["yields"].get(ground, ()))


@cache
def cues() -> tuple[Cue, ...]:
    """The cues, in the order of the file."""
    out = []
    for one in cue_data()["cue"]:
        topics = "|".join(one.get("lacking", ()))
        missing = [
            rf"<lack> (?:[^ ]+ ){{0,7}}?(?:{topics})",
            rf"(?:{topics}),? (?:[^ ]+ ){{0,6}}?<lacking>",
        ]
        out.append(
            Cue(
                ground=one["ground"],
                of=one.get("of", "any"),
                words=tuple(one.get("words", ())),
                needs=tuple(one.get("needs", ())),
                asked=tuple(one.get("asked", ())),
                items=frozenset(one.get("items", ())),
                outcome=Outcome(one["outcome"]) if "outcome" in one else _outcome(one["ground"]),
                marks=one.get("marks", False),
                after=_any(one.get("after", ())),
                says=_any(one.get("says", ())),
                lacking=_any(missing if topics else ()),
                shown=_any(one.get("shown", ())),
                together=tuple(part for one_of in one.get("together", ()) if (part := _any([one_of]))),
                unless=_any(one.get("unless", ())),
            )
        )
    return tuple(out)


@cache
def lack() -> Cued:
    """The words that say that what follows is missing."""
    return Cued(rf"(?<!\w){_sets()['lack']}(?!\w)", of=Of.CLAUSE)


@cache
def asides() -> dict[str, tuple[tuple[str, ...], Cued]]:
    """The kinds of clauses that the file names, such as those that recite or suppose: words, and a pattern."""
    return {
        kind: (
            tuple(one["words"]),
            Cued(_written_out("|".join(f"(?:{p})" for p in one["says"])), of=Of.CLAUSE),
        )
        for kind, one in cue_data()["aside"].items()
    }


def holds_any(clause: str, words: tuple[str, ...]) -> bool:
    """Whether one of some words stands in a clause (folded)."""
    for word in words:  # noqa: SIM110 - this runs for every clause, and any() of a generator takes three times as long
        if word in clause:
            return True
    return False


def without_asides(kind: str, clause: str) -> str:
    """A clause without the words of a kind."""
    words, says = asides()[kind]
    return says.sub(" ", clause) if holds_any(clause, words) else clause


@cache
def _index() -> Any:
    import ahocorasick

    owners: dict[str, list[int]] = {}
    for number, cue in enumerate(cues()):
        for word in cue.words:
            owners.setdefault(word, []).append(number)
    out = ahocorasick.Automaton()
    for word, numbers in owners.items():
        out.add_word(word, tuple(numbers))
    out.make_automaton()
    return out


def cues_for(clause: str) -> list[Cue]:
    """The cues one of whose words a clause (folded) holds, in the order of the file."""
    found: set[int] = set()
    for _, numbers in _index().iter(clause):
        found.update(numbers)
    return [cues()[number] for number in sorted(found)]


@vocabulary_cache
def categories(treatment: str) -> frozenset[str]:
    """The names of a treatment (IRI) and of all that it is a kind of."""
    return frozenset(iri.rsplit("/", 1)[-1] for iri in load_vocabulary("treatment").ancestors(treatment))


def marked(clause: str) -> str:
    """A clause with each treatment that it names as `@` and the word for its kind (`@drug`, `@therapy`), given in the file.

    >>> marked("gabapentin and then physical therapy did not help")
    '@drug and then @therapy did not help'
    """
    kinds = cue_data()["marks"]
    out, at = [], 0
    for match in matcher("treatment").find(clause):
        names = {name for iri in match.concepts for name in categories(iri)}
        kind = next((word for name, word in kinds.items() if name in names), None)
        if kind:
            out += [clause[at : match.start], f"@{kind}"]
            at = match.end
    return "".join([*out, clause[at:]])


@dataclass(frozen=True, slots=True)
class Scale:
    """How much each word speaks for a ground, and where it is looked for."""

    of: str
    lack: str | None


_POINTS = {"heavy": 3, "middle": 2, "light": 1}
ENOUGH = 4  # points at which a ground is taken


@cache
def scales() -> dict[str, Scale]:
    """The grounds whose words are weighed."""
    return {
        ground: Scale(one.get("of", "case"), one.get("lack")) for ground, one in cue_data()["weigh"].items()
    }


@cache
def _weights() -> Any:
    import ahocorasick

    points: dict[str, list[tuple[str, int]]] = {}
    for ground, one in cue_data()["weigh"].items():
        for size, each in _POINTS.items():
            for stem in one.get(size, ()):
                points.setdefault(f" {stem.lstrip()}", []).append((ground, each))
    out = ahocorasick.Automaton()
    for stem, owners in points.items():
        out.add_word(stem, (stem, tuple(owners)))
    out.make_automaton()
    return out


def weigh(words: str) -> dict[str, int]:
    """The points that the words (folded) give to each ground; a stem counts once however often it stands there."""
    points: dict[str, int] = {}
    for _, owners in {found for _, found in _weights().iter(f" {words} ")}:
        for ground, each in owners:
            points[ground] = points.get(ground, 0) + each
    lacking = bool(lack().search(words))
    for ground, scale in scales().items():
        if ground in points and scale.lack:
            fits = {"may": True, "must": lacking, "never": not lacking}[scale.lack]
            points[ground] = points[ground] + lacking if fits else 0
    return points

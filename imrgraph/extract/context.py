"""Whether a mention is stated of this worker, and how: present, absent, possible or historical (ConText).

The phrases and their reach are data, in `ontology/context.toml`; here is only how a reach is cut.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from imrgraph.data import ontology_dir
from imrgraph.records import Assertion
from imrgraph.vocab.matcher import fold
from imrgraph.vocab.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a trigger phrase says. `says` is None for "not of this worker"."""

    says: Assertion | None
    before: bool
    scope: str
    across: bool


@dataclass(frozen=True, slots=True)
class _Reach:
    says: Assertion | None
    start: int  # of a trigger before: where the trigger itself begins, since a label may overlap it
    end: int
    before: bool
    behind: int = (
        -1
    )  # where the trigger ends, if what follows must be named at once and not in a phrase of its own


@cache
def rules() -> dict[str, Any]:
    """`ontology/context.toml` as it stands."""
    with (ontology_dir() / "context.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _phrases() -> Phrases[tuple[object, ...]]:
    data = rules()
    meaning: dict[str, list[object]] = {}

    def add(phrases: list[str], value: object) -> None:
        for phrase in phrases:
            meaning.setdefault(" ".join(fold(phrase).split()), []).append(value)

    for trigger in data["trigger"]:
        says = None if trigger["says"] == "Other" else Assertion(trigger["says"])
        rule = _Rule(says, trigger["direction"] == "before", trigger["scope"], trigger.get("across", False))
        add(trigger["phrases"], rule)
    add(data["pseudo"]["phrases"], "pseudo")
    add(data["terminate"]["phrases"], "stop")
    add(data["terminate"]["unless"], "pseudo")
    add(data["terminate"]["verbs"], "verb")
    return Phrases({phrase: tuple(values) for phrase, values in meaning.items()})


@cache
def _fresh() -> re.Pattern[str]:
    words = "|".join(map(re.escape, rules()["terminate"]["fresh"]))
    return re.compile(
        rf"\s*(?:and\s+|or\s+)?(?:(?:{words})\b|\d+(?:\.\d+)?[\s-]*(?:mm|cm|millim)|[CTLS]\d{{1,2}}\s?[-/]|\d\))",
        re.IGNORECASE,
    )


@cache
def _family() -> re.Pattern[str]:
    data = rules()["family"]
    kin, verbs, speaks = ("|".join(data[k]) for k in ("kin", "verbs", "speaks"))
    return re.compile(
        rf"(?:(?:^|[.;:,\"(]\s*|\b(?:and|that|while|but|where)\s+)(?:(?:his|her|the|their|a|patient's|applicant's|worker's|employee's|claimant's"
        rf"|maternal|paternal|one|two|older|younger|biological|late)\s+){{0,4}}(?:{kin})\b(?:\s+(?:and|or)\s+(?:his\s+|her\s+)?(?:{kin})\b)?"
        rf"(?!\s+(?:\w+\s+)?(?:{speaks})\b)(?=[^.;]{{0,40}}?\b(?:{verbs})\b))",
        re.IGNORECASE,
    )


@cache
def _in_brackets() -> re.Pattern[str]:
    return re.compile(
        r"\([^()]{0,40}\b(?:" + "|".join(rules()["family"]["kin"]) + r")\b[^()]{0,20}\)", re.IGNORECASE
    )


_LIST_OR = re.compile(r"\b(?:or|nor|versus|vs)\b", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:\Z|[.,;:)]|(?:bilaterally|throughout|on|at|today)\b)", re.IGNORECASE)
_AT_ONCE = re.compile(
    r"[\s-]+(?:(?:currently|actively|clinically|acutely|overtly|a|an|any|in|at\s+all|really|yet)\s+)*",
    re.IGNORECASE,
)
_INTO_PHRASE = re.compile(r"\s(?:in|for|on|by|about|regarding|as|than|during|toward)\s", re.IGNORECASE)
_NONE = re.compile(r"\s*:\s*(?:none|nkda|nka|negative|denie[sd]|no\s+known|n/a|absent|no\b)", re.IGNORECASE)
_HAD = re.compile(r"\bhad\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_IN_YEAR = re.compile(r"[^,;.]{0,40}?\b(?:in|of|circa)\s+(?:\w+\s+)?(?:19|20)\d\d\b")
_SAME_PERSON = re.compile(
    r"[;,]?\s+(?:and\s+)?(?:the\s+(?:patient|applicant|claimant|employee|injured\s+worker|worker)|he|she)\b",
    re.IGNORECASE,
)


class Context:
    """The reaches of all triggers in one sentence."""

    def __init__(self, sentence: str, labels: Iterable[tuple[int, int]] = ()) -> None:
        """Read the triggers of a sentence; those within a label ("stenosis without claudication") are its own."""
        self.text = sentence
        own = list(labels)
        hits = [h for h in _phrases().find(sentence) if not any(a < h.start and h.end <= b for a, b in own)]
        stops = [(h.start, h.end) for h in hits if "stop" in h.values]
        self._stops = sorted(
            stops
            + [
                m.span()
                for m in re.finditer(
                    r";|:(?=\s)|(?<=\w)\.\s+(?=[A-Z])|\s-\s|(?<=[\s.)])\(?#?\d{1,2}[.)]\s(?=[A-Za-z])|\([A-Z]?\d{2,3}\.\d[^)]*\)",
                    sentence,
                )
            ]
        )
        self._verbs = [(h.start, h.end) for h in hits if "verb" in h.values]
        self._commas = [m.start() for m in re.finditer(r",(?!\d)", sentence)]
        self._opened = [h.end for h in hits if any(isinstance(v, _Rule) and v.before for v in h.values)]
        self._reaches: list[_Reach] = []
        for hit in hits:
            for value in hit.values:
                if isinstance(value, _Rule) and (value.scope != "bare" or _CLOSED.match(sentence, hit.end)):
                    self._reaches.append(self._reach(value, hit.start, hit.end))
        for m in _family().finditer(sentence):
            until = _SAME_PERSON.search(sentence, m.end())
            ends = [a for a, b in self._stops if a >= m.end() and re.search(r"[;.]", sentence[a:b])]
            stop = min([*ends, until.start() if until else len(sentence)])
            self._reaches.append(_Reach(None, m.end(), stop, True))
        for m in _in_brackets().finditer(sentence):
            start = max((c + 1 for c in self._commas if c < m.start()), default=0)
            self._reaches.append(_Reach(None, start, m.start(), False))

    def assertion(self, start: int, end: int) -> Assertion | None:
        """How the mention at `[start, end)` is stated; None when it is not stated of this worker."""
        said = set()
        phrase = self._phrase_start(start)
        for reach in self._reaches:
            if reach.before:
                if reach.start <= start < reach.end and not 0 <= reach.behind <= phrase:
                    said.add(reach.says)
            elif reach.start < end <= reach.end:
                said.add(reach.says)
        if None in said:
            return None
        if _NONE.match(self.text, end):
            return Assertion.ABSENT
        if (
            Assertion.PRESENT in said or _HAD.search(self.text[max(0, start - 40) : start])
        ) and _IN_YEAR.match(self.text, end):
            said.discard(Assertion.PRESENT)
            said.add(Assertion.HISTORICAL)
        for assertion in (Assertion.ABSENT, Assertion.POSSIBLE, Assertion.PRESENT, Assertion.HISTORICAL):
            if assertion in said:
                return assertion
        return Assertion.PRESENT

    def _phrase_start(self, start: int) -> int:
        """Where the phrase that a mention closes begins (the preposition of "for it in epicondylitis"); -1 for none."""
        near = max(0, start - 160)
        between = self.text[near:start]
        breaks = [m.end() for m in re.finditer(r",|\s(?:and|or|nor)\s", between, re.IGNORECASE)]
        into = [
            m.start() for m in _INTO_PHRASE.finditer(between, breaks[-1] if breaks else 0)
        ]  # "or in ..." goes on with the list
        return near + into[-1] if into else -1

    # ------------------------------------------------------------ how far a trigger reaches

    def _reach(self, rule: _Rule, start: int, end: int) -> _Reach:
        if rule.before:
            close = end if rule.says is Assertion.ABSENT and rule.scope in {"list", "phrase"} else -1
            return _Reach(rule.says, start, self._forward(rule, end), True, close)
        return _Reach(rule.says, self._backward(rule, start), start, False)

    def _forward(self, rule: _Rule, at: int) -> int:
        scope = rule.scope
        fresh = rule.says is Assertion.ABSENT
        if scope == "sentence":
            return len(self.text)
        if scope == "next":
            m = _AT_ONCE.match(self.text, at)
            return (m.end() if m else at) + 1
        stop = len(self.text)
        for start, _ in self._stops:
            own = self.text[start] == ":" and not self.text[at:start].strip(" \"'(")  # "denies:" goes on
            if start >= at and not own:
                stop = start
                break
        stop = min(stop, self._before_verb(at, stop, skip=1 if scope == "clause" else 0))
        if scope == "noun":
            cut = re.compile(r",|\s(?:and|with|for|now|in|on|of\s+\d|showing|from)\s|\(").search(
                self.text, at, stop
            )
            return cut.start() if cut else min(stop, at + 60)
        for comma in self._commas[bisect_left(self._commas, at) :]:
            if comma >= stop:
                break
            goes_on = scope in {"list", "clause"} or self._or_ahead(comma, stop)
            if not goes_on or (fresh and _fresh().match(self.text, comma + 1)):
                return comma
        if scope == "list" and fresh:
            for m in re.finditer(r"\s+(?:and|with)\s+", self.text[at:stop], re.IGNORECASE):
                if _fresh().match(self.text, at + m.end()):
                    return at + m.start()
        return stop

    def _before_verb(self, at: int, stop: int, skip: int) -> int:
        """Where the clause of the first verb in reach begins: that clause has a subject of its own."""
        for start, _ in self._verbs[bisect_left(self._verbs, (at, 0)) :]:
            if start >= stop:
                return stop
            if skip:
                skip -= 1
                continue
            breaks = [m.start() for m in re.finditer(r",|\s(?:and|or)\s", self.text[at:start], re.IGNORECASE)]
            return at + breaks[-1] if breaks else start
        return stop

    def _or_ahead(self, comma: int, stop: int) -> bool:
        """Whether the comma is inside a list that an "or" closes."""
        at = comma + 1
        for _ in range(8):
            following = self.text.find(",", at, stop)
            element = self.text[at : following if following >= 0 else stop]
            found = _LIST_OR.search(element)
            if found:
                return found.start() <= 45
            if following < 0 or len(element) > 45:
                return False
            at = following + 1
        return False

    def _backward(self, rule: _Rule, at: int) -> int:
        if rule.across or rule.scope == "sentence":
            return 0
        floor = max((end for start, end in self._stops if end <= at), default=0)
        floor = max((end for end in (floor, *self._opened) if end < at), default=floor)
        if rule.scope == "noun":
            return max(floor, at - 2)
        if rule.scope == "bare":  # "carpal tunnel syndrome, rule out": a comma of its own does not count
            return max([floor, *(c + 1 for c in self._commas if c < at and self.text[c + 1 : at].strip())])
        for start, end in reversed(self._verbs):
            if (
                floor < start and end < at - 2
            ):  # a verb of another clause; what it speaks of ends with that clause
                floor = end
                break
        commas = [c for c in self._commas if floor <= c < at]
        for comma in reversed(commas):
            between = self.text[comma + 1 : at]
            if not between.strip() or re.fullmatch(r"\s*(?:\w+\s+){0,2}", between):
                continue
            if not re.search(r"\b(?:and|or)\b", between):
                return comma + 1
        return floor

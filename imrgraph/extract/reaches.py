"""How far the trigger phrases of a sentence reach: up to what ends a clause, a list, or the subject before a verb."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.past_words import OWN_SUBJECT
from imrgraph.extract.triggers import (
    SAME_PERSON,
    Rule,
    begins_afresh,
    change_of_it,
    family,
    heading,
    in_brackets,
    of_others,
    of_worker,
    others,
    phrases,
    relative_who,
    stop_marks,
)
from imrgraph.records import Assertion, Span
from imrgraph.vocab.cued import bits_of, may_any_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imrgraph.vocab.phrases import Hit


@dataclass(frozen=True, slots=True)
class Reach:
    """The stretch that a trigger speaks of; `says` is None for "not of this worker"."""

    says: Assertion | None
    start: int  # of a trigger before: where the trigger itself begins, since a label may overlap it
    end: int
    before: bool
    trigger: Span  # the words that reach so far
    # where the trigger ends, if what follows must be named at once and not in a phrase of its own
    behind: int = -1
    head: bool = False  # speaks only of the head of its subject, and not of what stands in a phrase with it


_NEXT_HEADING = re.compile(r"[.;]\s+[A-Z][A-Za-z ]{1,24}:")
_CLOSED = re.compile(r"\s*(?:\Z|[.,;:)]|(?:bilaterally|throughout|on|at|today)\b)", re.IGNORECASE)
_COMMA = re.compile(r",(?!\d)")
_SUBJECT_BEGINS = re.compile(r"\b(?:and|but|with|that|because)\s", re.IGNORECASE)
_LIST_OR = re.compile(r"\b(?:or|nor|versus|vs)\b", re.IGNORECASE)
_AT_ONCE = re.compile(
    r"[\s-]+(?:(?:currently|actively|clinically|acutely|overtly|a|an|any|in|at\s+all|really|yet)\s+)*",
    re.IGNORECASE,
)
_OR_OTHER = re.compile(r"\w+(?:\s\w+)?\s(?:or|nor)\s(?:\w+ly\s)?", re.IGNORECASE)
_SEEN = re.compile(
    r"(?:is|are|was|were)\s+(?:identified|noted|seen|found|present|observed|appreciated|evident|demonstrated|visualized|detected|reported|documented|elicited|apparent|palpable|palpated|described|mentioned|recorded)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",?\s*\b(?:which|that)\s+\Z", re.IGNORECASE)
_POSITIVE = re.compile(r"\bpos(?:itive)?\b|\(\+\)", re.IGNORECASE)
_NOUN_ENDS = re.compile(r",|\s(?:and|with|for|now|in|on|of\s+\d|showing|from)\s|\(")
_AND_WITH = re.compile(r"\s+(?:and|with)\s+", re.IGNORECASE)
_AND_OR = re.compile(r",|\s(?:and|or)\s", re.IGNORECASE)
_JOINS = re.compile(r"\b(?:and|or)\b")
_IS = re.compile(r"(?:is|was|has)\b", re.IGNORECASE)
_TWO_WORDS = re.compile(r"\s*(?:\w+\s+){0,2}")
_CODED = re.compile(r"\s*(?:\([A-Z]?\d{2,3}(?:\.\d[^()]*)?\)|\b[A-Z]?\d{2,3}\.\d+)\s*[,:\u2013\u2014-]?\s*\Z")
_ALONE = re.compile(r"(?:[,(]|\s[-\u2013\u2014])\s*(?:\w+\s+){0,2}\Z")
_SAME_SUBJECT = re.compile(
    r",?\s*\b(?:and|but|then)\s+(?:(?:then|later|subsequently|eventually|ultimately|was|were|is|are|has|have|had|been|it|this)\s+)*\Z",
    re.IGNORECASE,
)


@cache
def _of_others_at_all() -> int:
    return bits_of(family(), others(), relative_who(), heading(), in_brackets())


def reaches(sentence: str, plain: str, labels: Sequence[tuple[int, int]]) -> list[Reach]:
    """The reaches of all triggers in a sentence, those of phrases first.

    Args:
        sentence: as the letter has it.
        plain: the same in the words that the phrases are written in.
        labels: the stretches of the conditions' labels, in text order; triggers within one are its own.
    """
    hits = phrases().find(plain)
    if labels:
        hits = [h for h in hits if not any(a < h.start and h.end <= b for a, b in labels)]
    triggers = [(hit, rule) for hit in hits for rule in hit.values if isinstance(rule, Rule)]
    of_somebody = may_any_match(sentence, _of_others_at_all())
    if not triggers and not of_somebody:  # most sentences: what would end a reach need not be looked for
        return []
    cuts = _Cuts(sentence, labels, hits, triggers)
    found = [
        cuts.reach(rule, hit.start, hit.end)
        for hit, rule in triggers
        if rule.scope != "bare" or _CLOSED.match(sentence, hit.end)
    ]
    return [*found, *cuts.of_others()] if of_somebody else found


class _Cuts:
    """What may end a reach in a sentence: marks and words that stop it, verbs, commas, labels and other triggers."""

    def __init__(
        self,
        sentence: str,
        labels: Sequence[tuple[int, int]],
        hits: Sequence[Hit[tuple[object, ...]]],
        triggers: Sequence[tuple[Hit[tuple[object, ...]], Rule]],
    ) -> None:
        self.text, self._labels = sentence, labels
        stops = [(h.start, h.end) for h in hits if "stop" in h.values]
        self._marks = [m.span() for m in stop_marks().finditer(sentence)]
        self._stops = sorted(stops + self._marks)
        self._verbs = [(h.start, h.end) for h in hits if "verb" in h.values]
        self._commas = [m.start() for m in _COMMA.finditer(sentence)]
        self._opened = [hit.end for hit, rule in triggers if rule.before]

    def of_others(self) -> Iterator[Reach]:
        """Where the sentence speaks of somebody else, or stands under a heading under which nothing is the worker's."""
        sentence = self.text
        for told, start, stop in of_others(sentence):
            yield Reach(None, start, stop, True, told)
        for m in relative_who().finditer(sentence):
            ends = [a for a in (*self._commas, *(a for a, _ in self._stops)) if a > m.end()]
            stop = min(ends, default=len(sentence))
            yield Reach(None, m.end(), stop, True, Span(*m.span()))
        for m in heading().finditer(sentence):
            following = _NEXT_HEADING.search(sentence, m.end())
            stop = following.start() if following else len(sentence)
            yield Reach(None, m.start(), stop, True, Span(*m.span()))
        for m in in_brackets().finditer(sentence):
            start = max((c + 1 for c in self._commas if c < m.start()), default=0)
            yield Reach(None, start, m.start(), False, Span(*m.span()))

    def reach(self, rule: Rule, start: int, end: int) -> Reach:
        """How far a trigger at a place reaches, ahead or back."""
        if rule.before:
            close = end if rule.says is Assertion.ABSENT and rule.scope in {"list", "phrase"} else -1
            return Reach(rule.says, start, self._forward(rule, end), True, Span(start, end), close)
        head = rule.scope == "subject"
        return Reach(rule.says, self._backward(rule, start, end), start, False, Span(start, end), head=head)

    def _forward(self, rule: Rule, at: int) -> int:
        scope = rule.scope
        fresh = rule.says is Assertion.ABSENT
        if scope == "sentence":
            worker = SAME_PERSON.search(self.text, at)
            return worker.start() if worker else len(self.text)
        if scope == "next":
            m = _AT_ONCE.match(self.text, at)
            close = m.end() if m else at
            other = _OR_OTHER.match(self.text, close) if fresh else None
            return (other.end() if other else close) + 1
        stop = len(self.text)
        for start, _ in self._stops:
            own = self.text[start] == ":" and not self.text[at:start].strip(" \"'(")  # "denies:" goes on
            if start >= at and not own:
                stop = start
                break
        if scope == "clause" and fresh:
            return self._clause(at, stop)
        stop = min(stop, self._before_verb(at, stop, skip=1 if scope == "clause" else 0))
        if scope == "noun":
            cut = _NOUN_ENDS.search(self.text, at, stop)
            return cut.start() if cut else min(stop, at + 60)
        for comma in self._commas[bisect_left(self._commas, at) :]:
            if comma >= stop:
                break
            goes_on = scope in {"list", "clause"} or self._or_ahead(comma, stop)
            if not goes_on or (fresh and begins_afresh().match(self.text, comma + 1)):
                return comma
        if scope == "list" and fresh:
            for m in _AND_WITH.finditer(self.text[at:stop]):
                if begins_afresh().match(self.text, at + m.end()):
                    return at + m.start()
        return stop

    def _clause(self, at: int, stop: int) -> int:
        """How far "no evidence that" reaches: over what the worker would have, or over the clause's own subject.

        What is said to have changed a condition, or to have failed for it, takes it for granted.
        """
        has, change = of_worker().match(self.text, at), change_of_it().search(self.text, at, stop)
        if has is None:
            verb = next((a for a, _ in self._verbs if at <= a < stop), stop)
            return at if change and self.text.count(" ", verb, change.start()) <= 3 else verb
        stop = min(stop, self._before_verb(has.end(), stop, skip=0))
        return change.start() if change and change.start() < stop else stop

    def _before_verb(self, at: int, stop: int, skip: int) -> int:
        """Where the clause of the first verb in reach begins: that clause has a subject of its own."""
        passed = at
        for start, _ in self._verbs[bisect_left(self._verbs, (at, 0)) :]:
            if start >= stop:
                return stop
            if skip:
                skip -= 1
                continue
            breaks = list(_AND_OR.finditer(self.text[at:start]))
            seen = _SEEN.match(self.text, start)
            if start < passed:
                continue
            if breaks and breaks[-1][0].strip().lower() == "or" and seen:
                passed = seen.end()
                continue  # "no fracture or dislocation was seen": the verb of the whole list
            return at + breaks[-1].start() if breaks else start
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

    def _backward(self, rule: Rule, at: int, close: int) -> int:
        if rule.across or rule.scope == "sentence":
            return 0
        coded = _CODED.search(self.text, max(0, at - 40), at)
        if coded:  # "epicondylitis (726.31), resolved": the code goes with what is before it
            at = coded.start()
        joined = (
            _SAME_SUBJECT.search(self.text, max(0, at - 60), at) if rule.scope in {"phrase", "bare"} else None
        )
        if joined:  # "was considered and ruled out": two verbs of one subject
            at = joined.start()
        elif rule.scope == "phrase" and (relative := _RELATIVE.search(self.text, max(0, at - 12), at)):
            at = relative.start()  # "a disorder, which had resolved"
        floor = max((end for start, end in self._stops if end <= at), default=0)
        floor = max((end for end in (floor, *self._opened) if end < at), default=floor)
        if rule.scope == "noun":
            return max(floor, at - 2)
        commas = [c for c in self._commas if floor <= c < at]
        alone = rule.says is Assertion.HISTORICAL and _ALONE.search(self.text, floor, at)
        if rule.scope == "entry" or (alone and _CLOSED.match(self.text, close)):
            entry = max((end for start, end in self._marks if end <= at), default=0)
            near = [start for start, end in self._labels if entry <= start and end <= at]
            return near[-1] if near else floor
        if rule.scope == "subject":
            cut = max((m.end() for m in _SUBJECT_BEGINS.finditer(self.text, floor, at)), default=floor)
            return max([floor, cut, *(c + 1 for c in commas)])
        if rule.scope == "bare":  # "carpal tunnel syndrome, rule out": a comma of its own does not count
            floor = max((m.end() for m in _POSITIVE.finditer(self.text, floor, at)), default=floor)
            return max([floor, *(c + 1 for c in commas if self.text[c + 1 : at].strip(" \n-\u2013\u2014"))])
        skip = 1 if joined else 0
        for start, end in reversed(self._verbs):
            if floor < start and end < at - 2:  # a verb of another clause; what it speaks of ends with that
                if skip:
                    skip -= 1
                    continue
                floor = end
                break
        if _IS.match(self.text, at, close):  # a subject of one thing
            floor = max((m.start() + 3 for m in OWN_SUBJECT.finditer(self.text, floor, at)), default=floor)
        for comma in reversed([c for c in commas if c >= floor]):
            between = self.text[comma + 1 : at]
            if not between.strip() or _TWO_WORDS.fullmatch(between):
                continue
            if not _JOINS.search(between):
                return comma + 1
        return floor

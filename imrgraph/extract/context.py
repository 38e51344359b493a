"""Whether a mention is stated of this worker, and how: present, absent, possible or historical (ConText).

The phrases and their reach are data, in `ontology/context.toml`, read by `triggers.py`; here is only how a reach is cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.extract.past_words import CUT_OUT, DONE_FOR, HAD, IN_YEAR, OWN_SUBJECT, TESTED
from imrgraph.extract.plain_words import plain
from imrgraph.extract.triggers import (
    SAME_PERSON,
    Rule,
    begins_afresh,
    change_of_it,
    granted,
    heading,
    in_brackets,
    of_others,
    of_worker,
    phrases,
    relative_who,
    stop_marks,
)
from imrgraph.extract.why import Told
from imrgraph.records import Assertion, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class _Reach:
    says: Assertion | None
    start: int  # of a trigger before: where the trigger itself begins, since a label may overlap it
    end: int
    before: bool
    trigger: Span  # the words that reach so far
    # where the trigger ends, if what follows must be named at once and not in a phrase of its own
    behind: int = -1
    head: bool = False  # speaks only of the head of its subject, and not of what stands in a phrase with it


_NEXT_HEADING = re.compile(r"[.;]\s+[A-Z][A-Za-z ]{1,24}:")
_OF_SUBJECT = re.compile(r"\b(?:for|in|of|with|on|to|about|from|after|regarding)\s", re.IGNORECASE)
_SUBJECT_BEGINS = re.compile(r"\b(?:and|but|with|that|because)\s", re.IGNORECASE)
_LIST_OR = re.compile(r"\b(?:or|nor|versus|vs)\b", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:\Z|[.,;:)]|(?:bilaterally|throughout|on|at|today)\b)", re.IGNORECASE)
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
_INTO_PHRASE = re.compile(r"\s(?:in|for|on|by|about|regarding|as|than|during|toward)\s", re.IGNORECASE)
_NONE = re.compile(
    r"\s*:\s*(?:none|nkda|nka|neg(?:ative)?\b|denie[sd]|no\s+known|n/a|absent|no\b)|\s*[-\u2013\u2014]\s(?:none|no|neg(?:ative)?|denie[sd]|absent|n/a)\s*(?:[.,;)]|\Z)",
    re.IGNORECASE,
)
_COMMA = re.compile(r",(?!\d)")
_LISTED = re.compile(r",|\s(?:and|or|nor)\s", re.IGNORECASE)
_QUESTIONED = re.compile(r"\s?\?(?!\w)")
_QUESTION = re.compile(r"(?:\A|[\s(])\?\s?\Z")
_CODED = re.compile(r"\s*(?:\([A-Z]?\d{2,3}(?:\.\d[^()]*)?\)|\b[A-Z]?\d{2,3}\.\d+)\s*[,:\u2013\u2014-]?\s*\Z")
_ALONE = re.compile(r"(?:[,(]|\s[-\u2013\u2014])\s*(?:\w+\s+){0,2}\Z")
_SAME_SUBJECT = re.compile(
    r",?\s*\b(?:and|but|then)\s+(?:(?:then|later|subsequently|eventually|ultimately|was|were|is|are|has|have|had|been|it|this)\s+)*\Z",
    re.IGNORECASE,
)


def _triggered(assertion: Assertion, trigger: Span) -> Told[Assertion]:
    return Told(assertion, f"trigger-{assertion.value.lower()}", trigger)


class Context:
    """The reaches of all triggers in one sentence."""

    def __init__(self, sentence: str, labels: Iterable[tuple[int, int]] = ()) -> None:
        """Read the triggers of a sentence; those within a label ("stenosis without claudication") are its own."""
        self.text = sentence
        own = list(labels)
        self._labels = sorted(own)
        self._plain = plain(sentence)
        hits = [h for h in phrases().find(self._plain) if not any(a < h.start and h.end <= b for a, b in own)]
        stops = [(h.start, h.end) for h in hits if "stop" in h.values]
        self._marks = [m.span() for m in stop_marks().finditer(sentence)]
        self._stops = sorted(stops + self._marks)
        self._verbs = [(h.start, h.end) for h in hits if "verb" in h.values]
        self._commas = [m.start() for m in _COMMA.finditer(sentence)]
        self._opened = [h.end for h in hits if any(isinstance(v, Rule) and v.before for v in h.values)]
        self._reaches: list[_Reach] = []
        for hit in hits:
            for value in hit.values:
                if isinstance(value, Rule) and (value.scope != "bare" or _CLOSED.match(sentence, hit.end)):
                    self._reaches.append(self._reach(value, hit.start, hit.end))
        for told, start, stop in of_others(sentence):
            self._reaches.append(_Reach(None, start, stop, True, told))
        for m in relative_who().finditer(sentence):
            ends = [a for a in (*self._commas, *(a for a, _ in self._stops)) if a > m.end()]
            stop = min(ends, default=len(sentence))
            self._reaches.append(_Reach(None, m.end(), stop, True, Span(*m.span())))
        for m in heading().finditer(sentence):
            following = _NEXT_HEADING.search(sentence, m.end())
            stop = following.start() if following else len(sentence)
            self._reaches.append(_Reach(None, m.start(), stop, True, Span(*m.span())))
        for m in in_brackets().finditer(sentence):
            start = max((c + 1 for c in self._commas if c < m.start()), default=0)
            self._reaches.append(_Reach(None, start, m.start(), False, Span(*m.span())))

    def assertion(self, start: int, end: int) -> Told[Assertion] | None:
        """How the mention at `[start, end)` is stated, and by which trigger; None when it is not of this worker."""
        said: dict[Assertion | None, Span] = {}
        at: dict[Assertion, int] = {}  # where the nearest trigger before the mention begins, by what it says
        phrase = self._phrase_start(start)
        for reach in self._reaches:
            if reach.before:
                if (
                    reach.start <= start < reach.end
                    and not 0 <= reach.behind <= phrase
                    and not (reach.behind >= 0 and granted().search(self._plain, reach.behind, start))
                ):
                    said[reach.says] = max(said.get(reach.says, reach.trigger), reach.trigger)
                    if reach.says is not None:
                        at[reach.says] = max(at.get(reach.says, 0), reach.start)
            elif reach.start < end <= reach.end and not (reach.head and self._in_phrase(reach.start, start)):
                said.setdefault(reach.says, reach.trigger)
                if reach.says is Assertion.HISTORICAL:
                    at[reach.says] = len(self.text)
        if None in said:
            return None
        if none := _NONE.match(self.text, end):
            return Told(Assertion.ABSENT, "answered-none", Span(*none.span()))
        asked = self._question(start, end)
        if asked and not said.keys() & {Assertion.ABSENT, Assertion.POSSIBLE}:
            return Told(Assertion.POSSIBLE, "question-mark", asked)
        over = self._over(start, end, listed=Assertion.PRESENT in said)
        if over:
            said.pop(Assertion.PRESENT, None)
        if Assertion.POSSIBLE in said and (cleared := TESTED.match(self.text, end)):
            return Told(Assertion.ABSENT, "cleared-by-test", Span(*cleared.span()))
        for assertion in (Assertion.ABSENT, Assertion.POSSIBLE):
            if assertion in said:
                return _triggered(assertion, said[assertion])
        if over and Assertion.HISTORICAL not in said:
            return over
        nearer = at.get(Assertion.PRESENT, -1) > at.get(Assertion.HISTORICAL, -1)
        if Assertion.HISTORICAL in said and not (Assertion.PRESENT in said and nearer):
            return _triggered(Assertion.HISTORICAL, said[Assertion.HISTORICAL])
        if Assertion.PRESENT in said:
            return _triggered(Assertion.PRESENT, said[Assertion.PRESENT])
        return Told(Assertion.PRESENT, "no-trigger")

    def _over(self, start: int, end: int, *, listed: bool) -> Told[Assertion] | None:
        """That a mention is told as over: with its year, or with what was done for it then."""
        near = max(0, start - 120)
        before = self.text[near:start]
        if (
            IN_YEAR.may_match(self.text)
            and (listed or HAD.search(before))
            and (year := IN_YEAR.match(self.text, end))
        ):
            return Told(Assertion.HISTORICAL, "told-with-year", Span(*year.span()))
        if "for" in before.lower() and (done := DONE_FOR.search(before)):
            return Told(Assertion.HISTORICAL, "done-for-it", Span(near + done.start(), near + done.end()))
        if cut := CUT_OUT.match(self.text, end):
            return Told(Assertion.HISTORICAL, "done-for-it", Span(*cut.span()))
        return None

    def _question(self, start: int, end: int) -> Span | None:
        """The question mark right behind a mention, or right before it."""
        if behind := _QUESTIONED.match(self.text, end):
            return Span(*behind.span())
        near = max(0, start - 3)
        before = _QUESTION.search(self.text[near:start])
        return Span(near + before.start(), near + before.end()) if before else None

    def _in_phrase(self, subject: int, start: int) -> bool:
        """Whether a mention stands in a phrase that goes with a subject ("imaging for stenosis is normal")."""
        return bool(_OF_SUBJECT.search(self.text, subject, start))

    def _phrase_start(self, start: int) -> int:
        """Where the phrase that a mention closes begins (the preposition of "for it in epicondylitis"); -1 for none."""
        near = max(0, start - 160)
        between = self._plain[near:start]
        breaks = [m.end() for m in _LISTED.finditer(between)]
        into = [
            m.start() for m in _INTO_PHRASE.finditer(between, breaks[-1] if breaks else 0)
        ]  # "or in ..." goes on with the list
        return near + into[-1] if into else -1

    # ------------------------------------------------------------ how far a trigger reaches

    def _reach(self, rule: Rule, start: int, end: int) -> _Reach:
        if rule.before:
            close = end if rule.says is Assertion.ABSENT and rule.scope in {"list", "phrase"} else -1
            return _Reach(rule.says, start, self._forward(rule, end), True, Span(start, end), close)
        head = rule.scope == "subject"
        return _Reach(rule.says, self._backward(rule, start, end), start, False, Span(start, end), head=head)

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
            cut = re.compile(r",|\s(?:and|with|for|now|in|on|of\s+\d|showing|from)\s|\(").search(
                self.text, at, stop
            )
            return cut.start() if cut else min(stop, at + 60)
        for comma in self._commas[bisect_left(self._commas, at) :]:
            if comma >= stop:
                break
            goes_on = scope in {"list", "clause"} or self._or_ahead(comma, stop)
            if not goes_on or (fresh and begins_afresh().match(self.text, comma + 1)):
                return comma
        if scope == "list" and fresh:
            for m in re.finditer(r"\s+(?:and|with)\s+", self.text[at:stop], re.IGNORECASE):
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
            breaks = list(re.finditer(r",|\s(?:and|or)\s", self.text[at:start], re.IGNORECASE))
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
        if re.match(r"(?:is|was|has)\b", self.text[at:close], re.IGNORECASE):  # a subject of one thing
            floor = max((m.start() + 3 for m in OWN_SUBJECT.finditer(self.text, floor, at)), default=floor)
        for comma in reversed([c for c in commas if c >= floor]):
            between = self.text[comma + 1 : at]
            if not between.strip() or re.fullmatch(r"\s*(?:\w+\s+){0,2}", between):
                continue
            if not re.search(r"\b(?:and|or)\b", between):
                return comma + 1
        return floor

"""Whether a mention is stated of this worker, and how: present, absent, possible or historical (ConText).

The phrases and their reach are data, in `ontology/context.toml`, read by `triggers.py`; how far each reaches is in `reaches.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrgraph.extract.past_words import CUT_OUT, DONE_FOR, HAD, IN_YEAR, TESTED
from imrgraph.extract.plain_words import plain
from imrgraph.extract.reaches import reaches
from imrgraph.extract.triggers import granted
from imrgraph.extract.why import Told
from imrgraph.records import Assertion, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


_OF_SUBJECT = re.compile(r"\b(?:for|in|of|with|on|to|about|from|after|regarding)\s", re.IGNORECASE)
_INTO_PHRASE = re.compile(r"\s(?:in|for|on|by|about|regarding|as|than|during|toward)\s", re.IGNORECASE)
_NONE = re.compile(
    r"\s*:\s*(?:none|nkda|nka|neg(?:ative)?\b|denie[sd]|no\s+known|n/a|absent|no\b)|\s*[-\u2013\u2014]\s(?:none|no|neg(?:ative)?|denie[sd]|absent|n/a)\s*(?:[.,;)]|\Z)",
    re.IGNORECASE,
)
_LISTED = re.compile(r",|\s(?:and|or|nor)\s", re.IGNORECASE)
_QUESTIONED = re.compile(r"\s?\?(?!\w)")
_QUESTION = re.compile(r"(?:\A|[\s(])\?\s?\Z")

_STATED = Told(Assertion.PRESENT, "no-trigger")


def _triggered(assertion: Assertion, trigger: Span) -> Told[Assertion]:
    return Told(assertion, f"trigger-{assertion.value.lower()}", trigger)


class Context:
    """The reaches of all triggers in one sentence."""

    def __init__(self, sentence: str, labels: Iterable[tuple[int, int]] = ()) -> None:
        """Read the triggers of a sentence; those within a label ("stenosis without claudication") are its own."""
        self.text = sentence
        self._plain = plain(sentence)
        self._reaches = reaches(sentence, self._plain, sorted(labels))

    def assertion(self, start: int, end: int) -> Told[Assertion] | None:
        """How the mention at `[start, end)` is stated, and by which trigger; None when it is not of this worker."""
        said, at = self._said(start, end) if self._reaches else ({}, {})
        if None in said:
            return None
        if none := _NONE.match(self.text, end):
            return Told(Assertion.ABSENT, "answered-none", Span(*none.span()))
        asked = self._question(start, end)
        if not said:
            if asked:
                return Told(Assertion.POSSIBLE, "question-mark", asked)
            return self._over(start, end, listed=False) or _STATED
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
        return _STATED

    def _said(self, start: int, end: int) -> tuple[dict[Assertion | None, Span], dict[Assertion, int]]:
        """What the triggers say that reach a mention, and where the nearest before it begins, by what it says."""
        said: dict[Assertion | None, Span] = {}
        at: dict[Assertion, int] = {}
        for reach in self._reaches:
            if reach.before:
                if reach.start <= start < reach.end and not (
                    reach.behind >= 0 and self._is_taken_for_granted(reach.behind, start)
                ):
                    said[reach.says] = max(said.get(reach.says, reach.trigger), reach.trigger)
                    if reach.says is not None:
                        at[reach.says] = max(at.get(reach.says, 0), reach.start)
            elif reach.start < end <= reach.end and not (reach.head and self._in_phrase(reach.start, start)):
                said.setdefault(reach.says, reach.trigger)
                if reach.says is Assertion.HISTORICAL:
                    at[reach.says] = len(self.text)
        return said, at

    def _is_taken_for_granted(self, behind: int, start: int) -> bool:
        """Whether a mention closes a phrase of its own behind a trigger, or belongs to what that denies."""
        return behind <= self._phrase_start(start) or bool(granted().search(self._plain, behind, start))

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
        if "?" not in self.text:
            return None
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

"""What the worker has had, or takes: treatments and tests told as history, not those asked for, refused or planned."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.history_cues import (
    BY_TEST,
    COUNTED,
    HAD_BEFORE,
    HAVING,
    IS_ON,
    NEVER_HAD,
    OUTCOME,
    PAST,
    PERSON,
    Cue,
    Says,
    administrators_doings,
    cues,
    dated,
    dated_finding,
    headings,
    is_aid,
    is_drug,
    is_generic,
    result,
    tests,
)
from imrgraph.extract.named_treatments import Named, named_treatments
from imrgraph.extract.owners import below
from imrgraph.extract.plain_words import without_adverbs
from imrgraph.extract.subject import quoted, rationale_sentences, summary_sentences
from imrgraph.extract.why import Told, reason
from imrgraph.records import Ambiguous, PriorTreatment, Resolved, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.segment import Outline


@dataclass(slots=True)
class _Node:
    rule: str
    cue: Span | None  # the words that tell it was had, where the first of its places has such words
    spans: list[Span] = field(default_factory=list)
    fuzzy: bool = True


def prior_treatments(outline: Outline, requested: Iterable[str] = ()) -> tuple[PriorTreatment, ...]:
    """Every treatment, drug and test that the letter tells of as had, one record per concept, in text order.

    Args:
        outline: the letter.
        requested: the concepts of its disputed items; a mere mention of one of these is no earlier course.
    """
    asked = frozenset(requested)
    nodes: dict[tuple[str, ...], _Node] = {}
    carried: Told[Says] | None = None
    for sentence in summary_sentences(outline):
        text = outline.text[sentence.start : sentence.end]
        listed = _goes_on(text)
        reading = _Reading(text, carried if listed else None)
        for named in reading.named:
            had = reading.history(named, asked, in_summary=True)
            if had:
                _add(nodes, named, had, sentence)
        heading = reading.heading.moved(sentence.start) if reading.heading else None
        carried = heading or (carried if listed else None)
    for sentence in rationale_sentences(outline):
        text = outline.text[sentence.start : sentence.end]
        skip = quoted(outline, sentence)
        reading = _Reading(text, None)
        for named in reading.named:
            at = Span(sentence.start + named.start, sentence.start + named.end)
            had = (
                None if any(q.contains(at) for q in skip) else reading.history(named, asked, in_summary=False)
            )
            if had:
                _add(nodes, named, had, sentence)
    return tuple(
        PriorTreatment(
            resolution=Resolved(concepts=concepts) if len(concepts) == 1 else Ambiguous(candidates=concepts),
            why=(reason(outline.clean, "hasPriorTreatment", node.rule, node.cue),),
            evidence=evidence_of(outline.clean, node.spans, node.rule, fuzzy=node.fuzzy),
        )
        for concepts, node in nodes.items()
    )


def _add(nodes: dict[tuple[str, ...], _Node], named: Named, had: Told[Says], sentence: Span) -> None:
    rule = had.rule + "-misspelt" if named.fuzzy else had.rule
    # a heading stands in a sentence of its own, and is placed already
    cue = had.span if had.span is None or had.rule == "listed" else had.span.moved(sentence.start)
    node = nodes.setdefault(named.concepts, _Node(rule, cue))
    node.spans.append(Span(sentence.start + named.start, sentence.start + named.end))
    node.fuzzy = node.fuzzy and named.fuzzy


_NUMBERED = re.compile(r"\(?#?\d{1,2}[.)]\s")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|did|will|would|reports?|states?|takes?|denie[sd]|complains?|show(?:s|ed)|underwent|received|uses?|continues?|[a-z]{3,}ed)\b",
    re.IGNORECASE,
)


def _goes_on(text: str) -> bool:
    """Whether a sentence only goes on with the list under the heading before it: "Plan: MRI. Acupuncture."."""
    return _NUMBERED.match(text) is not None or (
        text.count(" ") <= 8 and ":" not in text and not _VERB.search(text)
    )


# ---------------------------------------------------------------- one sentence

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NEW_CLAUSE = re.compile(r"[;.]\s|\bbut\b")
_NOUN_ENDS = re.compile(r"[,;]|\band\b")
_SEMICOLON = re.compile(r";\s")
_BEHIND_ENDS = re.compile(r"[;:]|(?<!\bDr)(?<!\bvs)\.\s")
_TURNS = re.compile(r"\b(?:but|however|although|while)\b")
_GOES_WITH = re.compile(r"\b(?:and|with|for|after|by)\b")


class _Reading:
    """A sentence with the treatments it names and the cues around them."""

    def __init__(self, text: str, carried: Told[Says] | None) -> None:
        self.text, self._carried = text, carried
        self.named = named_treatments(text)
        self.heading: Told[Says] | None = None  # the last one, for the sentences that go on with its list
        self._hits: list[tuple[int, int, Cue]] = []
        self._plans: list[int] = []  # where each heading of what is planned ends
        told = headings(text)
        if told:
            start, end, under = told[-1]
            self.heading = Told(under or Says.STOP, "listed", Span(start, end))
        if not self.named:
            return
        self._review = bool(administrators_doings().search(text))
        inside = [(n.start, n.end) for n in self.named]
        for hit in cues().find(without_adverbs(text)):
            if any(a <= hit.start and hit.end <= b and (a, b) != (hit.start, hit.end) for a, b in inside):
                continue
            self._hits += [(hit.start, hit.end, cue) for cue in hit.values]
            passive = [c for c in hit.values if not c.before and c.says in (Says.ASKED, Says.REFUSED)]
            if passive and PERSON.search(text[max(0, hit.start - 40) : hit.start]):
                self._hits += [(hit.start, hit.end, Cue(cue.says, True)) for cue in passive]
        for start, end, under in told:
            self._hits = [h for h in self._hits if not (start <= h[0] and h[1] <= end)]
            self._hits.append((start, end, Cue(under or Says.STOP, True)))
            if under is Says.ASKED:
                self._plans.append(end)
        self._hits.sort(key=lambda h: h[:2])
        self._brackets = [m.span() for m in _IN_BRACKETS.finditer(text)] if "(" in text else []

    def history(self, named: Named, asked: frozenset[str], *, in_summary: bool) -> Told[Says] | None:
        """By which rule and cue the treatment was had; None where it was not, or nothing says so."""
        if self._review or is_generic(named.concepts):
            return None
        ahead = self._ahead(named)
        behind = self._behind(named)
        says = ahead.value if ahead else None
        if says is not Says.HAD and Says.BARRED in behind:
            return None
        if passing := self._told_in_passing(named):
            return _had("history-cue", passing)
        if Says.REFUSED in behind or self._unknown(named) or NEVER_HAD.match(self.text, named.end):
            return None
        if says in (Says.REFUSED, Says.OTHER):
            return None
        if self._is_test(named) and (seen := self._seen_on(named)):
            return _had("test-dated", seen)
        if Says.HAD in behind and (says is not Says.ASKED or self._is_test(named)):
            return Told(Says.HAD, "history-cue", behind[Says.HAD])
        if Says.ASKED in behind or says in (Says.ASKED, Says.TRIAL):
            return None
        if says is Says.HAD:
            return ahead
        if not in_summary:
            return None
        if self._carried is not None and self._carried.value is not Says.STOP:
            return self._carried if self._carried.value is Says.HAD else None
        if on := self._uses(named):
            return _had("history-cue", on)
        if says is None and self._is_test(named) and (told := dated_finding().match(self.text, named.end)):
            return _had("test-dated", told)
        if asked.intersection(named.concepts):
            return None
        return self._mentioned(named)

    def _mentioned(self, named: Named) -> Told[Says] | None:
        """The rule by which a treatment that no cue speaks of was had."""
        if is_drug(named.concepts):
            return _had("drug-named")
        if self._is_test(named) and (
            told := result().match(self.text, named.end) or OUTCOME.match(self.text, named.end)
        ):
            return _had("test-dated", told)
        if not self._is_test(named) and (told := dated().match(self.text, named.end)):
            return _had("treatment-dated", told)
        if is_aid(named.concepts):
            return _had("told-as-past")
        begins = max(0, named.start - 40)
        if counted := COUNTED.search(self.text[begins : named.start]):
            return _had("told-as-past", counted, begins)
        past = PAST.search(self.text)
        return _had("told-as-past", past) if past else None

    def _told_in_passing(self, named: Named) -> re.Match[str] | None:
        """The clause of its own that says that what is declined or asked for now was had before."""
        return HAD_BEFORE.match(self.text, named.end)

    def _unknown(self, named: Named) -> bool:
        """Whether the clause says that nobody knows, or nothing shows, that it was had."""
        return any(
            cue.says is Says.UNKNOWN
            and end <= named.start
            and not _NEW_CLAUSE.search(self.text[end : named.start])
            for _, end, cue in self._hits
        )

    def _seen_on(self, named: Named) -> re.Match[str] | None:
        """The date of a test by which a finding is told: "absent on an ultrasound of November 2013"."""
        by = BY_TEST.search(self.text[max(0, named.start - 24) : named.start])
        return result().match(self.text, named.end) if by else None

    def _uses(self, named: Named) -> re.Match[str] | None:
        """The words that tell that the worker is on it: "sleep apnea on CPAP", "pain 8/10 on Percocet"."""
        if not (is_drug(named.concepts) or below("dme").intersection(named.concepts)):
            return None
        return IS_ON.search(self.text, max(0, named.start - 40), named.start)

    def _is_test(self, named: Named) -> bool:
        return any(c in tests() for c in named.concepts)

    def _ahead(self, named: Named) -> Told[Says] | None:
        """What the nearest cue before the treatment says, unless something ends its reach."""
        chain = [
            (start, end, cue)
            for start, end, cue in self._hits
            if end <= named.start
            and cue.before
            and cue.says is not Says.UNKNOWN
            and not any(a < start and end <= b <= named.start for a, b in self._brackets)
            and not (cue.noun and _NOUN_ENDS.search(self.text[end : named.start]))
        ]
        best = chain.pop() if chain else None
        if best and best[2].says is Says.TRIAL and chain and chain[-1][2].says is not Says.STOP:
            near = self.text[chain[-1][1] : best[0]].count(" ") <= 5
            best = chain.pop() if near else best
        while best and best[2].says is Says.HAD and chain and self._taken_back(chain[-1], best):
            best = chain.pop()
        if best is None or best[2].says is Says.STOP:
            return None
        if best[2].says is Says.HAD and self._planned_since(best[1], named):
            return Told(Says.ASKED, "history-cue", Span(best[0], best[1]))
        if _SEMICOLON.search(self.text[best[1] : named.start]) and not (
            _lists_by_semicolon(self.text) and self._leads(best[0], best[2])
        ):
            return None
        return Told(best[2].says, "history-cue", Span(best[0], best[1]))

    def _planned_since(self, at: int, named: Named) -> bool:
        """Whether a list of plans goes on behind what it only continues ("Plan: refill Norco, MRI of the knee; PT")."""
        if not self._plans or at <= self._plans[0]:
            return False
        between = self.text[at : named.start]
        return ";" in between or ("," in between and not is_drug(named.concepts))

    def _taken_back(self, before: tuple[int, int, Cue], had: tuple[int, int, Cue]) -> bool:
        """Whether "no", "denies" or "should" stands right before a word of having ("denies any previous ...")."""
        return (
            before[2].says in (Says.REFUSED, Says.ASKED)
            and HAVING.match(self.text, had[0]) is not None
            and re.fullmatch(r"(?:\s+(?!and\b|or\b|to\b|but\b)\w+){0,2}\s+", self.text[before[1] : had[0]])
            is not None
            and not any(before[1] <= n.start < had[0] for n in self.named)
        )

    def _leads(self, at: int, cue: Cue) -> bool:
        """Whether a cue stands at the head of a list, and not a "no" in one of its entries."""
        if cue.says is not Says.REFUSED:
            return True
        return not re.search(r"[;,]", self.text[self.text.rfind(":", 0, at) + 1 : at])

    def _behind(self, named: Named) -> dict[Says, Span]:
        """What the cues behind the treatment say of it: up to the next clause, over what it is joined with."""
        said: dict[Says, Span] = {}
        nexts = [n.start for n in self.named if n.start >= named.end]
        for start, end, cue in self._hits:
            if cue.before or start < named.end:
                continue
            between = self.text[named.end : start]
            if len(between) > 140 or _BEHIND_ENDS.search(between):
                break
            if cue.says is not Says.REFUSED and _TURNS.search(between):
                continue
            bare = _IN_BRACKETS.sub("", between) if "(" in between else between
            other = [n for n in nexts if n < start]
            if other and not re.fullmatch(r"[^;:]*", between):
                continue
            if other and ("," in bare or _GOES_WITH.search(bare)) and not self._joined(named, start):
                continue
            if "," in bare and not other and cue.says is Says.HAD and len(bare) > 60:
                continue
            said.setdefault(cue.says, Span(start, end))
            if cue.says is Says.HAD and any(
                c.says is Says.REFUSED and s >= start and s - end < 3
                for s, e, c in self._hits
                if not c.before
            ):
                said.pop(Says.HAD, None)
        return said

    def _joined(self, named: Named, until: int) -> bool:
        """Whether the treatments from this one to the cue are one plural subject ("PT and acupuncture were denied")."""
        between = self.text[named.end : until]
        if any(cue.before and start < named.start for start, _, cue in self._hits):
            return False
        return bool(re.search(r"\b(?:and|or)\b", between)) and bool(
            re.match(
                r"\s*(?:were|have|are|gave|failed|helped|did|at\s+home|to\s+date|so\s+far)\b",
                self.text[until : until + 12],
            )
        )


def _had(rule: str, told: re.Match[str] | None = None, begins: int = 0) -> Told[Says]:
    return Told(Says.HAD, rule, Span(*told.span()).moved(begins) if told and told[0].strip() else None)


def _lists_by_semicolon(text: str) -> bool:
    return text.count(";") >= 2 or ":" in text

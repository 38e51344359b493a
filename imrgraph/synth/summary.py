"""The clinical summary of a synthetic letter, and what a reader finds in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imrgraph.records import UrDecision
from imrgraph.synth.words import between, capital, listed, one, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from imrgraph.synth.material import Material, Named
    from imrgraph.synth.plan import Plan
    from imrgraph.synth.words import Draw

_HAD = frozenset(  # grounds that speak of an earlier course of what is asked for
    (
        "functional-improvement-documented", "functional-improvement-not-documented", "duration-exceeds-guideline",
        "opioid-monitoring-not-documented", "abrupt-discontinuation-harmful", "weaning-advised", "no-change-since-last-study",
    )
)  # fmt: skip
_ORDERS = tuple(
    order.split()
    for order in (
        "opening diagnoses treated drugs declined complaint detail signs studies denied possible comorbid resolved family work filler review",
        "opening complaint signs denied studies diagnoses possible treated declined drugs detail comorbid resolved family work review filler",
        "opening treated declined comorbid family resolved complaint denied signs studies diagnoses possible drugs detail filler work review",
        "opening review comorbid resolved complaint signs denied studies diagnoses possible treated drugs declined detail family work filler",
    )
)
_NEW_CODES = (2015, 10)  # year and month from which letters print ICD-10-CM


@dataclass(slots=True)
class Found:
    """What a reader finds in a summary, in the form of gold annotations."""

    conditions: list[dict[str, Any]] = field(default_factory=list)
    condition_traps: list[dict[str, Any]] = field(default_factory=list)
    prior: list[dict[str, Any]] = field(default_factory=list)
    prior_traps: list[dict[str, Any]] = field(default_factory=list)

    def condition(
        self, named: Named, said: str, assertion: str, *, code: str | None = None, also: str | None = None
    ) -> None:
        wanted: dict[str, Any] = {"any": _names(named, said), "assertion": assertion}
        if also:
            wanted["also"] = [also]
        if code:
            wanted["code"] = code
        self.conditions.append(wanted)
        if assertion in ("Absent", "Possible"):
            self.condition_traps.append({"any": _names(named, said), "assertion": "Present"})

    def treatment(self, named: Named, said: str) -> None:
        self.prior.append({"any": _names(named, said)})


def _names(named: Named, said: str) -> list[str]:
    return [named.label] if said == named.label else [named.label, said]


def summary(plan: Plan, material: Material, words: dict[str, str]) -> tuple[str, Found]:
    """Draw the summary.

    Args:
        words: what the sentences of this letter are filled in with.
    """
    found = Found()
    write = _Writer(plan, material, words, found)
    said = [sentence for part in one(plan.draw, _ORDERS) if (sentence := write.parts[part]())]
    return " ".join(said), found


class _Writer:
    """Writes the sentences of one summary, each kind of which may be left out, and notes what they say."""

    def __init__(self, plan: Plan, material: Material, words: dict[str, str], found: Found) -> None:
        self.plan, self.draw, self.material, self.found = plan, plan.draw, material, found
        self.words, self.phrases = words, material.phrases["summary"]
        self.said: set[str] = set()  # concepts of the letter
        self.asked = listed([item.worded.says for item in plan.items])
        self._treatments()
        self.parts: dict[str, Callable[[], str]] = {
            "opening": lambda: self.sentence("opening"),
            "complaint": self.complaint,
            "diagnoses": self.diagnoses,
            "signs": self.signs,
            "studies": self.studies,
            "denied": self.denied,
            "possible": self.possible,
            "comorbid": self.comorbid,
            "resolved": self.resolved,
            "family": self.inherited,
            "treated": lambda: self.had("treated", self.treated),
            "drugs": lambda: self.had("drugs", self.drugs),
            "declined": self.declined,
            "detail": self.detail,
            "work": lambda: self.sentence("work") if self.draw() < 0.6 else "",
            "filler": lambda: self.filler() if self.draw() < 0.4 else "",
            "review": self.review,
        }

    def sentence(self, key: str, **more: str) -> str:
        return phrase(self.draw, self.phrases[key]).format_map({**self.words, **more})

    def detail(self) -> str:
        """Up to four sentences that state no condition."""
        told = []
        for _ in range(between(self.draw, 0, 4)):
            better = between(self.draw, 1, 6)
            more = {
                "score": str(better + between(self.draw, 1, 3)),
                "score2": str(better),
                "asked": self.asked,
            }
            sentence = phrase(self.draw, self.material.phrases["detail"]["words"])
            told.append(sentence.format_map({**self.words, **more}))
        return " ".join(dict.fromkeys(told))

    def filler(self) -> str:
        return phrase(self.draw, self.material.phrases["filler"]["words"]).format_map(self.words)

    def side(self, said: str) -> str:
        return f"{self.plan.side} {said}" if self.plan.region.sided else said

    def complaint(self) -> str:
        pain = self.plan.region.pain
        said = self.words["pain"]
        self.found.condition(pain, pain.label, "Present")
        return self.sentence("complaint", score=str(between(self.draw, 3, 9)), pain=said)

    def diagnoses(self) -> str:
        region, draw = self.plan.region, self.draw
        told = []
        coded = draw() < 0.4
        for named in region.diagnoses.several(draw, between(draw, 1, 4)):
            said = one(draw, named.says)
            code = self.code(named) if coded else None
            self.found.condition(named, said, "Present", code=code)
            told.append(f"{self.side(said)} ({code})" if code else self.side(said))
        if draw() < 0.2:
            psyche = self.material.psyche.draw(draw)
            said = one(draw, psyche.says)
            self.found.condition(psyche, said, "Present")
            told.append(said)
        if len(told) > 1 and draw() < 0.25:
            return "Diagnoses: " + " ".join(f"{i}. {capital(one_)}." for i, one_ in enumerate(told, 1))
        return self.sentence("diagnoses", list=listed(told))

    def code(self, named: Named) -> str | None:
        """A code of the time, for the right side where codes tell sides."""
        new = (self.plan.reviewed.year, self.plan.reviewed.month) >= _NEW_CODES
        codes = named.codes[new]
        if len(codes) > 1 and self.plan.region.sided:
            end = "1" if self.plan.side == "right" else "2"
            codes = tuple(code for code in codes if code.endswith(end)) or codes
        return codes[0] if codes else None

    def signs(self) -> str:
        if self.draw() < 0.15:
            return ""
        told = []
        for named in self.plan.region.signs.several(self.draw, between(self.draw, 1, 3)):
            said = one(self.draw, named.says)
            self.found.condition(named, said, "Present")
            told.append(said)
        return self.sentence("signs", list=listed(told))

    def studies(self) -> str:
        """What an image shows: something that the guidelines would call a diagnosis."""
        if self.draw() < 0.45:
            return ""
        named = self.plan.region.diagnoses.draw(self.draw)
        self.found.condition(named, named.label, "Present")
        return self.sentence("studies", one=named.label)

    def denied(self) -> str:
        if self.draw() < 0.3:
            return ""
        of = self.plan.region.denied if self.draw() < 0.6 else self.material.denied
        first = between(self.draw, 0, len(of) - 1)
        told = []
        for named in {of[first], of[(first + 1) % len(of)]} if self.draw() < 0.5 else {of[first]}:
            self.found.condition(named, named.label, "Absent")
            told.append(named.label)
        told.sort()
        return self.sentence("denied", any=listed(told, "or"))

    def possible(self) -> str:
        if self.draw() < 0.7:
            return ""
        named = one(self.draw, self.plan.region.possible)
        self.found.condition(named, named.label, "Possible")
        return self.sentence("possible", one=named.label, One=capital(named.label))

    def comorbid(self) -> str:
        if self.draw() < 0.6:
            return ""
        told = []
        for named in self.material.comorbid.several(self.draw, between(self.draw, 1, 2)):
            self.found.condition(named, named.label, "Present", also="Historical")
            told.append(named.label)
        return self.sentence("comorbid", list=listed(told))

    def resolved(self) -> str:
        if self.draw() < 0.9:
            return ""
        named = one(self.draw, self.material.resolved)
        self.found.condition(named, named.label, "Historical")
        return self.sentence(
            "resolved", one=named.label, year=str(self.plan.reviewed.year - between(self.draw, 1, 9))
        )

    def inherited(self) -> str:
        if self.draw() < 0.9:
            return ""
        named = one(self.draw, self.material.inherited)
        self.found.condition_traps.append({"any": [named.label], "assertion": "Present"})
        return self.sentence("family", one=named.label)

    def _treatments(self) -> None:
        """What the worker has had: what the grounds of decision take for granted, and more."""
        draw = self.draw
        asked = {item.treatment.name for item in self.plan.items}
        self.treated: list[tuple[Named, str]] = []
        self.drugs: list[tuple[Named, str]] = []
        for item in self.plan.items:
            if not _HAD.isdisjoint(item.grounds):
                self._add(item.treatment, item.worded.says)
        for named in self.plan.region.had.several(draw, between(draw, 1, 3)):
            if named.name not in asked:
                self._add(named, one(draw, named.says))
        for named in self.material.drugs.several(draw, between(draw, 0, 3)):
            if named.name not in asked:
                self._add(named, one(draw, named.says))

    def _add(self, named: Named, said: str) -> None:
        if named.name not in self.said:
            self.said.add(named.name)
            (self.drugs if named.kind == "drug" else self.treated).append((named, said))

    def had(self, key: str, treatments: Iterable[tuple[Named, str]]) -> str:
        told = []
        for named, said in treatments:
            self.found.treatment(named, said)
            told.append(said)
        return self.sentence(key, list=listed(told)) if told else ""

    def declined(self) -> str:
        if self.draw() < 0.85:
            return ""
        named = self.plan.region.had.draw(self.draw)
        if named.name in self.said or any(named.name == item.treatment.name for item in self.plan.items):
            return ""
        self.said.add(named.name)
        said = one(self.draw, named.says)
        self.found.prior_traps.append({"any": _names(named, said)})
        return self.sentence("declined", one=said, One=capital(said))

    def review(self) -> str:
        """What utilization review decided of each item."""
        of = {
            decision: [i.worded.says for i in self.plan.items if i.review is decision]
            for decision in UrDecision
        }
        denied, modified = listed(of[UrDecision.DENIED]), listed(of[UrDecision.MODIFIED])
        key = "review-both" if denied and modified else "review-denied" if denied else "review-modified"
        return self.sentence(key, denied=denied, modified=modified)


def letter_words(plan: Plan, material: Material) -> dict[str, str]:
    """What sentences of the letter are filled in with; those of an item have more."""
    draw: Draw = plan.draw
    he = ("She", "she", "Her", "her") if plan.female else ("He", "he", "His", "his")
    day = plan.dates.say
    part = one(draw, plan.region.said).replace("{side}", plan.side)
    pain = plan.region.pain.label
    return {
        "worker": one(draw, material.voices),
        "He": he[0], "he": he[1], "His": he[2], "his": he[3], "him": "her" if plan.female else "him",
        "age": str(plan.age),
        "sex": "female" if plan.female else "male",
        "job": one(draw, material.jobs),
        "doi": day(plan.injured),
        "ur": day(plan.reviewed),
        "d": day(plan.reviewed - (plan.applied - plan.reviewed)),
        "d2": day(plan.injured + (plan.reviewed - plan.injured) / 3),
        "n2": str(between(draw, 3, 11)),
        "part": part,
        "pain": f"{plan.side} {pain}" if plan.region.sided else pain,
    }  # fmt: skip

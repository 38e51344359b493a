"""One synthetic letter: its text, what a reader finds in it, and what was drawn for the effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imrgraph.records import LetterFormat
from imrgraph.synth.layouts import Parts, set_out
from imrgraph.synth.page import paged
from imrgraph.synth.plan import plan
from imrgraph.synth.rationale import rationale
from imrgraph.synth.summary import letter_words, summary

if TYPE_CHECKING:
    from imrgraph.synth.cites import Cite
    from imrgraph.synth.effects import Effects
    from imrgraph.synth.material import Material
    from imrgraph.synth.plan import Item, Plan
    from imrgraph.synth.summary import Found

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticLetter:
    """Its file's stem is its case number.

    Attributes:
        gold: annotations in the form that `imrgraph evaluate` reads, without `source`.
    """

    plan: Plan
    text: str
    gold: Gold


def letter(number: int, seed: int, material: Material, effects: Effects) -> SyntheticLetter:
    """Write a letter: the same for the same seed and number."""
    drawn = plan(number, seed, material, effects)
    draw = drawn.draw
    words = letter_words(drawn, material)
    told, found = summary(drawn, material, words)
    rationales = [rationale(draw, item, material, words) for item in drawn.items]
    issues = drawn.layout is LetterFormat.ISSUES_DECISIONS_RATIONALES
    place = draw()
    parts = Parts(
        summary=told,
        rationales=[said for said, _ in rationales],
        specialties=[material.specialties[name] for name in drawn.specialties],
        header=not issues or draw() < 0.8,
        credentials=("block" if place < 0.5 else "sentence" if place < 0.93 else "")
        if issues
        else "sentence",
    )
    text = paged(draw, material.mark, set_out(drawn, parts), drawn.case_number)
    items = [_item(item, material, said) for item, (_, said) in zip(drawn.items, rationales, strict=True)]
    return SyntheticLetter(plan=drawn, text=text, gold=_gold(drawn, parts, found, items))


def _gold(drawn: Plan, parts: Parts, found: Found, items: list[Gold]) -> Gold:
    case = {
        "age": drawn.age,
        "sex": "female" if drawn.female else "male",
        "injury_date": drawn.injured.isoformat(),
        "ur_decision_date": drawn.reviewed.isoformat(),
    }
    if parts.header:
        case |= {"case_number": drawn.case_number, "application_date": drawn.applied.isoformat()}
        if drawn.layout is LetterFormat.NOTICE_2013:
            case["decision_date"] = drawn.decided.isoformat()
        elif drawn.layout is not LetterFormat.PROFESSIONAL_REVIEW_2013:
            case["assigned_date"] = drawn.assigned.isoformat()
    return {
        "case": case,
        "reviewer": {
            "specialties": list(parts.specialties) if parts.credentials else [],
            "licensed_in": list(drawn.states) if parts.credentials else [],
        },
        "conditions": {"must": found.conditions, "must_not": found.condition_traps},
        "prior": {"must": found.prior, "must_not": found.prior_traps},
        "determinations": items,
    }


def _item(item: Item, material: Material, said: Gold) -> Gold:
    worded = item.worded
    wanted = worded.says
    names = [item.treatment.label] if wanted == item.treatment.label else [item.treatment.label, wanted]
    both = (("ClaimsAdministrator", item.administrator), ("ExpertReviewer", item.reviewer))
    gold: Gold = {
        "n": item.number,
        "item": worded.words,
        "outcome": item.outcome.value,
        "urDecision": item.review.value,
        "treatment": {"any": names, "category": item.treatment.category},
        "body_part": {"any": list(worded.part)} if worded.part else None,
        "statements": [_statement(by, cite, material) for by, cites in both for cite in cites],
        "locators": [
            one
            for by, cites in both
            if not (item.same and by == "ExpertReviewer")
            for one in _locators(by, cites)
        ],
        **said,
    }
    if item.same:
        gold["locators_optional"] = list(_locators("ExpertReviewer", item.reviewer))
    if worded.quantity:
        gold["quantity"] = worded.quantity
    if worded.served:
        gold["service"] = [worded.served.isoformat()] * 2
    return gold


def _statement(by: str, cite: Cite, material: Material) -> Gold:
    guideline = cite.guideline if cite.family != "other" else "other"
    said: Gold = {"by": by, "guideline": guideline, "within_mtus": cite.within}
    if guideline == "other":
        said["label"] = list(dict.fromkeys((*cite.labels, material.titles[cite.guideline])))
    return said


def _locators(by: str, cites: tuple[Cite, ...]) -> list[Gold]:
    return [
        {"by": by, "kind": kind, "value": value, "guideline": cite.guideline}
        for cite in cites
        for kind, value in cite.locators
    ]

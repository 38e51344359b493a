"""A synthetic letter's parts set out in the layouts of 2013 and later: a list of paragraphs for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.records import LetterFormat, Outcome
from imrgraph.synth.cites import statement
from imrgraph.synth.words import listed, one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrgraph.synth.plan import Item, Plan
    from imrgraph.synth.words import Draw

_NO_AFFILIATION = (
    "He/she has no affiliation with the employer, employee, providers or the claims administrator."
)
_PRACTICE = "He/she has been in active clinical practice for more than five years and is currently working at least 24 hours a week in active practice."
_CHOSEN = "was selected based on his/her clinical experience, education, background, and expertise in the same or similar specialties that evaluate and/or treat the medical condition and disputed items/services."
_LAWS = "He/she is familiar with governing laws and regulations, including the strength of evidence hierarchy that applies to Independent Medical Review determinations."
_DECIDED = "The Final Determination was based on decisions for the disputed items/services set forth below:"
_REVIEWED = "The following relevant documents received from the interested parties and the documents provided with the application were reviewed and considered. These documents included:"
_DOCUMENTS = (
    "Application of Independent Medical Review",
    "Utilization Review Determination",
    "Medical Records from Claims Administrator",
    "Medical Records from Provider",
    "Medical Treatment Utilization Schedule (MTUS)",
)
_FOUND_RIGHT = "The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate for the employee's clinical circumstance."
_EFFECT = "The determination of MAXIMUS Federal Services and its physician reviewer is deemed to be the final determination of the Administrative Director, Division of Workers' Compensation. With respect to the medical necessity of the treatment in dispute, this determination is binding on all parties."
_APPEAL = "In accordance with California Labor Code Section 4610.6(h), the determination of the administrative director may be reviewed only by a verified appeal, filed with the appeals board within 30 days of the date of mailing of this determination."


@dataclass(frozen=True, slots=True)
class Parts:
    """What the layouts have in common. `header` tells whether the letter prints its case number and dates at its head."""

    summary: str
    rationales: Sequence[str]
    specialties: Sequence[str]
    header: bool
    credentials: str  # "block", "sentence" or "" for none


def set_out(plan: Plan, parts: Parts) -> list[str]:
    """The paragraphs of a letter, without what stands on each page."""
    match plan.layout:
        case LetterFormat.NOTICE_2013:
            return _notice(plan, parts)
        case LetterFormat.DECISIONS_AND_RATIONALES_2013:
            return _decisions(plan, parts)
        case LetterFormat.PROFESSIONAL_REVIEW_2013:
            return _professional(plan, parts)
        case _:
            return _issues(plan, parts)


def _issues(plan: Plan, parts: Parts) -> list[str]:
    draw = plan.draw
    out = [*_head(plan, parts), "HOW THE IMR FINAL DETERMINATION WAS MADE", _method(plan, parts)]
    if parts.credentials == "block":
        out.append(
            "The Expert Reviewer has the following credentials:\n"
            f"State(s) of Licensure: {', '.join(plan.states)}\n"
            f"Certification(s)/Specialty: {', '.join(parts.specialties)}"
        )
    out += [
        "CLINICAL CASE SUMMARY",
        "The expert reviewer developed the following clinical case summary based on a review of the case file, including all medical records:",
        parts.summary,
        one(draw, ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR ISSUES, DECISIONS, AND RATIONALES")),
        _DECIDED,
    ]
    number = one(draw, ("", "", "{}. ", "#{} ", "{}) "))
    between = one(draw, (": ", ":  ", ":  ", ":\n"))
    guideline = one(draw, ("guideline", "guideline", "Guideline"))
    for item, rationale in zip(plan.items, parts.rationales, strict=True):
        outcome = (
            "Partially Overturned" if item.outcome is Outcome.PARTIALLY_OVERTURNED else item.outcome.value
        )
        out += [
            f"{number.format(item.number)}{item.worded.words}{between}{outcome}",
            f"Claims Administrator {guideline}: {statement(item.administrator, 'Claims Administrator', plan.style)}",
            f"MAXIMUS {guideline}: {statement(item.reviewer, 'Expert Reviewer', plan.style)}",
            f"Decision rationale: {rationale}",
        ]
    return out


def _head(plan: Plan, parts: Parts) -> list[str]:
    if not parts.header:
        return []
    say = plan.dates.say
    review = one(plan.draw, ("UR Denial Date", "UR Denial Date", "Decision Date"))
    return [
        f"Case Number: {plan.case_number}  Date Assigned: {say(plan.assigned)}\n"
        f"Date of Injury: {say(plan.injured)}  {review}: {say(plan.reviewed)}\n"
        f"Priority: {one(plan.draw, ('Standard', 'STANDARD'))}  Application Received: {say(plan.applied)}"
    ]


def _method(plan: Plan, parts: Parts) -> str:
    who = one(plan.draw, ("physician reviewer", "expert reviewer"))
    told = f"MAXIMUS Federal Services sent the complete case file to {'an' if who[0] == 'e' else 'a'} {who}. {_NO_AFFILIATION} "
    if parts.credentials == "sentence":
        told += f"The {who} is {_certified(plan, parts)}. "
    return f"{told}{_PRACTICE} The {who} {_CHOSEN} {_LAWS}"


def _certified(plan: Plan, parts: Parts) -> str:
    return (
        f"Board Certified in {listed(parts.specialties)} and is licensed to practice in {listed(plan.states)}"
    )


def _documents(draw: Draw) -> str:
    mark = one(draw, ("", "- ", "\u2022 "))
    return "\n".join(mark + document for document in _DOCUMENTS)


def _necessary(draw: Draw, item: Item, *, glued: bool = True) -> str:
    if item.outcome is Outcome.OVERTURNED:
        return "is medically necessary and appropriate"
    return f"is {'notmedically' if glued and draw() < 0.2 else 'not medically'} necessary and appropriate"


def _decisions(plan: Plan, parts: Parts) -> list[str]:
    out = [
        *_head(plan, parts),
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        _method(plan, parts),
        "DOCUMENTS REVIEWED",
        _REVIEWED,
        _documents(plan.draw),
        "CLINICAL CASE SUMMARY",
        "The physician reviewer developed the following clinical case summary based on a review of the case file, including all medical records:",
        parts.summary,
        "IMR DECISION(S) AND RATIONALE(S)",
        _DECIDED,
    ]
    for item, rationale in zip(plan.items, parts.rationales, strict=True):
        out += [
            f"{item.number}. {item.worded.words} {_necessary(plan.draw, item)}.",
            statement(item.administrator, "Claims Administrator", plan.style),
            _same(item, "Physician Reviewer") or statement(item.reviewer, "Physician Reviewer", plan.style),
            f"The Physician Reviewer's decision rationale:\n{rationale}",
        ]
    return out


def _same(item: Item, who: str) -> str:
    return _FOUND_RIGHT.replace("Expert Reviewer", who) if item.same else ""


def _notice(plan: Plan, parts: Parts) -> list[str]:
    draw, say = plan.draw, plan.dates.say
    findings = [
        f"{item.number}) MAXIMUS Federal Services, Inc. has determined the request for {item.worded.words} {_necessary(draw, item)}."
        for item in plan.items
    ]
    out = [
        "MAXIMUS FEDERAL SERVICES, INC.\nIndependent Medical Review\nP.O. Box 138009\nSacramento, CA  95813-8009",
        "Notice of Independent Medical Review Determination",
        f"Dated: {say(plan.decided)}",
        f"Employee:\nClaim Number:\nDate of UR Decision:   {say(plan.reviewed)}\nDate of Injury:   {say(plan.injured)}\n"
        f"IMR Application Received:   {say(plan.applied)}\nMAXIMUS Case Number:   {plan.case_number}",
        *findings,
        "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE",
        f"An application for Independent Medical Review was filed on {say(plan.applied)} disputing the Utilization Review Denial "
        f"dated {say(plan.reviewed)}. A Notice of Assignment and Request for Information was provided to the above parties on "
        f"{say(plan.assigned)}. A decision has been made for each of the treatment and/or services that were in dispute:",
        *findings,
        "Medical Qualifications of the Expert Reviewer:",
        "The independent Medical Doctor who made the decision has no affiliation with the employer, employee, providers or the "
        f"claims administrator. The physician reviewer is {_certified(plan, parts)}. {_PRACTICE} The Expert Reviewer {_CHOSEN}",
        "Case Summary:",
        parts.summary,
        "Documents Reviewed for Determination:",
        _REVIEWED,
        _documents(draw),
    ]
    for item, rationale in zip(plan.items, parts.rationales, strict=True):
        out += [
            f"{item.number}) Regarding the request for {item.worded.words}:",
            "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision",
            f"{statement(item.administrator, 'Claims Administrator', plan.style)} "
            f"{_same(item, 'Expert Reviewer') or statement(item.reviewer, 'Expert Reviewer', plan.style)}",
            f"Rationale for the Decision:\n{rationale}",
        ]
    return [*out, "Effect of the Decision:", _EFFECT, _APPEAL, "Sincerely,", "Medical Director"]


def _professional(plan: Plan, parts: Parts) -> list[str]:
    draw, say = plan.draw, plan.dates.say
    out = [
        f"Case Number: {plan.case_number}\nDate of Injury: {say(plan.injured)}\nDate of UR Decision: {say(plan.reviewed)}\n"
        f"IMR Application Received: {say(plan.applied)}",
        "MEDICAL PROFESSIONAL REVIEW",
        "ISSUE AT DISPUTE:\n" + "\n".join(_numbered(plan, item) for item in plan.items),
        "CASE SUMMARY:",
        parts.summary,
        "DOCUMENTS REVIEWED FOR DETERMINATION:",
        _REVIEWED,
        _documents(draw),
    ]
    for item, rationale in zip(plan.items, parts.rationales, strict=True):
        if len(plan.items) > 1:
            out.append(_numbered(plan, item))
        out += [
            "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:",
            f"{statement(item.administrator, 'Claims Administrator', plan.style)} "
            f"{_same(item, 'Professional Reviewer') or statement(item.reviewer, 'Professional Reviewer', plan.style)}",
            f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS {'' if item.outcome is Outcome.OVERTURNED else 'NOT '}MEDICALLY NECESSARY:",
            rationale,
        ]
    return [
        *out,
        "MEDICAL REVIEWER QUALIFICATIONS:",
        f"The medical reviewer is {_certified(plan, parts)}. {_PRACTICE}",
    ]


def _numbered(plan: Plan, item: Item) -> str:
    return f"{item.number}. {item.worded.words}" if len(plan.items) > 1 else item.worded.words

"""Invented cases for the tests of stores and triples."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from imrgraph.records import (
    Ambiguous,
    Assertion,
    Case,
    CaseFacts,
    Citation,
    CitationPlace,
    Condition,
    Determination,
    Evidence,
    Ground,
    Laterality,
    Letter,
    LetterFormat,
    Outcome,
    Party,
    PriorTreatment,
    Resolution,
    Resolved,
    Reviewer,
    Sex,
    Span,
    Stance,
    Timing,
    Unresolved,
    UrDecision,
)
from imrgraph.vocab.concepts import BASE as BASE


def guideline(name: str) -> Resolved:
    return Resolved(concepts=(f"{BASE}guideline/{name}",))


def evidence(start: int = 0, end: int = 4, anchor: str = "word") -> Evidence:
    return Evidence(spans=(Span(start, end),), anchor=anchor, rule="invented")


def letter(text: str = "An invented letter.", name: str = "a.txt") -> Letter:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Letter(source_name=name, text=text, source_digest=digest, text_digest=digest)


def citation(
    name: str | None,
    party: Party = Party.EXPERT_REVIEWER,
    *,
    within: bool | None = None,
    place: CitationPlace = CitationPlace.GUIDELINE_STATEMENT,
    start: int = 0,
) -> Citation:
    return Citation(
        party=party,
        place=place,
        resolution=guideline(name) if name else Unresolved(),
        within_mtus=within,
        evidence=evidence(start, start + 4),
    )


def determination(number: int = 1, *citations: Citation) -> Determination:
    return Determination(
        number=number,
        disputed_item=f"Item {number}",
        resolution=Resolved(concepts=(f"{BASE}treatment/acupuncture",)),
        outcome=Outcome.UPHELD,
        citations=citations,
        evidence=evidence(10 * number, 10 * number + 6, f"Item {number}"),
    )


def case(text: str = "An invented letter.", name: str = "a.txt", number: str | None = None) -> Case:
    """A case with one determination and one citation."""
    return Case(
        letter=letter(text, name),
        letter_format=LetterFormat.ISSUES_DECISIONS_RATIONALES,
        facts=CaseFacts(case_number=number),
        reviewer=Reviewer(),
        determinations=(determination(1, citation("odg-low-back")),),
    )


def full_case(text: str = 'Full "case"\nof a letter', name: str = "dir/full.txt") -> Case:
    """A case that uses every field of the records."""
    other: Resolution = Ambiguous(candidates=(f"{BASE}guideline/mtus", f"{BASE}guideline/acoem"))
    cited = Citation(
        party=Party.CLAIMS_ADMINISTRATOR,
        place=CitationPlace.RATIONALE,
        resolution=other,
        within_mtus=True,
        pages=("308-310",),
        tables=("12-8",),
        sections=('Special "Studies"',),
        editions=("2004",),
        quotation=True,
        stance=Stance.SILENT,
        evidence=Evidence(spans=(Span(3, 9), Span(12, 20)), anchor="two pieces", rule="r", fuzzy=True),
    )
    first = Determination(
        number=1,
        disputed_item="MRI \\ of the <left> knee, 1/2\tdose – “q”",
        resolution=Resolved(concepts=(f"{BASE}treatment/mri",)),
        body_parts=(f"{BASE}bodypart/knee",),
        laterality=Laterality.LEFT,
        spinal_level="L4-L5",
        strength="10 mg",
        dosage_form="tablet",
        frequency="twice a week",
        duration="6 weeks",
        quantity=Decimal("1.50"),
        service_from=date(2014, 5, 1),
        service_to=date(2014, 6, 1),
        timing=Timing.RETROSPECTIVE,
        associated_with=2,
        outcome=Outcome.PARTIALLY_OVERTURNED,
        certified_part="half of it",
        ur_decision=UrDecision.MODIFIED,
        rationale="Because.\r\n\fSo.",
        grounds=(Ground(concept=f"{BASE}ground/not-documented", evidence=evidence(0, 9, "MRI")),),
        cited_no_evidence=(Party.CLAIMS_ADMINISTRATOR,),
        citations=(citation("other-journal-of-invented-medicine", start=40), cited),
        evidence=evidence(0, 9, "MRI"),
    )
    return Case(
        letter=letter(text, name),
        letter_format=LetterFormat.NOTICE_2013,
        facts=CaseFacts(
            case_number="CM14-0000001",
            injury_date=date(2012, 1, 1),
            ur_decision_date=date(2014, 1, 2),
            application_date=date(2014, 1, 3),
            assigned_date=date(2014, 1, 4),
            decision_date=date(2014, 1, 5),
            worker_age=41,
            worker_sex=Sex.FEMALE,
        ),
        reviewer=Reviewer(
            specialties=(f"{BASE}specialty/invented-medicine",), licensed_in=("California", "New York")
        ),
        conditions=(
            Condition(
                resolution=Resolved(concepts=(f"{BASE}condition/lumbago",)),
                assertion=Assertion.PRESENT,
                stated_codes=("724.2", "M5O.20", "401.9"),
                unknown_codes=("M5O.20",),
                contradicting_codes=("401.9",),
                body_part=f"{BASE}bodypart/lumbar-spine",
                laterality=Laterality.BILATERAL,
                spinal_level="L5-S1",
                evidence=evidence(30, 37, "lumbago"),
            ),
            Condition(
                resolution=Resolved(concepts=(f"{BASE}condition/fracture",)),
                assertion=Assertion.ABSENT,
                evidence=evidence(5, 9, "fracture"),
            ),
        ),
        prior_treatments=(PriorTreatment(resolution=Unresolved(), evidence=evidence(20, 25, "therapy")),),
        determinations=(first, determination(2)),
        synthetic=True,
        warnings=("the text ends in the middle of a sentence",),
    )

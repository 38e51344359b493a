"""A case as rows: the same facts as its triples, one tuple for each row of each table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.rdf.agreement import agreement, cited_by
from imrgraph.rdf.triples import in_text_order, iri
from imrgraph.records import Ambiguous, Assertion, Party, Resolved, Stance
from imrgraph.vocab.concepts import BASE, IMR

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from enum import Enum
    from typing import Any

    from imrgraph.records import (
        Case,
        Citation,
        Condition,
        Determination,
        Evidence,
        Ground,
        PriorTreatment,
        Resolution,
    )

Row = tuple["Any", ...]
LetterRows = dict[str, list[Row]]  # by table, in the order that numbers them

REQUESTED, EARLIER = "Requested", "Earlier"


def rows_of(case: Case) -> LetterRows:
    """What the tables hold of one letter, whatever KEY and source name it ends up with.

    Returns:
        The rows of each of `schema.OF_LETTERS` (letters: exactly one). Each begins with its position among the letter's
        rows of that table, from 1, and with the position of the determination that it belongs to (None where there is
        none); then come the columns of `Origin.CASE`, in the schema's order, with dates in ISO form. A node of the graph
        that names several concepts has a row for each in citations, conditions and treatments.
    """
    requested = [row for at, found in enumerate(case.determinations, 1) for row in _requested(at, found)]
    earlier = [
        row
        for number, prior in enumerate(in_text_order(case.prior_treatments), 1)
        for row in _earlier(number, prior)
    ]
    conditions = [
        row
        for number, condition in enumerate(in_text_order(case.conditions), 1)
        for row in _condition(number, condition)
    ]
    citations = [
        (at, row)
        for at, found in enumerate(case.determinations, 1)
        for number, citation in enumerate(in_text_order(found.citations), 1)
        for row in _citation(number, citation)
    ]
    grounds = [
        (at, _ground(number, ground))
        for at, found in enumerate(case.determinations, 1)
        for number, ground in enumerate(found.grounds, 1)
    ]
    parts: LetterRows = {
        "determinations": [
            (at, at, *_determination(found)) for at, found in enumerate(case.determinations, 1)
        ],
        "citations": [(at, item, *row) for at, (item, row) in enumerate(citations, 1)],
        "conditions": [(at, None, *row) for at, row in enumerate(conditions, 1)],
        "treatments": [(at, *row) for at, row in enumerate([*requested, *earlier], 1)],
        "grounds": [(at, item, *row) for at, (item, row) in enumerate(grounds, 1)],
    }
    return {"letters": [(1, None, *_letter(case), *map(len, parts.values()))], **parts}


def short_name(scheme: str, concept: str) -> str:
    """A concept's name in the tables: the last part of its IRI where the IRI is ours, else the IRI.

    >>> short_name("guideline", "https://w3id.org/imrgraph/guideline/acoem-ch12")
    'acoem-ch12'
    """
    return iri(concept)[1:-1].removeprefix(f"{BASE}{scheme}/")


def full_iri(scheme: str, name: str) -> str:
    """The IRI of a concept of that name.

    >>> full_iri("guideline", "acoem-ch12")
    'https://w3id.org/imrgraph/guideline/acoem-ch12'
    """
    return name if "://" in name else f"{BASE}{scheme}/{name}"


def _names(scheme: str, concepts: Collection[str]) -> tuple[str, ...]:
    """Sorted by IRI, each once."""
    return () if not concepts else tuple(short_name(scheme, concept) for concept in sorted(set(concepts)))


def _texts(values: Collection[str]) -> tuple[str, ...]:
    return () if not values else tuple(dict.fromkeys(value for value in values if value))


def _member(member: Enum | None) -> str | None:
    return None if member is None else str(member.value)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _resolution(scheme: str, resolution: Resolution) -> tuple[str, tuple[str, ...]]:
    candidates = resolution.candidates if isinstance(resolution, Ambiguous) else ()
    return type(resolution).__name__, _names(scheme, candidates)


def _concepts(resolution: Resolution) -> tuple[str, ...]:
    return resolution.concepts if isinstance(resolution, Resolved) else ()


def _each(scheme: str, resolution: Resolution) -> tuple[str | None, ...]:
    """The concepts that give a row each; one row without any where there is none."""
    return _names(scheme, _concepts(resolution)) or (None,)


def _evidence(evidence: Evidence) -> Row:
    spans = evidence.spans
    start, end = (spans[0].start, spans[0].end) if spans else (None, None)
    return evidence.anchor or None, start, end, len(spans), evidence.rule or None, evidence.fuzzy


def _letter(case: Case) -> Row:
    facts, reviewer = case.facts, case.reviewer
    days = facts.decision_date, facts.assigned_date, facts.application_date, facts.ur_decision_date
    dated = next((day for day in days if day is not None), None)
    present = [
        concept
        for condition in case.conditions
        if condition.assertion is Assertion.PRESENT
        for concept in _concepts(condition.resolution)
    ]
    return (
        case.letter_format.value,
        _day(dated),
        None if dated is None else dated.year,
        *map(_day, days),
        _day(facts.injury_date),
        facts.worker_age,
        _member(facts.worker_sex),
        _names("specialty", reviewer.specialties),
        _texts(reviewer.licensed_in),
        _names("condition", present),
        case.synthetic,
    )


def _determination(found: Determination) -> Row:
    silent = [
        concept
        for citation in found.citations
        if citation.stance is Stance.SILENT
        for concept in _concepts(citation.resolution)
    ]
    return (
        found.number,
        found.disputed_item or None,
        _names("treatment", _concepts(found.resolution)),
        *_resolution("treatment", found.resolution),
        _names("bodypart", found.body_parts),
        _member(found.laterality),
        found.spinal_level or None,
        found.strength or None,
        found.dosage_form or None,
        found.frequency or None,
        found.duration or None,
        None if found.quantity is None else float(found.quantity),
        _day(found.service_from),
        _day(found.service_to),
        _member(found.timing),
        found.associated_with,
        _member(found.outcome),
        found.certified_part or None,
        _member(found.ur_decision),
        agreement(found.citations)[1:-1].removeprefix(IMR),
        _names("guideline", cited_by(Party.CLAIMS_ADMINISTRATOR, found.citations)),
        _names("guideline", cited_by(Party.EXPERT_REVIEWER, found.citations)),
        _names("guideline", silent),
        _names("ground", [ground.concept for ground in found.grounds]),
        tuple(sorted({str(party.value) for party in found.cited_no_evidence})),
        found.rationale or None,
        *_evidence(found.evidence),
    )


def _citation(number: int, citation: Citation) -> list[Row]:
    told = (
        *_resolution("guideline", citation.resolution),
        citation.within_mtus,
        _member(citation.stance),
        _texts(citation.editions),
        _texts(citation.pages),
        _texts(citation.sections),
        _texts(citation.tables),
        citation.quotation,
        *_evidence(citation.evidence),
    )
    head = number, citation.party.value, citation.place.value
    return [(*head, name, *told) for name in _each("guideline", citation.resolution)]


def _condition(number: int, condition: Condition) -> list[Row]:
    part = condition.body_part
    told = (
        *_resolution("condition", condition.resolution),
        condition.assertion.value,
        _member(condition.laterality),
        None if part is None else short_name("bodypart", part),
        condition.spinal_level or None,
        _texts(condition.stated_codes),
        _texts(condition.unknown_codes),
        _texts(condition.contradicting_codes),
        *_evidence(condition.evidence),
    )
    return [(number, name, *told) for name in _each("condition", condition.resolution)]


def _requested(at: int, found: Determination) -> list[Row]:
    told = (*_resolution("treatment", found.resolution), *_evidence(found.evidence))
    return [(at, REQUESTED, found.number, name, *told) for name in _each("treatment", found.resolution)]


def _earlier(number: int, prior: PriorTreatment) -> list[Row]:
    told = (*_resolution("treatment", prior.resolution), *_evidence(prior.evidence))
    return [(None, EARLIER, number, name, *told) for name in _each("treatment", prior.resolution)]


def _ground(number: int, ground: Ground) -> Row:
    return number, short_name("ground", ground.concept), *_evidence(ground.evidence)

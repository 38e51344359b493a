"""A case as N-Triples lines, written as strings: thirty times cheaper than building term objects."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.rdf import terms as t
from imrgraph.rdf.agreement import agreement, cited_by
from imrgraph.rdf.concepts import concept_lines
from imrgraph.rdf.iris import evidence_iri, letter_iri
from imrgraph.records import Ambiguous, Assertion, Party, Resolved, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from enum import Enum
    from typing import Protocol, TypeVar

    from imrgraph.records import (
        Case,
        Citation,
        Condition,
        Determination,
        Evidence,
        Ground,
        Letter,
        PriorTreatment,
        Resolution,
    )

    class HasEvidence(Protocol):
        @property
        def evidence(self) -> Evidence: ...

    Found = TypeVar("Found", bound=HasEvidence)

    Value = str | bool | int | Decimal | date

_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **str.maketrans(
        {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b"}
    ),
}
_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')  # what `_ESCAPES` changes, which few values have
_NOT_IN_IRIS = re.compile(
    r"[^!#-;=?-Z_a-z~\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd]"
    r"|%(?![0-9A-Fa-f]{2})"
)


def case_triples(case: Case, key: str) -> list[str]:
    """Write a case as the graph holds it.

    Args:
        case: what was read in one letter.
        key: the letter's KEY (see `rdf.iris`).

    Returns:
        N-Triples lines without line ends, sorted, each once: the same case and key give the same lines.
    """
    return sorted(
        dict.fromkeys(_Writer(key).case(case))
    )  # as written, lines are nearly in order, which sorts faster


def identity_triples(letter: Letter, case_number: str | None, key: str) -> list[str]:
    """The lines of a case that change when it is met under another name or gets another KEY."""
    node = f"<{letter_iri(key)}>"
    identifier = case_number or key
    return [
        f"{node} {t.IDENTIFIER} {literal(identifier)} .",
        f"{node} {t.SOURCE_NAME} {literal(letter.source_name)} .",
        f"{node} {t.SOURCE_DIGEST} {literal(letter.source_digest)} .",
    ]


IDENTITY = (t.IDENTIFIER, t.SOURCE_NAME, t.SOURCE_DIGEST)


def in_text_order(found: Sequence[Found]) -> list[Found]:
    """By the first place of their evidence: the order in which parts of a letter are numbered."""
    return sorted(found, key=lambda each: [(span.start, span.end) for span in each.evidence.spans[:1]])


@cache
def iri(value: str) -> str:
    """A concept's IRI as N-Triples writes it; characters that no IRI may hold are percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """

    def encoded(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))

    return f"<{_NOT_IN_IRIS.sub(encoded, value)}>"


def literal(value: Value) -> str:
    """A value as N-Triples writes it.

    >>> literal('2 "tablets"'), literal(True)
    ('"2 \\\\"tablets\\\\""', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>')
    """
    if isinstance(value, str):
        text = value.translate(_ESCAPES) if _ESCAPED.search(value) else value
        return f'"{text}"' if text.isascii() else f'"{text.encode("utf-8", "replace").decode("utf-8")}"'
    if isinstance(value, bool):
        return f'"{"true" if value else "false"}"^^<{t.XSD}boolean>'
    if isinstance(value, int):
        return f'"{value}"^^<{t.XSD}integer>'
    if isinstance(value, Decimal):
        return f'"{_plain(value)}"^^<{t.XSD}decimal>'
    return f'"{value.isoformat()}"^^<{t.XSD}date>'


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Writer:
    """Lines of one letter; every method adds to them."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.letter = letter_iri(key)
        self.node = f"<{self.letter}>"
        self.lines: list[str] = []
        self.concepts: set[str] = set()

    def case(self, case: Case) -> list[str]:
        self.add(self.node, t.TYPE, t.LETTER)
        self.lines += identity_triples(case.letter, case.facts.case_number, self.key)
        self.value(self.node, t.TEXT_DIGEST, case.letter.text_digest)
        self.member(self.node, t.LETTER_FORMAT, case.letter_format)
        self._facts(case)
        for number, condition in enumerate(in_text_order(case.conditions), 1):
            self._condition(self.part(t.HAS_CONDITION, f"condition-{number}"), condition)
        for number, prior in enumerate(in_text_order(case.prior_treatments), 1):
            self._prior(self.part(t.HAS_PRIOR_TREATMENT, f"prior-{number}"), prior)
        for determination in case.determinations:
            name = f"determination-{determination.number}"
            self._determination(self.part(t.HAS_DETERMINATION, name), name, determination)
        for concept in self.concepts:
            self.lines += concept_lines(concept)
        return self.lines

    def add(self, subject: str, predicate: str, value: str) -> None:
        self.lines.append(f"{subject} {predicate} {value} .")

    def value(self, subject: str, predicate: str, value: Value | None) -> None:
        if value is not None and value != "":
            self.add(subject, predicate, literal(value))

    def values(self, subject: str, predicate: str, values: Iterable[Value]) -> None:
        for value in values:
            self.value(subject, predicate, value)

    def member(self, subject: str, predicate: str, member: Enum | None) -> None:
        if member is not None:
            self.add(subject, predicate, t.individual(member))

    def concept(self, subject: str, predicate: str, concept: str | None) -> None:
        if concept is not None:
            self.concepts.add(concept)
            self.add(subject, predicate, iri(concept))

    def part(self, link: str, name: str) -> str:
        node = f"<{self.letter}#{name}>"
        self.add(self.node, link, node)
        return node

    def _facts(self, case: Case) -> None:
        facts = case.facts
        for predicate, day in (
            (t.INJURY_DATE, facts.injury_date),
            (t.UR_DECISION_DATE, facts.ur_decision_date),
            (t.APPLICATION_DATE, facts.application_date),
            (t.ASSIGNED_DATE, facts.assigned_date),
            (t.DECISION_DATE, facts.decision_date),
        ):
            self.value(self.node, predicate, day)
        self.value(self.node, t.WORKER_AGE, facts.worker_age)
        self.member(self.node, t.WORKER_SEX, facts.worker_sex)
        for specialty in case.reviewer.specialties:
            self.concept(self.node, t.REVIEWER_SPECIALTY, specialty)
        self.values(self.node, t.REVIEWER_LICENSED_IN, case.reviewer.licensed_in)
        if case.synthetic:
            self.value(self.node, t.SYNTHETIC, True)

    def _resolution(self, node: str, predicate: str, resolution: Resolution) -> None:
        match resolution:
            case Resolved(concepts=concepts):
                for concept in concepts:
                    self.concept(node, predicate, concept)
            case Ambiguous(candidates=candidates):
                self.add(node, t.RESOLUTION, t.AMBIGUOUS)
                for concept in candidates:
                    self.concept(node, t.CANDIDATE, concept)
            case Unresolved():
                self.add(node, t.RESOLUTION, t.UNRESOLVED)

    def _evidence(self, node: str, evidence: Evidence) -> None:
        for span in evidence.spans:
            self.add(node, t.EVIDENCE, f"<{evidence_iri(self.letter, span)}>")
        self.value(node, t.ANCHOR, evidence.anchor)
        self.value(node, t.RULE, evidence.rule)
        if evidence.fuzzy:
            self.value(node, t.FUZZY, True)

    def _condition(self, node: str, condition: Condition) -> None:
        self.add(node, t.TYPE, t.CONDITION_CLASS)
        self._resolution(node, t.CONDITION, condition.resolution)
        self.values(node, t.STATED_CODE, condition.stated_codes)
        self.values(node, t.UNKNOWN_CODE, condition.unknown_codes)
        self.values(node, t.CONTRADICTING_CODE, condition.contradicting_codes)
        self.concept(node, t.BODY_PART, condition.body_part)
        self.member(node, t.LATERALITY, condition.laterality)
        self.value(node, t.SPINAL_LEVEL, condition.spinal_level)
        self.member(node, t.ASSERTION, condition.assertion)
        self._evidence(node, condition.evidence)
        if condition.assertion is Assertion.PRESENT and isinstance(condition.resolution, Resolved):
            for concept in condition.resolution.concepts:
                self.concept(self.node, t.CONCERNS, concept)

    def _prior(self, node: str, prior: PriorTreatment) -> None:
        self.add(node, t.TYPE, t.PRIOR_TREATMENT)
        self._resolution(node, t.TREATMENT, prior.resolution)
        self._evidence(node, prior.evidence)

    def _determination(self, node: str, name: str, found: Determination) -> None:
        self.add(node, t.TYPE, t.DETERMINATION)
        self.value(node, t.ITEM_NUMBER, found.number)
        self.value(node, t.DISPUTED_ITEM, found.disputed_item)
        self._resolution(node, t.TREATMENT, found.resolution)
        for body_part in found.body_parts:
            self.concept(node, t.BODY_PART, body_part)
        self._request(node, found)
        self.member(node, t.OUTCOME, found.outcome)
        self.value(node, t.CERTIFIED_PART, found.certified_part)
        self.member(node, t.UR_DECISION, found.ur_decision)
        self.value(node, t.RATIONALE, found.rationale)
        for party in found.cited_no_evidence:
            self.member(node, t.CITED_NO_EVIDENCE, party)
        self._evidence(node, found.evidence)
        for number, citation in enumerate(in_text_order(found.citations), 1):
            cited = f"<{self.letter}#{name}-citation-{number}>"
            self.add(node, t.HAS_CITATION, cited)
            self._citation(cited, citation)
        for number, ground in enumerate(found.grounds, 1):
            self._ground(node, f"<{self.letter}#{name}-ground-{number}>", ground)
        self._short_cuts(node, found)

    def _request(self, node: str, found: Determination) -> None:
        self.member(node, t.LATERALITY, found.laterality)
        self.value(node, t.SPINAL_LEVEL, found.spinal_level)
        self.value(node, t.STRENGTH, found.strength)
        self.value(node, t.DOSAGE_FORM, found.dosage_form)
        self.value(node, t.FREQUENCY, found.frequency)
        self.value(node, t.DURATION, found.duration)
        self.value(node, t.QUANTITY, found.quantity)
        self.value(node, t.SERVICE_FROM, found.service_from)
        self.value(node, t.SERVICE_TO, found.service_to)
        self.member(node, t.TIMING, found.timing)
        if found.associated_with is not None:
            surgery = f"<{self.letter}#determination-{found.associated_with}>"
            self.add(node, t.ASSOCIATED_WITH, surgery)

    def _citation(self, node: str, citation: Citation) -> None:
        self.add(node, t.TYPE, t.CITATION)
        self.member(node, t.CITED_BY, citation.party)
        self.member(node, t.FOUND_IN, citation.place)
        self._resolution(node, t.GUIDELINE, citation.resolution)
        self.value(node, t.WITHIN_MTUS, citation.within_mtus)
        self.values(node, t.PAGE, citation.pages)
        self.values(node, t.TABLE, citation.tables)
        self.values(node, t.SECTION, citation.sections)
        self.values(node, t.EDITION, citation.editions)
        if citation.quotation:
            self.value(node, t.QUOTATION, True)
        self.member(node, t.STANCE, citation.stance)
        self._evidence(node, citation.evidence)

    def _ground(self, determination: str, node: str, ground: Ground) -> None:
        self.concept(determination, t.GROUND, ground.concept)
        self.add(determination, t.HAS_GROUND, node)
        self.add(node, t.TYPE, t.GROUND_STATEMENT)
        self.concept(node, t.GROUND, ground.concept)
        self._evidence(node, ground.evidence)

    def _short_cuts(self, node: str, found: Determination) -> None:
        """What the statements say, derived once for the queries that would otherwise walk every citation."""
        for predicate, party in (
            (t.ADMINISTRATOR_CITES, Party.CLAIMS_ADMINISTRATOR),
            (t.REVIEWER_CITES, Party.EXPERT_REVIEWER),
        ):
            for concept in cited_by(party, found.citations):
                self.concept(node, predicate, concept)
        self.add(node, t.AGREEMENT, agreement(found.citations))

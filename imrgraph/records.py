"""The frozen records that every room shares: a letter, its sections, and what was read in them.

All positions are half-open `Span`s. In a `Letter`'s records (everything from `Evidence` down) they count
characters of `Letter.text`; in `Section` and `Issue` they count characters of the cleaned text.
Concepts are named by their full IRI. Source of the shapes: the graph's contract in `ontology/imrgraph.ttl`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum


class Outcome(Enum):
    """The values are local names in the `imr:` namespace, here and in every closed set below."""

    UPHELD = "Upheld"
    OVERTURNED = "Overturned"
    PARTIALLY_OVERTURNED = "PartiallyOverturned"


class UrDecision(Enum):
    DENIED = "Denied"
    MODIFIED = "Modified"
    DELAYED = "Delayed"


class Party(Enum):
    CLAIMS_ADMINISTRATOR = "ClaimsAdministrator"
    EXPERT_REVIEWER = "ExpertReviewer"


class CitationPlace(Enum):
    GUIDELINE_STATEMENT = "GuidelineStatement"
    RATIONALE = "Rationale"


class Stance(Enum):
    SUPPORTS = "Supports"
    DOES_NOT_SUPPORT = "DoesNotSupport"
    SILENT = "Silent"


class Assertion(Enum):
    PRESENT = "Present"
    ABSENT = "Absent"
    HISTORICAL = "Historical"
    POSSIBLE = "Possible"


class Laterality(Enum):
    LEFT = "Left"
    RIGHT = "Right"
    BILATERAL = "Bilateral"


class Timing(Enum):
    PROSPECTIVE = "Prospective"
    CONCURRENT = "Concurrent"
    RETROSPECTIVE = "Retrospective"


class Sex(Enum):
    """Local names in `schema:`."""

    FEMALE = "Female"
    MALE = "Male"


class LetterFormat(Enum):
    NOTICE_2013 = "NoticeOfDetermination2013"
    DECISIONS_AND_RATIONALES_2013 = "DecisionsAndRationales2013"
    PROFESSIONAL_REVIEW_2013 = "ProfessionalReview2013"
    ISSUES_DECISIONS_RATIONALES = "IssuesDecisionsRationales"
    UNKNOWN = "UnknownFormat"


class SectionKind(Enum):
    """The parts of a letter, whatever its layout calls them."""

    HEADER = "header"  # case number, dates; on notices also the cover letter
    FINDINGS = "findings"  # the numbered findings of a 2013 notice
    METHOD = "method"  # how the determination was made, the reviewer's qualifications
    CREDENTIALS = "credentials"
    SUMMARY = "summary"
    DOCUMENTS = "documents"
    ISSUES = "issues"  # the disputed items with outcome, guidelines, rationale


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def moved(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter as read.

    Attributes:
        source_name: file, member or row, relative to the source given, with `/`.
        text: the text that positions count (UTF-8 without BOM, else Windows-1252; no newline translation).
        source_digest: SHA-256 (hex) of the file's, archive member's or row's own bytes.
        text_digest: SHA-256 (hex) of `text` in UTF-8.
    """

    source_name: str
    text: str
    source_digest: str
    text_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the cleaned text. `heading` is None for text before the first heading."""

    kind: SectionKind
    heading: Span | None
    body: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One disputed item as the layout sets it out; spans count characters of the cleaned text.

    Attributes:
        number: 1, 2, ... in the letter's order.
        item: the item's words without number and outcome.
        repeats: further places that print the same item (covers, findings).
        outcome: the words of the outcome; None when the letter does not say.
        other_outcome: the words that decide the rest of the item otherwise, where a letter finds twice on one request.
        administrator, reviewer: the guideline statements of each party, without their labels.
        rationale: the passages of the rationale.
        labels: what introduces statements and rationale, in text order; a passage without one opens by its own words.
    """

    number: int
    item: Span
    repeats: tuple[Span, ...] = ()
    outcome: Span | None = None
    other_outcome: Span | None = None
    administrator: tuple[Span, ...] = ()
    reviewer: tuple[Span, ...] = ()
    rationale: tuple[Span, ...] = ()
    labels: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a fact stands in the letter.

    Attributes:
        spans: every occurrence, in text order; several for words that page furniture cuts.
        anchor: the characters of one of them, white space folded.
        rule: the name of the rule that found it.
        fuzzy: whether a misspelling was matched.
    """

    spans: tuple[Span, ...]
    anchor: str
    rule: str
    fuzzy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a record says what it says in one of its facts; what its `Evidence` shows already has none.

    Attributes:
        fact: the fact, by the local name of its property in `imr:` ("workerAge", "outcome").
        rule: the name of the rule that read it; `imrgraph.rules` says what each does.
        spans: where its words stand, in text order; none where it follows from other facts or from a vocabulary.
        words: the characters of the first of them, white space folded; of a fact that follows, what it follows from.
        value: which of its values is meant, where the fact has several.
    """

    fact: str
    rule: str
    spans: tuple[Span, ...] = ()
    words: str = ""
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The words name these concepts (IRIs), at least one; several only where a compound asks for each."""

    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """The words fit several concepts (IRIs) and nothing decides between them."""

    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """The words name something that no concept was found for."""


Resolution = Resolved | Ambiguous | Unresolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A diagnosis, comorbidity, symptom or finding that the letter states of this worker.

    Codes are as printed; `unknown_codes` are those of them that neither ICD-9-CM nor ICD-10-CM has, and
    `contradicting_codes` those that mean something clearly else than the words they are printed with.
    """

    resolution: Resolution
    assertion: Assertion
    stated_codes: tuple[str, ...] = ()
    unknown_codes: tuple[str, ...] = ()
    contradicting_codes: tuple[str, ...] = ()
    body_part: str | None = None
    laterality: Laterality | None = None
    spinal_level: str | None = None
    why: tuple[Reason, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorTreatment:
    """What the worker has had or takes."""

    resolution: Resolution
    why: tuple[Reason, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One authority, cited by one party, in one place, with its locators as printed.

    `within_mtus` is None where the letter does not say; `stance` only on rationale citations.
    """

    party: Party
    place: CitationPlace
    resolution: Resolution
    within_mtus: bool | None = None
    pages: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    quotation: bool = False
    stance: Stance | None = None
    why: tuple[Reason, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why the reviewer decided so: a concept (IRI) of the scheme of grounds, and the sentences that state it."""

    concept: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """One disputed item with its outcome, what was cited for it, and why."""

    number: int
    disputed_item: str
    resolution: Resolution
    body_parts: tuple[str, ...] = ()
    laterality: Laterality | None = None
    spinal_level: str | None = None
    strength: str | None = None
    dosage_form: str | None = None
    frequency: str | None = None
    duration: str | None = None
    quantity: Decimal | None = None
    service_from: date | None = None
    service_to: date | None = None
    timing: Timing | None = None
    associated_with: int | None = None  # number of the surgery's determination
    outcome: Outcome | None = None
    certified_part: str | None = None
    ur_decision: UrDecision | None = None
    rationale: str | None = None
    grounds: tuple[Ground, ...] = ()
    cited_no_evidence: tuple[Party, ...] = ()
    citations: tuple[Citation, ...] = ()
    why: tuple[Reason, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What the letter says of the case itself; None where it does not say."""

    case_number: str | None = None
    injury_date: date | None = None
    ur_decision_date: date | None = None
    application_date: date | None = None
    assigned_date: date | None = None
    decision_date: date | None = None
    worker_age: int | None = None  # years
    worker_sex: Sex | None = None
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """The expert reviewer's certifications (specialty IRIs) and the states of licensure (names)."""

    specialties: tuple[str, ...] = ()
    licensed_in: tuple[str, ...] = ()
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything read in one letter.

    `warnings` say in words, without clinical text, why a case is partial (no determination, cut off). `why`, here and
    in the records above, is for a person who asks; the graph does not hold it.
    """

    letter: Letter
    letter_format: LetterFormat
    facts: CaseFacts
    reviewer: Reviewer
    conditions: tuple[Condition, ...] = ()
    prior_treatments: tuple[PriorTreatment, ...] = ()
    determinations: tuple[Determination, ...] = ()
    synthetic: bool = False
    why: tuple[Reason, ...] = ()
    warnings: tuple[str, ...] = ()

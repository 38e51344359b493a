"""The tables and their columns: what each is called, holds, and means. Everything else in this room reads them from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Origin(Enum):
    """Where a column's values come from."""

    CASE = "case"  # the letter's own words, as `rows_of` gives them
    STORE = "store"  # the letter's KEY and source, which the store decides
    KEY = "key"  # the letter's number, and what is counted on from it
    CONCEPT = "concept"  # said of a concept by the vocabularies


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        type: as DuckDB writes it. Lists are empty where the letter says nothing, everything else is NULL.
        scheme: the vocabulary of the concepts that the column names, or says something of.
        of, tells: for those of `Origin.CONCEPT` the column that names the concepts, and which column of `CONCEPTS` is
            told of them; lists are as long as those that name them.
    """

    name: str
    type: str
    words: str
    origin: Origin = Origin.CASE
    scheme: str | None = None
    of: str | None = None
    tells: str | None = None

    @property
    def is_list(self) -> bool:
        return self.type.endswith("[]")


@dataclass(frozen=True, slots=True)
class Table:
    """One table. The first column is its key."""

    name: str
    words: str
    columns: tuple[Column, ...]

    def of(self, *origins: Origin) -> tuple[Column, ...]:
        """The columns of these origins, in the table's order."""
        return tuple(column for column in self.columns if column.origin in origins)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


_TEXT, _WHOLE, _NUMBER, _DAY, _TRUTH, _TEXTS = "VARCHAR", "INTEGER", "BIGINT", "DATE", "BOOLEAN", "VARCHAR[]"


def _key(name: str, words: str) -> Column:
    return Column(name, _NUMBER, words, Origin.KEY)


def _named(
    name: str, scheme: str, words: str, label: str, top: tuple[str, str] | None = None
) -> tuple[Column, ...]:
    """A column that names concepts (several where its label's name is a plural), and those that tell of them."""
    many = label.endswith("s")
    type_ = _TEXTS if many else _TEXT
    called = "what people call them" if many else "what people call it"
    told = [Column(label, type_, called, Origin.CONCEPT, scheme, name, "label")]
    if top:
        told.append(Column(top[0], type_, top[1], Origin.CONCEPT, scheme, name, "top"))
    return Column(name, type_, words, scheme=scheme), *told


def _resolution(what: str) -> tuple[Column, ...]:
    return (
        Column("status", _TEXT, f"Resolved, Ambiguous or Unresolved: whether the words name a {what}"),
        Column("candidates", _TEXTS, f"where Ambiguous, the {what}s that they may name", scheme=what),
    )


_EVIDENCE = (
    Column("words", _TEXT, "the letter's words that state it, white space folded"),
    Column("start_char", _WHOLE, "where they begin in the letter's text: characters before the first one"),
    Column("end_char", _WHOLE, "where they end: the character after the last one"),
    Column("places", _WHOLE, "how many places of the text state it, this one included"),
    Column("rule", _TEXT, "the name of the rule that found it"),
    Column("fuzzy", _TRUTH, "whether a misspelling was matched"),
)
_LETTER_KEY = _key("letter_id", "the letter")
_ITEM_KEY = _key("determination_id", "the disputed item")

LETTERS = Table(
    "letters",
    "one row for each letter",
    (
        _key("letter_id", "made of the text's digest: the same in every store"),
        Column("key", _TEXT, "what its IRI ends in", Origin.STORE),
        Column("case_number", _TEXT, "as printed; the key where none is printed", Origin.STORE),
        Column("source_name", _TEXT, "the file, archive member or row it was read from", Origin.STORE),
        Column("source_digest", _TEXT, "SHA-256 of the bytes of that source", Origin.STORE),
        Column("text_digest", _TEXT, "SHA-256 of the text that positions count", Origin.STORE),
        Column("layout", _TEXT, "the layout that it was read as"),
        Column(
            "dated", _DAY, "the decision's date, else the assignment's, the application's, the UR decision's"
        ),
        Column("year", _WHOLE, "of that date"),
        Column("decision_date", _DAY, "of the final decision"),
        Column("assigned_date", _DAY, "when the review was assigned"),
        Column("application_date", _DAY, "when the application was received"),
        Column("ur_decision_date", _DAY, "of the utilization review's decision"),
        Column("injury_date", _DAY, "of the injury"),
        Column("worker_age", _WHOLE, "in years"),
        Column("worker_sex", _TEXT, "Female or Male"),
        *_named(
            "specialties",
            "specialty",
            "the reviewer's certifications",
            "specialty_labels",
        ),
        Column("licensed_in", _TEXTS, "states that license the reviewer"),
        *_named(
            "present_conditions",
            "condition",
            "the conditions that it states as present, each once",
            "present_condition_labels",
        ),
        Column("synthetic", _TRUTH, "whether it is an invented letter"),
        Column("item_count", _WHOLE, "how many rows of determinations it has"),
        Column("citation_count", _WHOLE, "of citations"),
        Column("condition_count", _WHOLE, "of conditions"),
        Column("treatment_count", _WHOLE, "of treatments"),
        Column("ground_count", _WHOLE, "of grounds"),
    ),
)
DETERMINATIONS = Table(
    "determinations",
    "one row for each disputed item",
    (
        _key("determination_id", "letter_id + 1, 2, ... by item number"),
        _LETTER_KEY,
        Column("item_number", _WHOLE, "1, 2, ... in the letter"),
        Column("disputed_item", _TEXT, "the item's words"),
        *_named(
            "treatments",
            "treatment",
            "the treatments asked for",
            "treatment_labels",
            ("categories", "the kind of each: surgery, pharmaceutical, ..."),
        ),
        *_resolution("treatment"),
        *_named(
            "body_parts",
            "bodypart",
            "the parts of the body that the item names or implies",
            "body_part_labels",
        ),
        Column("laterality", _TEXT, "Left, Right or Bilateral"),
        Column("spinal_level", _TEXT, "as printed"),
        Column("strength", _TEXT, "as printed"),
        Column("dosage_form", _TEXT, "as printed"),
        Column("frequency", _TEXT, "as printed"),
        Column("duration", _TEXT, "as printed"),
        Column("quantity", "DOUBLE", "the number printed"),
        Column("service_from", _DAY, "the first day of service"),
        Column("service_to", _DAY, "the last"),
        Column("timing", _TEXT, "Prospective, Concurrent or Retrospective"),
        Column("associated_with", _WHOLE, "the item number of the surgery that it goes with"),
        Column("outcome", _TEXT, "Upheld (the denial stands), Overturned or PartiallyOverturned"),
        Column("certified_part", _TEXT, "the words of the part that was certified"),
        Column("ur_decision", _TEXT, "what the utilization review had decided: Denied, Modified or Delayed"),
        Column(
            "agreement", _TEXT, "SameGuideline, SharedFamily, DifferentGuideline, OneParty or NeitherParty"
        ),
        *_named(
            "administrator_cites",
            "guideline",
            "the guidelines of the claims administrator's statements",
            "administrator_labels",
        ),
        *_named(
            "reviewer_cites",
            "guideline",
            "the guidelines of the reviewer's statements",
            "reviewer_labels",
        ),
        *_named(
            "silent",
            "guideline",
            "the guidelines that the rationale calls silent",
            "silent_labels",
        ),
        *_named(
            "grounds",
            "ground",
            "why the reviewer decided so",
            "ground_labels",
        ),
        Column("cited_no_evidence", _TEXTS, "parties said to have cited no medical evidence"),
        Column("rationale", _TEXT, "the rationale's text"),
        *_EVIDENCE,
    ),
)
CITATIONS = Table(
    "citations",
    "one row for each authority that a party cites for an item, in one place",
    (
        _key("citation_id", "letter_id + 1, 2, ... by item and place in the text"),
        _ITEM_KEY,
        _LETTER_KEY,
        Column("number", _WHOLE, "1, 2, ... in the item"),
        Column("party", _TEXT, "ClaimsAdministrator or ExpertReviewer"),
        Column("place", _TEXT, "GuidelineStatement or Rationale"),
        *_named(
            "guideline",
            "guideline",
            "the guideline",
            "guideline_label",
            ("family", "the top concept above it: mtus, acoem, odg, ..."),
        ),
        *_resolution("guideline"),
        Column("within_mtus", _TRUTH, "whether the letter cites it as the MTUS"),
        Column("stance", _TEXT, "of rationales: Supports, DoesNotSupport or Silent"),
        Column("editions", _TEXTS, "as printed"),
        Column("pages", _TEXTS, "as printed"),
        Column("sections", _TEXTS, "as printed"),
        Column("printed_tables", _TEXTS, "the tables of the guideline, as printed"),
        Column("quotation", _TRUTH, "whether the words are the authority's own, in quotation marks"),
        *_EVIDENCE,
    ),
)
CONDITIONS = Table(
    "conditions",
    "one row for each condition that a letter states of the worker",
    (
        _key("condition_id", "letter_id + 1, 2, ... by place in the text"),
        _LETTER_KEY,
        Column("number", _WHOLE, "1, 2, ... in the letter"),
        *_named(
            "condition",
            "condition",
            "the condition",
            "condition_label",
            ("condition_group", "the top concept above it"),
        ),
        *_resolution("condition"),
        Column("assertion", _TEXT, "Present, Absent, Historical or Possible"),
        Column("laterality", _TEXT, "Left, Right or Bilateral"),
        *_named("body_part", "bodypart", "where stated", "body_part_label"),
        Column("spinal_level", _TEXT, "as printed"),
        Column("stated_codes", _TEXTS, "diagnosis codes, as printed"),
        Column("unknown_codes", _TEXTS, "those of them that neither ICD-9-CM nor ICD-10-CM has"),
        Column("contradicting_codes", _TEXTS, "those of them that mean something else than the words"),
        *_EVIDENCE,
    ),
)
TREATMENTS = Table(
    "treatments",
    "one row for each treatment that an item asks for, and for each that the worker has had or takes",
    (
        _key("treatment_id", "letter_id + 1, 2, ...: what is asked for, then what came earlier"),
        _LETTER_KEY,
        _key("determination_id", "the disputed item that asks for it; empty for an earlier one"),
        Column("role", _TEXT, "Requested or Earlier"),
        Column("number", _WHOLE, "the item's number, or that of the earlier treatment"),
        *_named(
            "treatment",
            "treatment",
            "the treatment",
            "treatment_label",
            ("category", "the kind of treatment: surgery, pharmaceutical, ..."),
        ),
        *_resolution("treatment"),
        *_EVIDENCE,
    ),
)
GROUNDS = Table(
    "grounds",
    "one row for each ground that a rationale states",
    (
        _key("ground_id", "letter_id + 1, 2, ... by item"),
        _ITEM_KEY,
        _LETTER_KEY,
        Column("number", _WHOLE, "1, 2, ... in the item"),
        *_named("ground", "ground", "why", "ground_label"),
        *_EVIDENCE,
    ),
)
CONCEPTS = Table(
    "concepts",
    "one row for each concept of the vocabularies, and each that letters brought in",
    (
        Column("scheme", _TEXT, "treatment, guideline, condition, bodypart, specialty or ground"),
        Column(
            "concept", _TEXT, "its name in the other tables; the last part of its IRI where the IRI is ours"
        ),
        Column("label", _TEXT, "what people call it; a guideline with its family and chapter"),
        Column("top", _TEXT, "the names of the top concepts above it, joined by ;"),
        Column("broader", _TEXTS, "the concepts right above"),
        Column("above", _TEXTS, "the concept itself and all above it, sorted"),
    ),
)
OF_LETTERS = (LETTERS, DETERMINATIONS, CITATIONS, CONDITIONS, TREATMENTS, GROUNDS)  # LETTERS first
TABLES = {table.name: table for table in (*OF_LETTERS, CONCEPTS)}

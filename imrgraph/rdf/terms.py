"""Every name of the graph that the code writes: namespaces, prefixes, classes, properties, individuals.

Terms are held as N-Triples writes them (`<https://...>`), since that is how they are used. The contract
behind them is `ontology/imrgraph.ttl`; a test keeps the two in step.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from imrgraph import records
from imrgraph.vocab.concepts import BASE, IMR, SKOS

if TYPE_CHECKING:
    from enum import Enum

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
LETTERS = BASE + "letter/"

PREFIXES = {
    "imr": IMR,
    "letter": LETTERS,
    "guideline": BASE + "guideline/",
    "treatment": BASE + "treatment/",
    "condition": BASE + "condition/",
    "bodypart": BASE + "bodypart/",
    "specialty": BASE + "specialty/",
    "ground": BASE + "ground/",
    "schema": SCHEMA,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "cito": "http://purl.org/spar/cito/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
}


def imr(name: str) -> str:
    """The `imr:` term of that local name, as N-Triples writes it.

    >>> imr("Letter")
    '<https://w3id.org/imrgraph/ontology#Letter>'
    """
    return f"<{IMR}{name}>"


TYPE = f"<{RDF}type>"
IDENTIFIER = f"<{DCTERMS}identifier>"
CONCEPT = f"<{SKOS}Concept>"
IN_SCHEME = f"<{SKOS}inScheme>"
PREF_LABEL = f"<{SKOS}prefLabel>"
NOTATION = f"<{SKOS}notation>"
BROADER = f"<{SKOS}broader>"

# Classes
LETTER = imr("Letter")
CONDITION_CLASS = imr("Condition")
PRIOR_TREATMENT = imr("PriorTreatment")
DETERMINATION = imr("Determination")
CITATION = imr("Citation")
GROUND_STATEMENT = imr("GroundStatement")

# A letter
SOURCE_NAME = imr("sourceName")
SOURCE_DIGEST = imr("sourceDigest")
TEXT_DIGEST = imr("textDigest")
LETTER_FORMAT = imr("letterFormat")
INJURY_DATE = imr("injuryDate")
UR_DECISION_DATE = imr("urDecisionDate")
APPLICATION_DATE = imr("applicationDate")
ASSIGNED_DATE = imr("assignedDate")
DECISION_DATE = imr("decisionDate")
WORKER_AGE = imr("workerAge")
WORKER_SEX = imr("workerSex")
REVIEWER_SPECIALTY = imr("reviewerSpecialty")
REVIEWER_LICENSED_IN = imr("reviewerLicensedIn")
HAS_DETERMINATION = imr("hasDetermination")
HAS_CONDITION = imr("hasCondition")
HAS_PRIOR_TREATMENT = imr("hasPriorTreatment")
SYNTHETIC = imr("synthetic")
CONCERNS = imr("concerns")

# Conditions, treatments, determinations
CONDITION = imr("condition")
STATED_CODE = imr("statedCode")
UNKNOWN_CODE = imr("unknownCode")
CONTRADICTING_CODE = imr("contradictingCode")
BODY_PART = imr("bodyPart")
LATERALITY = imr("laterality")
SPINAL_LEVEL = imr("spinalLevel")
ASSERTION = imr("assertion")
TREATMENT = imr("treatment")
ITEM_NUMBER = imr("itemNumber")
DISPUTED_ITEM = imr("disputedItem")
STRENGTH = imr("strength")
DOSAGE_FORM = imr("dosageForm")
FREQUENCY = imr("frequency")
DURATION = imr("duration")
QUANTITY = imr("quantity")
SERVICE_FROM = imr("serviceFrom")
SERVICE_TO = imr("serviceTo")
TIMING = imr("timing")
ASSOCIATED_WITH = imr("associatedWith")
OUTCOME = imr("outcome")
CERTIFIED_PART = imr("certifiedPart")
UR_DECISION = imr("urDecision")
RATIONALE = imr("rationale")
GROUND = imr("ground")
HAS_GROUND = imr("hasGround")
CITED_NO_EVIDENCE = imr("citedNoEvidence")
HAS_CITATION = imr("hasCitation")
ADMINISTRATOR_CITES = imr("administratorCites")
REVIEWER_CITES = imr("reviewerCites")
AGREEMENT = imr("agreement")

# Citations
CITED_BY = imr("citedBy")
FOUND_IN = imr("foundIn")
GUIDELINE = imr("guideline")
WITHIN_MTUS = imr("withinMTUS")
PAGE = imr("page")
TABLE = imr("table")
SECTION = imr("section")
EDITION = imr("edition")
QUOTATION = imr("quotation")
STANCE = imr("stance")

# Evidence and doubt
EVIDENCE = imr("evidence")
ANCHOR = imr("anchor")
RULE = imr("rule")
FUZZY = imr("fuzzy")
RESOLUTION = imr("resolution")
CANDIDATE = imr("candidate")
AMBIGUOUS = imr("Ambiguous")
UNRESOLVED = imr("Unresolved")

# How far the two parties' guidelines agree
SAME_GUIDELINE = imr("SameGuideline")
SHARED_FAMILY = imr("SharedFamily")
DIFFERENT_GUIDELINE = imr("DifferentGuideline")
ONE_PARTY = imr("OneParty")
NEITHER_PARTY = imr("NeitherParty")

_IMR_SETS: tuple[type[Enum], ...] = (
    records.Outcome,
    records.UrDecision,
    records.Party,
    records.CitationPlace,
    records.Stance,
    records.Assertion,
    records.Laterality,
    records.Timing,
    records.LetterFormat,
)


@cache
def individual(member: Enum) -> str:
    """The fixed individual behind a member of a closed set of `records`.

    >>> individual(records.Sex.FEMALE)
    '<https://schema.org/Female>'
    """
    return f"<{SCHEMA if isinstance(member, records.Sex) else IMR}{member.value}>"


def graph_terms() -> frozenset[str]:
    """IRIs of all `imr:` terms that `case_triples` can write: what the ontology must define."""
    constants = {
        value[1:-1] for value in globals().values() if isinstance(value, str) and value.startswith(f"<{IMR}")
    }
    members = {IMR + str(member.value) for closed_set in _IMR_SETS for member in closed_set}
    return frozenset(constants | members)

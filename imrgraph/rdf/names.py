"""What people call a concept, and a name of the ontology."""

from __future__ import annotations

import re

from imrgraph.vocab.concepts import BASE

_FAMILY = re.compile(
    re.escape(BASE) + r"guideline/(?P<family>mtus|acoem|odg|acr)(?P<part>-(ch0?(?P<chapter>\d+))?.*)?"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def full_name(iri: str, label: str) -> str:
    """The label, with the family and chapter that only a guideline's IRI says; other labels stay as they are.

    The chapters of ACOEM, the ODG and the MTUS are labelled by their titles, and several titles are nearly alike.

    >>> full_name("https://w3id.org/imrgraph/guideline/acoem-ch12", "Low Back Complaints")
    'ACOEM ch. 12, Low Back Complaints'
    >>> full_name("https://w3id.org/imrgraph/guideline/odg", "Official Disability Guidelines")
    'Official Disability Guidelines (ODG)'
    """
    found = _FAMILY.fullmatch(iri)
    if not found or found["family"].upper() in label:
        return label
    family = found["family"].upper()
    if not found["part"]:
        return f"{label} ({family})"
    return f"{family} ch. {found['chapter']}, {label}" if found["chapter"] else f"{family}, {label}"


def local(iri: str) -> str:
    """The last part of an IRI.

    >>> local("https://w3id.org/imrgraph/ontology#Upheld"), local("https://w3id.org/imrgraph/guideline/odg")
    ('Upheld', 'odg')
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def in_words(name: str) -> str:
    """A name of the ontology, or of a query's column, as a reader says it.

    >>> in_words("PartiallyOverturned"), in_words("caseNumber")
    ('partially overturned', 'case number')
    """
    return _CAMEL.sub(" ", name).lower()

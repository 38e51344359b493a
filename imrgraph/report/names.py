"""Short names, where a figure has no room for whole ones."""

from __future__ import annotations

from imrgraph.rdf.names import local

_LONGEST = 5  # letters of an abbreviation


def short(iri: str, label: str) -> str:
    """A family's abbreviation, where its IRI ends in one, else its label.

    >>> short("https://w3id.org/imrgraph/guideline/mtus", "Medical Treatment Utilization Schedule (MTUS)")
    'MTUS'
    >>> short("https://w3id.org/imrgraph/guideline/other", "other authority")
    'other authority'
    """
    name = local(iri)
    return name.upper() if len(name) <= _LONGEST and name.upper() in label else label

"""When two names side by side are one authority: a family and its chapter, a body and its work, a code and its section."""

from __future__ import annotations

import re

from imrgraph.cite.references import REGULATIONS, Reference
from imrgraph.cite.tokens import concept, families, is_general

_OPIOIDS = "https://w3id.org/imrgraph/guideline/mtus-opioids"
_ACOEM_OPIOIDS = "https://w3id.org/imrgraph/guideline/acoem-opioids"


def same_section(cur: Reference, concepts: tuple[str, ...]) -> tuple[str, ...] | None:
    """A section's number behind the code that it stands in, or behind the guideline that it is."""
    if cur.concepts == (REGULATIONS,):
        cur.within, cur.sections = True, []
        return concepts
    return cur.concepts if set(cur.concepts) & set(concepts) else None


def merged_names(cur: Reference, concepts: tuple[str, ...], gap: str) -> tuple[str, ...] | None:
    """What two names side by side mean together; None when they are two authorities."""
    fam = families().get(concepts[0], "other")
    general = len(concepts) == 1 and is_general(concepts[0])
    found = concept(concepts[0])
    if general and fam == "acoem" and cur.concepts == (_OPIOIDS,) and "(" in gap:
        return (_ACOEM_OPIOIDS,)  # "MTUS Opioids Guideline (ACOEM April 20, 2017)"
    if cur.concepts == concepts or (general and cur.family == fam):
        return cur.concepts
    if (
        cur.general
        and cur.family == "acoem"
        and fam == "mtus"
        and found is not None
        and found.replaced_by
        and "," not in gap
    ):
        return found.replaced_by  # "ACOEM (2017) Chronic Pain Guideline"
    if cur.general and cur.family in (fam, "mtus") and fam in ("mtus", "acoem", "odg") and not cur.sections:
        return concepts if cur.family == fam or fam == "acoem" else None
    if (
        set(cur.concepts) & set(concepts)
        and "and" not in gap.lower().split()
        and "," not in gap.replace("),", "")
    ):
        return tuple(c for c in cur.concepts if c in concepts)
    if fam == cur.family == "other" and re.fullmatch(r"[\s()'s]*", gap):
        return concepts  # a body and its work: "Centers for Disease Control (CDC) Guideline for ..."
    return None

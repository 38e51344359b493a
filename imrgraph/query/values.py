"""What a parameter's value means: an IRI, a CURIE, a concept's name or label, a case number, a literal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrgraph.errors import QueryError
from imrgraph.rdf.terms import PREFIXES, XSD
from imrgraph.store import Iri, Literal, Rows
from imrgraph.vocab.concepts import BASE, FILES, IMR, load_vocabulary
from imrgraph.vocab.matcher import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.query.library import Param
    from imrgraph.store import Store, Term

_IRI = re.compile(r"<?(?P<iri>[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`]+)>?", re.IGNORECASE)
_CURIE = re.compile(r"(?P<prefix>[a-z][a-z0-9-]*):(?P<name>[^\s<>\"{}|\\^`]*)")
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`]")
_LABELS = """SELECT ?scheme ?concept ?label
WHERE { ?concept skos:inScheme ?scheme ; skos:prefLabel|skos:altLabel|skos:hiddenLabel ?label }
ORDER BY ?concept ?label"""
_LITERALS = {
    "number": (XSD + "decimal", re.compile(r"[+-]?\d+(\.\d+)?")),
    "integer": (XSD + "integer", re.compile(r"[+-]?\d+")),
    "year": (XSD + "integer", re.compile(r"\d{4}")),
    "date": (XSD + "date", re.compile(r"\d{4}-\d\d-\d\d")),
}


def bind(store: Store, param: Param, value: str) -> Term:
    """The term that a parameter's value stands for.

    Raises:
        QueryError: the value names nothing, or several things; the message says what is near.
    """
    kind = param.name if param.kind.lower() == "iri" and param.name in FILES else param.kind.lower()
    if kind == "text":
        return Literal(value)
    if kind in _LITERALS:
        return _literal(param, kind, value)
    iri = expand(value)
    if kind in FILES:
        return Iri(_concept(store, kind, value.strip(), iri))
    if kind == "letter":
        return Iri(_letter(store, value.strip(), iri))
    if kind == "term":
        return Iri(_term(store, value.strip(), iri))
    if kind == "iri":
        if iri is None:
            raise QueryError(f"{param.name}: {value!r} is no IRI; write https://... or one of {_prefixes()}")
        return Iri(iri)
    raise QueryError(f"{param.name}: the header names the unknown kind {param.kind!r}")


def expand(value: str) -> str | None:
    """The full IRI of an IRI or a CURIE with a known prefix; None for other words.

    >>> expand("guideline:acoem-ch12"), expand("MRI: lumbar")
    ('https://w3id.org/imrgraph/guideline/acoem-ch12', None)
    """
    value = value.strip()
    if found := _IRI.fullmatch(value):
        return found["iri"]
    found = _CURIE.fullmatch(value)
    return PREFIXES[found["prefix"]] + found["name"] if found and found["prefix"] in PREFIXES else None


def near(value: str, names: Iterable[str]) -> str:
    """Words that help after a miss: the nearest names, or where to look."""
    from rapidfuzz import fuzz, process

    choices = sorted(set(names))
    found = process.extract(value, choices, scorer=fuzz.WRatio, processor=str.casefold, score_cutoff=70)
    return f"near: {', '.join(name for name, _, _ in found)}" if found else "nothing is near it"


def _literal(param: Param, kind: str, value: str) -> Literal:
    datatype, shape = _LITERALS[kind]
    if not shape.fullmatch(value.strip()):
        raise QueryError(f"{param.name}: {value!r} is no {kind}")
    return Literal(value.strip(), datatype)


def _concept(store: Store, scheme: str, value: str, iri: str | None) -> str:
    base = f"{BASE}{scheme}/"
    if iri is not None and (iri == base or _described(store, iri)):
        return iri  # the scheme itself stands for all of its concepts
    vocabulary = load_vocabulary(scheme)
    if iri is not None:
        if iri in vocabulary.concepts:
            return iri
        raise QueryError(f"no {scheme} {value!r}; {near(iri.removeprefix(base), _names(scheme))}")
    if base + value in vocabulary.concepts:
        return base + value
    key = " ".join(fold(value).split())
    owners = [
        concept.iri
        for concept in vocabulary.concepts.values()
        if value == concept.notation
        or any(" ".join(fold(label).split()) == key for label in (*concept.labels, *concept.hidden_labels))
    ]
    preferred = [o for o in owners if " ".join(fold(vocabulary.concepts[o].label).split()) == key]
    owners = preferred if len(preferred) == 1 else owners
    if len(owners) > 1:
        which = ", ".join(f"{scheme}:{vocabulary.concepts[owner].name}" for owner in sorted(owners))
        raise QueryError(f"{scheme} {value!r} may be {which}; say which")
    if owners:
        return owners[0]
    return _minted(store, scheme, value, key)


def _minted(store: Store, scheme: str, value: str, key: str) -> str:
    """A concept or a label that only the graph knows: a source that letters brought in, the user's own words."""
    if not _FORBIDDEN.search(value) and _described(store, f"{BASE}{scheme}/{value}"):
        return f"{BASE}{scheme}/{value}"
    asked = store.query(_LABELS, {"scheme": Iri(f"{BASE}{scheme}/")})
    labels = [] if not isinstance(asked, Rows) else [(str(row[1]), str(row[2])) for row in asked]
    owners = sorted({iri for iri, label in labels if " ".join(fold(label).split()) == key})
    if len(owners) == 1:
        return owners[0]
    if owners:
        raise QueryError(f"{scheme} {value!r} may be {', '.join(f'<{iri}>' for iri in owners)}; say which")
    raise QueryError(
        f"no {scheme} {value!r}; {near(value, {*_names(scheme), *(label for _, label in labels)})}"
    )


def _names(scheme: str) -> set[str]:
    concepts = load_vocabulary(scheme).concepts.values()
    return {name for concept in concepts for name in (concept.name, *concept.labels)}


def _described(store: Store, iri: str) -> bool:
    return next(iter(store.triples(Iri(iri))), None) is not None


def _letter(store: Store, value: str, iri: str | None) -> str:
    """By IRI, by case number, or by the key that its IRI ends in; the case number's letter first."""
    identifier = Iri(PREFIXES["dcterms"] + "identifier")
    if iri is None:
        asked = sorted(str(subject) for subject, _, _ in store.triples(None, identifier, Literal(value)))
        if len(asked) > 1:
            raise QueryError(f"letter {value!r} may be {', '.join(f'<{one}>' for one in asked)}; say which")
        if asked:
            return asked[0]
        iri = "" if _FORBIDDEN.search(value) else PREFIXES["letter"] + value
    if iri and _described(store, iri):
        return iri
    known = {str(number) for _, _, number in store.triples(None, identifier)}
    raise QueryError(f"no letter {value!r}; {near(value, known)}")


def _term(store: Store, value: str, iri: str | None) -> str:
    """A fixed individual or class of `imr:`, with or without the prefix."""
    if iri is None:
        iri = "" if _FORBIDDEN.search(value) else IMR + value
    if iri in _terms() or (iri and _described(store, iri)):
        return iri
    raise QueryError(f"no term {value!r}; {near(value, {term.removeprefix(IMR) for term in _terms()})}")


def _terms() -> frozenset[str]:
    from imrgraph import records

    enums = (
        records.Outcome, records.UrDecision, records.Party, records.CitationPlace, records.Stance,
        records.Assertion, records.Laterality, records.Timing, records.LetterFormat,
    )  # fmt: skip
    names = {str(member.value) for enum in enums for member in enum}
    names |= {"SameGuideline", "SharedFamily", "DifferentGuideline", "OneParty", "NeitherParty"}
    names |= {"Ambiguous", "Unresolved", "Letter", "Determination", "Citation", "Condition", "PriorTreatment"}
    return frozenset(IMR + name for name in names)


def _prefixes() -> str:
    return ", ".join(f"{prefix}:" for prefix in sorted(PREFIXES))

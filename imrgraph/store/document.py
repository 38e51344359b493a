"""One letter as a nested document of plain values, for JSON and for a person to read."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from imrgraph.rdf.concepts import concept_label
from imrgraph.rdf.iris import base_key, key_of, letter_iri
from imrgraph.rdf.names import full_name
from imrgraph.rdf.terms import DCTERMS, LETTERS, RDF, SCHEMA
from imrgraph.rdf.triples import case_triples
from imrgraph.store.base import Iri, Literal
from imrgraph.vocab.concepts import IMR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from imrgraph.records import Case
    from imrgraph.store.base import Term, Triple

_PARTS = {
    "hasCondition": "conditions",
    "hasPriorTreatment": "priorTreatments",
    "hasDetermination": "determinations",
    "hasCitation": "citations",
    "hasGround": "groundStatements",
}
_ALWAYS_LISTS = frozenset(
    """reviewerSpecialty reviewerLicensedIn concerns condition statedCode unknownCode
    contradictingCode treatment bodyPart ground candidate
    citedNoEvidence administratorCites reviewerCites guideline page table section edition evidence""".split()  # noqa: SIM905
)
_CONCEPTS = frozenset(  # properties whose values are concepts of a vocabulary
    """reviewerSpecialty concerns condition treatment bodyPart ground candidate administratorCites reviewerCites
    guideline""".split()  # noqa: SIM905
)
_SPAN = re.compile(r"/text#char=(\d+),(\d+)\Z")


def letter_document(
    triples: Iterable[Triple], letter: Iri, label: Callable[[str], str] = concept_label
) -> dict[str, Any]:
    """What the graph says of a letter, nested.

    Args:
        triples: all of the letter's, as `letter_triples` gives them.
        letter: its IRI.
        label: what to call a concept, by its IRI; `letters.concept_labels` asks a store.

    Returns:
        Keys are the local names of properties; parts come as lists in the order of their numbers under
        `conditions`, `priorTreatments`, `determinations` and, in these, `citations` and `groundStatements`. Concepts are
        `{"iri", "label"}`, fixed individuals their local names, evidence `{"start", "end"}`; what can have
        several values is a list.
    """
    about: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        about[str(subject)][str(predicate)].append(value)
    return {"iri": letter.value, "key": key_of(letter.value), **_node(letter.value, about, label)}


def case_document(case: Case) -> dict[str, Any]:
    """The document of a case that is in no store: what its triples will say."""
    import pyoxigraph

    from imrgraph.store.oxigraph import from_ox_triple

    letter = case.letter
    key = base_key(case.facts.case_number, letter.source_name, letter.text_digest)
    lines = "\n".join(case_triples(case, key))
    parsed = pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES)
    return letter_document((from_ox_triple(triple) for triple in parsed), Iri(letter_iri(key)))


def _node(iri: str, about: dict[str, dict[str, list[Term]]], label: Callable[[str], str]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for predicate, values in sorted(about.get(iri, {}).items()):
        if predicate == RDF + "type":
            continue
        name = predicate.removeprefix(IMR).removeprefix(DCTERMS)
        if name in _PARTS:
            nodes = sorted((str(value) for value in values), key=_number)
            document[_PARTS[name]] = [{"part": _part(node), **_node(node, about, label)} for node in nodes]
        else:
            plain = [
                _concept(str(value), label) if name in _CONCEPTS else _plain(value)
                for value in sorted(values, key=_order)
            ]
            document[name] = plain if name in _ALWAYS_LISTS or len(plain) > 1 else plain[0]
    return document


def _concept(iri: str, label: Callable[[str], str]) -> dict[str, str]:
    return {"iri": iri, "label": full_name(iri, label(iri))}


def _plain(value: Term) -> Any:
    if isinstance(value, Literal):
        found = value.to_python()
        return found if isinstance(found, (str, int, float, bool)) else _number_of(str(found))
    text = str(value)
    if span := _SPAN.search(text):
        return {"start": int(span[1]), "end": int(span[2])}
    if text.startswith(LETTERS):
        return _part(text)
    return text.removeprefix(IMR).removeprefix(SCHEMA)


def _number_of(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _part(iri: str) -> str:
    return iri.removeprefix(LETTERS).split("#", 1)[-1]


def _number(iri: str) -> int:
    return int(re.split(r"-", iri)[-1])


def _order(value: Term) -> tuple[int, int, str]:
    span = _SPAN.search(str(value))
    return (int(span[1]), int(span[2]), "") if span else (0, 0, str(value))

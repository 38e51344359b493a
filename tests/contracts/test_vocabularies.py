"""The vocabularies say each thing once, without contradiction, and from a source."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pyoxigraph as ox
import pytest

from imrgraph.data import ontology_dir
from imrgraph.vocab.concepts import BASE, DCTERMS, FILES, IMR, SKOS, load_vocabulary
from imrgraph.vocab.matcher import fold

Said = dict[str, dict[str, list[str]]]

_CATEGORIES = {
    "pharmaceutical",
    "diagnostic-imaging",
    "diagnostic-testing",
    "injection",
    "surgery",
    "rehabilitation",
    "dme",
    "consultation",
    "program",
    "mental-health",
    "home-health-transport",
    "dental-vision",
    "other",
}
_GUIDELINES = (
    *[
        "mtus",
        "mtus-chronic-pain",
        "mtus-postsurgical",
        "mtus-acupuncture",
        "mtus-opioids",
        "mtus-formulary",
        "acoem",
        "odg",
        "acr",
    ],
    *(f"acoem-ch{number:02}" for number in range(1, 17)),
    *[
        "acoem-low-back-disorders",
        "acoem-cervical-thoracic-spine-disorders",
        "acoem-shoulder-disorders",
        "acoem-elbow-disorders",
        "acoem-hand-wrist-forearm-disorders",
        "acoem-knee-disorders",
        "acoem-ankle-foot-disorders",
        "acoem-hip-groin-disorders",
        "acoem-chronic-pain",
        "acoem-opioids",
        "acoem-initial-approaches",
        "acoem-eye-disorders",
        "acoem-workplace-mental-health",
        "acoem-traumatic-brain-injury",
        "acoem-work-related-asthma",
        "acoem-interstitial-lung-disease",
        "acoem-covid-19",
    ],
    *[
        "odg-low-back",
        "odg-neck-upper-back",
        "odg-shoulder",
        "odg-elbow",
        "odg-forearm-wrist-hand",
        "odg-carpal-tunnel",
        "odg-hip-pelvis",
        "odg-knee-leg",
        "odg-ankle-foot",
        "odg-pain",
        "odg-mental-illness-stress",
        "odg-head",
        "odg-eye",
        "odg-hernia",
        "odg-pulmonary",
        "odg-diabetes",
        "odg-burns",
        "odg-infectious-diseases",
        "odg-fitness-for-duty",
    ],
)
every_scheme = pytest.mark.parametrize("scheme", FILES)


@cache
def _statements(scheme: str) -> tuple[ox.Quad, ...]:
    path = ontology_dir() / FILES[scheme]
    return tuple(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))


def _said(scheme: str) -> Said:
    said: Said = defaultdict(lambda: defaultdict(list))
    for quad in _statements(scheme):
        said[_value(quad.subject)][_value(quad.predicate)].append(_value(quad.object))
    return said


def _concepts(scheme: str) -> Said:
    return {iri: facts for iri, facts in _said(scheme).items() if SKOS + "Concept" in facts[_TYPE]}


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@every_scheme
def test_no_blank_nodes(scheme: str) -> None:
    assert not [q for q in _statements(scheme) if ox.BlankNode in (type(q.subject), type(q.object))]


@every_scheme
def test_everything_said_is_of_the_scheme(scheme: str) -> None:
    said, iri = _said(scheme), f"{BASE}{scheme}/"
    assert said.keys() == {iri, *_concepts(scheme)}
    assert SKOS + "ConceptScheme" in said[iri][_TYPE]
    for concept, facts in _concepts(scheme).items():
        assert concept.startswith(iri)
        assert facts[SKOS + "inScheme"] == [iri], concept


@every_scheme
def test_every_concept_has_one_preferred_label_and_a_source(scheme: str) -> None:
    for iri, facts in _concepts(scheme).items():
        assert len(facts[SKOS + "prefLabel"]) == 1, iri
        assert facts[DCTERMS + "source"], iri


@every_scheme
def test_notations_are_unique(scheme: str) -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for iri, facts in _concepts(scheme).items():
        assert len(facts[SKOS + "notation"]) <= 1, iri
        for notation in facts[SKOS + "notation"]:
            owners[notation].append(iri)
    assert {notation: iris for notation, iris in owners.items() if len(iris) > 1} == {}


@every_scheme
def test_no_label_has_two_owners_unless_the_scheme_says_so(scheme: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for iri, facts in _concepts(scheme).items():
        for kind in ("prefLabel", "altLabel", "hiddenLabel"):
            for label in facts[SKOS + kind]:
                owners[" ".join(fold(label).split())].add(iri)
    shared = {label: sorted(iris) for label, iris in owners.items() if len(iris) > 1}
    said = _said(scheme)[f"{BASE}{scheme}/"][IMR + "ambiguousLabel"]
    declared = {" ".join(fold(label).split()) for label in said}
    assert {label: iris for label, iris in shared.items() if label not in declared} == {}


@every_scheme
def test_labels_declared_ambiguous_are_somebodys(scheme: str) -> None:
    labels = {
        " ".join(fold(label).split())
        for facts in _concepts(scheme).values()
        for kind in (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", IMR + "caseSensitiveLabel")
        for label in facts[kind]
    }
    said = _said(scheme)[f"{BASE}{scheme}/"][IMR + "ambiguousLabel"]
    assert {label for label in said if " ".join(fold(label).split()) not in labels} == set()


@every_scheme
def test_the_hierarchy_has_no_gap_and_no_cycle(scheme: str) -> None:
    concepts = _concepts(scheme)
    for iri, facts in concepts.items():
        assert set(facts[SKOS + "broader"]) <= concepts.keys(), iri
        above: set[str] = set()
        todo = list(facts[SKOS + "broader"])
        while todo:
            here = todo.pop()
            if here not in above:
                above.add(here)
                todo += concepts[here][SKOS + "broader"]
        assert iri not in above, f"{iri} is above itself"


@every_scheme
def test_top_concepts_are_those_with_nothing_above(scheme: str) -> None:
    for iri, facts in _concepts(scheme).items():
        assert bool(facts[SKOS + "topConceptOf"]) is not bool(facts[SKOS + "broader"]), iri


@every_scheme
def test_what_a_concept_refers_to_exists(scheme: str) -> None:
    for quad in _statements(scheme):
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(BASE):
            other = quad.object.value.removeprefix(BASE).split("/")[0]
            if other in FILES and quad.predicate.value != DCTERMS + "source":
                known = {f"{BASE}{other}/", *load_vocabulary(other).concepts}
                assert quad.object.value in known, f"{quad.subject} refers to {quad.object}"


def test_every_treatment_has_one_category() -> None:
    treatments = load_vocabulary("treatment")
    tops = {iri: c for iri, c in treatments.concepts.items() if not c.broader}
    assert {concept.notation for concept in tops.values()} == _CATEGORIES
    for iri in treatments.concepts:
        assert len([above for above in treatments.ancestors(iri) if above in tops]) == 1, iri


def test_every_guideline_of_the_model_is_there() -> None:
    concepts = load_vocabulary("guideline").concepts.values()
    notations = {concept.notation for concept in concepts}
    assert set(_GUIDELINES) <= notations
    assert all(n in _GUIDELINES or n == "other" or n.startswith("other-") for n in notations if n)
    assert all(concept.notation == concept.name for concept in concepts)


@pytest.mark.parametrize("scheme", ["treatment", "condition"])
def test_letters_discuss_hundreds_of_them(scheme: str) -> None:
    assert len(load_vocabulary(scheme).concepts) >= 300

"""The ontology, the code's constants, the shapes and the queries name the same things."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from imrgraph import records
from imrgraph.data import ontology_dir, queries_dir
from imrgraph.rdf import terms
from imrgraph.vocab.concepts import FILES, IMR

_CLASS_OF = {
    records.Party: "Party",
    records.UrDecision: "UtilizationReviewDecision",
}  # others: by their own name
_ENUMS = [found for found in vars(records).values() if isinstance(found, type) and issubclass(found, Enum)]
_CLOSED_SETS = [found for found in _ENUMS if found not in (Enum, records.Sex, records.SectionKind)]
_QUERIES = sorted(queries_dir().glob("*.rq"))


@cache
def _parsed(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / name, format="turtle")


def _name(term: object) -> str:
    return str(term).removeprefix(IMR)


def _of_type(kind: rdflib.URIRef) -> set[str]:
    found = _parsed("imrgraph.ttl").subjects(RDF.type, kind)
    return {_name(term) for term in found if str(term).startswith(IMR)}


def _properties() -> set[str]:
    return _of_type(OWL.ObjectProperty) | _of_type(OWL.DatatypeProperty)


def _individuals(of_class: str) -> set[str]:
    return _of_type(rdflib.URIRef(IMR + of_class))


def _with_domain(*classes: rdflib.URIRef) -> set[str]:
    domains = {
        name: _parsed("imrgraph.ttl").objects(rdflib.URIRef(IMR + name), RDFS.domain)
        for name in _properties()
    }
    return {name for name, found in domains.items() if set(found) & set(classes)}


def _vocabulary_only() -> set[str]:
    """Properties that the ontology says are of concepts and schemes."""
    return _with_domain(SKOS.Concept, SKOS.ConceptScheme)


def _used_in_code() -> set[str]:
    return {_name(term) for term in terms.graph_terms()}


def test_every_term_of_the_code_is_in_the_ontology() -> None:
    known = _of_type(OWL.Class) | _properties() | _of_type(OWL.NamedIndividual)
    assert _used_in_code() <= known


def test_every_property_and_individual_of_the_ontology_is_in_the_code_or_the_vocabularies() -> None:
    assert _properties() | _of_type(OWL.NamedIndividual) <= _used_in_code() | _vocabulary_only()


def test_every_class_of_the_ontology_is_in_the_code_or_has_members_or_subclasses() -> None:
    ontology = _parsed("imrgraph.ttl")
    above = {_name(term) for term in ontology.objects(None, RDFS.subClassOf)}
    with_members = {name for name in _of_type(OWL.Class) if _individuals(name)}
    assert _of_type(OWL.Class) <= _used_in_code() | above | with_members


def test_vocabulary_properties_are_used_by_the_vocabularies_and_no_others_are() -> None:
    used = {
        _name(predicate)
        for file in FILES.values()
        for predicate in _parsed(file).predicates()
        if str(predicate).startswith(IMR)
    }
    assert used - _with_domain(OWL.Thing) == _vocabulary_only()  # those of anything are said of letters too


@pytest.mark.parametrize("query", _QUERIES, ids=lambda path: path.stem)
def test_every_term_of_a_query_is_in_the_ontology(query: object) -> None:
    text = query.read_text("utf-8")  # type: ignore[attr-defined]
    used = set(re.findall(r"\bimr:(\w+)", text))
    assert used
    assert used <= _of_type(OWL.Class) | _properties() | _of_type(OWL.NamedIndividual)


@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual])
def test_every_term_has_one_label_and_a_definition(kind: rdflib.URIRef) -> None:
    ontology = _parsed("imrgraph.ttl")
    for name in _of_type(kind):
        term = rdflib.URIRef(IMR + name)
        assert len(list(ontology.objects(term, RDFS.label))) == 1, name
        assert len(list(ontology.objects(term, SKOS.definition))) == 1, name


def test_every_property_has_domain_and_range() -> None:
    ontology = _parsed("imrgraph.ttl")
    for name in _properties():
        assert ontology.value(rdflib.URIRef(IMR + name), RDFS.domain), name
        assert ontology.value(rdflib.URIRef(IMR + name), RDFS.range), name


@pytest.mark.parametrize("closed_set", _CLOSED_SETS, ids=lambda found: found.__name__)
def test_closed_sets_have_the_individuals_of_their_class(closed_set: type[Enum]) -> None:
    name = _CLASS_OF.get(closed_set, closed_set.__name__)
    assert {str(member.value) for member in closed_set} == _individuals(name)


def test_lists_of_the_shapes_have_the_individuals_of_the_properties_range() -> None:
    shapes, ontology = _parsed("shapes.ttl"), _parsed("imrgraph.ttl")
    lists = {}
    for shape, head in shapes.subject_objects(SH["in"]):
        path = shapes.value(shape, SH.path)
        values = {str(value) for value in Collection(shapes, head)}
        if path is not None and all(value.startswith("http") for value in values):
            lists[path] = values
    assert len(lists) >= len(_CLOSED_SETS)
    for path, values in lists.items():
        of_class = ontology.value(path, RDFS.range)
        if _name(path) == "workerSex":
            expected = {terms.SCHEMA + str(member.value) for member in records.Sex}
        else:
            expected = {IMR + name for name in _individuals(_name(of_class))}
        assert values == expected, _name(path)


def test_every_property_of_a_shape_is_in_the_ontology() -> None:
    paths = {str(path) for path in _parsed("shapes.ttl").objects(None, SH.path)}
    assert {_name(path) for path in paths if path.startswith(IMR)} <= _properties()

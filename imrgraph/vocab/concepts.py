"""SKOS concepts as plain records, read from the Turtle files of `ontology/`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imrgraph.data import ontology_dir
from imrgraph.errors import VocabularyError
from imrgraph.vocab.own import NONE, own_statements, own_vocabularies, using, vocabulary_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

BASE = "https://w3id.org/imrgraph/"
IMR = BASE + "ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
FILES = {
    "guideline": "guidelines.ttl",
    "treatment": "treatments.ttl",
    "condition": "conditions.ttl",
    "bodypart": "body-parts.ttl",
    "specialty": "specialties.ttl",
    "ground": "grounds.ttl",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept of a scheme.

    Attributes:
        iri: the full IRI; `name` is its last part.
        labels: prefLabel first, then altLabels, sorted.
        hidden_labels: misspellings, matched but never shown.
        broader: IRIs of the concepts right above.
        replaced_by: IRIs of what its name means later (`dcterms:isReplacedBy`).
        properties: everything else said of it, by local name of the `imr:` property, as strings.
    """

    iri: str
    scheme: str
    labels: tuple[str, ...]
    hidden_labels: tuple[str, ...] = ()
    notation: str | None = None
    broader: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.iri.replace("#", "/").rsplit("/", 1)[-1]

    @property
    def label(self) -> str:
        return self.labels[0]

    def values(self, name: str) -> tuple[str, ...]:
        """What the `imr:` property of that local name says, sorted; empty when nothing."""
        return self.properties.get(name, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """One scheme: its concepts by IRI, and the labels it declares ambiguous (case-folded)."""

    scheme: str
    concepts: Mapping[str, Concept]
    ambiguous_labels: frozenset[str] = frozenset()
    _above: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_above", {iri: _ancestors(iri, self.concepts) for iri in self.concepts})

    def iri(self, name: str) -> str:
        """The IRI of the concept of that name. Raises VocabularyError when there is none."""
        iri = f"{BASE}{self.scheme}/{name}"
        if iri not in self.concepts:
            raise VocabularyError(self.scheme, f"has no concept {name!r}")
        return iri

    def get(self, iri: str) -> Concept | None:
        return self.concepts.get(iri)

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """The concept itself, then all above it, nearest first; an unknown IRI gives itself alone."""
        return self._above.get(iri, (iri,))

    def is_a(self, iri: str, ancestor: str) -> bool:
        return ancestor in self.ancestors(iri)


def _ancestors(iri: str, concepts: Mapping[str, Concept]) -> tuple[str, ...]:
    seen, todo = [], [iri]
    while todo:
        here = todo.pop(0)
        if here not in seen:
            seen.append(here)
            concept = concepts.get(here)
            todo.extend(concept.broader if concept else ())
    return tuple(seen)


@vocabulary_cache
def load_vocabulary(scheme: str) -> Vocabulary:
    """Read one scheme (`"treatment"`, `"condition"`, ...) of `ontology/`, with what the user's own files add.

    Raises:
        VocabularyError: a file does not parse, or a concept has no prefLabel.
    """
    if is_as_shipped(scheme) and own_vocabularies() is not NONE:
        with using(NONE):
            return load_vocabulary(scheme)
    raw: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    prefix = f"{BASE}{scheme}/"
    for subject, predicate, value in _statements(ontology_dir() / FILES[scheme]):
        if subject.startswith(prefix):
            raw[subject][predicate].append(value)
    for file in own_vocabularies().files:
        for node, link, term in own_statements(file):
            if own_schemes().get(node.value) == scheme and term.value not in raw[node.value][link.value]:
                raw[node.value][link.value].append(term.value)
    of_scheme = raw.pop(prefix, {})
    concepts = {iri: _concept(iri, scheme, said) for iri, said in sorted(raw.items())}
    ambiguous = frozenset(label.casefold() for label in of_scheme.get(IMR + "ambiguousLabel", ()))
    return Vocabulary(scheme=scheme, concepts=concepts, ambiguous_labels=ambiguous)


@vocabulary_cache
def own_schemes() -> Mapping[str, str]:
    """The scheme of each subject of the user's own files, by IRI: its namespace's, else the one it says."""
    found: dict[str, str] = {}
    for file in own_vocabularies().files:
        for subject, predicate, value in own_statements(file):
            named = subject if subject.value.startswith(BASE) else value
            if (named is subject or predicate.value == SKOS + "inScheme") and (
                scheme := scheme_of(named.value)
            ):
                found[subject.value] = scheme
    return found


def is_as_shipped(scheme: str) -> bool:
    """Whether no own file in use says anything of a scheme."""
    return scheme not in own_schemes().values()


def scheme_of(iri: str) -> str | None:
    """The scheme that an IRI of ours names, its own or that of its concepts.

    >>> scheme_of(BASE + "treatment/mri"), scheme_of(BASE + "treatment/"), scheme_of("https://example.org/mri")
    ('treatment', 'treatment', None)
    """
    scheme, slash, _ = iri.removeprefix(BASE).partition("/")
    return scheme if slash and iri.startswith(BASE) and scheme in FILES else None


def _statements(path: Path) -> Iterable[tuple[str, str, str]]:
    import pyoxigraph

    try:
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            yield quad.subject.value, quad.predicate.value, quad.object.value
    except (SyntaxError, OSError) as error:
        raise VocabularyError(path.name, str(error)) from error


def _concept(iri: str, scheme: str, said: dict[str, list[str]]) -> Concept:
    preferred = said.get(SKOS + "prefLabel", [])
    if len(preferred) != 1:
        raise VocabularyError(scheme, f"{iri} needs exactly one skos:prefLabel, has {len(preferred)}")
    notations = said.get(SKOS + "notation", [])
    return Concept(
        iri=iri,
        scheme=scheme,
        labels=(preferred[0], *sorted(set(said.get(SKOS + "altLabel", ())))),
        hidden_labels=tuple(sorted(set(said.get(SKOS + "hiddenLabel", ())))),
        notation=notations[0] if notations else None,
        broader=tuple(sorted(said.get(SKOS + "broader", ()))),
        replaced_by=tuple(sorted(said.get(DCTERMS + "isReplacedBy", ()))),
        properties={
            predicate.removeprefix(IMR): tuple(sorted(set(values)))
            for predicate, values in sorted(said.items())
            if predicate.startswith(IMR)
        },
    )

"""Whether the user's own vocabulary files fit together with the vocabularies of `ontology/`."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from imrgraph.errors import VocabularyError
from imrgraph.vocab.concepts import BASE, DCTERMS, FILES, IMR, SKOS, load_vocabulary, own_schemes, scheme_of
from imrgraph.vocab.matcher import fold
from imrgraph.vocab.own import NONE, own_statements, own_vocabularies, read_own, using, vocabulary_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from imrgraph.vocab.concepts import Vocabulary
    from imrgraph.vocab.own import OwnVocabularies

    Problem = tuple[str, str]  # the file's name, and what is wrong in it

_NAMES = (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", IMR + "caseSensitiveLabel")
_LINKS = (SKOS + "broader", SKOS + "inScheme", DCTERMS + "isReplacedBy", IMR + "bodyPart", IMR + "adopts")
_SKOS = frozenset(
    """altLabel broadMatch broader changeNote closeMatch definition editorialNote exactMatch example hasTopConcept
    hiddenLabel historyNote inScheme narrowMatch narrower notation note prefLabel related relatedMatch scopeNote
    topConceptOf""".split()  # noqa: SIM905
)
_LAST_PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTED_BY_TOP = {"treatment": "category", "guideline": "family"}


def read_vocabularies(paths: Iterable[str | PathLike[str]]) -> OwnVocabularies:
    """Read Turtle files of the user's own, and make sure that they fit.

    Raises:
        VocabularyError: a file cannot be read, does not parse, or contradicts itself or the vocabularies.
    """
    return checked(read_own(paths))


@contextmanager
def use_vocabularies(*paths: str | PathLike[str]) -> Iterator[None]:
    """Read letters with Turtle files of your own beside the vocabularies, for as long as the block lasts.

    Raises:
        VocabularyError: as `read_vocabularies`.
    """
    with using(read_vocabularies(paths)):
        yield


def checked(own: OwnVocabularies) -> OwnVocabularies:
    """The same. Raises VocabularyError, as `read_vocabularies`, with the file and what is wrong in it."""
    with using(own):
        _check()
    return own


@vocabulary_cache
def _check() -> None:
    if not own_vocabularies().files:
        return
    for find in (
        _subjects,
        _values,
        _called_otherwise,
        _unnamed,
        _dead_ends,
        _cycles,
        _notations,
        _clashes,
        _tops,
    ):
        problems = list(dict.fromkeys(find()))
        if problems:
            name, why = problems[0]
            more = f" (and {len(problems) - 1} more like it)" if len(problems) > 1 else ""
            raise VocabularyError(name, why + more)


def _said() -> Iterator[tuple[str, Any, str, Any]]:
    """Each statement of the user's own files, with the file's name."""
    for file in own_vocabularies().files:
        for subject, predicate, value in own_statements(file):
            yield file.name, subject, predicate.value, value


# ---------------------------------------------------------------- before anything is loaded


def _subjects() -> Iterator[Problem]:
    schemes = ", ".join(f"<{BASE}{scheme}/>" for scheme in FILES)
    for name, subject, predicate, value in _said():
        iri, scheme = subject.value, own_schemes().get(subject.value)
        if _is_blank(subject) or _is_blank(value):
            yield name, "has a blank node ([] or _:x); give everything an IRI"
        elif scheme is None:
            yield name, f"{short(iri)} is of no known scheme; give it skos:inScheme, one of {schemes}"
        elif iri.startswith(BASE) and not _LAST_PART.fullmatch(iri.removeprefix(f"{BASE}{scheme}/") or "x"):
            yield name, f"{short(iri)} must end in lower-case letters, digits and single hyphens"
        elif predicate == SKOS + "inScheme" and scheme_of(value.value) != scheme:
            yield name, f"{short(iri)} is of the scheme {scheme}:, not of {short(value.value)}"


def _values() -> Iterator[Problem]:
    known = {"ambiguousLabel"} | {
        name for vocabulary in _ours().values() for c in vocabulary.concepts.values() for name in c.properties
    }
    for name, subject, predicate, value in _said():
        about = f"{short(subject.value)}: {short(predicate)}"
        if predicate.startswith(IMR) and predicate.removeprefix(IMR) not in known:
            yield name, f"{about} is no property of concepts; those of imr: are {', '.join(sorted(known))}"
        elif predicate.startswith(SKOS) and predicate.removeprefix(SKOS) not in _SKOS:
            yield name, f"{about} is no property of SKOS for concepts"
        elif predicate in _LINKS and _is_literal(value):
            yield name, f"{about} takes an IRI, not the words {value.value!r}"
        elif predicate in _NAMES and not (_is_literal(value) and key_of(value.value)):
            yield name, f"{about} takes words in quotation marks"


def _called_otherwise() -> Iterator[Problem]:
    for name, subject, predicate, value in _said():
        known = _ours()[own_schemes()[subject.value]].get(subject.value)
        if known is not None and predicate == SKOS + "prefLabel" and value.value != known.label:
            yield (
                name,
                f"{short(known.iri)} is called {known.label!r} already; a further name is a skos:altLabel",
            )


def _unnamed() -> Iterator[Problem]:
    labels: dict[str, set[str]] = defaultdict(set)
    for _, subject, predicate, value in _said():
        if predicate == SKOS + "prefLabel":
            labels[subject.value].add(str(value))
    for name, subject, _, _ in _said():
        iri, scheme = subject.value, own_schemes()[subject.value]
        is_new = iri != f"{BASE}{scheme}/" and _ours()[scheme].get(iri) is None
        if is_new and len(labels[iri]) != 1:
            yield name, f"{short(iri)} needs exactly one skos:prefLabel, has {len(labels[iri]) or 'none'}"


# ---------------------------------------------------------------- in what is then loaded


def _dead_ends() -> Iterator[Problem]:
    for name, subject, predicate, value in _said():
        scheme = own_schemes()[subject.value] if predicate == SKOS + "broader" else scheme_of(value.value)
        if scheme is None or _is_literal(value) or value.value == f"{BASE}{scheme}/":
            continue
        if predicate != DCTERMS + "source" and load_vocabulary(scheme).get(value.value) is None:
            yield (
                name,
                f"{short(subject.value)}: {short(predicate)} {short(value.value)}, which is no {scheme}",
            )


def _cycles() -> Iterator[Problem]:
    for name, iri, vocabulary in _own_concepts():
        way = _way_back(vocabulary, iri)
        if way:
            yield name, f"{short(iri)} is broader than itself: {' > '.join(map(short, way))}"


def _way_back(vocabulary: Vocabulary, start: str) -> list[str]:
    """The shortest way up from a concept to itself; empty when there is none."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:  # grows as it is walked
        concept = vocabulary.get(way[-1])
        for above in concept.broader if concept else ():
            if above == start:
                return [*way, above]
            if above not in seen:
                seen.add(above)
                ways.append([*way, above])
    return []


def _notations() -> Iterator[Problem]:
    for name, iri, vocabulary in _own_concepts():
        mine = vocabulary.concepts[iri].notation
        for other in vocabulary.concepts.values():
            if mine and other.notation == mine and other.iri != iri:
                yield name, f"{short(iri)} has the notation {mine!r} of {short(other.iri)}"


def _clashes() -> Iterator[Problem]:
    """Labels that an own file gives to a concept while another has them, and nobody declares them ambiguous."""
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    shared: set[tuple[str, str]] = set()
    for scheme in FILES:
        vocabulary = load_vocabulary(scheme)
        shared |= {(scheme, key_of(label)) for label in vocabulary.ambiguous_labels}
        for concept in vocabulary.concepts.values():
            for label in (*concept.labels, *concept.hidden_labels, *concept.values("caseSensitiveLabel")):
                owners[scheme, key_of(label)].add(concept.iri)
    for name, subject, predicate, value in _said():
        if predicate in _NAMES:
            scheme = own_schemes()[subject.value]
            others = owners[scheme, key_of(value.value)] - {subject.value}
            if others and (scheme, key_of(value.value)) not in shared:
                yield (
                    name,
                    (
                        f"{short(subject.value)} and {short(min(others))} both have the label {value.value!r}; drop it, or say"
                        f" that it may mean either: <{BASE}{scheme}/> imr:ambiguousLabel {_quoted(value.value)}"
                    ),
                )


def _tops() -> Iterator[Problem]:
    """Treatments are counted by category and guidelines by family, so that each needs to stand below one."""
    for name, iri, vocabulary in _own_concepts():
        kind = _COUNTED_BY_TOP.get(vocabulary.scheme)
        if kind is None:
            continue
        tops = [c.iri for c in _ours()[vocabulary.scheme].concepts.values() if not c.broader]
        above = [top for top in tops if vocabulary.is_a(iri, top)]
        if not above or (len(above) > 1 and vocabulary.scheme == "treatment"):
            has = f"stands below {' and '.join(map(short, above))}" if above else f"has no {kind}"
            yield (
                name,
                f"{short(iri)} {has}; give it one skos:broader that leads to one of {', '.join(map(short, tops))}",
            )


def _own_concepts() -> Iterator[tuple[str, str, Vocabulary]]:
    """Each concept that an own file speaks of, once, with the file's name and the concept's vocabulary."""
    seen: set[str] = set()
    for name, subject, _, _ in _said():
        vocabulary = load_vocabulary(own_schemes()[subject.value])
        if subject.value not in seen and subject.value in vocabulary.concepts:
            seen.add(subject.value)
            yield name, subject.value, vocabulary


# ---------------------------------------------------------------- small things


def key_of(label: str) -> str:
    """What labels are compared by: lower case, hyphens and slashes as single spaces.

    >>> key_of("X-Ray  of spine")
    'x ray of spine'
    """
    key = " ".join(fold(label).split())
    return key if any(map(str.isalnum, key)) else ""


def short(iri: str) -> str:
    """An IRI as people write it: with a prefix where it has one of ours.

    >>> short(BASE + "treatment/mri"), short(SKOS + "broader"), short("https://example.org/x")
    ('treatment:mri', 'skos:broader', '<https://example.org/x>')
    """
    prefixes = {"skos": SKOS, "imr": IMR, "dcterms": DCTERMS, **{s: f"{BASE}{s}/" for s in FILES}}
    found = next((p for p, base in prefixes.items() if iri.startswith(base)), None)
    return f"<{iri}>" if found is None else f"{found}:{iri.removeprefix(prefixes[found])}"


def _ours() -> Mapping[str, Vocabulary]:
    """The vocabularies of `ontology/` alone."""
    with using(NONE):
        return {scheme: load_vocabulary(scheme) for scheme in FILES}


def _quoted(label: str) -> str:
    return '"' + label.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_literal(term: object) -> bool:
    return type(term).__name__ == "Literal"


def _is_blank(term: object) -> bool:
    return type(term).__name__ == "BlankNode"

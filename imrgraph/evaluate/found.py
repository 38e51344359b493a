"""What a graph says, read node by node for comparison with gold annotations."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.evaluate.match import plain, plain_names
from imrgraph.rdf import terms as t
from imrgraph.store import Iri, Literal, open_store
from imrgraph.vocab.concepts import SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from imrgraph.store import Store, Term, Triple

    Match = Callable[[Term | None, Iri | None, Term | None], Iterator[Triple]]

FAMILIES = ("mtus", "acoem", "odg", "acr", "other")
CATEGORIES = frozenset(
    (
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
    )
)
_LABELS = (t.PREF_LABEL, f"<{SKOS}altLabel>", f"<{SKOS}hiddenLabel>", t.NOTATION)


@contextmanager
def open_found(graph: Store | str | PathLike[str]) -> Iterator[FoundGraph]:
    """Open a graph for comparison: a store that is open already (and stays so), a store folder, a graph file or a server.

    Raises:
        StoreError: it cannot be opened, or the file does not parse.
    """
    if not isinstance(graph, (str, PathLike)):
        yield FoundGraph(graph.triples)
    elif Path(graph).is_file():
        yield FoundGraph(_file_matcher(Path(graph)))
    else:
        with open_store(graph) as store:
            yield FoundGraph(store.triples)


def _file_matcher(path: Path) -> Match:
    """A graph file in Oxigraph's memory, named graphs merged: thousands of look-ups cost less than in rdflib."""
    import pyoxigraph as ox

    from imrgraph.store.memory import parse_file
    from imrgraph.store.oxigraph import match

    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in parse_file(path))
    return partial(match, store)


class FoundGraph:
    """Look-ups in a graph. A node of None, for what the graph lacks, has no properties."""

    def __init__(self, match: Match) -> None:
        self._match = match
        self._names: dict[Term, frozenset[str]] = {}
        self._ancestors: dict[Term, tuple[Term, ...]] = {}
        self._letters: dict[str, set[Term]] = defaultdict(set)
        for letter, _, name in match(None, _iri(t.SOURCE_NAME), None):
            self._letters[str(name).replace("\\", "/").rsplit("/", 1)[-1]].add(letter)

    def letters(self, file_name: str) -> list[Term]:
        """The letters whose source name ends in that file name, sorted; folders before the name do not count."""
        return _sorted(self._letters.get(file_name.rsplit("/", 1)[-1], ()))

    def values(self, node: Term | None, property: str) -> list[Term]:
        """The values of a property (a constant of `rdf.terms`), each once, IRIs sorted before literals."""
        if node is None or isinstance(node, Literal):
            return []
        return _sorted({value for _, _, value in self._match(node, _iri(property), None)})

    def texts(self, node: Term | None, property: str) -> list[str]:
        return [str(value) for value in self.values(node, property)]

    def locals(self, node: Term | None, property: str) -> set[str]:
        """The last parts of a property's values: of fixed individuals their names."""
        return {last_part(value) for value in self.values(node, property)}

    def concept_names(self, concept: Term) -> frozenset[str]:
        """All labels of a concept, its notation and its IRI's last part, as `match.plain` gives them."""
        if concept not in self._names:
            said = plain_names(text for label in _LABELS for text in self.texts(concept, label))
            self._names[concept] = frozenset((said | {plain(last_part(concept))}) - {""})
        return self._names[concept]

    def names_of(self, concepts: Iterable[Term]) -> set[str]:
        return {name for concept in concepts for name in self.concept_names(concept)}

    def ancestors(self, concept: Term) -> tuple[Term, ...]:
        """The concept itself and all broader ones, nearest first."""
        if concept not in self._ancestors:
            reached = [concept]
            for node in reached:  # grows as it is walked
                reached.extend(one for one in self.values(node, t.BROADER) if one not in reached)
            self._ancestors[concept] = tuple(reached)
        return self._ancestors[concept]

    def notations(self, concept: Term) -> set[str]:
        return {*self.texts(concept, t.NOTATION), last_part(concept)}

    def categories(self, treatment: Term) -> set[str]:
        """The categories that a treatment concept stands below."""
        return {name for one in self.ancestors(treatment) for name in self.notations(one)} & CATEGORIES

    def family(self, citation: Term) -> str | None:
        """The family of the guideline that is cited; None where it did not resolve to one of them."""
        for concept in self.values(citation, t.GUIDELINE):
            for ancestor in self.ancestors(concept):
                for notation in sorted(self.notations(ancestor)):
                    if (family := notation.split("-")[0]) in FAMILIES:
                        return family
        return None

    def says_within_mtus(self, citation: Term, wanted: bool) -> bool:
        """Whether this and nothing else is said of the citation's being within the MTUS."""
        said = {text.lower() for text in self.texts(citation, t.WITHIN_MTUS)}
        return said == {str(wanted).lower()}


def last_part(term: Term) -> str:
    """An IRI's last part, after its last `/` or `#`.

    >>> last_part(Iri("https://w3id.org/imrgraph/letter/CM13-1#determination-1"))
    'determination-1'
    """
    return str(term).replace("#", "/").rsplit("/", 1)[-1]


def _iri(term: str) -> Iri:
    return Iri(term[1:-1])


def _sorted(terms: Iterable[Term]) -> list[Term]:
    return sorted(set(terms), key=lambda term: (isinstance(term, Literal), str(term)))

"""Everything that a report needs of a store, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imrgraph.graph import read_citations, read_items, read_names
from imrgraph.graph.columns import column
from imrgraph.graph.filters import FILTERS, read_filters
from imrgraph.graph.synthetic import synthetic_mark
from imrgraph.query.run import select
from imrgraph.rdf import terms as t
from imrgraph.rdf.names import local
from imrgraph.store.letters import letter_iris

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imrgraph.graph import CitationFacts, ItemFacts, Names
    from imrgraph.store import Store, Term

Row = dict[str, "Term"]
ASKED = tuple(param for param in FILTERS if param.name != "outcome")  # whose shares a report is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is counted. With filters, letters are those of the items that are left.

    Attributes:
        items, citations, names: as `imrgraph.graph` reads them; citations are those of the items.
        letters: IRIs, sorted; without filters also letters that have no item.
        formats: the layout that a letter was read as, by IRI.
        synthetic: how many of the letters are invented.
        parts: how many conditions (`Condition`) and earlier treatments (`PriorTreatment`) the letters have.
        unresolved, flagged: rows of the bundled queries of these names.
        partial, duplicates: of all letters of the store; None where it does not know (a graph file).
        params: the filters, as they were asked for.
        built, version, ontology: when and by what the store was made, and a digest of the vocabularies; empty in a graph file.
    """

    items: tuple[ItemFacts, ...]
    citations: tuple[CitationFacts, ...]
    names: Names
    letters: tuple[str, ...]
    formats: Mapping[str, str]
    synthetic: int
    parts: Mapping[str, int]
    unresolved: tuple[Row, ...]
    flagged: tuple[Row, ...]
    partial: int | None = None
    duplicates: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    built: str = ""
    version: str = ""
    ontology: str = ""

    @property
    def mark(self) -> str:
        """What every figure says of synthetic letters; empty without any."""
        return synthetic_mark(self.synthetic, len(self.letters))

    def command(self, words: str, *, filtered: bool = True) -> str:
        """A command line that prints numbers of the same items, or of all where the command takes no filters."""
        from shlex import quote

        asked = [f"-p {quote(f'{name}={value}')}" for name, value in self.params.items() if filtered]
        return " ".join(["imrgraph", words, *asked, "--store DIR"])


def read_material(store: Store, params: Mapping[str, str], progress: Callable[[str], None]) -> Material:
    """Read the store.

    Args:
        params: filters, as `imrgraph metrics` takes them.
        progress: is told what is being read.

    Raises:
        QueryError: a filter that there is not, or a value that names nothing.
    """
    filters = read_filters(store, "imrgraph report", params, ASKED)
    progress("reading disputed items")
    names = read_names(store)
    items = tuple(filters.of(read_items(store), names))
    letters = {item.letter.iri for item in items}
    if not params:
        letters |= {str(letter) for letter in letter_iris(store)}
    progress("reading citations")
    known = {item.iri for item in items}
    citations = tuple(citation for citation in read_citations(store) if citation.item in known)
    progress("reading what was not recognised")
    formats = column(store, t.LETTER_FORMAT)
    synthetic = column(store, t.SYNTHETIC)
    manifest = getattr(store, "manifest", {})
    counts = manifest.get("counts", {})
    return Material(
        items=items,
        citations=citations,
        names=names,
        letters=tuple(sorted(letters)),
        formats={letter: local(formats[letter][0]) for letter in sorted(letters) if letter in formats},
        synthetic=sum(letter in synthetic for letter in letters),
        parts={
            name: sum(len(parts) for letter, parts in column(store, has).items() if letter in letters)
            for name, has in (("Condition", t.HAS_CONDITION), ("PriorTreatment", t.HAS_PRIOR_TREATMENT))
        },
        unresolved=_rows(store, "unresolved", letters),
        flagged=_rows(store, "flagged-codes", letters),
        partial=counts.get("partial"),
        duplicates=getattr(store, "duplicates", None),
        params=dict(params),
        built=str(manifest.get("built", "")),
        version=str(manifest.get("imrgraph", "")),
        ontology=str(manifest.get("ontology", "")),
    )


def _rows(store: Store, query: str, letters: set[str]) -> tuple[Row, ...]:
    return tuple(row for row in select(store, query).as_dicts() if str(row["letter"]) in letters)

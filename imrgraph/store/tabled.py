"""The tables beside the graph of a store folder: written with it, found again from it."""

from __future__ import annotations

import shutil
from collections import defaultdict
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from imrgraph.errors import StoreError
from imrgraph.rdf import terms as t
from imrgraph.tables import Tables, assemble, concept_rows
from imrgraph.tables.parts import part_files, share_parts
from imrgraph.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.store.base import Store
    from imrgraph.tables import ListedLetter, RowFiles
    from imrgraph.tables.concepts import ConceptRow


def tables(store: Store | str | PathLike[str]) -> Tables:
    """The tables of a store: folders of Parquet files by name, a DuckDB connection with all of them, polars frames.

    Args:
        store: a store folder, or what `open_store` gives for one. Keep it open for as long as the tables are read.

    Raises:
        StoreError: there is no such store, or it has none (a graph file, a server).
    """
    if isinstance(store, (str, PathLike)):
        from imrgraph.store import open_store

        store = open_store(fspath(store))
    found = find_tables(store)
    if found is None:
        raise StoreError(
            "only a store folder has tables; make one with: imrgraph build SOURCE... --store DIR"
        )
    return found


def find_tables(store: Store) -> Tables | None:
    """The tables of a store folder; None where there are none, as in other stores."""
    from imrgraph.store.oxigraph import OxigraphStore

    return store.tables if isinstance(store, OxigraphStore) else None


def make_tables(
    into: Path,
    letters: Iterable[ListedLetter],
    graph: ox.Store,
    rows: RowFiles,
    before: Path | None,
    *,
    afresh: bool,
) -> None:
    """Make the tables of exactly these letters, and of the concepts that their graph describes.

    Args:
        rows: of what was read in letters; removed when the tables are there.
        before, afresh: as `tables.assemble` takes them.
    """
    assemble(into, letters, concepts_of(graph), rows, before, afresh=afresh)
    shutil.rmtree(rows.folder, ignore_errors=True)


def keep_tables(before: Path, into: Path) -> None:
    """Have the tables of the generation before."""
    for table in TABLES:
        share_parts(before, into, table, part_files(before, table))


def concepts_of(graph: ox.Store) -> Iterator[ConceptRow]:
    """The concepts that a graph describes, as rows."""
    return concept_rows(*(_said(graph, predicate) for predicate in (t.PREF_LABEL, t.BROADER, t.IN_SCHEME)))


def _said(graph: ox.Store, predicate: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for quad in graph.quads_for_pattern(None, ox.NamedNode(predicate[1:-1]), None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
            found[quad.subject.value].append(quad.object.value)
    return found

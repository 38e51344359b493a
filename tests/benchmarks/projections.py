"""How long the tables of many letters take to make, and networks and records to be read from them.

    python -m tests.benchmarks.projections               100,000 letters
    python -m tests.benchmarks.projections -n 10_000     fewer

A few hundred synthetic letters are read, and their rows written again and again under other names: as many rows as that
many letters have, of fewer treatments and guidelines. Seconds of the clock, CPU seconds of all threads, and what
they come to for a letter.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import imrgraph
from imrgraph.graph import read_citations, read_items, to_networkx
from imrgraph.graph.concepts import CONCEPT_PROJECTIONS
from imrgraph.store import open_store
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.synth.corpus import write_corpus
from imrgraph.tables import ListedLetter, RowFiles, Tables, assemble, letter_ids, packed_rows, rows_of
from imrgraph.tables.concepts import ConceptRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imrgraph.tables.rows import LetterRows

_FILE = 2_000  # letters
_ADDED = 1_000
_FILTERS = {"category": "pharmaceutical", "from": "2014"}


@contextmanager
def _timed(what: str, letters: int) -> Iterator[None]:
    wall, cpu = perf_counter(), process_time()
    yield
    wall, cpu = perf_counter() - wall, process_time() - cpu
    print(f"{what:<44} {wall:8.2f} s {cpu:8.2f} CPU s {cpu / letters * 1e3:9.4f} ms a letter", flush=True)


def _listed(letters: range) -> Iterator[ListedLetter]:
    for n in letters:
        digest = f"{n:011x}"
        name = f"CM99-{digest}"
        yield ListedLetter(next(letter_ids(digest)), digest, name, name, f"{name}.txt", digest, n // _FILE)


def _files(rows: Sequence[LetterRows], letters: range, folder: Path) -> RowFiles:
    """The rows over and over, for these letters."""
    files = RowFiles(folder)
    for start in letters[::_FILE]:
        each = range(start, min(start + _FILE, letters.stop))
        files.write(start // _FILE, (packed_rows(f"{n:011x}", rows[n % len(rows)]) for n in each))
    return files


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=100_000, help="letters")
    parser.add_argument("--different", type=int, default=300, help="of which so many are different")
    asked = parser.parse_args(argv)
    with TemporaryDirectory() as named:
        folder = Path(named)
        corpus = write_corpus(folder / "synthetic", asked.different, gold=False)
        cases = [
            imrgraph.extract(found)
            for found in imrgraph.read(corpus.letters)
            if isinstance(found, imrgraph.Letter)
        ]
        rows_of(cases[0])  # reads the vocabularies
        with _timed("rows_of", len(cases)):
            rows = [rows_of(case) for case in cases]
        imrgraph.build(corpus.letters, folder / "small.db")
        with open_store(folder / "small.db") as store:
            assert isinstance(store, OxigraphStore)
            concepts = [ConceptRow(*row) for row in imrgraph.tables(store).rows("FROM concepts")]
            letters, more = range(asked.n), range(asked.n, asked.n + _ADDED)
            with _timed(f"packed_rows, {asked.n:,} letters", asked.n):
                files = _files(rows, letters, folder / "rows")
            with _timed("assemble", asked.n):
                assemble(folder / "tables", _listed(letters), concepts, files)
            added = _files(rows, more, folder / "added")
            with _timed(f"assemble, {_ADDED:,} letters added", asked.n):
                listed = _listed(range(asked.n + _ADDED))
                assemble(folder / "more", listed, concepts, added, before=folder / "tables")
            store.tables = Tables(folder / "tables")
            _read(store, asked.n)


def _read(store: OxigraphStore, letters: int) -> None:
    for name in (*CONCEPT_PROJECTIONS, "guideline-hierarchy"):
        with _timed(name, letters):
            to_networkx(store, name)
    with _timed(f"treatment-guideline, {_FILTERS}", letters):
        to_networkx(store, "treatment-guideline", _FILTERS)
    with _timed("read_items", letters):
        read_items(store)
    with _timed("read_citations", letters):
        read_citations(store)


if __name__ == "__main__":
    main(sys.argv[1:])

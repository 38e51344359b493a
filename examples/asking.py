"""What the examples share: the letters that they ask, and a few words for numbers."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import Protocol

import imrgraph
from imrgraph.graph import ItemFacts, Names
from imrgraph.metrics import Ratio, trace
from imrgraph.query import render, select
from imrgraph.synth import write_corpus

_COUNT = """
SELECT (COUNT(?letter) AS ?letters) (COUNT(?said) AS ?synthetic)
WHERE { ?letter a imr:Letter OPTIONAL { ?letter imr:synthetic ?said } }
"""


class _Interval(Protocol):
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def arguments(question: str | None) -> ArgumentParser:
    """`[STORE] [--letters N]`; a script's docstring is its help."""
    parser = ArgumentParser(description=question, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("store", nargs="?", type=Path, help="what imrgraph build made; else one is invented")
    parser.add_argument("--letters", type=int, default=600, metavar="N", help="how many to invent (600)")
    return parser


@contextmanager
def opened(asked: Namespace) -> Iterator[imrgraph.Store]:
    """The store that was asked for, or one of invented letters; a line says which of its letters are synthetic."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = asked.store or _invented(Path(folder), asked.letters)
            with imrgraph.open(path) as store:
                print(f"{letters_of(store)}\n")
                yield store
    except imrgraph.ImrGraphError as error:
        raise SystemExit(f"{error}") from error


def _invented(folder: Path, letters: int) -> Path:
    print(f"No store is given: inventing {letters:,} letters and reading them, some 30 a second.")
    imrgraph.build(write_corpus(folder / "try", letters, gold=False).letters, folder / "try.db")
    return folder / "try.db"


def letters_of(store: imrgraph.Store) -> str:
    """How many letters there are, and that synthetic ones are no evidence."""
    [row] = select(store, _COUNT).as_dicts()
    letters, synthetic = int(str(row["letters"])), int(str(row["synthetic"]))
    if not synthetic:
        return f"{letters:,} letters."
    which = "all" if synthetic == letters else f"{synthetic:,} of them"
    return f"{letters:,} letters, {which} synthetic: this says nothing of the real program."


def show(table: imrgraph.Table) -> None:
    """Print a table, as wide as the terminal where there is one."""
    print(render(table, width=get_terminal_size().columns if sys.stdout.isatty() else None))


def span(found: _Interval, form: str = ".0%") -> str:
    """A 95 % interval in words."""
    return f"{found.low:{form}} to {found.high:{form}}"


def times(ratio: Ratio, *, small: bool) -> str:
    """What an odds ratio amounts to, in words."""
    if small:
        return "are too few to compare"
    told = f"{ratio.value:.1f} times the odds, {span(ratio, '.1f')}"
    if ratio.low <= 1 <= ratio.high:
        return f"are overturned as often as others, as far as can be told ({told})"
    return f"are overturned {'more' if ratio.low > 1 else 'less'} often than others ({told})"


def behind(name: str, determinations: Iterable[str], items: Iterable[ItemFacts], names: Names) -> str:
    """The first three disputed items behind a number, to be read in their letters: `imrgraph show` and the case number."""
    iris = tuple(determinations)
    if not iris:
        return "Nothing is behind it."
    shown = render(trace({name: iris[:3]}, items, names)).rsplit("\n", 2)[0]
    return f"Behind it, {min(len(iris), 3)} of {len(iris):,}:\n\n{shown}\n"

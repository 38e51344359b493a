"""A build without extractors, to see what all the rest of it takes: the cases of a few letters stand for all.

python -m tests.benchmarks.machinery SOURCE... --store STORE --jobs 2
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.model.case import extract
from imrgraph.store.build import build
from tests.benchmarks.stages import synthetic_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrgraph.records import Case, Letter

_TEMPLATES = 50


@cache
def _templates() -> list[Case]:
    return [extract(letter) for letter in synthetic_letters(_TEMPLATES, seed=2)]


def machinery(letter: Letter) -> Case:
    """One of a few cases, as if it had been read in this letter."""
    number = int(letter.text_digest[:8], 16)
    case = _templates()[number % _TEMPLATES]
    return replace(case, letter=letter, facts=replace(case.facts, case_number=Path(letter.source_name).stem))


def main(arguments: Sequence[str]) -> None:
    from tests.benchmarks.machinery import machinery  # by the name by which other processes find it

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--store", required=True)
    parser.add_argument("--jobs", type=int)
    asked = parser.parse_args(arguments)
    build(asked.sources, asked.store, jobs=asked.jobs, extract=machinery)


if __name__ == "__main__":
    main(sys.argv[1:])

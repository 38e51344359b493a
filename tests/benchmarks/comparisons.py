"""imrgraph side by side with other libraries, in one run: the same synthetic letters, the same labels, the same triples.

    python -m tests.benchmarks.comparisons                       100 letters, the best of three rounds
    python -m tests.benchmarks.comparisons -n 300 --rounds 5     more
    python -m tests.benchmarks.comparisons --only citations      only works with such words in their names

CPU time of this one process. Needs the extra `bench`. Each library is used as its own documentation has it: patterns, labels and rules
are made ready once, texts go through `nlp.pipe`. None of the others does all that imrgraph does at that place:

- spaCy's PhraseMatcher finds labels. It reads no abbreviation, plural or hyphen that is not listed, and knows no negation.
- medspaCy finds labels and says which are denied, historical or uncertain (ConText). It has the case summary and the sentences
  of rationales that speak of the worker cut out for it; imrgraph begins with the whole letter. Sides, body parts,
  codes and evidence are imrgraph's alone.
- eyecite finds citations of cases, statutes and law journals. It was not made for guidelines; what it finds of them is counted.
- rdflib and pyoxigraph hold the same triples and are asked the same SPARQL.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from imrgraph.errors import MissingExtraError
from tests.benchmarks import agreement, by_text, by_triples
from tests.benchmarks.contest import contest
from tests.benchmarks.letters import SEED
from tests.benchmarks.results import KEEP, Results, versions
from tests.benchmarks.stages import synthetic_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

LIBRARIES = ("medspacy", "spacy", "eyecite", "hyperscan", "google-re2", "rdflib", "pyoxigraph", "duckdb")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", "--letters", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="works with these words in their names")
    parser.add_argument("--keep", type=Path, default=KEEP, help="the folder of figures")
    asked = parser.parse_args(arguments)
    letters = synthetic_letters(asked.letters, SEED)
    results = Results(asked.keep)
    figures: list[dict[str, Any]] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        works = {
            **by_text.works(letters),
            **by_triples.works(by_triples.store_of(letters, folder), folder),
        }
        for work, contenders in works.items():
            if asked.only in work:
                try:
                    figures += contest(work, contenders(), len(letters), asked.rounds)
                except ImportError as error:
                    raise MissingExtraError(str(error.name), "bench") from error
    if not asked.only:
        told = {"letters": asked.letters, "rounds": asked.rounds, "libraries": ", ".join(versions(LIBRARIES))}
        results.put({**told, "works": figures}, "comparisons")
        results.put({"of": agreement.measured()}, "agreement")
        print(agreement.table(results.all()["agreement"]["of"]))


if __name__ == "__main__":
    main(sys.argv[1:])

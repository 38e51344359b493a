"""How many letters each stage of reading gets through in a second, in CPU time of one process.

    python -m tests.benchmarks.stages                    200 synthetic letters, the best of three rounds
    python -m tests.benchmarks.stages -n 50 --rounds 5   fewer letters, more rounds
    python -m tests.benchmarks.stages FOLDER             letters of your own

The stages are the functions that `imrgraph.model.case` calls for a letter or for each of its items, so that no
time counts twice; "between them" is what `extract` does besides.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from unittest.mock import patch

from imrgraph.model import case
from imrgraph.rdf import base_key, case_triples
from imrgraph.read import read
from imrgraph.read.text import letter_from_bytes
from imrgraph.records import Letter
from imrgraph.synth.effects import load_effects
from imrgraph.synth.letter import letter
from imrgraph.synth.material import material
from tests.benchmarks.results import Results

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Arguments = ParamSpec("Arguments")
    Result = TypeVar("Result")
    Seconds = dict[str, float]

STAGES = (
    "clean",
    "outline",
    "case_facts",
    "rulings",
    "read_item",
    "outcome_of",
    "statement_citations",
    "rationale_citations",
    "certified_part",
    "ur_decision",
    "grounds_of",
    "reviewer",
    "conditions",
    "prior_treatments",
)
_WHOLE, _REST, _TRIPLES = "extract", "between them", "case_triples"


def synthetic_letters(number: int, seed: int) -> list[Letter]:
    """Letters 1 to `number` of a seed, as `imrgraph synth` writes them."""
    written = (letter(i, seed, material(), load_effects()) for i in range(1, number + 1))
    return [letter_from_bytes(one.text.encode("utf-8"), f"{one.plan.case_number}.txt") for one in written]


def timed(stage: str, work: Callable[Arguments, Result], spent: Seconds) -> Callable[Arguments, Result]:
    """The same function, which also adds the seconds that it takes."""

    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        began = process_time()
        try:
            return work(*args, **kwargs)
        finally:
            spent[stage] += process_time() - began

    return run


def seconds_by_stage(letters: Sequence[Letter]) -> Seconds:
    """The CPU seconds that each stage takes for all of these letters, in the order in which they run."""
    spent: Seconds = defaultdict(float)
    with ExitStack() as patched:
        for stage in STAGES:
            patched.enter_context(patch.object(case, stage, timed(stage, getattr(case, stage), spent)))
        extract = timed(_WHOLE, case.extract, spent)
        triples = timed(_TRIPLES, case_triples, spent)
        for one in letters:
            found = extract(one)
            triples(found, base_key(found.facts.case_number, one.source_name, one.text_digest))
    stages = {stage: spent[stage] for stage in STAGES}
    return {**stages, _REST: spent[_WHOLE] - sum(stages.values()), _TRIPLES: spent[_TRIPLES]}


def table(stages: Seconds, letters: int) -> str:
    """A line for each stage and one for all: milliseconds a letter, letters a second, share of the whole."""
    whole = sum(stages.values())
    lines = [f"{'stage':<22}{'ms a letter':>12}{'letters/s':>12}{'share':>8}"]
    for stage, seconds in (*stages.items(), ("all", whole)):
        rate = f"{letters / seconds:,.0f}" if seconds > 0 else "-"
        lines.append(f"{stage:<22}{1_000 * seconds / letters:>12.3f}{rate:>12}{seconds / whole:>8.1%}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.stages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-n", "--letters", type=int, default=200, help="synthetic letters (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the synthetic letters (1)")
    parser.add_argument("--rounds", type=int, default=3, help="the fastest of so many counts (3)")
    parser.add_argument("--keep", type=Path, help="a folder whose figures this becomes part of")
    parser.add_argument("sources", nargs="*", type=Path, help="letters to read instead")
    options = parser.parse_args(arguments)
    if options.sources:
        letters = [one for one in read(options.sources) if isinstance(one, Letter)]
    else:
        letters = synthetic_letters(options.letters, options.seed)
    seconds_by_stage(letters[:20])  # vocabularies and patterns are built once
    rounds = [seconds_by_stage(letters) for _ in range(options.rounds)]
    best = min(rounds, key=lambda stages: sum(stages.values()))
    print(table(best, len(letters)))
    if options.keep and not options.sources:
        Results(options.keep).put({"letters": len(letters), "seconds": best}, "stages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

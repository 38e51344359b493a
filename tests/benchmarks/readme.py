"""Write what was measured into the README, and all of it into `results.md` beside this file.

    python -m tests.benchmarks.readme --keep .bench    of the figures in that folder, which become `results.json` here

A test holds the README against `results.json`, so that figures are changed by this alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks import agreement, build, hotspots, queries, stages
from tests.benchmarks.results import KEEP, Results, figure, markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HERE = Path(__file__).parent
FIGURES, ALL, README = _HERE / "results.json", _HERE / "results.md", _HERE.parent.parent / "README.md"
_BETWEEN = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end of what was measured -->)", re.DOTALL)
_LETTERS_ISSUED = 1_700_000
_MANY = 20_000  # letters
_SLOWEST = 5


def with_figures(page: str, found: Mapping[str, Any]) -> str:
    """A page with new figures between its two marks."""
    said = f"\n{how_fast(found)}\n\n"
    return _BETWEEN.sub(lambda _: said, page)


def how_fast(found: Mapping[str, Any]) -> str:
    """What the README says of the figures: builds, the slowest questions, comparisons."""
    largest = _largest(found["build"])
    return "\n\n".join(
        [
            f"Measured on {_when(largest)}, on {largest['machine']}, with synthetic letters.{_busy(largest)}",
            build.table(found),
            _estimate(largest),
            *([_questions(found["queries"])] if "queries" in found else []),
            *(_comparisons(found["comparisons"]) if "comparisons" in found else []),
            *([_denied(found["agreement"]["of"])] if "agreement" in found else []),
        ]
    )


def everything(found: Mapping[str, Any]) -> str:
    """What the README does not say of the figures, as Markdown."""
    parts = [
        "# What was measured",
        f"On {_largest(found['build'])['machine']}; what the README has is not repeated.",
    ]
    if told := found.get("stages"):
        listed = stages.table(told["seconds"], told["letters"])
        parts += [
            "## Stages of reading, CPU time of one process",
            f"{_when(told)}.",
            f"```text\n{listed}\n```",
        ]
    if told := found.get("profile"):
        profile = _largest({size: {"": one} for size, one in told.items()})
        what = f"## Where the time of a build of {profile['letters']:,} letters goes"
        parts += [what, f"{_when(profile)}.", hotspots.table(profile["shares"])]
    if told := found.get("queries"):
        parts += [
            "## All questions",
            "Seconds; `!` behind what grew more than 1.5 times as fast as the letters. In SQL, questions that can be narrowed"
            " are asked of everything.",
            queries.table(told),
        ]
    if told := found.get("agreement"):
        parts += ["## Denied conditions of the development letters", agreement.table(told["of"])]
    return "\n\n".join(parts) + "\n"


def _largest(builds: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Of the largest size, the build with most processes."""
    by_jobs = builds[max(builds, key=int)]
    largest: dict[str, Any] = by_jobs[max(by_jobs, key=lambda jobs: int(jobs or 0))]
    return largest


def _when(figures: Mapping[str, Any]) -> str:
    return str(figures["date"])


def _busy(figures: Mapping[str, Any]) -> str:
    """What must be said of figures taken while others wanted the cores."""
    cores = int(str(figures["machine"]).split(maxsplit=1)[0])
    if figures["load"] < 2 * cores + 1:
        return ""
    return f" The machine was busy with other work (a load of {figures['load']:.0f}): seconds of the clock are too long."


def _estimate(largest: Mapping[str, Any]) -> str:
    """How long all letters would take; how much disk only where the vocabularies weigh nothing any more."""
    cpu = (largest["cpu"] + largest["cpu_readers"]) / largest["letters"]
    at_rate = _LETTERS_ISSUED * largest["wall"] / largest["letters"]
    at_best = _LETTERS_ISSUED * cpu / largest["jobs"]
    said = (
        f"A letter takes {figure(1_000 * cpu)} ms of CPU time in all. All letters that were ever issued, some 1.7 million, would"
        f" take {_duration(at_rate)} at the rate of these {largest['letters']:,}, and {_duration(at_best)} if {largest['jobs']} cores"
        " had nothing else to do at any time."
    )
    if largest["holds"] < _MANY:
        return said
    disk = sum(largest["bytes"].values()) / largest["holds"] * _LETTERS_ISSUED / 1e9
    return f"{said} They would need {figure(disk)} GB of disk."


def _duration(seconds: float) -> str:
    """Words for a long time.

    >>> _duration(50 * 60), _duration(7.6 * 3600), _duration(60 * 3600)
    ('50 minutes', '7.6 hours', '2.5 days')
    """
    for unit, length in (("days", 86_400), ("hours", 3_600)):
        if seconds >= 1.5 * length:
            return f"{figure(seconds / length)} {unit}"
    return f"{figure(seconds / 60)} minutes"


def _questions(found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """How many of the questions are answered at once, and the slowest."""
    size = max(found, key=int)
    said = []
    for engine, name in (("sparql", "SPARQL"), ("sql", "SQL")):
        times = [one["seconds"] for key, one in found[size].items() if key.startswith(f"{engine} ")]
        quick = sum(time is not None and time < 1 for time in times)
        said += [f"{quick} of {len(times)} in {name}"] if times else []
    slow = Counter(
        {
            key.split()[1]: one["limit"] if one["seconds"] is None else one["seconds"]
            for key, one in found[size].items()
            if key.startswith("sparql ")
        }
    )
    names = [name for name, _ in slow.most_common(_SLOWEST)]
    shown = {
        letters: {key: one for key, one in by_name.items() if key.split()[1] in names}
        for letters, by_name in found.items()
    }
    return (
        f"Of the bundled questions, {' and '.join(said)} are answered within a second in a store of {int(size):,} letters. Those that"
        f" take longest in SPARQL, in seconds:\n\n{queries.table(shown)}"
    )


def _comparisons(found: Mapping[str, Any]) -> list[str]:
    works: dict[str, list[dict[str, Any]]] = {}
    for one in found["works"]:
        works.setdefault(one["work"], []).append(one)
    rows = []
    for work, figures in works.items():
        first = figures[0]["seconds"]
        for one in figures:
            times = "" if one is figures[0] else figure(one["seconds"] / first)
            took = figure(1_000 * one["seconds"] / one["letters"])
            rows.append([work if one is figures[0] else "", one["name"], one["found"], took, times])
    said = (
        f"Beside other libraries, {found['letters']:,} letters, in turns in one run, CPU time, the best of"
        f" {found['rounds']} rounds ({_when(found)}, {found['libraries']}):"
    )
    columns = ["work", "with", "found", "ms a letter", "times the first"]
    return [said, markdown(columns, rows)]


def _denied(found: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """How many of the conditions that readers annotated as absent, and as present, each takes for denied."""
    other, own = found["medspaCy"], found["imrgraph"]
    absent, present = other["Absent"]["annotated"], other["Present"]["annotated"]
    return (
        f"In the letters that readers annotated (`tests/letters/development`), medspaCy takes {other['Absent']['denied']} of"
        f" {absent} conditions that are absent for denied, and {other['Present']['denied']} of {present} that are present;"
        f" imrgraph, whose rules were tuned on these letters, {own['Absent']['denied']} and {own['Present']['denied']}."
    )


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", type=Path, default=KEEP, help="the folder of figures")
    asked = parser.parse_args(arguments)
    figures = Results(asked.keep).all()
    if "build" not in figures:
        raise SystemExit(f"{asked.keep} has no figures of a build; run: python -m tests.benchmarks.build")
    FIGURES.write_text(json.dumps(figures, indent=1) + os.linesep, "utf-8")
    README.write_text(with_figures(README.read_text("utf-8"), figures), "utf-8")
    ALL.write_text(everything(figures), "utf-8")
    print(f"{FIGURES.name}, {ALL.name} and {README.name} have the figures of {asked.keep}")


if __name__ == "__main__":
    main(sys.argv[1:])

"""What a build costs, end to end: letters a second with one process and several, memory, disk, and adding to a store.

    python -m tests.benchmarks.build                          2,000 synthetic letters, and 200 more
    python -m tests.benchmarks.build -n 100000 --more 1000    as many as you like
    python -m tests.benchmarks.build --machinery              without the extractors: the cases of a few letters stand for all

Wall time and CPU time of all processes; memory is the most that one process had. Each build is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from imrgraph.model.case import extract
from imrgraph.store.build import build
from imrgraph.store.oxigraph import OxigraphStore
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


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("-n", "--letters", type=int, default=2_000)
    parser.add_argument("--more", type=int, default=200)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--machinery", action="store_true")
    args = parser.parse_args(arguments)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for part, first, last in (("in", 0, args.letters), ("more", args.letters, args.letters + args.more)):
            (folder / part).mkdir()
            for letter in synthetic_letters(last, args.seed)[first:]:
                (folder / part / letter.source_name).write_text(letter.text, "utf-8")
        for jobs in args.jobs:
            store = folder / f"{jobs}.db"
            print(f"\n{args.letters:,} letters, {jobs} process{'es' if jobs > 1 else ''}")
            _report(store, folder / "in", jobs, args.machinery)
            print(f"{args.more:,} more")
            _report(store, folder / "more", jobs, args.machinery)
            _describe(store)


def _report(store: Path, sources: Path, jobs: int, is_machinery: bool) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            __spec__.name,
            "--one",
            str(store),
            str(sources),
            str(jobs),
            str(is_machinery),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    said = json.loads(done.stdout)
    print(
        f"  {said['letters'] / said['wall']:8,.0f} letters/s {said['wall']:8.1f} s {said['cpu']:8.1f} s of CPU"
        f" {said['parent']:8,.0f} MB in the build's process {said['worker']:8,.0f} MB in a reader's"
    )


def _one(store: str, sources: str, jobs: str, is_machinery: str) -> None:
    import resource

    from tests.benchmarks.build import machinery  # by the name by which other processes find it

    began = time.monotonic()
    summary = build(sources, store, jobs=int(jobs), extract=machinery if is_machinery == "True" else None)
    wall = time.monotonic() - began
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    said = {
        "letters": summary.read.letters,
        "wall": wall,
        "cpu": own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime,
        "parent": own.ru_maxrss / 1_000,
        "worker": children.ru_maxrss / 1_000,
    }
    print(json.dumps(said))


def _describe(store: Path) -> None:
    """What the store holds and takes."""
    with OxigraphStore(store) as opened:
        letters = sum(1 for _ in opened.letter_keys())
        number = sum(1 for _ in opened.triples())
    [generation] = (store / "generations").iterdir()
    print(f"{letters:,} letters hold {number / letters:,.0f} triples each, and of the disk")
    parts = sorted(generation.iterdir())
    for part in parts:
        size = sum(file.stat().st_size for file in [part, *part.rglob("*")] if file.is_file())
        if size > letters:
            print(f"  {size / letters:8,.0f} bytes each  {part.name}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    else:
        main()

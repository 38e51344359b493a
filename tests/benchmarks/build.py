"""What a build takes, end to end: letters a second, CPU, memory, disk; adding letters; going on after a kill.

    python -m tests.benchmarks.build                             2,000 synthetic letters, and 1,000 more
    python -m tests.benchmarks.build -n 2000 20000 100000        as many as you like; what was measured is not measured again
    python -m tests.benchmarks.build --jobs 1 2 --killed         with one process and two; and killed half way
    python -m tests.benchmarks.build --machinery                 without the extractors (`machinery.py`)
    python -m tests.benchmarks.build --profile                   and where the time goes (`hotspots.py`)

Each is `imrgraph build` as one calls it, in a process of its own (`watching.py` says what is counted). Figures are printed as
they come, and at the end all that are known, as a Markdown table. Letters and the last store of each size stay in
the folder of `--keep`, for `queries.py` and for the next run. What takes a whole build more (`--killed`, `--profile`) is done
with up to 20,000 letters.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import imrgraph
from imrgraph.query import select
from imrgraph.store.oxigraph import OxigraphStore
from tests.benchmarks import hotspots
from tests.benchmarks.letters import corpus, sources
from tests.benchmarks.results import KEEP, Results, figure, machine, markdown
from tests.benchmarks.watching import watch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.benchmarks.watching import Use

MORE = 1_000
_REPEATED = 20_000  # letters of which a build is made again for `--killed` and `--profile`
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def command(given: Sequence[Path], store: Path, jobs: int, module: str = "imrgraph.cli") -> list[str]:
    """The command line of a build."""
    start = [sys.executable, "-m", module, *(["build"] if module == "imrgraph.cli" else [])]
    return [*start, *map(str, given), "--store", str(store), "--jobs", str(jobs)]


def store_of(keep: Path, letters: int) -> Path:
    """A store of the first so many letters; built, and the build measured, where it is not there."""
    store = keep / f"store-{letters}.db"
    if not (store / "current").exists():
        measure(keep, letters, os.cpu_count() or 1)
    return store


def measure(keep: Path, letters: int, jobs: int, module: str = "imrgraph.cli") -> dict[str, Any]:
    """Build a store of the first so many letters, anew."""
    store = keep / f"store-{letters}.db"
    given = sources(corpus(keep, letters), 0, letters)
    shutil.rmtree(store, ignore_errors=True)
    use = _watched(command(given, store, jobs, module))
    figures = {"letters": letters, "jobs": jobs, **use.as_dict(), **contents(store)}
    Results(keep).put(figures, _named("build", module), str(letters), str(jobs))
    _say(f"{letters:,} letters", letters, use)
    return figures


def again(keep: Path, letters: int, jobs: int) -> None:
    """The same build once more, which finds nothing new."""
    store = store_of(keep, letters)
    use = _watched(command(sources(corpus(keep, letters), 0, letters), store, jobs))
    Results(keep).put(use.as_dict(), "again", str(letters))
    _say("  the same again", letters, use)


def grow(keep: Path, letters: int, more: int, jobs: int) -> None:
    """Add letters to a copy of the store, which is thrown away."""
    grown = keep / "grown.db"
    given = sources(corpus(keep, letters + more), letters, letters + more)
    shutil.rmtree(grown, ignore_errors=True)
    shutil.copytree(store_of(keep, letters), grown)
    use = _watched(command(given, grown, jobs))
    shutil.rmtree(grown)
    Results(keep).put({"more": more, **use.as_dict()}, "grow", str(letters))
    _say(f"  {more:,} letters more", more, use)


def killed(keep: Path, letters: int, jobs: int, half: float) -> None:
    """Kill a build with signal 9 after so many seconds, and let it go on."""
    store = keep / "killed.db"
    shutil.rmtree(store, ignore_errors=True)
    build = command(sources(corpus(keep, letters), 0, letters), store, jobs)
    first, _ = watch(build, lambda seconds: seconds >= half)
    use = _watched(build)
    shutil.rmtree(store)
    Results(keep).put({"killed": first.wall, **use.as_dict()}, "killed", str(letters))
    _say(f"  killed after {first.wall:,.0f} s, the rest", letters, use)


def contents(store: Path) -> dict[str, Any]:
    """How many letters a store holds, and triples, those of the vocabularies by themselves; bytes of its parts."""
    with imrgraph.open(store) as opened:
        assert isinstance(opened, OxigraphStore)
        held = sum(1 for _ in opened.letter_keys())
        [answer] = select(opened, _COUNT).as_dicts()
        shared = len(opened.shared_triples())
    [generation] = (store / "generations").iterdir()
    sizes = {
        part.name: sum(file.stat().st_size for file in [part, *part.rglob("*")] if file.is_file())
        for part in sorted(generation.iterdir())
    }
    return {"holds": held, "triples": int(str(answer["n"])) - shared, "vocabularies": shared, "bytes": sizes}


def table(found: Mapping[str, Any]) -> str:
    """Markdown with a column for each number of letters, of the builds with most processes.

    Args:
        found: all figures, as `Results.all` gives them.
    """
    builds = {size: by_jobs[max(by_jobs, key=int)] for size, by_jobs in found["build"].items()}
    sizes = sorted(builds, key=int)
    lines: list[tuple[str, list[float | None]]] = [
        ("letters a second, end to end", [int(size) / builds[size]["wall"] for size in sizes]),
        ("seconds", [builds[size]["wall"] for size in sizes]),
        ("of these after the last letter was read", [_after(builds[size]) for size in sizes]),
        ("CPU seconds of the build's process", [builds[size]["cpu"] for size in sizes]),
        ("CPU seconds of its readers", [builds[size]["cpu_readers"] for size in sizes]),
        ("most memory of the build's process, MB", [builds[size]["memory"] for size in sizes]),
        ("of one reader, MB", [builds[size]["memory_reader"] for size in sizes]),
        ("of all at one time, MB", [builds[size]["memory_all"] for size in sizes]),
        ("triples a letter", [builds[size]["triples"] / builds[size]["holds"] for size in sizes]),
        (
            "bytes a letter, vocabularies included",
            [sum(builds[size]["bytes"].values()) / builds[size]["holds"] for size in sizes],
        ),
        *(
            (said, [found.get(name, {}).get(size, {}).get("wall") for size in sizes])
            for name, said in (
                ("again", "seconds of the same build once more"),
                ("grow", f"seconds to add {_more(found):,} letters"),
                ("killed", "seconds of the rest, when it was killed half way"),
            )
        ),
    ]
    shown = ([said, *map(figure, numbers)] for said, numbers in lines if any(n is not None for n in numbers))
    return markdown(["", *(f"{int(size):,} letters" for size in sizes)], shown)


def _after(build: Mapping[str, Any]) -> float | None:
    return build["wall"] - build["reading"] if build["reading"] else None


def _more(found: Mapping[str, Any]) -> int:
    return next((int(one["more"]) for one in found.get("grow", {}).values()), MORE)


def _named(name: str, module: str) -> str:
    return name if module == "imrgraph.cli" else f"{name} without extractors"


def _watched(line: Sequence[str]) -> Use:
    use, _ = watch(line)
    if use.status:
        raise SystemExit(f"a build failed with status {use.status}: {' '.join(line[:6])} ...")
    return use


def _say(what: str, letters: int, use: Use) -> None:
    print(
        f"{what:<34} {use.wall:9,.1f} s {letters / use.wall:8,.1f} letters/s"
        f" {use.cpu:9,.1f} + {use.cpu_readers:,.1f} CPU s"
        f" {use.memory:7,.0f} + {use.memory_reader:,.0f} MB, {use.memory_all:,.0f} at one time",
        flush=True,
    )


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", "--letters", type=int, nargs="+", default=[2_000])
    parser.add_argument("--more", type=int, default=MORE, help="letters that a store grows by (1,000)")
    parser.add_argument("--jobs", type=int, nargs="+", default=[os.cpu_count() or 1], help="processes")
    parser.add_argument("--killed", action="store_true", help="also kill a build half way")
    parser.add_argument("--machinery", action="store_true", help="also without the extractors")
    parser.add_argument("--profile", action="store_true", help="also see where the time goes (py-spy)")
    parser.add_argument("--again", action="store_true", help="measure what was measured before")
    parser.add_argument("--keep", type=Path, default=KEEP, help="the folder of letters, stores and figures")
    asked = parser.parse_args(arguments)
    results = Results(asked.keep)
    corpus(asked.keep, max(asked.letters) + asked.more)
    print(machine(), flush=True)
    for letters in asked.letters:
        _measure_all(asked, results, letters)
    print(f"\n{table(results.all())}")


def _measure_all(asked: argparse.Namespace, results: Results, letters: int) -> None:
    """All that was asked for of one size and is not known yet; the last build's store stays."""
    keep, size, jobs = asked.keep, str(letters), max(asked.jobs)

    def is_missing(*names: str) -> bool:
        return asked.again or results.get(*names) is None

    for number in sorted(asked.jobs):
        if asked.machinery and is_missing("build without extractors", size, str(number)):
            measure(keep, letters, number, "tests.benchmarks.machinery")
            shutil.rmtree(keep / f"store-{letters}.db")
        if is_missing("build", size, str(number)):
            measure(keep, letters, number)
    if is_missing("again", size):
        again(keep, letters, jobs)
    if asked.more and is_missing("grow", size):
        grow(keep, letters, asked.more, jobs)
    if letters > _REPEATED:
        return
    if asked.killed and is_missing("killed", size):
        whole = results.get("build", size, str(jobs))
        killed(keep, letters, jobs, whole["wall"] / 2 if whole else 0.0)
    if asked.profile and is_missing("profile", size):
        hotspots.measure(results, keep, letters, jobs)


if __name__ == "__main__":
    main(sys.argv[1:])

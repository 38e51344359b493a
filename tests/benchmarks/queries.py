"""How long the bundled questions take, in SPARQL and in SQL, as stores grow.

    python -m tests.benchmarks.queries                              stores of 2,000 letters, made where they are not there
    python -m tests.benchmarks.queries -n 2000 20000 100000         as many as you like: the last takes a while to build
    python -m tests.benchmarks.queries --only mtus-silent whole     only questions with such names
    python -m tests.benchmarks.queries --again                      also those of which the time is known

Seconds are those of the clock, or of CPU time where these are fewer, since others may keep the machine busy; the median of three,
through `imrgraph.query.run` and `imrgraph.query.sql.run_sql`, all rows taken. Each question has a process of its own, which
ends where one answer takes over a minute of CPU time. Behind a time, `!` says that it grew more than 1.5 times as fast as
the letters from one size to the next.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from imrgraph.query.library import query_names
from imrgraph.query.sql import find_sql, run_sql, sql_names
from tests.benchmarks.build import store_of
from tests.benchmarks.results import KEEP, Results, figure, markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PARAMS = {  # for those that must be told something; the letter is the first of every corpus
    "citations-of-guideline": {"guideline": "guideline:odg"},
    "letter-everything": {"letter": "CM99-0000001"},
    "letter-graph": {"letter": "CM99-0000001"},
    "precedents": {"treatment": "treatment:mri"},
}
_MEMORY = 12 * 2**30  # bytes that a process may take
_FASTER = 1.5
_NOTICED = 0.05  # seconds; what takes less is not judged


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", "--letters", type=int, nargs="+", default=[2_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=60, help="of CPU time that one answer may take (60)")
    parser.add_argument("--only", nargs="+", default=[""], help="questions with these words in their names")
    parser.add_argument("--again", action="store_true", help="measure what was measured before")
    parser.add_argument("--keep", type=Path, default=KEEP, help="the folder of letters, stores and figures")
    asked = parser.parse_args(arguments)
    results = Results(asked.keep)
    for letters in asked.letters:
        store = store_of(asked.keep, letters)
        for engine, names in (("sparql", query_names()), ("sql", sql_names())):
            for name in names:
                known = results.get("queries", str(letters), f"{engine} {name}")
                if not any(word in name for word in asked.only) or (known and not asked.again):
                    continue
                figures = measured(store, engine, name, asked.rounds, asked.seconds)
                results.put(figures, "queries", str(letters), f"{engine} {name}")
                print(f"{letters:>9,} letters  {engine:<6}  {name:<32} {_said(figures)}", flush=True)
    print(f"\n{table(results.all()['queries'])}")


def measured(store: Path, engine: str, name: str, rounds: int, seconds: int) -> dict[str, Any]:
    """Answer a question in a process of its own.

    Returns:
        `seconds`, the median of the rounds, None where time or memory did not suffice for one; `rows`; `memory`, the most that
        the process took, in MB; `ended`, the status of a process that failed.

    Raises:
        SystemExit: the process failed for another reason, which is said.
    """
    command = [
        sys.executable,
        "-m",
        __spec__.name,
        "--one",
        str(store),
        engine,
        name,
        str(rounds),
        str(seconds),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode > 0 and "MemoryError" not in done.stderr:
        raise SystemExit(f"{store}: {name} failed: {done.stderr.strip().splitlines()[-1]}")
    if not told:
        return {"seconds": None, "limit": seconds, "ended": done.returncode}
    return {
        "seconds": median(one["seconds"] for one in told),
        "rows": told[0]["rows"],
        "memory": told[-1]["memory"],
    }


def _one(store: str, engine: str, name: str, rounds: str, seconds: str) -> None:
    import resource
    import signal
    from time import perf_counter, process_time

    import imrgraph

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    with imrgraph.open(store) as opened:
        for _ in range(int(rounds)):
            signal.setitimer(signal.ITIMER_PROF, int(seconds))  # which ends the process, wherever it is
            began = perf_counter(), process_time()
            if engine == "sql":
                answer: Any = run_sql(imrgraph.tables(opened), str(find_sql(name)))
            else:
                answer = imrgraph.query(opened, name, PARAMS.get(name))
            took = min(perf_counter() - began[0], process_time() - began[1])
            signal.setitimer(signal.ITIMER_PROF, 0)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
            print(json.dumps({"seconds": took, "rows": len(answer), "memory": memory}), flush=True)


def _said(figures: Mapping[str, Any]) -> str:
    if figures["seconds"] is None:
        return f"no answer in {figures['limit']} s, or none at all (status {figures['ended']})"
    return f"{figures['seconds']:9.3f} s {figures['rows']:>10,} rows {figures['memory']:8,.0f} MB"


def grows_fast(before: tuple[int, float], after: tuple[int, float]) -> bool:
    """Whether time grew more than 1.5 times as fast as letters, by (letters, seconds) of two stores.

    >>> grows_fast((2_000, 0.1), (20_000, 1.4)), grows_fast((2_000, 0.1), (20_000, 1.6))
    (False, True)
    """
    return after[1] >= _NOTICED and after[1] / before[1] > _FASTER * after[0] / before[0]


def table(queries: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Markdown with a line for each question: its rows, and seconds by engine and letters.

    Args:
        queries: what `main` put: figures by question, by the store's letters.
    """
    sizes = sorted(queries, key=int)
    largest = queries[sizes[-1]]
    engines = [(engine, size) for engine in ("sparql", "sql") for size in sizes]
    columns = [
        "question",
        f"rows of {int(sizes[-1]):,} letters",
        *(f"{'SPARQL' if engine == 'sparql' else 'SQL'}, {int(size):,}" for engine, size in engines),
    ]
    names = sorted({name.split()[1] for size in sizes for name in queries[size]})
    return markdown(columns, (_line(name, queries, engines, largest) for name in names))


def _line(
    name: str,
    queries: Mapping[str, Mapping[str, Mapping[str, Any]]],
    engines: Sequence[tuple[str, str]],
    largest: Mapping[str, Mapping[str, Any]],
) -> list[str]:
    rows = largest.get(f"sparql {name}", {}).get("rows")
    line = [f"`{name}`", "" if rows is None else f"{rows:,}"]
    before: tuple[str, int, float] | None = None
    for engine, size in engines:
        figures = queries[size].get(f"{engine} {name}")
        if figures is None:
            line.append("")
            continue
        seconds = figures["seconds"]
        if seconds is None:
            line.append(f"over {figures['limit']}")
            before = None
            continue
        is_fast = before is not None and before[0] == engine and grows_fast(before[1:], (int(size), seconds))
        line.append(figure(seconds) + (" !" if is_fast else ""))
        before = (engine, int(size), seconds)
    return line


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    else:
        main(sys.argv[1:])

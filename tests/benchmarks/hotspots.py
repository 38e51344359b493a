"""Where a build's time goes: its processes are looked at fifty times a second, from outside (py-spy)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.letters import corpus, sources
from tests.benchmarks.results import markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.benchmarks.results import Results

_RATE = 50  # looks a second; each is a fiftieth of a second of CPU time
_PROCESS = re.compile(r'(?:^|;)process \d+:"')
_FRAME = re.compile(r"([\w.<>]+) \((?:[^()]*/)?imrgraph/([\w/]+)\.py(?::\d+)?\)")
_CALLERS = ("cli", "store/pool", "store/worker", "store/build", "store/extraction")  # which only call others
_SHOWN = 14
_SMALL = 0.01  # of all time


def measure(results: Results, keep: Path, letters: int, jobs: int) -> None:
    """Profile a build of the first so many letters, and print where it was."""
    store, stacks = keep / "profiled.db", keep / "stacks.txt"
    shutil.rmtree(store, ignore_errors=True)
    given = sources(corpus(keep, letters), 0, letters)
    build = [sys.executable, "-m", "imrgraph.cli", "build", *map(str, given), "--store", str(store)]
    spy = ["record", "--subprocesses", "--nonblocking", "--rate", str(_RATE), "--format", "raw"]
    line = [str(Path(sys.executable).with_name("py-spy")), *spy, "--output", str(stacks), "--", *build]
    done = subprocess.run(
        [*line, "--jobs", str(jobs)], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    shutil.rmtree(store, ignore_errors=True)
    if not stacks.is_file():
        print(f"py-spy gave nothing (status {done.returncode}); it may not look at other processes here")
        return
    counted = parts(stacks.read_text("utf-8", "replace").splitlines())
    shares = {f"{who} {part}": seen / counted.total() for (who, part), seen in counted.most_common()}
    results.put({"letters": letters, "shares": shares}, "profile", str(letters))
    print(table(shares))


def parts(stacks: Iterable[str]) -> Counter[tuple[str, str]]:
    """How often the build's process, or a reader, was seen in a part of imrgraph.

    A part is the deepest frame's module for the build's process, and its room for readers; `extract` and what it calls
    is told apart by the stage that `imrgraph.model.case` is at.

    Args:
        stacks: lines of frames, outermost first, each with its file; then a space and how often it was seen.

    >>> build = 'process 1:"imrgraph build";build (imrgraph/store/build.py:3);load (imrgraph/store/loading.py:9) 4'
    >>> reader = 'process 1:"imrgraph build";process 2:"python -c";extract (imrgraph/model/case.py:5);'
    >>> reader += "conditions (imrgraph/extract/conditions.py:7);find (imrgraph/vocab/matcher.py:2);re (re.py:1) 6"
    >>> sorted(parts([build, reader]).items())
    [(('build', 'store/loading load'), 4), (('reader', 'extract/conditions'), 6)]
    """
    counted: Counter[tuple[str, str]] = Counter()
    for line in stacks:
        stack, _, seen = line.rpartition(" ")
        frames = [(found[2], found[1]) for found in _FRAME.finditer(stack)]
        if len(_PROCESS.findall(stack)) > 1:
            counted["reader", _of_reader(frames)] += int(seen)
        else:
            counted["build", _of_build(frames)] += int(seen)
    return counted


def _of_reader(frames: list[tuple[str, str]]) -> str:
    modules = [module for module, _ in frames]
    if "model/case" in modules:
        last = len(modules) - 1 - modules[::-1].index("model/case")
        return modules[last + 1] if last + 1 < len(modules) else "model/case"
    modules = [module for module in modules if not module.startswith(_CALLERS)]
    return modules[0] if modules else "starting, and all else"


def _of_build(frames: list[tuple[str, str]]) -> str:
    own = [f"{module} {function}" for module, function in frames if not module.startswith(_CALLERS)]
    return own[-1] if own else "starting, waiting, and all else"


def table(shares: Mapping[str, float]) -> str:
    """Markdown: the largest shares, and what the rest comes to."""
    shown = [(part, share) for part, share in shares.items() if share >= _SMALL][:_SHOWN]
    rest = 1 - sum(share for _, share in shown)
    rows: list[tuple[str, Any]] = [
        *((f"{part.partition(' ')[0]}: `{part.partition(' ')[2]}`", share) for part, share in shown),
        ("all else", rest),
    ]
    return markdown(["of all CPU time of a build", "share"], [[part, f"{share:.0%}"] for part, share in rows])

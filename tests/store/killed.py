"""Builds that are killed at many points: what is left, and what the next build makes of it.

    python -m tests.store.killed SOURCES MORE --events 14 --moments 6

A store of SOURCES is built; then a build of MORE that prunes the rest is killed with signal 9, at the so many-th time that it
touches a file (`--events`, evenly spread) and at moments of its duration (`--moments`, by chance, always the same).
After each kill the store must be as it was, or as it must become; after the same build is run again, as it must become.
One line of JSON is printed for each point. Every build is a process forked from this one, which opens no store itself.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb  # noqa: F401  (imported once, and not by each of the processes)
import pyoxigraph  # noqa: F401

from imrgraph.data import ontology_dir
from imrgraph.store import vocabularies
from imrgraph.store.build import build
from tests.store.extractors import quick
from tests.store.states import differences, state

if TYPE_CHECKING:
    from collections.abc import Callable

_TOUCHES = ("open", "os.", "shutil.", "sqlite3.", "subprocess.")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sources", type=Path)
    parser.add_argument("more", type=Path)
    parser.add_argument("--events", type=int, default=14)
    parser.add_argument("--moments", type=int, default=6)
    parser.add_argument("--jobs", type=int, default=0)
    args = parser.parse_args()
    vocabularies.vocabulary_files = lambda: [ontology_dir() / "grounds.ttl"]

    def second(store: Path) -> None:
        build(args.more, store, prune=True, jobs=args.jobs, extract=quick)

    with TemporaryDirectory() as name:
        folder = Path(name)
        base, whole = folder / "base.db", folder / "whole.db"
        _said(lambda: build(args.sources, base, jobs=0, extract=quick))
        before = _said(lambda: state(base))
        shutil.copytree(base, whole)
        began = time.monotonic()
        events = int(_said(lambda: _counted(lambda: second(whole))))
        seconds = time.monotonic() - began
        after = _said(lambda: state(whole))
        assert before != after
        print(json.dumps({"events": events}), flush=True)
        chance = random.Random(7)
        points: list[tuple[str, float]] = [
            ("event", 1 + at * events // args.events) for at in range(args.events)
        ]
        points += [("moment", chance.uniform(0, seconds)) for _ in range(args.moments)]
        for kind, point in points:
            shutil.copytree(base, folder / "killed.db")
            result = _result(
                folder / "killed.db", partial(_killed, kind=kind, point=point), second, before, after
            )
            print(json.dumps({"point": [kind, point], **result}), flush=True)
            shutil.rmtree(folder / "killed.db")


def _result(
    store: Path,
    killed: Callable[[Callable[[], object]], bool],
    build: Callable[[Path], object],
    before: str,
    after: str,
) -> dict[str, object]:
    """What a killed build leaves, and what it leads to when it is run again."""
    was_there = killed(lambda: build(store))
    left = _said(lambda: state(store))
    _said(lambda: build(store))
    resumed = _said(lambda: state(store))
    return {
        "killed": was_there,
        "left": {before: "before", after: "after"}.get(left, "broken"),
        "resumed": resumed == after,
        "differs": differences(resumed, after),
        "files": sorted(path.name for path in store.iterdir()),
        "generations": len(list((store / "generations").iterdir())),
    }


def _said(act: Callable[[], object]) -> str:
    """What a function returns in a process of its own."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.write(writing, str(act()).encode())
        sys.stdout.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read().decode()
    assert os.waitpid(pid, 0)[1] == 0, "a process failed that nobody killed"
    return said


def _killed(act: Callable[[], object], kind: str, point: float) -> bool:
    """Run a function in a process of its own, and kill that; whether it was still there to be killed."""
    pid = os.fork()
    if not pid:
        if kind == "event":
            _at_event(int(point), lambda: os.kill(os.getpid(), signal.SIGKILL))
        act()
        os._exit(0)
    if kind == "moment":
        time.sleep(point)
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1] != 0


def _counted(act: Callable[[], object]) -> int:
    """How often a function touches a file."""
    events = _at_event(0, lambda: None)
    act()
    return events[0]


def _at_event(point: int, then: Callable[[], object]) -> list[int]:
    met = [0]

    def hook(event: str, _: object) -> None:
        if event.startswith(_TOUCHES):
            met[0] += 1
            if met[0] == point:
                then()

    sys.addaudithook(hook)
    return met


if __name__ == "__main__":
    main()

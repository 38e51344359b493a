"""Builds killed at hundreds of points, as `tests.store.killed` does it at some twenty in each test run.

python -m tests.benchmarks.kills                    200 points where files are touched, 100 moments
python -m tests.benchmarks.kills --jobs 2           of builds with several processes
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

_LETTERS = 150
_MEMORY = Path(
    "/dev/shm"
)  # where there is one: a kill takes nothing that was written, be it on a disk or not


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=0)
    args = parser.parse_args()
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        first, second = Path(name) / "first", Path(name) / "second"
        for folder, word, start in ((first, "text", 0), (second, "word", 20)):
            folder.mkdir()
            for n in range(start, start + _LETTERS):
                said = word if n % 3 else "text"
                (folder / f"{n:03d}.txt").write_text(f"CM14-{n // 2:07d} {said} {n}")
        numbers = [f"--{name}={getattr(args, name)}" for name in ("events", "moments", "jobs")]
        done = subprocess.run(
            [sys.executable, "-m", "tests.store.killed", str(first), str(second), *numbers],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": name},
        )
    counted, *points = map(json.loads, done.stdout.splitlines())
    left = Counter(point["left"] for point in points)
    resumed = sum(point["resumed"] for point in points)
    print(f"a build that touches files {counted['events']:,} times, killed at {len(points):,} points:")
    print(f"  left as it was {left['before']:,}, done {left['after']:,}, broken {left['broken']:,}")
    print(f"  the same build, run again, came to the same {resumed:,} times")
    for point in points:
        if not point["resumed"]:
            print(f"  not when killed at {point['point']}: {', '.join(point['differs'])} differ")
    return int(resumed < len(points) or left["broken"] > 0)


if __name__ == "__main__":
    sys.exit(main())

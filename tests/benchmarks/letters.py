"""The synthetic letters of benchmarks: written once into a folder, and used again by later runs.

python -m tests.benchmarks.letters -n 101000 --keep .bench    100,000 letters and 1,000 to grow by: a minute
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from imrgraph.synth.corpus import write_corpus
from tests.benchmarks.results import KEEP

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 1
_FOLDER = 1_000  # letters in a folder of a corpus that has more than one


def corpus(keep: Path, letters: int) -> Path:
    """The folder of a corpus of at least so many letters of seed 1; written where it is not there, or was not finished."""
    folder = keep / "synthetic"
    told = folder / "effects.json"  # which is written last
    if not told.is_file() or json.loads(told.read_text("utf-8"))["letters"] < letters:
        shutil.rmtree(folder, ignore_errors=True)
        began = perf_counter()
        write_corpus(folder, letters, seed=SEED, gold=False)
        print(f"wrote {letters:,} synthetic letters in {perf_counter() - began:,.0f} s", flush=True)
    return folder / "letters"


def sources(folder: Path, first: int, last: int) -> list[Path]:
    """What to read for the letters behind the `first` up to the `last`: folders where whole ones do, else files."""
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    if folders and not first % _FOLDER and not last % _FOLDER:
        return folders[first // _FOLDER : last // _FOLDER]
    if folders:
        folders = folders[first // _FOLDER : -(-last // _FOLDER)]
        first, last = first % _FOLDER, last - first // _FOLDER * _FOLDER
    return [file for part in folders or [folder] for file in sorted(part.iterdir())][first:last]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", "--letters", type=int, required=True)
    parser.add_argument("--keep", type=Path, default=KEEP, help="the folder (.bench)")
    asked = parser.parse_args(arguments)
    print(corpus(asked.keep, asked.letters))


if __name__ == "__main__":
    main(sys.argv[1:])

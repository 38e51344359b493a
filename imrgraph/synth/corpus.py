"""A synthetic corpus on disk: letters, their gold, and what was planted in them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from imrgraph.errors import SynthError
from imrgraph.synth.effects import load_effects
from imrgraph.synth.letter import letter
from imrgraph.synth.material import material
from imrgraph.synth.tally import report, tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from imrgraph.synth.effects import Effects

MOST = 9_999_999  # letters: as many as case numbers of seven digits tell apart
_CHUNK = 1_000  # letters in a folder, and in a process's piece of work
_LAYOUT = "a folder of its own: letters/, gold/ and effects.json go there"

Format = Literal["text", "jsonl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What was written where.

    Attributes:
        letters: the folder, or the one file, that `imrgraph build` takes.
        gold: None where none was asked for.
        report: what `effects.json` says.
    """

    letters: Path
    gold: Path | None
    effects: Path
    report: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    folder: Path
    seed: int
    last: int
    effects: Effects
    format: Format
    gold: bool


def write_corpus(
    folder: Path,
    letters: int,
    *,
    seed: int = 1,
    effects: Effects | None = None,
    format: Format = "text",
    gold: bool | None = None,
    processes: int = 1,
    progress: Callable[[int], None] = lambda _: None,
) -> Corpus:
    """Write letters 1 to `letters` of a seed.

    A letter depends on the seed, the effects and its number alone: the first hundred of a thousand are those of a hundred.
    Memory does not grow with their number.

    Args:
        folder: is made; must be empty where it is there.
        format: "text", a file for each letter, in sub-folders of 1,000 where there are more; "jsonl", all in one
            `letters.jsonl.gz` with the columns `id` and `text`.
        gold: whether gold annotations are written, for which letters must be files; for "text" unless told.
        processes: how many write at once, 1,000 letters each.
        progress: called with the number of letters written so far.

    Raises:
        SynthError: a number cannot be, the folder holds something, or cannot be written.
    """
    gold = format == "text" if gold is None else gold
    if not 1 <= letters <= MOST:
        raise SynthError(f"cannot write {letters:,} letters: 1 to {MOST:,}")
    if gold and format != "text":
        raise SynthError("gold annotations name letters by their files: they go with --format text")
    try:
        return _written(
            _Job(
                folder=folder,
                seed=seed,
                last=letters,
                effects=effects or load_effects(),
                format=format,
                gold=gold,
            ),
            processes,
            progress,
        )
    except OSError as error:
        raise SynthError(f"{folder}: cannot be written ({error.strerror or error})") from error


def _written(job: _Job, processes: int, progress: Callable[[int], None]) -> Corpus:
    folder = job.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SynthError(f"{folder} is there and not empty; a corpus gets {_LAYOUT}")
    letters = folder / ("letters.jsonl.gz" if job.format == "jsonl" else "letters")
    (folder if job.format == "jsonl" else letters).mkdir(parents=True, exist_ok=True)
    if job.gold:
        (folder / "gold").mkdir()
    count: Counter[str] = Counter()
    starts = range(1, job.last + 1, _CHUNK)
    done = 0
    for packed, chunk in _chunks(partial(_chunk, job), starts, processes):
        if packed:
            with letters.open("ab") as file:
                file.write(packed)
        count.update(chunk)
        done = min(job.last, done + _CHUNK)
        progress(done)
    told = report(count, job.effects, job.seed)
    effects = folder / "effects.json"
    effects.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return Corpus(letters=letters, gold=folder / "gold" if job.gold else None, effects=effects, report=told)


_Chunk = tuple[bytes, "Counter[str]"]


def _chunks(work: Callable[[int], _Chunk], starts: Iterable[int], processes: int) -> Iterator[_Chunk]:
    """The chunks in their order, made here or in other processes, with no more of them waiting than there are processes."""
    starts = list(starts)
    if processes < 2 or len(starts) < 2:
        yield from map(work, starts)
        return
    todo = iter(starts)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: list[Future[_Chunk]] = [pool.submit(work, start) for start in islice(todo, 2 * processes)]
        while waiting:
            made = waiting.pop(0).result()
            waiting += [pool.submit(work, start) for start in islice(todo, 1)]
            yield made


def _chunk(job: _Job, first: int) -> _Chunk:
    """Write up to 1,000 letters; for "jsonl", give them packed: gzip members in a row are one gzip file."""
    made, effects = material(), job.effects
    part = f"{first // _CHUNK:04d}" if job.last > _CHUNK else ""
    folder, rows = job.folder / "letters" / part, []
    if job.format == "text":
        folder.mkdir(exist_ok=True)
    count: Counter[str] = Counter()
    for number in range(first, min(first + _CHUNK, job.last + 1)):
        one = letter(number, job.seed, made, effects)
        name = one.plan.case_number
        count.update(tally(one.plan))
        if job.format == "jsonl":
            rows.append(json.dumps({"id": name, "text": one.text}, ensure_ascii=False))
            continue
        (folder / f"{name}.txt").write_bytes(one.text.encode("utf-8"))
        if job.gold:
            source = f"{part}/{name}.txt" if part else f"{name}.txt"
            gold = json.dumps({"source": source, **one.gold}, separators=(",", ":"))
            (job.folder / "gold" / f"{name}.json").write_bytes(gold.encode("utf-8"))
    packed = gzip.compress(("\n".join(rows) + "\n").encode("utf-8"), 5, mtime=0) if rows else b""
    return packed, count

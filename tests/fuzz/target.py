"""What atheris runs: one text after the other, mutated as letters are. `python -m tests.fuzz` starts it."""

from __future__ import annotations

import random
import sys
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["imrgraph"]):
    import imrgraph.model
    import imrgraph.rdf.triples
    import imrgraph.read.text  # noqa: F401

from tests.mutations import mutate, seed_letters
from tests.properties import check_text

_SLOWER = 10.0  # than without being watched
_TEXTS = [path.read_bytes().decode("utf-8", "replace") for path in seed_letters()]


class _Random:
    """Choices from the seed that libFuzzer gives."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, n: int) -> int:
        return self._random.randrange(n)


class _Kept:
    """The texts that broke something: the shortest for each way and place of breaking."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shortest: dict[str, int] = {}

    def add(self, data: bytes, error: BaseException) -> None:
        own = [
            f
            for f in traceback.extract_tb(error.__traceback__)
            if "imrgraph" in f.filename or "properties" in f.filename
        ]
        at = own[-1] if own else traceback.extract_tb(error.__traceback__)[-1]
        name = f"{type(error).__name__}-{Path(at.filename).stem}-{at.lineno}"
        if len(data) >= self._shortest.get(name, sys.maxsize):
            return
        if name not in self._shortest:
            print(f"broken: {name}: {type(error).__name__} in {at.name}", file=sys.stderr)
        self._shortest[name] = len(data)
        (self._folder / f"{name}.txt").write_bytes(data)


def _mutated(data: bytes, max_size: int, seed: int) -> bytes:
    if seed % 8 == 0:
        return bytes(atheris.Mutate(data, max_size))
    text = mutate(data.decode("utf-8", "replace"), _TEXTS, _Random(seed), most=4)
    return text.encode("utf-8", "replace")[:max_size]


def _crossed(data: bytes, other: bytes, max_size: int, seed: int) -> bytes:
    choose = _Random(seed)
    return (data[: choose.below(len(data) + 1)] + other[choose.below(len(other) + 1) :])[:max_size]


def main(found: Path, arguments: list[str]) -> None:
    kept = _Kept(found)

    def one(data: bytes) -> None:
        try:
            check_text(data, slower=_SLOWER)
        except Exception as error:  # the run goes on, so that it finds more than one
            kept.add(data, error)

    one(_TEXTS[0].encode())  # what is read once is read now, before a clock runs
    atheris.Setup([sys.argv[0], *arguments], one, custom_mutator=_mutated, custom_crossover=_crossed)
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

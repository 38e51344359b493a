"""A process that reads chunks for a build. It prints nothing, and ends when the build does, however that ends.

Requests come on standard input, pickled by the build: first an `Order`, then chunks. Each answer is a line of JSON on
standard output. What it is doing just now stands in a file that both have mapped (`Progress`), so that the build knows
which letter it was that a process hung at or died of.
"""

from __future__ import annotations

import json
import mmap
import os
import pickle
import struct
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.store.catalogue import Catalogue
from imrgraph.store.extraction import Extraction
from imrgraph.store.limits import limit_memory
from imrgraph.vocab.own import using

if TYPE_CHECKING:
    from imrgraph.store.chunks import Chunk
    from imrgraph.store.extractor import Extract
    from imrgraph.store.limits import Limits
    from imrgraph.vocab.own import OwnVocabularies

_PROGRESS = struct.Struct("qd")  # a unit's place in the chunk, and when it was begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to read letters with, and where things are."""

    extract: Extract
    version: str
    own: OwnVocabularies
    catalogue: Path | None
    shards: Path
    progress: Path
    text_column: str | None
    max_letter_size: int
    limits: Limits

    @property
    def basis(self) -> str:
        """All but the sources that decides what is in a shard."""
        return repr(
            (
                self.version or (self.extract.__module__, self.extract.__qualname__, self.own.digest),
                self.text_column,
                self.max_letter_size,
                self.limits,
                self.catalogue and self.catalogue.parent.name,  # the generation's number
            )
        )

    def extraction(self) -> Extraction:
        return Extraction(
            self.extract,
            self.version,
            None if self.catalogue is None else Catalogue(self.catalogue, writable=False),
            text_column=self.text_column,
            max_letter_size=self.max_letter_size,
            limits=self.limits,
        )


class Progress:
    """A mapped file that says which unit a process is at, and since when (as `time.monotonic` counts)."""

    def __init__(self, path: Path, *, new: bool = False) -> None:
        if new:
            path.write_bytes(bytes(_PROGRESS.size))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _PROGRESS.size)
        if new:
            self.rest()

    def begin(self, unit: int) -> None:
        _PROGRESS.pack_into(self._map, 0, unit, time.monotonic())

    def rest(self) -> None:
        self.begin(-1)

    def state(self) -> tuple[int | None, float]:
        """The place of the unit, None at rest; and for how many seconds."""
        unit, since = _PROGRESS.unpack_from(self._map, 0)
        return None if unit < 0 else unit, time.monotonic() - since

    def close(self) -> None:
        self._map.close()


def main() -> None:
    """Serve until the requests end."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what anything prints must not be taken for an answer
    requests = sys.stdin.buffer
    order: Order = pickle.load(requests)  # noqa: S301 (from the process that started this one)
    progress = Progress(order.progress)
    limit_memory(order.limits.memory)
    with ExitStack() as stack:
        stack.enter_context(using(order.own))
        extraction = order.extraction()
        stack.callback(extraction.close)
        while True:
            try:
                chunk: Chunk
                chunk, costly = pickle.load(requests)  # noqa: S301
            except EOFError:
                return
            try:
                extraction.run(chunk, order.shards, costly=costly, begin=progress.begin)
                answer = None
            except OSError as error:
                answer = error.strerror or str(error)
            progress.rest()
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()

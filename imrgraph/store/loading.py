"""The graph of the next generation while it is made: letters leave it and come into it in bulk."""

from __future__ import annotations

import io
import os
import shutil
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from imrgraph.store.oxigraph import letter_quads
from imrgraph.store.vocabularies import drop_unused_concepts, renew_vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from typing_extensions import Buffer

    from imrgraph.store.catalogue import Catalogue

_BUFFER = 1 << 20


class NextGraph:
    """A graph that begins with all that the current generation's has, by hard links to files that never change.

    Letters are loaded by a thread, while the next ones are read; whatever asks the graph waits for it.

    Args:
        path: where it is made.
        base: the current generation's graph; None for a new store.

    Raises:
        OSError: the graph of the current generation is damaged, or the disk is full.
    """

    def __init__(self, path: Path, base: Path | None) -> None:
        if base is not None:
            ox.Store.read_only(str(base)).backup(str(path))
        self._path = path
        self._open: ox.Store | None = ox.Store(str(path))
        self._thread = ThreadPoolExecutor(1)
        self._loading: Future[None] | None = None
        self.changed = False

    @property
    def store(self) -> ox.Store:
        """The graph, with all that was to be loaded. Raises OSError where that failed."""
        if self._loading is not None:
            loading, self._loading = self._loading, None
            loading.result()
        if self._open is None:
            raise ValueError("this graph was closed")
        return self._open

    def renew_vocabularies(self, catalogue: Catalogue) -> bool:
        """Bring the vocabularies up to date, and say whether they were not."""
        renewed = renew_vocabularies(self.store, catalogue)
        self.changed |= renewed
        return renewed

    def letter_lines(self, key: str) -> list[str]:
        """A letter's triples, as N-Triples lines in no certain order."""
        triples = (ox.Triple(q.subject, q.predicate, q.object) for q in letter_quads(self.store, key))
        lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        return [line for line in lines.decode("utf-8").split("\n") if line]

    def change(self, letters: Mapping[str, bytes | None], held: set[str]) -> None:
        """Let each key have these triples (packed lines) and no other; None: nothing at all.

        Args:
            letters: by KEY.
            held: the keys that the graph holds anything of, or more.
        """
        if not letters:
            return
        self.changed = True
        store = self.store
        gone: list[ox.Quad] = []
        added: set[ox.Quad] = set()
        for key in letters.keys() & held:  # little of a letter that is read again is another than before
            quads, packed = letter_quads(store, key), letters[key]
            wanted = set(ox.parse(zlib.decompress(packed), ox.RdfFormat.N_TRIPLES)) if packed else set()
            gone += [quad for quad in quads if quad not in wanted]
            added |= wanted.difference(quads)
        for quad in gone:
            store.remove(quad)
        if added:
            store.bulk_extend(added)
        lines = [packed for key, packed in sorted(letters.items()) if packed is not None and key not in held]
        if lines:
            self._loading = self._thread.submit(_load, store, lines)

    def finish(self, *, optimise: bool) -> None:
        """Forget concepts that no letter names any more, and bring everything into the files."""
        if self.changed:
            drop_unused_concepts(self.store)
        self.store.flush()
        if optimise:
            self.store.optimize()

    def rewrite(self) -> None:
        """Copy all that the graph holds into new files: those of before keep the words of what was removed."""
        fresh = self._path.with_name("graph.new")
        copy = ox.Store(str(fresh))
        _copy(self.store, copy)
        copy.flush()
        copy.optimize()
        del copy
        self._open = None
        shutil.rmtree(self._path)
        fresh.rename(self._path)
        self._open = ox.Store(str(self._path))

    def close(self) -> None:
        self._thread.shutdown()
        self._open = None  # Oxigraph closes what nothing refers to
        self._loading = None


class _Unpacked(io.RawIOBase):
    """Packed pieces, none of them empty, as one stream."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        if not self._rest:
            self._rest = memoryview(b"".join(map(zlib.decompress, islice(self._pieces, 1))))
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _load(store: ox.Store, lines: list[bytes]) -> None:
    """Load letters' packed lines, which need no check that they are N-Triples: `rdf.triples` made them."""
    stream = io.BufferedReader(_Unpacked(lines), _BUFFER)
    store.bulk_load(stream, ox.RdfFormat.N_TRIPLES, lenient=True)


def _copy(source: ox.Store, target: ox.Store) -> None:
    """All statements, as they are: through a pipe, so that no size of graph needs memory."""
    reading, writing = os.pipe()

    def dump() -> None:
        with os.fdopen(writing, "wb", _BUFFER) as stream:
            source.dump(stream, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())

    thread = threading.Thread(target=dump)
    thread.start()
    with os.fdopen(reading, "rb", _BUFFER) as stream:
        target.bulk_load(stream, ox.RdfFormat.N_TRIPLES, lenient=True)
    thread.join()

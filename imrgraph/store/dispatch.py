"""The chunks of one build on their way to a cluster and back: sent ahead, taken in their order, and read again where they were lost."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from imrgraph.errors import StoreError
from imrgraph.store.catalogue import Catalogue
from imrgraph.store.extraction import failed
from imrgraph.store.sending import sent
from imrgraph.store.shards import keep_shard, read_shard, shard_file, write_shard
from imrgraph.store.unwritten import unwritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.store.chunks import Chunk
    from imrgraph.store.cluster import Cluster
    from imrgraph.store.depot import Depot
    from imrgraph.store.station import Answer, Sealed
    from imrgraph.store.worker import Order

_AHEAD = 4  # chunks in the hands of each thread, or finished and not yet taken
_LEAST = 8  # chunks under way, however few threads there are
_CONTENT = 256 << 20  # bytes of letters on their way at once
_TRIES = 3  # to have a shard that was taken away: another build may share the depot
_LOST = "its worker was lost while it was read, time and again"


@dataclass(slots=True)
class _Work:
    """A chunk on its way: the parts it was sent in, with what will come of each."""

    chunk: Chunk
    parts: list[tuple[Chunk, Any]] = field(default_factory=list)
    weight: int = 0  # bytes of letters sent

    def cancel(self) -> None:
        for _, future in self.parts:
            future.cancel()


class Dispatch:
    """One build's chunks.

    Args:
        cluster: reads them.
        order: what they are read with; its `shards` are where their shards go.
        told: the same for workers, an `Assignment`.
        depot: where workers put shards; None where they answer with them.

    Attributes:
        sent: names of what was sent: chunks, or their parts.
    """

    def __init__(self, cluster: Cluster, order: Order, told: Sealed, depot: Depot | None) -> None:
        self._cluster, self._order, self._told, self._depot = cluster, order, told, depot
        self._catalogue = None if order.catalogue is None else Catalogue(order.catalogue, writable=False)
        self._under_way: deque[_Work] = deque()
        self._with_content = False
        self.sent: set[str] = set()

    def shards(self, chunks: Iterable[Chunk]) -> Iterator[str]:
        """The names of the chunks' shards, all there, in their order. Raises as `Cluster.shards_of`."""
        for chunk in chunks:
            self._under_way.append(self._begun(chunk))
            while self._is_full():
                yield self._next()
        while self._under_way:
            yield self._next()

    def close(self) -> None:
        """Call back what is still on its way."""
        for work in self._under_way:
            work.cancel()
        if self._catalogue is not None:
            self._catalogue.close()

    def _is_full(self) -> bool:
        weight = sum(work.weight for work in self._under_way)
        many = len(self._under_way) >= max(_LEAST, _AHEAD * self._cluster.threads())
        return many or (weight > _CONTENT and len(self._under_way) > 1)

    def _informed(self, chunk: Chunk) -> Chunk:
        """A chunk that knows what the store has of its places, for workers have no catalogue to ask, with a name that says so: a
        depot may hold shards of other stores.
        """
        if self._catalogue is None or not self._order.version:
            return chunk
        known = frozenset(
            digest
            for unit in chunk.units
            for digest in self._catalogue.as_read_at(unit.origin, self._order.version)
        )
        if not known:
            return chunk
        name = hashlib.sha256("\n".join([chunk.name, *sorted(known)]).encode()).hexdigest()
        return replace(chunk, name=name, known=known)

    def _begun(self, chunk: Chunk) -> _Work:
        if shard_file(self._order.shards, chunk.name).is_file():
            return _Work(chunk)
        work = _Work(chunk)
        self._send(work)
        return work

    def _send(self, work: _Work) -> None:
        work.cancel()
        parts = list(sent(self._informed(work.chunk), self._order, with_content=self._with_content))
        work.parts = [(part, self._submitted(part)) for part, _ in parts]
        work.weight = sum(weight for _, weight in parts)

    def _submitted(self, part: Chunk) -> Any:
        self.sent.add(part.name)
        return self._cluster.submit(self._told, part)

    def _next(self) -> str:
        work = self._under_way.popleft()
        try:
            if work.parts:
                self._finish(work)
        except StoreError:
            raise
        except OSError as error:
            raise unwritten(self._order.shards, error.strerror or str(error)) from error
        finally:
            work.cancel()
        return work.chunk.name

    def _finish(self, work: _Work) -> None:
        """Wait for a chunk, and have its shard where the build reads it."""
        answers = [self._cluster.answer(future) for _, future in work.parts]
        if any(answer is not None and answer.away for answer in answers):
            self._with_content = True
            for other in [work, *(other for other in self._under_way if other.parts)]:
                self._send(other)
            answers = [self._cluster.answer(future) for _, future in work.parts]
        parts = [part for part, _ in work.parts]
        shards, name = self._order.shards, work.chunk.name
        if len(parts) > 1:
            self._join(name, zip(parts, answers, strict=True), shards)
        else:
            self._keep(parts[0], answers[0], shards)
            shard_file(shards, parts[0].name).replace(shard_file(shards, name))

    def _keep(self, part: Chunk, answer: Answer | None, folder: Path, tries: int = _TRIES) -> None:
        """Write a part's shard into a folder. Raises StoreError where workers say so often that it is where it is not."""
        if answer is None and len(part.units) == 1:
            write_shard(folder, part.name, [failed(part.units[0], _LOST)])
        elif answer is None:
            self._join(part.name, self._by_letter(part), folder)
        elif answer.shard is not None:
            keep_shard(folder, part.name, answer.shard)
        elif self._depot is None or not self._depot.fetch(part.name, folder):
            if not tries:
                raise StoreError(
                    f"{self._depot}: what workers put there is not there; it must be the same place for them and here (--shards)"
                )
            self._keep(part, self._cluster.answer(self._submitted(part)), folder, tries - 1)

    def _by_letter(self, part: Chunk) -> Iterator[tuple[Chunk, Answer | None]]:
        for at, unit in enumerate(part.units):
            one = replace(part, name=f"{part.name}-{at}", units=(unit,))
            yield one, self._cluster.answer(self._submitted(one))

    def _join(self, name: str, parts: Iterable[tuple[Chunk, Answer | None]], folder: Path) -> None:
        """Write the shard of a chunk of which the parts were read one by one."""
        with TemporaryDirectory(dir=self._order.shards) as apart:
            names = []
            for part, answer in parts:
                self._keep(part, answer, Path(apart))
                names.append(part.name)
            findings = chain.from_iterable(read_shard(Path(apart), one) for one in names)
            write_shard(folder, name, findings)

"""Chunks become shards on a cluster of dask's: the build's side. What a worker does is in `station`.

A worker that is lost has its chunks read by others: dask sees to that. One whose chunk was lost time and again is read letter by
letter, so that a letter that takes its worker with it costs itself alone, as in a local build.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
import uuid
from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from imrgraph.errors import MissingExtraError, StoreError
from imrgraph.store import station
from imrgraph.store.catalogue import Catalogue
from imrgraph.store.depot import Depot
from imrgraph.store.extraction import failed
from imrgraph.store.extractor import can_be_sent, code_version
from imrgraph.store.pool import unwritten
from imrgraph.store.sending import sent
from imrgraph.store.shards import keep_shard, read_shard, shard_file, write_shard
from imrgraph.store.station import Assignment, Sealed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from imrgraph.store.chunks import Chunk
    from imrgraph.store.station import Answer
    from imrgraph.store.worker import Order

_SCHEDULER = re.compile(r"(tcp|tls|ws|wss|ucx)://[^\s/]+/?")
_CONNECT = 15  # seconds for a scheduler to answer
_PATIENCE = 300.0  # seconds to wait for a worker where there is none: clusters start some when there is work
_LOOK = 2.0  # seconds between two looks at who is there
_AHEAD = 4  # chunks in the hands of each thread, or finished and not yet taken
_LEAST = 8  # chunks under way, however few threads there are
_CONTENT = 256 << 20  # bytes of letters on their way at once
_UNINTERRUPTED = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build\n"
_LOST = "its worker was lost while it was read, time and again"


@contextmanager
def connected(
    address: str | None, *, jobs: int | None = None, depot: str | None = None
) -> Iterator[Cluster | None]:
    """Workers that read for builds, until the block ends.

    Args:
        address: of a dask scheduler, `tcp://host:8786` or `tls://host:8786`, or `local` for one of this machine's own.
            None: there is none.
        jobs: processes of a local one; as many as there are processors unless told.
        depot: a folder or address that this machine and the workers reach, for finished shards; unless told they come back with
            the workers' answers (of local ones, to the store's folder).

    Raises:
        MissingExtraError: dask.distributed is not installed.
        StoreError: no scheduler answers, or a worker has another version of imrgraph.
    """
    if address is None:
        yield None
        return
    try:
        import distributed
    except ImportError as error:
        raise MissingExtraError("dask.distributed", "cluster") from error
    with ExitStack() as stack:
        if address == "local":
            made = distributed.LocalCluster(
                n_workers=jobs or os.cpu_count() or 1,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                scheduler_kwargs={"dashboard": False},
                preload=_UNINTERRUPTED,
                security=True,  # else whoever has an account on this machine could run code as this user
                silence_logs="ERROR",
            )
            client = stack.enter_context(distributed.Client(stack.enter_context(made), set_as_default=False))
        else:
            client = stack.enter_context(_client(address))
        yield Cluster(client, address, None if depot is None else Depot(depot))


def _client(address: str) -> Any:
    from distributed import Client, Security

    if not _SCHEDULER.fullmatch(address):
        raise StoreError(f"{address}: no address of a scheduler, such as tcp://host:8786 (--cluster)")
    if address.startswith("tls:") and Security().get_connection_args("client")["ssl_context"] is None:
        raise StoreError(
            f"{address}: needs certificates; name them in dask's configuration, distributed.comm.tls"
        )
    try:
        return Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{address}: no dask scheduler answers there ({type(error).__name__}); start one with: dask scheduler"
        ) from error


@dataclass(slots=True)
class _Work:
    """A chunk on its way: the parts it was sent in, with what will come of each."""

    chunk: Chunk
    parts: list[tuple[Chunk, Any]] = field(default_factory=list)
    weight: int = 0  # bytes of letters sent

    def cancel(self) -> None:
        for _, future in self.parts:
            future.cancel()


class Cluster:
    """Workers by way of dask's scheduler; `connected` makes one."""

    def __init__(self, client: Any, address: str, depot: Depot | None) -> None:
        self._client, self._address, self._depot = client, address, depot
        self._threads, self._looked, self._seen = 0, 0.0, time.monotonic()
        self._require_same_code()

    def shards_of(self, chunks: Iterable[Chunk], order: Order) -> Generator[str, None, None]:
        """Have each chunk's shard made, unless it is there.

        Args, Yields: as `pool.shards_of`.

        Raises:
            StoreError: a shard could not be written, a worker cannot read, or the scheduler or all workers are gone.
        """
        if not can_be_sent(order.extract):
            raise StoreError(
                f"{self._address}: workers cannot be told to read with {order.extract!r}; put it into a module"
            )
        build = uuid.uuid4().hex
        depot = self._depot or (Depot(str(order.shards)) if self._address == "local" else None)
        nowhere = replace(order, catalogue=None, shards=Path(), progress=Path())
        told = Sealed.of(Assignment(build=build, code=code_version(), order=nowhere, depot=depot))
        run = _Run(self, order, told, depot)
        try:
            yield from run.shards(chunks)
            if self._depot is not None:
                self._depot.clear(run.sent)
        finally:
            run.close()
            if run.sent:
                with suppress(Exception):  # it is over; whoever is not there has no processes left either
                    self._client.run(station.dismiss, build, on_error="ignore")

    def submit(self, assignment: Sealed, part: Chunk) -> Any:
        """Have a chunk read; `answer` waits for what comes of it."""
        return self._client.submit(
            station.read_chunk, assignment, Sealed.of(part), key=f"imrgraph-{uuid.uuid4().hex}", pure=False
        )

    def answer(self, future: Any) -> Answer | None:
        """None where the workers that had it were lost, more often than dask tries.

        Raises:
            StoreError: the scheduler, or all workers, are gone; or a worker cannot run imrgraph.
        """
        from distributed import KilledWorker

        while True:
            try:
                answer: Answer = future.result(timeout=_LOOK)
            except TimeoutError:
                self.threads()
            except KilledWorker:
                return None
            except Exception as error:
                raise StoreError(
                    f"{self._address}: a worker cannot do what it was told, or the scheduler is gone"
                    f" ({type(error).__name__}); run the same build again to go on"
                ) from error
            else:
                if answer.trouble:
                    raise StoreError(f"{self._address}: a worker {answer.trouble}")
                return answer

    def threads(self) -> int:
        """How many chunks the workers of now can read at once; looked up every few seconds, since workers come and go.

        Raises:
            StoreError: the scheduler is gone, or there was no worker for long.
        """
        now = time.monotonic()
        if now - self._looked >= _LOOK:
            try:
                self._threads, self._looked = sum(self._client.nthreads().values()), now
            except Exception as error:
                raise StoreError(
                    f"{self._address}: the scheduler is gone; run the same build again to go on"
                ) from error
            if self._threads:
                self._seen = now
            elif now - self._seen > _PATIENCE:
                raise StoreError(
                    f"{self._address}: has no workers; start some with: dask worker {self._address}"
                )
        return self._threads

    def _require_same_code(self) -> None:
        """Refuse workers that read otherwise than this machine would; those that come later refuse by themselves."""
        try:
            found = self._client.run(station.introduce)
        except Exception as error:
            raise StoreError(
                f"{self._address}: a worker has no imrgraph, or another version of it ({type(error).__name__}); install the same on all"
            ) from error
        for machine, code in found.values():
            if code != code_version():
                raise StoreError(f"{self._address}: a worker {station.other_code(machine)}")


class _Run:
    """The chunks of one build: sent ahead, taken in their order."""

    def __init__(self, cluster: Cluster, order: Order, told: Sealed, depot: Depot | None) -> None:
        self._cluster, self._order, self._told, self._depot = cluster, order, told, depot
        self._catalogue = None if order.catalogue is None else Catalogue(order.catalogue, writable=False)
        self._under_way: deque[_Work] = deque()
        self._with_content = False
        self.sent: set[str] = set()  # names of chunks and their parts

    def shards(self, chunks: Iterable[Chunk]) -> Iterator[str]:
        for chunk in chunks:
            self._under_way.append(self._begun(self._informed(chunk)))
            while self._is_full():
                yield self._next()
        while self._under_way:
            yield self._next()

    def close(self) -> None:
        for work in self._under_way:
            work.cancel()
        if self._catalogue is not None:
            self._catalogue.close()

    def _is_full(self) -> bool:
        weight = sum(work.weight for work in self._under_way)
        many = len(self._under_way) >= max(_LEAST, _AHEAD * self._cluster.threads())
        return many or (weight > _CONTENT and len(self._under_way) > 1)

    def _informed(self, chunk: Chunk) -> Chunk:
        """A chunk that knows what the store has of its places: workers have no catalogue to ask."""
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
        parts = list(sent(work.chunk, self._order, with_content=self._with_content))
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
        if len(parts) == 1:
            self._keep(parts[0], answers[0], self._order.shards)
        else:
            self._join(work.chunk.name, zip(parts, answers, strict=True), self._order.shards)

    def _keep(self, part: Chunk, answer: Answer | None, folder: Path) -> None:
        """Write a part's shard into a folder."""
        if answer is None and len(part.units) == 1:
            write_shard(folder, part.name, [failed(part.units[0], _LOST)])
        elif answer is None:
            self._join(part.name, self._by_letter(part), folder)
        elif answer.shard is not None:
            keep_shard(folder, part.name, answer.shard)
        elif self._depot is None or not self._depot.fetch(part.name, folder):
            again = self._cluster.answer(self._submitted(part))
            self._keep(part, again, folder)

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

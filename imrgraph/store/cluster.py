"""Chunks become shards on a cluster of dask's: the build's side. `dispatch` sends them, `station` is what a worker does.

A worker that is lost has its chunks read by others: dask sees to that. One whose chunk was lost time and again is read letter by
letter, so that a letter that takes its worker with it costs itself alone, as in a local build.
"""

from __future__ import annotations

import logging
import os
import re
import time
import uuid
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imrgraph.errors import MissingExtraError, StoreError
from imrgraph.store import station
from imrgraph.store.depot import Depot
from imrgraph.store.dispatch import Dispatch
from imrgraph.store.extractor import can_be_sent, code_version
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
_UNINTERRUPTED = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build\n"


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
        stack.enter_context(_quiet())
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


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep dask's client from logging a traceback for what becomes one line of ours."""
    logger = logging.getLogger("distributed.client")
    former = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(former)


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
        run = Dispatch(self, order, told, depot)
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
            except CancelledError as error:
                raise self._gone() from error
            except Exception as error:
                raise self._other_imrgraph(error) from error
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
                raise self._gone() from error
            if self._threads:
                self._seen = now
            elif now - self._seen > _PATIENCE:
                raise StoreError(
                    f"{self._address}: has no workers; start some with: dask worker {self._address}"
                )
        return self._threads

    def _gone(self) -> StoreError:
        return StoreError(f"{self._address}: the scheduler is gone; run the same build again to go on")

    def _other_imrgraph(self, error: Exception) -> StoreError:
        return StoreError(
            f"{self._address}: a worker has no imrgraph, or another version of it ({type(error).__name__});"
            " install the same on all"
        )

    def _require_same_code(self) -> None:
        """Refuse workers that read otherwise than this machine would; those that come later refuse by themselves."""
        try:
            found = self._client.run(station.introduce)
        except Exception as error:
            raise self._other_imrgraph(error) from error
        for machine, code in found.values():
            if code != code_version():
                raise StoreError(f"{self._address}: a worker {station.other_code(machine)}")

"""Chunks become shards, made by other processes; whoever asks gets their names in the chunks' order.

A process that dies, or is at one letter for too long, costs that letter alone: it is started anew with the same chunk,
and that letter left out.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING

from imrgraph.errors import StoreError
from imrgraph.store.extraction import too_long
from imrgraph.store.extractor import can_be_sent
from imrgraph.store.shards import shard_file
from imrgraph.store.unwritten import unwritten
from imrgraph.store.worker import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from concurrent.futures import Future

    from imrgraph.store.chunks import Chunk
    from imrgraph.store.cluster import Cluster
    from imrgraph.store.worker import Order

_AHEAD = 16  # chunks in the hands of each process or finished and not yet taken
_GRACE = 5.0  # seconds beyond the limit, after which a process that did not stop by itself is stopped
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from imrgraph.store.worker import main; main()"
)


def shards_of(
    chunks: Iterable[Chunk], order: Order, jobs: int, cluster: Cluster | None = None
) -> Generator[str, None, None]:
    """Have each chunk's shard made, unless it is there.

    Args:
        chunks: taken as far ahead as processes need.
        order: what to read with; `shards` and the folder of `progress` must be there.
        jobs: processes, each started when there is a chunk for it. With 0, or where `extract` cannot be told to another
            process, the letters are read in this one, without a limit to its memory.
        cluster: reads them all, where it is given.

    Yields:
        The names of the shards, all there, in the chunks' order.

    Raises:
        StoreError: a shard could not be written.
    """
    if cluster is not None:
        yield from cluster.shards_of(chunks, order)
    elif jobs == 0 or not can_be_sent(order.extract):
        yield from _here(chunks, order)
    else:
        yield from _by_processes(chunks, order, jobs)


def _here(chunks: Iterable[Chunk], order: Order) -> Iterator[str]:
    extraction = order.extraction()
    try:
        for chunk in chunks:
            if not shard_file(order.shards, chunk.name).is_file():
                try:
                    extraction.run(chunk, order.shards)
                except OSError as error:
                    raise unwritten(order.shards, error.strerror or str(error)) from error
            yield chunk.name
    finally:
        extraction.close()


def _by_processes(chunks: Iterable[Chunk], order: Order, jobs: int) -> Generator[str, None, None]:
    clients = [Client(replace(order, progress=order.progress.with_name(f"{at}"))) for at in range(jobs)]
    free: SimpleQueue[Client] = SimpleQueue()
    for client in clients:
        free.put(client)

    def made(chunk: Chunk) -> str:
        if not shard_file(order.shards, chunk.name).is_file():
            client = free.get()
            try:
                client.run(chunk)
            finally:
                free.put(client)
        return chunk.name

    threads = ThreadPoolExecutor(jobs)
    under_way: deque[Future[str]] = deque()
    try:
        for chunk in chunks:
            under_way.append(threads.submit(made, chunk))
            if len(under_way) >= jobs * _AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        for future in under_way:
            future.cancel()
        for client in clients:
            client.close()
        threads.shutdown()


class Client:
    """One process, started when it is first needed and again after it was lost."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._child: subprocess.Popen[bytes] | None = None
        self._progress: Progress | None = None
        self._closed = False

    def run(self, chunk: Chunk) -> None:
        """Have a chunk read. Raises StoreError where its shard cannot be written."""
        costly: dict[int, str] = {}
        while (lost := self._try(chunk, costly)) is not None:
            at, reason = lost
            if self._closed or at is None or at in costly:
                raise StoreError(f"{self._order.shards}: a process that reads letters {reason}; run it again")
            costly[at] = reason

    def close(self) -> None:
        """End the process, whatever it does."""
        self._closed = True
        self._end()

    def _try(self, chunk: Chunk, costly: dict[int, str]) -> tuple[int | None, str] | None:
        """None when it is done; else the unit at which the process was lost, and what to say of it."""
        child, progress = self._started()
        late = threading.Event()
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(child, progress, late, over), daemon=True)
        watch.start()
        try:
            answer = _exchange(child, (chunk, costly))
        finally:
            over.set()
            watch.join()
        if answer is not None:
            if said := json.loads(answer):
                raise unwritten(self._order.shards, said)
            return None
        at = progress.state()[0]
        status = child.wait()
        self._end()
        if late.is_set():
            return at, too_long(self._order.limits)
        return at, f"ended its process ({f'signal {-status}' if status < 0 else f'status {status}'})"

    def _watch(
        self, child: subprocess.Popen[bytes], progress: Progress, late: threading.Event, over: threading.Event
    ) -> None:
        limit = self._order.limits.seconds
        while not over.wait(min(1.0, limit)):
            at, seconds = progress.state()
            if at is not None and seconds > limit + min(_GRACE, limit):
                late.set()
                child.kill()
                return

    def _started(self) -> tuple[subprocess.Popen[bytes], Progress]:
        if self._child is None or self._progress is None:
            self._progress = Progress(self._order.progress, new=True)
            self._child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", _START, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback may hold a letter's words
                start_new_session=True,  # an interruption is for the build; the end of requests follows
            )
            _send(self._child.stdin, self._order)
        return self._child, self._progress

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            with suppress(OSError, ValueError):
                self._child.communicate()
            self._child = None
        if self._progress is not None:
            self._progress.close()
            self._progress = None


def _exchange(child: subprocess.Popen[bytes], request: object) -> bytes | None:
    """The line that answers a request; None where the process ended without one."""
    with suppress(OSError, ValueError):
        _send(child.stdin, request)
        if child.stdout is not None and (line := child.stdout.readline()).endswith(b"\n"):
            return line
    return None


def _send(stream: IO[bytes] | None, message: object) -> None:
    if stream is not None:
        with suppress(BrokenPipeError):  # the process is gone, which shows when it is asked
            stream.write(pickle.dumps(message))
            stream.flush()

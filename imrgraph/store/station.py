"""What a worker of a cluster does: chunks come as tasks, and go to processes of its own, which have the limits of a local build.

A task never fails: what is wrong is its answer. So the worker's log, where tasks that fail are written down with what
they were given, holds no letter's words.
"""

from __future__ import annotations

import pickle
import platform
import shutil
import tempfile
import threading
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imrgraph.errors import StoreError
from imrgraph.read.remote import can_be_opened
from imrgraph.read.walk import state_of
from imrgraph.store.extractor import code_version
from imrgraph.store.pool import Client
from imrgraph.store.shards import shard_file

if TYPE_CHECKING:
    from imrgraph.read.walk import File
    from imrgraph.store.chunks import Chunk
    from imrgraph.store.depot import Depot
    from imrgraph.store.worker import Order

_IDLE = 600.0  # seconds after which processes that nobody asks any more end


@dataclass(frozen=True, slots=True)
class Sealed:
    """Something on its way, of which a log shows nothing."""

    data: bytes = field(repr=False)

    @classmethod
    def of(cls, held: object) -> Sealed:
        return cls(pickle.dumps(held))

    def opened(self) -> Any:
        return pickle.loads(self.data)  # noqa: S301 (what a cluster runs comes from whoever may run things on it)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What all chunks of a build are read with.

    Attributes:
        build: a name of the build; its processes end by it.
        code: `code_version` of the build.
        order: as for a process of a local build; its paths mean nothing here.
        depot: where shards go; None where they go into the answer.
    """

    build: str
    code: str
    order: Order
    depot: Depot | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a chunk.

    Attributes:
        shard: the bytes of its file; None where that is in the depot, or nothing was read.
        away: whether nothing was read since its files are not here, or are others.
        trouble: why nothing was read, in words for a person.
    """

    shard: bytes | None = field(default=None, repr=False)
    away: bool = False
    trouble: str = ""


def introduce() -> tuple[str, str]:
    """Who this worker is: the name of its machine, and the version of its code."""
    return platform.node(), code_version()


def other_code(machine: str) -> str:
    """What to say of a worker that has other code than the build."""
    return f"on {machine} has another version of imrgraph; install the same on all"


def read_chunk(assignment: Sealed, work: Sealed) -> Answer:
    """Read a chunk, in a process that ends when it must."""
    try:
        told: Assignment = assignment.opened()
        if told.code != code_version():
            return Answer(trouble=other_code(platform.node()))
        chunk: Chunk = work.opened()
        if told.depot is not None and told.depot.has(chunk.name):
            return Answer()
        if not all(
            unit.file is None or unit.located is not None or _is_here(unit.file) for unit in chunk.units
        ):
            return Answer(away=True)
        shard = _team(told).read(chunk, told.depot)
    except (StoreError, ImportError, AttributeError, OSError) as error:
        return Answer(trouble=f"on {platform.node()} failed: {error}")
    return Answer(shard=shard)


def dismiss(build: str) -> None:
    """End the processes that read for a build."""
    with _LOCK:
        team = _TEAMS.pop(build, None)
    if team is not None:
        team.close()


class _Team:
    """The processes that read for one build: one for each thread of the worker that has a chunk."""

    def __init__(self, assignment: Assignment) -> None:
        self._build = assignment.build
        self._folder = Path(tempfile.mkdtemp(prefix="imrgraph-", dir=_scratch()))
        self._order = replace(assignment.order, shards=self._folder)
        self._all: list[Client] = []
        self._free: list[Client] = []
        self._lock = threading.Lock()
        self._idle: threading.Timer | None = None

    def read(self, chunk: Chunk, depot: Depot | None) -> bytes | None:
        """Raises StoreError where the shard cannot be written."""
        client = self._taken()
        try:
            client.run(chunk)
        finally:
            self._give(client)
        path = shard_file(self._folder, chunk.name)
        try:
            if depot is None:
                return path.read_bytes()
            depot.put(self._folder, chunk.name)
            return None
        finally:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        with self._lock:
            clients, self._all, self._free = self._all, [], []
            if self._idle is not None:
                self._idle.cancel()
        for client in clients:
            client.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _taken(self) -> Client:
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            if self._free:
                return self._free.pop()
            client = Client(replace(self._order, progress=self._folder / uuid.uuid4().hex))
            self._all.append(client)
            return client

    def _give(self, client: Client) -> None:
        """Take a process back; all of them end when no build asks for them any more, however that has ended."""
        with self._lock:
            if client not in self._all:
                return
            self._free.append(client)
            if len(self._free) == len(self._all):
                self._idle = threading.Timer(_IDLE, dismiss, (self._build,))
                self._idle.daemon = True
                self._idle.start()


_TEAMS: dict[str, _Team] = {}
_LOCK = threading.Lock()


def _team(assignment: Assignment) -> _Team:
    with _LOCK:
        if assignment.build not in _TEAMS:
            _TEAMS[assignment.build] = _Team(assignment)
        return _TEAMS[assignment.build]


def _scratch() -> str:
    """The worker's own folder, which dask empties, also after a worker that was killed."""
    from distributed import get_worker

    return str(get_worker().local_directory)


def _is_here(file: File) -> bool:
    if file.data is not None:
        return True
    if file.url is not None:
        return can_be_opened(file.url)
    return file.path is not None and state_of(file.path) == file.version

"""A dask scheduler and workers that tests start as processes of their own, and lose."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from distributed import Client

from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CHECKOUT = Path(__file__).parents[2]
_PATIENCE = 120  # seconds for processes to start on a busy machine


class DaskCluster:
    """A scheduler's `address`, and its `workers`: one thread each, and nobody to start them again."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._folder, self._environment = folder, dict(environment)
        port = self.address.rpartition(":")[2]
        self._scheduler = self._started("scheduler", "--host", "127.0.0.1", "--port", port)

    def add_worker(self, code: Path = _CHECKOUT) -> subprocess.Popen[bytes]:
        """Start a worker that runs the imrgraph of some folder."""
        options = ["--no-nanny", "--nthreads", "1", "--local-directory", str(self._folder)]
        worker = self._started("worker", self.address, *options, code=code)
        self.workers.append(worker)
        return worker

    def wait(self, number: int) -> None:
        """Wait until there are so many workers, no more and no fewer."""
        end = time.monotonic() + _PATIENCE
        with Client(self.address, timeout=_PATIENCE, set_as_default=False) as client:
            while len(client.nthreads()) != number:
                assert time.monotonic() < end, f"there are {len(client.nthreads())} workers, not {number}"
                time.sleep(0.1)

    def lose(self, worker: subprocess.Popen[bytes]) -> None:
        """Kill a worker with signal 9."""
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    def close(self) -> None:
        for process in (*self.workers, self._scheduler):
            process.kill()
            process.wait()

    def _started(self, what: str, *options: str, code: Path = _CHECKOUT) -> subprocess.Popen[bytes]:
        search = os.pathsep.join(dict.fromkeys([str(code), str(_CHECKOUT)]))
        with (self._folder / f"{what}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", what, *options, "--no-dashboard"],
                cwd=self._folder,
                env={**os.environ, **self._environment, "PYTHONPATH": search},
                stdout=log,
                stderr=log,
            )

    def logged(self) -> str:
        """All that scheduler and workers have written down."""
        return "".join(path.read_text("utf-8", "replace") for path in self._folder.glob("*.log"))


@contextmanager
def dask_cluster(folder: Path, environment: Mapping[str, str], workers: int = 2) -> Iterator[DaskCluster]:
    """A cluster that is gone when the block ends."""
    folder.mkdir()
    cluster = DaskCluster(folder, environment)
    try:
        for _ in range(workers):
            cluster.add_worker()
        cluster.wait(workers)
        yield cluster
    finally:
        cluster.close()

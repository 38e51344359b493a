"""The SPARQL servers that tests start on loopback ports of their own, and stop at their end."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPH = "https://example.org/letters"
_PATIENCE = 120  # seconds for a server to start on a busy machine
_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Running:
    """A server's addresses: to ask (the graph named where that is needed), to load by Graph Store Protocol, to update.

    `graph` is the named graph to load; None for the default graph. `user` and `password` allow loading.
    """

    query: str
    store: str
    update: str
    graph: str | None = None
    user: str | None = None
    password: str | None = None


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def oxigraph_server() -> Iterator[Running]:
    """`oxigraph serve`, in memory."""
    program = Path(sys.executable).parent / "oxigraph"
    assert program.is_file(), "the extra `test` brings oxigraph: pip install 'imrgraph[test]'"
    base = f"127.0.0.1:{free_port()}"
    with _running([str(program), "serve", "--bind", base], f"http://{base}/", None):
        yield Running(f"http://{base}/query", f"http://{base}/store", f"http://{base}/update")


@contextmanager
def virtuoso_server(folder: Path, *, rows: int = 200_000) -> Iterator[Running]:
    """Virtuoso with a database of its own in the folder, and the password that it comes with. It gives at most so many rows."""
    program = shutil.which("virtuoso-t")
    assert program, "these tests need Virtuoso: tools/virtuoso installs it"
    http = free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=free_port(), http=http, rows=rows), encoding="utf-8")
    base = f"http://127.0.0.1:{http}"
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, f"{base}/sparql?query=ASK%7B%7D", folder):
        yield Running(
            query=f"{base}/sparql?default-graph-uri={GRAPH}",
            store=f"{base}/sparql-graph-crud-auth",
            update=f"{base}/sparql-auth",
            graph=GRAPH,
            user="dba",
            password="dba",
        )


@contextmanager
def _running(command: list[str], answers: str, folder: Path | None) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, answers)
        yield
    finally:
        process.kill()  # what they hold is thrown away
        process.wait()


def _wait(process: subprocess.Popen[bytes], answers: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"{process.args!r} ended with status {process.returncode}"
        try:
            if httpx.get(answers, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{process.args!r} does not answer")

"""A store that is built from addresses holds what one built from paths holds, and nothing that opens them."""

from __future__ import annotations

import functools
import http.server
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import fsspec
import pytest

from imrgraph.read.remote import fetched
from imrgraph.store.build import build
from imrgraph.store.chunks import units_of
from tests.store.extractors import quick
from tests.store.states import state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LETTERS = {f"{n:03d}.txt": f"CM14-{n // 2:07d} text {n}" for n in range(80)} | {
    "more/rows.jsonl": '{"text": "CM14-0000900 row"}\n{"text": ""}\n',
    "more/none.txt": "broken",
}


@pytest.fixture
def bucket() -> Iterator[Any]:
    """`memory://in/` with these letters."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    for name, text in LETTERS.items():
        system.pipe_file(f"/in/{name}", text.encode())
    yield system
    system.store.clear()


def test_the_same_letters_give_the_same_store(bucket: Any, folder: Path, tmp_path: Path) -> None:
    for name, text in LETTERS.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
    there = build("memory://in/", folder, extract=quick, jobs=0)
    here = build(tmp_path / "in", tmp_path / "here.db", extract=quick, jobs=0)
    assert there == here
    assert (there.read.letters, there.failed) == (81, 2)
    assert state(folder) == state(tmp_path / "here.db")


def test_files_of_a_server_are_fetched_at_once(tmp_path: Path, folder: Path) -> None:
    both = threading.Barrier(2)

    class Server(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:  # answers when two are asked for
            both.wait(timeout=60)
            super().do_GET()

        def log_message(self, format: str, *args: Any) -> None: ...

    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"CM14-000000{ord(name) - 96} text")
    handler = functools.partial(Server, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        addresses = [f"http://127.0.0.1:{server.server_port}/{name}.txt" for name in "ab"]
        summary = build(addresses, folder, extract=quick, jobs=0)
        server.shutdown()
    assert (summary.read.letters, summary.failed) == (2, 0)


def test_one_that_is_gone_costs_itself_alone(bucket: Any, folder: Path) -> None:
    file = next(unit.file for unit in units_of(["memory://in/"], text_column=None, max_letter_size=100))
    assert file is not None
    gone = replace(file, url="memory://in/gone.txt")
    assert [one.data for one in fetched([gone, file])] == [None, LETTERS["000.txt"].encode()]


def test_what_changes_is_replaced_and_what_goes_is_pruned(bucket: Any, folder: Path) -> None:
    build("memory://in/", folder, extract=quick, jobs=0)
    bucket.pipe_file("/in/001.txt", b"CM14-0000000 other words")
    bucket.rm("/in/002.txt")
    summary = build("memory://in/", folder, extract=quick, jobs=0, prune=True)
    assert (summary.stored.letters, summary.pruned) == (80, 1)
    bucket.rm("/in", recursive=True)
    summary = build("memory://in/", folder, extract=quick, jobs=0, prune=True)
    assert (summary.stored.letters, summary.pruned) == (80, None)  # nobody knows what is there


def test_what_failed_is_tried_again(bucket: Any, folder: Path) -> None:
    build("memory://in/", folder, extract=quick, jobs=0)
    bucket.pipe_file("/in/more/none.txt", b"CM14-0000901 whole now")
    summary = build([], folder, extract=quick, jobs=0, retry_failed=True)
    assert (summary.read.letters, summary.failed, summary.stored.letters) == (1, 1, 82)


def test_no_secret_of_an_address_is_stored(folder: Path) -> None:
    build("ftp://me:hunter2@127.0.0.1:9/letters", folder, extract=quick, jobs=0)
    held = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not [one for one in held if b"hunter2" in one]
    assert [one for one in held if b"ftp://127.0.0.1:9/letters" in one]

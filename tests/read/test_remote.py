"""Addresses are read as paths are: the same letters under the same names, and nothing secret is told."""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fsspec
import pytest

from imrgraph.errors import MissingExtraError
from imrgraph.read import ReadFailure, files_of, read
from imrgraph.read.remote import shown_address
from imrgraph.read.walk import File, is_address
from tests.read.files import FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 2_000


def found(*sources: Path | str) -> list[tuple[str, str]]:
    """Name and text of each letter, name and `! reason` of each failure."""
    return [
        (each.source_name, f"! {each.reason}" if isinstance(each, ReadFailure) else each.text)
        for each in read(sources, max_letter_size=LIMIT)
    ]


def one(source: str) -> File:
    [file] = files_of(source)
    assert isinstance(file, File)
    return file


@pytest.fixture
def memory() -> Iterator[Any]:
    """fsspec's file system in memory, empty."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address at which a web server lists it."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None: ...

    folder = tmp_path / "site"
    folder.mkdir()
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=folder)
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(("name", "data", "expected"), [pytest.param(*row[1:], id=row[0]) for row in FILES])
def test_what_is_found_in_a_file(
    memory: Any, name: str, data: bytes, expected: list[tuple[str, str]]
) -> None:
    memory.pipe_file(f"/in/{name}", data)
    assert found(f"memory://in/{name}") == expected
    if not name.endswith(".odd"):
        assert found("memory://in/") == expected


NAMES = ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/c.txt", "a/notes.docx", "A.TXT", "ä b.txt")


@pytest.mark.parametrize(
    "below", ["", "/", "/a", "/a/z.txt", "/*.txt", "/*", "/**/z.txt", "/[Ab].*", "/?.txt"]
)
def test_folders_files_and_patterns_give_what_paths_give(memory: Any, tmp_path: Path, below: str) -> None:
    for name in NAMES:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(name)
        memory.pipe_file(f"/in/{name}", name.encode())
    here = found(f"{tmp_path}/in{below}")
    assert here
    assert found(f"memory://in{below}") == here
    assert found(f"file://{tmp_path}/in{below}") == here


def test_a_web_server_is_read(site: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = site
    for name in NAMES[:5]:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)
    (folder / "big.jsonl").write_text('{"text": "letter"}\n' + '{"text": "of many"}\n' * 60_000)
    rows = found(f"{address}/big.jsonl")
    assert (rows[0], rows[-1]) == (("big.jsonl#1", "letter"), ("big.jsonl#60001", "of many"))
    assert found(f"{address}/a/") == [("z.txt", "a/z.txt")]
    assert found(f"{address}/b.txt", f"{address}/no.txt") == [
        ("b.txt", "b.txt"),
        (f"{address}/no.txt", "! no such file or folder"),
    ]


def test_a_file_is_another_one_when_it_has_changed(memory: Any) -> None:
    memory.pipe_file("/in/a.txt", b"first")
    first = one("memory://in/")
    assert one("memory://in/") == first
    memory.pipe_file("/in/a.txt", b"other")
    assert one("memory://in/").version != first.version


def test_what_cannot_be_had_is_one_failure_without_the_address_secrets(memory: Any) -> None:
    memory.pipe_file("/in/a.docx", b"")
    assert found("memory://in/", "memory://out/", "memory://in/*.txt") == [
        ("memory://in/", "! no letters in this folder (.txt, .pdf, .jsonl, .csv, .zip)"),
        ("memory://out/", "! no such file or folder"),
        ("memory://in/*.txt", "! no file matches"),
    ]
    [(name, reason)] = found("nosuch://me:secret@host/letters")
    assert (name, reason) == ("nosuch://host/letters", "! nothing is known of the protocol nosuch://")
    [(name, reason)] = found("oss://bucket/letters")
    assert (name, reason) == (
        "oss://bucket/letters",
        "! needs a package that is not installed (Install ossfs to access Alibaba Object Storage System)",
    )
    [(name, reason)] = found("ftp://me:secret@127.0.0.1:9/letters")
    assert (name, reason) == ("ftp://127.0.0.1:9/letters", "! cannot be reached: Connection refused")


def test_a_file_that_vanishes_costs_itself_alone(memory: Any) -> None:
    for name in "abc":
        memory.pipe_file(f"/in/{name}.txt", name.encode())
    letters = read("memory://in/", max_letter_size=LIMIT)
    next(letters)
    memory.rm("/in/b.txt")
    assert [each.reason if isinstance(each, ReadFailure) else each.text for each in letters] == [
        "no such file",
        "c",
    ]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("s3://bucket/letters/a b.txt", "s3://bucket/letters/a b.txt"),
        ("s3://bucket/what?.txt", "s3://bucket/what?.txt"),
        ("sftp://me:secret@host:22/a@b.txt", "sftp://host:22/a@b.txt"),
        ("https://me:secret@host/a.zip", "https://host/a.zip"),
    ],
)
def test_addresses_are_shown_without_secrets(address: str, shown: str) -> None:
    assert is_address(address)
    assert shown_address(address) == shown


def test_signed_addresses_are_told_apart_without_their_signatures() -> None:
    first, other = "https://host/a.zip?id=1&signature=secret", "https://host/a.zip?id=2&signature=secret"
    assert shown_address(first) != shown_address(other)
    assert "secret" not in shown_address(first)
    assert shown_address(first).startswith("https://host/a.zip?")


def test_what_holds_a_secret_has_no_place_to_find_it_again(site: tuple[Path, str]) -> None:
    folder, address = site
    (folder / "a.txt").write_text("a")
    plain, signed = one(f"{address}/a.txt"), one(f"{address}/a.txt?signature=secret")
    assert (plain.name, plain.place) == ("a.txt", f"{address}/a.txt")
    assert (signed.name, signed.place) == ("a.txt", None)
    assert "secret" not in repr(signed)


def test_without_fsspec_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(
        MissingExtraError, match=r"fsspec is not installed; pip install 'imrgraph\[cluster\]'"
    ):
        list(read("s3://bucket/"))

"""Every kind of source, good and bad: what is read, what fails, and in which words."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.errors import LetterError
from imrgraph.read import ReadFailure, read, read_located
from imrgraph.read.pdf import PdfReader
from imrgraph.read.text import decode, printable
from tests.read.files import FILES, zipped
from tests.read.pdfs import pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = 2_000


def found(*sources: Path | str, column: str | None = None) -> list[tuple[str, str]]:
    """Name and text of each letter, name and `! reason` of each failure."""
    return [
        (each.source_name, f"! {each.reason}" if isinstance(each, ReadFailure) else each.text)
        for each in read(sources, text_column=column, max_letter_size=LIMIT)
    ]


@pytest.mark.parametrize(("name", "data", "expected"), [pytest.param(*row[1:], id=row[0]) for row in FILES])
def test_what_is_found_in_a_file(
    tmp_path: Path, name: str, data: bytes, expected: list[tuple[str, str]]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert found(tmp_path / name) == expected
    if not name.endswith(".odd"):
        assert found(tmp_path) == expected


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": os.urandom(600).hex().encode(), "b.txt": b"B"}))
    data[100] ^= 0xFF
    (tmp_path / "z.zip").write_bytes(data)
    assert found(tmp_path / "z.zip") == [("z.zip/a.txt", "! damaged in its archive"), ("z.zip/b.txt", "B")]


@pytest.fixture
def usual_fields() -> Iterator[None]:
    """Fields as long as a process takes them at first; reading raises that where letters may be larger."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


def test_a_field_without_end_stops_at_the_limit(tmp_path: Path, usual_fields: None) -> None:
    (tmp_path / "t.csv").write_bytes(b'id,text\n1,one\n2,"open\n' + b"x\n" * 200_000)
    assert found(tmp_path / "t.csv")[0] == ("t.csv#1", "one")
    assert "broken CSV (field larger" in found(tmp_path / "t.csv")[1][1]


def test_bombs_are_refused(tmp_path: Path) -> None:
    zeros = b"\0" * 30_000_000
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": zeros}))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b" " * 30_000_000, 9))
    (_, first), (_, second) = found(tmp_path)
    assert first.startswith("! zip bomb: ")
    assert second.startswith("! gzip bomb: ") or "empty file" in second


def test_a_folder_is_walked_in_order_without_hidden_files_and_other_kinds(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/c.txt", "a/notes.docx", "A.TXT"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [name for name, _ in found(tmp_path)] == ["A.TXT", "a/z.txt", "b.txt"]
    assert found(tmp_path / ".git") == [("c.txt", ".git/c.txt")]


def test_links_are_followed_only_within_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (inside / "a.txt").write_text("A")
    (inside / "b.txt").symlink_to(inside / "a.txt")
    (inside / "c.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "loop").symlink_to(inside)
    (inside / "out").symlink_to(tmp_path)
    assert found(inside) == [
        ("a.txt", "A"),
        ("b.txt", "A"),
        ("c.txt", "! a link that leads out of the folder; not followed"),
    ]
    assert found(inside / "c.txt") == [("c.txt", "secret")]  # named by the user


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        pytest.param("*.txt", ["a.txt"], id="star"),
        pytest.param("**/*.txt", ["a.txt", "in/b.txt"], id="recursive"),
        pytest.param("i?", ["in/b.txt"], id="folder"),
        pytest.param("**", ["a.txt", "in/b.txt"], id="everything"),
    ],
)
def test_globs(tmp_path: Path, pattern: str, names: list[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "in" / "b.txt").write_text("B")
    assert sorted(name for name, _ in found(f"{tmp_path}/{pattern}")) == names


def test_what_is_not_there_is_a_failure(tmp_path: Path) -> None:
    assert found(tmp_path / "no.txt")[0][1] == "! no such file or folder"
    assert found(tmp_path / "no*.txt")[0][1] == "! no file matches"
    assert found(tmp_path)[0][1].startswith("! no letters in this folder")
    assert found("x" * 9_000)[0][1] == "! no such file or folder"
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    assert found(tmp_path / "dangling.txt") == [("dangling.txt", "! no such file")]


def test_a_name_with_glob_characters_is_a_name_first(tmp_path: Path) -> None:
    (tmp_path / "[1].txt").write_text("A")
    assert found(tmp_path / "[1].txt") == [("[1].txt", "A")]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"MRI", "MRI", id="text"),
        pytest.param(pdf("one"), "one", id="pdf"),
        pytest.param(gzip.compress(b"MRI"), "MRI", id="gzip"),
        pytest.param(b"", "! empty file", id="empty"),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert found("-") == [("-", text)]


def test_an_archive_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(zipped({"a.txt": b"A"}))))
    assert found("-") == [("-/a.txt", "A")]


def test_digests_are_of_the_own_bytes_and_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfMRI")
    (tmp_path / "r.jsonl").write_bytes(b'{"text":"MRI"}\r\n')
    (tmp_path / "t.csv").write_bytes(b'text\r\n"MRI"\r\n')
    letters = [each for each in read(tmp_path) if not isinstance(each, ReadFailure)]
    own = (b"\xef\xbb\xbfMRI", b'{"text":"MRI"}', b'"MRI"')
    assert [each.source_digest for each in letters] == [hashlib.sha256(data).hexdigest() for data in own]
    assert {each.text_digest for each in letters} == {hashlib.sha256(b"MRI").hexdigest()}


def test_another_text_column(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"text,letter body\nno,yes\n")
    assert found(tmp_path / "t.csv", column="letter body") == [("t.csv#1", "yes")]


def test_places_are_told_apart_by_their_origins(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(zipped({"a.txt": b"A", "r.jsonl": b'{"text":"R"}'}))
    origins = [each.origin for each in read_located(tmp_path)]
    assert origins == [f"{tmp_path}/z.zip/a.txt", f"{tmp_path}/z.zip/r.jsonl#1"]


def test_a_pdf_that_takes_too_long_or_crashes_its_reader_costs_itself_alone() -> None:
    with PdfReader(timeout=0.0001) as reader, pytest.raises(LetterError, match="took longer"):
        reader.letter(pdf("one"), "a.pdf", limit=LIMIT)
    with PdfReader() as reader:
        assert reader.letter(pdf("one"), "a.pdf", limit=LIMIT).text == "one"
        assert reader._child is not None
        reader._child.kill()
        reader._child.wait()
        assert reader.letter(pdf("two"), "b.pdf", limit=LIMIT).text == "two"


@given(st.binary(max_size=200))
def test_any_bytes_decode(data: bytes) -> None:
    text = decode(data)
    assert text.encode("utf-8") or not data.removeprefix(b"\xef\xbb\xbf")
    if not data.startswith(b"\xef\xbb\xbf"):
        assert data.decode("utf-8", "ignore") == text or "\ufffd" in text or text.encode("cp1252") == data


@given(st.binary(min_size=1, max_size=400))
def test_no_bytes_crash_the_tables(data: bytes) -> None:
    from imrgraph.read.tables import csv_rows, jsonl_rows

    for rows in (csv_rows, jsonl_rows):
        try:
            names = [name for name, _ in rows(io.BytesIO(data), "t", column="text", limit=50)]
        except LetterError:
            continue
        assert len(set(names)) == len(names)


@given(st.text(max_size=50))
def test_printable_names_hold_no_control_characters(name: str) -> None:
    assert all(c.isprintable() or c == "\ufffd" or ord(c) > 0x9F for c in printable(name))

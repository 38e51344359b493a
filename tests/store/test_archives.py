"""Archives: their PDFs are read by the processes that read letters, and each member's end is told as ever."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

import pytest

from imrgraph.read.pdf import PdfReader
from imrgraph.store.build import Event, LetterFailed, build
from tests.read.files import zipped
from tests.read.pdfs import locked_pdf, pdf
from tests.store.extractors import quick
from tests.store.states import state

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    members = {f"{n:03d}.pdf": pdf(f"CM14-{n:07d} text") for n in range(20)}
    members |= {f"{n:03d}.txt": f"CM14-{n:07d} other".encode() for n in range(20)}
    members |= {"x/bad.pdf": b"%PDF-1.4 and no more", "x/empty.pdf": b"", "x/locked.pdf": locked_pdf()}
    path = tmp_path / "letters.zip"
    path.write_bytes(zipped(members))
    return path


def test_the_build_itself_opens_no_pdf_of_an_archive(
    archive: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = list[Event](), list[Event]()
    build(archive, tmp_path / "here.db", extract=quick, jobs=0, report=here.append)

    def opened(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a PDF is opened in the process that builds")

    monkeypatch.setattr(PdfReader, "letter", opened)
    summary = build(archive, folder, extract=quick, jobs=2, report=there.append)
    assert (summary.read.letters, summary.failed) == (40, 3)
    assert there == here
    assert state(folder) == state(tmp_path / "here.db")
    assert [(event.source_name, event.reason) for event in there if isinstance(event, LetterFailed)] == [
        ("letters.zip/x/bad.pdf", "broken PDF"),
        ("letters.zip/x/empty.pdf", "empty file"),
        ("letters.zip/x/locked.pdf", "password-protected PDF"),
    ]


def test_a_pdf_of_an_archive_is_tried_again(archive: Path, folder: Path) -> None:
    build(archive, folder, extract=quick)
    [path] = (folder / "generations").glob("*/failures.jsonl")
    listed = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert {tuple(one["file"]) for one in listed} == {(str(archive), "letters.zip")}
    archive.write_bytes(
        zipped({"x/bad.pdf": pdf("CM14-0000777 now good"), "x/empty.pdf": b"", "y.pdf": pdf("new")})
    )
    summary = build([], folder, extract=quick, retry_failed=True)
    assert (summary.read.letters, summary.failed, summary.stored.letters) == (1, 1, 41)


def test_an_archive_prunes_what_it_no_longer_has(archive: Path, folder: Path) -> None:
    build(archive, folder, extract=quick)
    archive.write_bytes(zipped({"000.pdf": pdf("CM14-0000000 text"), "x/bad.pdf": b"%PDF-1.4 and no more"}))
    summary = build(archive, folder, extract=quick, prune=True)
    assert (summary.unchanged, summary.failed, summary.pruned, summary.stored.letters) == (0, 1, 39, 1)

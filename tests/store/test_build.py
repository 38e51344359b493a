"""The pipeline: three ends for each source, the rest goes on, and the counts say what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import LetterError
from imrgraph.store.build import BuildSummary, Event, LetterDuplicate, LetterFailed, LetterRead, build
from imrgraph.store.oxigraph import OxigraphStore
from tests.cases import case

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case, Letter


def extract(letter: Letter) -> Case:
    """Stands in for the extractors: the letter's first word decides what becomes of it."""
    if letter.text.startswith("no"):
        raise LetterError(letter.source_name, "no IMR letter")
    if letter.text.startswith("bug"):
        raise ValueError(letter.text)
    warnings = ("no determination",) if letter.text.startswith("part") else ()
    return replace(case(), letter=letter, warnings=warnings)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name, text in {
        "1.txt": "whole",
        "2.txt": "",
        "3.txt": "part of one",
        "4.txt": "whole",
        "5.txt": "no letter",
        "6.txt": "bug: Jane Doe has lumbago",
    }.items():
        (folder / name).write_text(text)
    return folder


def run(source: Path, store: Path, *, strict: bool = False) -> tuple[BuildSummary, list[Event]]:
    events: list[Event] = []
    return build(source, store, strict=strict, report=events.append, extract=extract), events


def test_each_source_has_one_of_three_ends(letters: Path, folder: Path) -> None:
    summary, events = run(letters, folder)
    assert events[:5] == [
        LetterRead(source_name="1.txt"),
        LetterFailed(source_name="2.txt", reason="empty file"),
        LetterRead(source_name="3.txt", warnings=("no determination",)),
        LetterDuplicate(source_name="4.txt", same_as="1.txt"),
        LetterFailed(source_name="5.txt", reason="no IMR letter"),
    ]
    assert (summary.read.letters, summary.read.partial, summary.failed, summary.duplicates) == (2, 1, 3, 1)
    assert summary.stored.letters == 2
    assert not summary.stopped


def test_a_defect_costs_one_letter_and_tells_nothing_of_its_words(letters: Path, folder: Path) -> None:
    _, events = run(letters, folder)
    failed = events[5]
    assert isinstance(failed, LetterFailed)
    assert "ValueError in test_build.py line" in failed.reason
    assert "Jane" not in failed.reason


def test_strict_stops_at_the_first_failure_and_keeps_what_was_read(letters: Path, folder: Path) -> None:
    summary, events = run(letters, folder, strict=True)
    assert [type(event) for event in events] == [LetterRead, LetterFailed]
    assert summary.stopped
    assert summary.stored.letters == 1


def test_building_again_finds_the_same(letters: Path, folder: Path) -> None:
    first, events = run(letters, folder)
    second, again = run(letters, folder)
    assert (first, events) == (second, again)


def test_a_letter_that_can_no_longer_be_read_stays(letters: Path, folder: Path) -> None:
    run(letters, folder)
    (letters / "1.txt").write_bytes(b"\0\0")
    (letters / "3.txt").unlink()
    summary, _ = run(letters, folder)
    assert summary.stored.letters == 2


def test_a_copy_under_another_name_is_a_duplicate(letters: Path, folder: Path) -> None:
    run(letters / "1.txt", folder)
    summary, events = run(letters / "4.txt", folder)
    assert events == [LetterDuplicate(source_name="4.txt", same_as="1.txt")]
    assert summary.stored.letters == 1
    with OxigraphStore(folder) as opened:
        assert opened.duplicates == 1


def test_the_manifest_says_what_differs_between_runs(letters: Path, folder: Path) -> None:
    run(letters, folder)
    with OxigraphStore(folder) as opened:
        manifest = opened.manifest
    assert manifest["sources"] == [str(letters)]
    assert {"imrgraph", "built", "ontology", "counts"} <= set(manifest)

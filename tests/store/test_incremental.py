"""A build on a store that is there: what is unchanged is kept, and the result is that of one build of all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import imrgraph
from imrgraph.errors import StoreError
from imrgraph.model import case as model
from imrgraph.store.build import LetterFailed, LetterRead, build
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.store.remove import remove
from tests.store import extractors
from tests.store.states import state

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case, Letter


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(6):
        (folder / f"{n}.txt").write_text(f"CM14-{n // 2:07d} text {n}")
    (folder / "copy.txt").write_text("CM14-0000000 text 0")
    return folder


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The letters that the extractor, which passes for imrgraph's own, was asked to read."""
    met: list[str] = []

    def counting(letter: Letter) -> Case:
        met.append(letter.source_name)
        return extractors.quick(letter)

    counting.__module__ = model.__name__
    monkeypatch.setattr(model, "extract", counting)
    return met


def fresh(sources: Path) -> str:
    """The state of a store that was never anything else."""
    store = sources.parent / "fresh.db"
    build(sources, store, extract=extractors.quick)
    return state(store)


def failures(store: Path) -> list[dict[str, object]]:
    [path] = (store / "generations").glob("*/failures.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_unchanged_letters_are_not_read_again(sources: Path, folder: Path, met: list[str]) -> None:
    first = build(sources, folder)
    assert (first.read.letters, first.unchanged, first.duplicates, len(met)) == (6, 0, 1, 7)
    met.clear()
    again = build(sources, folder)
    assert met == []
    assert (again.read, again.duplicates, again.unchanged) == (first.read, first.duplicates, 6)
    (sources / "3.txt").write_text("CM14-0000001 another text")
    (sources / "new.txt").write_text("CM14-0000002 text new")
    summary = build(sources, folder)
    assert met == ["3.txt", "new.txt"]
    assert (summary.read.letters, summary.unchanged, summary.stored.letters) == (7, 5, 7)
    assert state(folder) == fresh(sources)


def test_another_version_reads_all_again(
    sources: Path, folder: Path, met: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(sources, folder)
    monkeypatch.setattr(imrgraph, "__version__", "0.0.99")
    from imrgraph.store import extractor

    extractor._version_of.cache_clear()
    met.clear()
    build(sources, folder)
    extractor._version_of.cache_clear()
    assert len(met) == 7


def test_partial_letters_are_told_as_such_although_they_are_not_read_again(
    sources: Path, folder: Path, letters: tuple[Path, ...]
) -> None:
    text = letters[0].read_text("utf-8")
    (sources / "cut.txt").write_text(text[: len(text) // 2])
    events: list[object] = []
    for _ in range(2):
        build(sources / "cut.txt", folder, report=events.append)
    assert isinstance(events[0], LetterRead)
    assert events[0].warnings
    assert events[1] == events[0]


def test_prune_leaves_what_a_fresh_build_would_have(sources: Path, folder: Path) -> None:
    build(sources, folder, extract=extractors.quick)
    for name in ("0.txt", "3.txt", "5.txt"):
        (sources / name).unlink()
    kept = build(sources, folder, extract=extractors.quick)
    assert (kept.pruned, kept.stored.letters) == (None, 6)
    summary = build(sources, folder, extract=extractors.quick, prune=True)
    assert (summary.pruned, summary.stored.letters) == (2, 4)  # text 0 is still in copy.txt
    assert state(folder) == fresh(sources)


def test_prune_spares_what_is_there_but_cannot_be_read(sources: Path, folder: Path) -> None:
    (sources / "table.csv").write_text("text\nCM14-0000007 row one\nCM14-0000008 row two\n")
    build(sources, folder, extract=extractors.quick)
    (sources / "1.txt").write_bytes(b"\0\0")
    (sources / "table.csv").write_bytes(b"\0")
    summary = build(sources, folder, extract=extractors.quick, prune=True)
    assert (summary.failed, summary.pruned, summary.stored.letters) == (2, 0, 8)


@pytest.mark.parametrize("wrong", ["nowhere", "empty"])
def test_prune_does_nothing_where_a_source_gives_nothing(sources: Path, folder: Path, wrong: str) -> None:
    (sources.parent / "empty").mkdir()
    build(sources, folder, extract=extractors.quick)
    summary = build([sources / "1.txt", sources.parent / wrong], folder, extract=extractors.quick, prune=True)
    assert (summary.failed, summary.pruned, summary.stored.letters) == (1, None, 6)


def holding(store: Path, word: bytes) -> list[str]:
    return [path.name for path in store.rglob("*") if path.is_file() and word in path.read_bytes()]


def test_a_removed_letter_leaves_no_word_in_any_file(sources: Path, folder: Path) -> None:
    (sources / "secret.txt").write_text("CM14-0000009 says xylophonist")
    build(sources, folder, extract=named)
    with OxigraphStore(folder) as store:
        assert store.query('ASK { ?d imr:disputedItem "CM14-0000009 says xylophonist" }') is True
    assert holding(folder, b"xylophonist")
    assert remove(["CM14-0000009"], folder)[1].letters == 6
    assert holding(folder, b"xylophonist") == []
    (sources / "secret.txt").unlink()
    build(sources, sources.parent / "fresh.db", extract=named)
    assert state(folder) == state(sources.parent / "fresh.db")


def named(letter: Letter) -> Case:
    """A case whose disputed item is the letter's text, which no compression of so few bytes hides."""
    from dataclasses import replace

    case = extractors.quick(letter)
    first, *others = case.determinations
    return replace(case, determinations=(replace(first, disputed_item=letter.text), *others))


def test_remove_takes_all_texts_of_a_case_number_and_knows_what_is_not_there(
    sources: Path, folder: Path
) -> None:
    build(sources, folder, extract=extractors.quick)
    with pytest.raises(StoreError, match="no letter 'CM14-9'"):
        remove(["CM14-0000001", "CM14-9"], folder)
    removed, left = remove(["CM14-0000001"], folder)
    assert (removed, left.letters) == (2, 4)
    with pytest.raises(StoreError, match="no such store"):
        remove(["CM14-0000001"], folder.parent / "nothing.db")
    assert not (folder.parent / "nothing.db").exists()
    build(sources, folder, extract=extractors.quick)
    assert state(folder) == fresh(sources)


def test_failures_are_listed_until_they_are_read(sources: Path, folder: Path) -> None:
    (sources / "9.txt").write_text("errs")
    (sources / "8.txt").write_text("")
    (sources / "table.csv").write_text("text\nCM14-0000007 row one\nbroken row\n")
    build([sources, "nowhere.txt"], folder, extract=extractors.hostile)
    listed = failures(folder)
    assert [one["source"] for one in listed] == ["8.txt", "9.txt", "table.csv#2", "nowhere.txt"]
    assert listed[0]["reason"] == "empty file"
    assert listed[1]["where"][0] == "ValueError"  # type: ignore[index]
    assert "extractors.py line" in listed[1]["where"][-1]  # type: ignore[index]
    (sources / "8.txt").write_text("CM14-0000011 now it is there")
    events: list[object] = []
    summary = build([], folder, retry_failed=True, extract=extractors.hostile, report=events.append)
    assert {event.source_name for event in events if isinstance(event, LetterFailed)} == {
        "9.txt",
        "table.csv#2",
        "nowhere.txt",
    }
    assert (summary.read.letters, summary.failed) == (1, 3)
    assert [one["source"] for one in failures(folder)] == ["nowhere.txt", "9.txt", "table.csv#2"]
    (sources / "9.txt").write_text("CM14-0000012 better")
    (sources / "table.csv").write_text("text\nCM14-0000007 row one\nCM14-0000013 row two\n")
    build(sources, folder, extract=extractors.hostile)
    assert [one["source"] for one in failures(folder)] == ["nowhere.txt"]
    assert state(folder) == fresh(sources)

"""The tables of a store hold the letters of its graph, under the same keys, whatever was built before."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import imrgraph
from imrgraph.errors import StoreError
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.store.remove import remove
from imrgraph.store.tabled import find_tables
from imrgraph.store.writer import StoreWriter
from imrgraph.tables import assembly, numbers
from imrgraph.tables.schema import TABLES
from imrgraph.vocab.concepts import BASE, SKOS
from imrgraph.vocab.own import OwnFile, OwnVocabularies
from tests.cases import case, citation, determination, full_case, letter
from tests.engines import engine

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case


def _store(folder: Path, *cases: Case) -> None:
    with StoreWriter(folder) as opened:
        for each in cases:
            opened.add(each, origin=f"/in/{each.letter.source_name}")


def _rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    found = imrgraph.tables(folder)
    return {name: found.rows(f"FROM {name}") for name in TABLES}


def _parts(folder: Path) -> dict[str, Path]:
    """The citations' files, kept beside the store so that later ones can be told from them."""
    kept = {}
    for path in imrgraph.tables(folder)["citations"].iterdir():
        kept[path.name] = folder.with_name(f"{path.stat().st_ino}.parquet")
        if not kept[path.name].exists():
            os.link(path, kept[path.name])
    return kept


def _same_parts(folder: Path, before: dict[str, Path]) -> list[int]:
    """The numbers of the parts that are files of before."""
    files = imrgraph.tables(folder)["citations"].iterdir()
    same = (path for path in files if path.name in before and path.samefile(before[path.name]))
    return sorted(int(path.stem) for path in same)


def _is_fresh(folder: Path, fresh: Path, *cases: Case) -> None:
    """Whether a store has the rows of one that was given all letters at once."""
    _store(fresh, *cases[::-1])
    ours, theirs = _rows(folder), _rows(fresh)
    for table in TABLES:
        assert sorted(ours[table], key=repr) == sorted(theirs[table], key=repr), table


def _bytes(folder: Path) -> list[bytes]:
    files = (file for path in imrgraph.tables(folder).values() for file in sorted(path.iterdir()))
    return [file.read_bytes() for file in files]


def _keys(folder: Path) -> list[tuple[Any, ...]]:
    return imrgraph.tables(folder).rows("SELECT letter_id, key, case_number, source_name FROM letters")


def test_letters_have_the_keys_and_names_of_the_graph(folder: Path) -> None:
    numbered = [case(f"text {n}", f"{n}.txt", "CM14-0000009") for n in range(3)]
    _store(folder, *numbered, case("another", "Jan/b c.txt"))
    with OxigraphStore(folder) as opened:
        keys = list(opened.letter_keys())
    assert len(keys) == 4
    assert sum(key.startswith("CM14-0000009~") for key in keys) == 2
    found = _keys(folder)
    assert [row[1] for row in found] == keys
    assert {row[2] for row in found} == {"CM14-0000009", "b%20c"}
    assert sorted(row[3] for row in found) == ["0.txt", "1.txt", "2.txt", "Jan/b c.txt"]


def test_letters_added_later_give_the_tables_of_one_build(folder: Path, tmp_path: Path) -> None:
    """A second text takes the plain key from the first one where its digest is smaller: names of old rows change."""
    cases = [full_case(), *(case(f"text {n}", f"{n}.txt", "CM14-0000009") for n in range(4))]
    for one in cases:
        _store(folder, one)
    _store(tmp_path / "at-once.db", *cases[::-1])
    assert _rows(folder) == _rows(tmp_path / "at-once.db")


def test_a_replaced_letter_is_read_anew_and_the_others_stay(folder: Path, tmp_path: Path) -> None:
    other, first = case("other", "b.txt"), case("first", "a.txt")
    second = replace(
        case("second", "a.txt"), determinations=(determination(1), determination(2, citation("odg")))
    )
    _store(folder, first, other)
    _store(folder, second)
    _store(tmp_path / "fresh.db", second, other)
    assert _rows(folder) == _rows(tmp_path / "fresh.db")
    assert [row[1] for row in _keys(folder)] == ["a", "b"]
    asked = "SELECT key, item_number FROM determinations JOIN letters USING (letter_id) ORDER BY ALL"
    assert imrgraph.tables(folder).rows(asked) == [("a", 1), ("a", 2), ("b", 1)]


def test_tables_in_parts_follow_whatever_becomes_of_the_letters(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of two letters: what is added, renamed, replaced and removed leaves the rows of a fresh store each time."""
    monkeypatch.setattr(assembly, "PART", 2)
    full = replace(full_case(), facts=replace(full_case().facts, case_number=None))
    a, b, c, d = (replace(full, letter=letter(f"text of {name}", f"{name}.txt")) for name in "abcd")
    same = [case(f"text {n}", f"{n}.txt", "CM14-0000009") for n in range(4)]
    _store(folder, a, b)
    _store(folder, c, d)
    first = _parts(folder)
    _store(folder, *same[:2])
    assert _same_parts(folder, first) == [1, 2]
    _is_fresh(folder, tmp_path / "1.db", a, b, c, d, *same[:2])

    before = _parts(folder)
    _store(folder, *same[2:])  # one of them takes the key of another
    assert _same_parts(folder, before) == [1, 2]
    _is_fresh(folder, tmp_path / "2.db", a, b, c, d, *same)

    before, new = _parts(folder), case("another text", "c.txt")
    _store(folder, new)
    assert 1 in _same_parts(folder, before)
    assert 2 not in _same_parts(folder, before)
    _is_fresh(folder, tmp_path / "3.db", a, b, new, d, *same)

    assert remove(["a"], folder)[0] == 1
    _is_fresh(folder, tmp_path / "4.db", b, new, d, *same)
    _store(folder, a)
    _is_fresh(folder, tmp_path / "5.db", a, b, new, d, *same)


def test_parts_are_written_anew_with_other_vocabularies(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though no letter was read again."""
    monkeypatch.setattr(assembly, "PART", 1)
    _store(folder, case("one", "a.txt"))
    turtle = (
        f"<https://example.org/boots> <{SKOS}inScheme> <{BASE}treatment/> ; <{SKOS}prefLabel> 'boots' ;"
        f" <{SKOS}broader> <{BASE}treatment/dme> ."
    )
    before = _parts(folder)
    with StoreWriter(folder, OwnVocabularies.of([OwnFile.of("mine.ttl", turtle.encode())])):
        pass
    assert _same_parts(folder, before) == []
    asked = "SELECT label FROM concepts WHERE concept = 'https://example.org/boots'"
    assert imrgraph.tables(folder).rows(asked) == [("boots",)]


def test_two_texts_that_want_the_same_number_have_two(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "_LETTERS", 8)
    cases = [case(f"text {n}", f"{n}.txt") for n in range(6)]
    _store(folder, *cases[:3])
    _store(folder, *cases[3:])
    ids = [row[0] for row in _keys(folder)]
    assert len({*ids}) == 6
    assert {number % 1024 for number in ids} == {0}
    asked = (
        "SELECT key, count(*) FROM determinations JOIN letters USING (letter_id) GROUP BY key ORDER BY key"
    )
    assert imrgraph.tables(folder).rows(asked) == [(f"{n}", 1) for n in range(6)]


def test_concepts_that_no_letter_names_any_more_are_gone(folder: Path) -> None:
    minted = replace(case(), determinations=(determination(1, citation("other-some-journal")),))
    _store(folder, minted)
    asked = "SELECT label FROM concepts WHERE concept = 'other-some-journal'"
    assert imrgraph.tables(folder).rows(asked) == [("Some Journal",)]
    _store(folder, case("now another", minted.letter.source_name))
    assert imrgraph.tables(folder).rows(asked) == []


def test_a_build_that_changes_nothing_keeps_the_tables(folder: Path) -> None:
    _store(folder, case())
    before = _bytes(folder)
    with StoreWriter(folder):
        pass
    assert _bytes(folder) == before


def test_nothing_but_the_tables_is_left_in_the_store(folder: Path) -> None:
    _store(folder, case())
    tables = next(iter(imrgraph.tables(folder).values())).parent
    assert {path.name for path in tables.iterdir()} == TABLES.keys()
    assert {path.name for folder in tables.iterdir() for path in folder.iterdir()} == {"1.parquet"}
    assert not (tables.parent / "rows").exists()


def test_a_graph_file_has_no_tables() -> None:
    assert find_tables(engine("rdflib")) is None
    with pytest.raises(StoreError, match="only a store folder has tables"):
        imrgraph.tables(engine("rdflib"))


def test_damaged_tables_and_those_of_another_version_say_what_to_do(folder: Path) -> None:
    _store(folder, case())
    files = imrgraph.tables(folder)
    [citations], [grounds] = ([*files[name].iterdir()] for name in ("citations", "grounds"))
    citations.write_bytes(grounds.read_bytes())
    with pytest.raises(StoreError, match=r"citations: made by another version.*build the store anew"):
        imrgraph.tables(folder)
    citations.write_bytes(b"not Parquet")
    with pytest.raises(StoreError, match=r"citations: cannot be read; build the store anew"):
        imrgraph.tables(folder)
    citations.unlink()
    with pytest.raises(StoreError, match=r"citations: cannot be read; build the store anew"):
        imrgraph.tables(folder)


def test_polars_reads_a_table(folder: Path) -> None:
    _store(folder, full_case())
    found = imrgraph.tables(folder)
    assert len(found) == len(TABLES)
    frame = found.polars("determinations")
    assert frame["outcome"].to_list() == ["PartiallyOverturned", "Upheld"]
    assert frame["treatments"].to_list() == [["mri"], ["acupuncture"]]
    with pytest.raises(KeyError):
        found.polars("nothing")

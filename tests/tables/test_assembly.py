"""The tables of a store: the same rows, whatever files the letters came in and whichever tables were there before."""

from __future__ import annotations

import gzip
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from imrgraph.errors import StoreError
from imrgraph.records import Resolved
from imrgraph.tables import (
    ListedLetter,
    RowFiles,
    assemble,
    assembly,
    concept_rows,
    letter_ids,
    packed_rows,
    rows_of,
)
from imrgraph.tables.concepts import ConceptRow
from imrgraph.tables.engine import connect, insert
from imrgraph.tables.parts import part_files
from imrgraph.tables.schema import OF_LETTERS, TABLES
from tests.cases import BASE, case, citation, determination, full_case, letter

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case

_SKOS = {"above": f"{BASE}guideline/odg", "below": f"{BASE}guideline/odg-low-back"}
_CONCEPTS = tuple(
    concept_rows(
        labels={
            _SKOS["above"]: ["Official Disability Guidelines"],
            _SKOS["below"]: ["Low Back", "A Later Label"],
            f"{BASE}treatment/acupuncture": ["acupuncture"],
            "https://example.org/not-ours": ["left out"],
        },
        broader={_SKOS["below"]: [_SKOS["above"]]},
        schemes={
            _SKOS["above"]: [f"{BASE}guideline/"],
            _SKOS["below"]: [f"{BASE}guideline/"],
            f"{BASE}treatment/acupuncture": [f"{BASE}treatment/"],
            "https://example.org/not-ours": ["https://example.org/scheme"],
        },
    )
)


def _cases() -> dict[str, Case]:
    """By key. The keys' order is not that of the texts."""
    items = tuple(determination(n, citation("odg-low-back", start=n), citation("mtus")) for n in (1, 2))
    return {
        "b": case("first text"),
        "c": full_case(),
        "a": replace(case("third text"), determinations=items),
    }


def _listed(cases: dict[str, Case], row_file: int = 1) -> list[ListedLetter]:
    return [_letter(key, one, row_file) for key, one in cases.items()]


def _letter(key: str, one: Case, row_file: int) -> ListedLetter:
    digest = one.letter.text_digest
    return ListedLetter(
        next(letter_ids(digest)), digest, key, key.upper(), f"{key}.txt", f"source of {key}", row_file
    )


def _rows(folder: Path, *files: list[Case], first: int = 1) -> RowFiles:
    rows = RowFiles(folder)
    for number, cases in enumerate(files, first):
        rows.write(number, (packed_rows(one.letter.text_digest, rows_of(one)) for one in cases))
    return rows


def _read(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows, in no certain order."""
    return {
        name: sorted(duckdb.execute(f"FROM '{folder / name}/*.parquet'").fetchall(), key=repr)
        for name in TABLES
    }


def _ask(folder: Path, table: str, columns: str) -> list[tuple[Any, ...]]:
    return duckdb.execute(f"SELECT {columns} FROM '{folder / table}/*.parquet'").fetchall()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of all letters, read at once."""
    folder = tmp_path_factory.mktemp("whole")
    cases = _cases()
    assemble(folder / "tables", _listed(cases), _CONCEPTS, _rows(folder / "rows", [*cases.values()]))
    return folder / "tables"


def test_letters_are_in_the_order_of_their_keys(whole: Path) -> None:
    assert _ask(whole, "letters", "key, case_number, source_name, source_digest") == [
        ("a", "A", "a.txt", "source of a"),
        ("b", "B", "b.txt", "source of b"),
        ("c", "C", "c.txt", "source of c"),
    ]
    assert _ask(whole, "determinations", "item_number") == [(1,), (2,), (1,), (1,), (2,)]


def test_a_letters_number_is_of_its_text_and_its_rows_count_on_from_it(whole: Path) -> None:
    for letter_id, digest in _ask(whole, "letters", "letter_id, text_digest"):
        assert letter_id == int(digest, 16) // 2**212 % 2**43 * 2**10
        assert letter_id < 2**53
    [a], [b], [c] = (
        duckdb.execute(f"SELECT letter_id FROM '{whole}/letters/*.parquet' WHERE key = ?", [key]).fetchall()[
            0
        ]
        for key in "abc"
    )
    assert _ask(whole, "determinations", "determination_id, letter_id, item_number") == [
        (a + 1, a, 1), (a + 2, a, 2), (b + 1, b, 1), (c + 1, c, 1), (c + 2, c, 2),
    ]  # fmt: skip
    assert _ask(whole, "citations", "citation_id, determination_id, letter_id, number, guideline") == [
        (a + 1, a + 1, a, 1, "mtus"), (a + 2, a + 1, a, 2, "odg-low-back"),
        (a + 3, a + 2, a, 1, "mtus"), (a + 4, a + 2, a, 2, "odg-low-back"),
        (b + 1, b + 1, b, 1, "odg-low-back"),
        (c + 1, c + 1, c, 1, None), (c + 2, c + 1, c, 2, "other-journal-of-invented-medicine"),
    ]  # fmt: skip
    assert _ask(whole, "treatments", "treatment_id, letter_id, determination_id, role") == [
        (a + 1, a, a + 1, "Requested"), (a + 2, a, a + 2, "Requested"), (b + 1, b, b + 1, "Requested"),
        (c + 1, c, c + 1, "Requested"), (c + 2, c, c + 2, "Requested"), (c + 3, c, None, "Earlier"),
    ]  # fmt: skip
    assert _ask(whole, "grounds", "ground_id, determination_id, letter_id") == [(c + 1, c + 1, c)]


def test_concepts_are_named_as_the_vocabularies_say_now(whole: Path) -> None:
    found = _ask(whole, "citations", "guideline_label, family")
    assert found[4] == ("ODG, A Later Label", "odg"), "of two labels the first in the alphabet"
    assert found[0] == ("mtus", "mtus"), "what no vocabulary describes stands for itself"
    assert found[5] == (None, None), "what did not resolve has no name"
    columns = (
        "treatments, treatment_labels, categories, reviewer_cites, reviewer_labels, administrator_labels"
    )
    assert _ask(whole, "determinations", columns)[2] == (
        ["acupuncture"], ["acupuncture"], ["acupuncture"], ["odg-low-back"], ["ODG, A Later Label"], [],
    )  # fmt: skip


def test_concepts_have_what_is_above_them(whole: Path) -> None:
    assert _read(whole)["concepts"] == [
        ("guideline", "odg", "Official Disability Guidelines (ODG)", "odg", [], ["odg"]),
        ("guideline", "odg-low-back", "ODG, A Later Label", "odg", ["odg"], ["odg", "odg-low-back"]),
        ("treatment", "acupuncture", "acupuncture", "acupuncture", [], ["acupuncture"]),
    ]


def test_the_files_and_their_order_do_not_matter(whole: Path, tmp_path: Path) -> None:
    cases = _cases()
    rows = _rows(tmp_path / "rows", *([cases[key]] for key in "cba"))
    listed = [_letter(key, cases[key], number) for number, key in enumerate("cba", 1)]
    assemble(tmp_path / "tables", listed, _CONCEPTS[::-1], rows)
    assert _read(tmp_path / "tables") == _read(whole)


def test_of_two_readings_of_a_letter_the_file_that_is_told_has_the_right_one(tmp_path: Path) -> None:
    cases = {"a": case("one text")}
    read_again = replace(cases["a"], determinations=(determination(1), determination(2)))
    rows = _rows(tmp_path / "rows", [cases["a"]], [read_again], [cases["a"]])
    assemble(tmp_path / "tables", _listed(cases, 2), _CONCEPTS, rows)
    assert _ask(tmp_path / "tables", "letters", "item_count") == [(2,)]
    assert _ask(tmp_path / "tables", "citations", "count(*)") == [(0,)]


def test_letters_added_replaced_and_renamed_give_the_tables_of_a_fresh_build(
    whole: Path, tmp_path: Path
) -> None:
    cases = _cases()
    old = {"a": replace(cases["c"], determinations=()), "d": case("gone later"), "x": cases["b"]}
    assemble(tmp_path / "old", _listed(old), _CONCEPTS[:1], _rows(tmp_path / "1", [*old.values()]))
    rows = _rows(tmp_path / "2", [cases["a"], cases["c"]], first=2)
    listed = _listed({key: cases[key] for key in "ac"}, 2)
    listed += _listed({"b": cases["b"]})  # which is there already, as x
    assemble(tmp_path / "new", listed, _CONCEPTS, rows, before=tmp_path / "old", afresh=True)
    assert _read(tmp_path / "new") == _read(whole)
    assert len(part_files(tmp_path / "new", "letters")) == 1


def test_letters_that_the_store_no_longer_has_are_in_no_file(tmp_path: Path, whole: Path) -> None:
    cases = _cases()
    del cases["a"]
    assemble(tmp_path / "less", _listed(cases), _CONCEPTS, RowFiles(tmp_path / "none"), before=whole)
    rows = _rows(tmp_path / "rows", [*cases.values()])
    assemble(tmp_path / "fresh", _listed(cases), _CONCEPTS, rows)
    assert _read(tmp_path / "less") == _read(tmp_path / "fresh")
    assert len(_read(tmp_path / "less")["citations"]) == 3


@pytest.fixture
def parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, Case]]:
    """Tables in three parts of two letters, and these."""
    monkeypatch.setattr(assembly, "PART", 2)
    cases = {key: replace(full_case(), letter=letter(f"text of {key}")) for key in "uvwxyz"}
    rows = _rows(tmp_path / "rows", *([one] for one in cases.values()))
    listed = [_letter(key, one, number) for number, (key, one) in enumerate(cases.items(), 1)]
    assemble(tmp_path / "before", listed, _CONCEPTS, rows)
    return tmp_path / "before", cases


def test_every_table_is_in_as_many_parts_each_with_the_rows_of_its_letters(
    parted: tuple[Path, dict[str, Case]],
) -> None:
    folder, cases = parted
    ids = {key: next(letter_ids(one.letter.text_digest)) for key, one in cases.items()}
    for table in OF_LETTERS:
        files = part_files(folder, table.name)
        held = [
            duckdb.execute(f"SELECT DISTINCT letter_id FROM '{file}'").fetchall() for file in files.values()
        ]
        assert [*files] == [1, 2, 3]
        assert [{row[0] for row in found} for found in held] == [
            {ids["u"], ids["v"]},
            {ids["w"], ids["x"]},
            {ids["y"], ids["z"]},
        ]


def test_adding_letters_writes_a_part_and_shares_the_others(
    parted: tuple[Path, dict[str, Case]], tmp_path: Path
) -> None:
    before, cases = parted
    more = cases | {"a": case("new")}
    listed = _listed(cases) + _listed({"a": more["a"]}, 9)
    assemble(tmp_path / "after", listed, _CONCEPTS, _rows(tmp_path / "9", [more["a"]], first=9), before)
    fresh = _rows(tmp_path / "fresh", [*more.values()])
    assemble(tmp_path / "at-once", _listed(more), _CONCEPTS, fresh)
    assert _read(tmp_path / "after") == _read(tmp_path / "at-once")
    for table in OF_LETTERS:
        now, then = part_files(tmp_path / "after", table.name), part_files(before, table.name)
        assert [*now] == [1, 2, 3, 4]
        assert all(now[part].samefile(then[part]) for part in then)


@pytest.mark.parametrize(
    ("key", "name"),
    [pytest.param("w", None, id="gone"), pytest.param("w", "w~1", id="another name")],
)
def test_a_part_with_a_letter_that_is_not_as_it_was_is_written_anew(
    key: str, name: str | None, parted: tuple[Path, dict[str, Case]], tmp_path: Path
) -> None:
    before, cases = parted
    now = {(name if each == key else each): one for each, one in cases.items()}
    left = {each: one for each, one in now.items() if each is not None}
    assemble(tmp_path / "after", _listed(left), _CONCEPTS, RowFiles(tmp_path / "none"), before)
    assemble(tmp_path / "at-once", _listed(left), _CONCEPTS, _rows(tmp_path / "fresh", [*left.values()]))
    assert _read(tmp_path / "after") == _read(tmp_path / "at-once")
    assert [*part_files(tmp_path / "after", "citations")] == [1, 3, 4]


def test_small_parts_are_put_together(parted: tuple[Path, dict[str, Case]], tmp_path: Path) -> None:
    """One letter of two goes from two parts each: what is left makes one part."""
    before, cases = parted
    left = {key: cases[key] for key in "vwyz"}
    assemble(tmp_path / "after", _listed(left), _CONCEPTS, RowFiles(tmp_path / "none"), before)
    files = part_files(tmp_path / "after", "letters")
    assert [*files] == [3, 4]
    assert duckdb.execute(f"SELECT key FROM '{files[4]}'").fetchall() == [("v",), ("w",)]


def test_other_labels_of_concepts_reach_every_part(
    parted: tuple[Path, dict[str, Case]], tmp_path: Path
) -> None:
    before, cases = parted
    named = [one._replace(label=f"{one.label} anew") for one in _CONCEPTS]
    assemble(tmp_path / "after", _listed(cases), named, RowFiles(tmp_path / "none"), before, afresh=True)
    labels = _ask(tmp_path / "after", "determinations", "DISTINCT unnest(treatment_labels)")
    assert sorted(labels) == [("acupuncture anew",), ("mri",)]


def test_a_store_without_letters_has_empty_tables(tmp_path: Path) -> None:
    assemble(tmp_path / "tables", [], [], RowFiles(tmp_path / "none"))
    assert _read(tmp_path / "tables") == {name: [] for name in TABLES}


def test_columns_and_types_are_those_of_the_schema(whole: Path) -> None:
    for name, table in TABLES.items():
        described = duckdb.execute(f"DESCRIBE FROM '{whole / name}/*.parquet'").fetchall()
        assert [row[:2] for row in described] == [(column.name, column.type) for column in table.columns]


def test_a_letter_whose_rows_nobody_has_is_an_error(tmp_path: Path) -> None:
    cases = _cases()
    rows = _rows(tmp_path / "rows", [cases["a"], cases["b"]])
    listed = _listed({key: cases[key] for key in "ab"}) + _listed({"c": cases["c"]}, 2)
    with pytest.raises(StoreError, match="lack 1 letters, c among them"):
        assemble(tmp_path / "tables", listed, _CONCEPTS, rows)


def test_a_letter_whose_rows_are_garbled_is_an_error(tmp_path: Path) -> None:
    cases = _cases()
    rows = RowFiles(tmp_path / "rows")
    rows.write(
        1, [packed_rows(cases["a"].letter.text_digest, rows_of(cases["a"])), gzip.compress(b'{"digest":\n')]
    )
    with pytest.raises(StoreError, match="lack 1 letters, b among them"):
        assemble(tmp_path / "tables", _listed({key: cases[key] for key in "ab"}), _CONCEPTS, rows)


def test_words_that_no_table_could_hold_are_kept_as_the_graph_keeps_them(tmp_path: Path) -> None:
    """Quotes, line ends and a NUL stay; half a surrogate pair is a question mark, as in N-Triples."""
    words = "it's \"so\"\n\0\u2028 \ud800'); DROP TABLE letters; --"
    odd = replace(case(), determinations=(replace(determination(), disputed_item=words),))
    assemble(tmp_path / "it's a folder", _listed({"a": odd}), [], _rows(tmp_path / "row's", [odd]))
    found = duckdb.read_parquet(str(tmp_path / "it's a folder" / "determinations" / "1.parquet"))
    assert found.select("disputed_item").fetchall() == [(words.replace("\ud800", "?"),)]


def test_a_concept_of_ones_own_keeps_its_address(tmp_path: Path) -> None:
    own = "https://example.org/boots"
    mine = replace(determination(), resolution=Resolved(concepts=(own,)))
    concepts = concept_rows({own: ["boots"]}, {}, {own: [f"{BASE}treatment/"]})
    cases = {"a": replace(case(), determinations=(mine,))}
    assemble(tmp_path / "tables", _listed(cases), concepts, _rows(tmp_path / "rows", [*cases.values()]))
    assert _ask(tmp_path / "tables", "determinations", "treatments, treatment_labels") == [([own], ["boots"])]
    assert _read(tmp_path / "tables")["concepts"] == [
        ConceptRow("treatment", own, "boots", "boots", [], [own])  # type: ignore[arg-type]
    ]


def test_a_number_that_no_column_could_hold_costs_the_number_and_not_the_tables(tmp_path: Path) -> None:
    huge = Decimal("9" * 400)
    odd = replace(
        case(),
        facts=replace(case().facts, worker_age=10**12),
        determinations=(replace(determination(), quantity=huge), determination(2)),
    )
    assemble(tmp_path / "tables", _listed({"a": odd}), [], _rows(tmp_path / "rows", [odd]))
    assert _ask(tmp_path / "tables", "letters", "worker_age, item_count") == [(None, 2)]
    assert _ask(tmp_path / "tables", "determinations", "quantity, outcome") == [
        (float("inf"), "Upheld"),
        (None, "Upheld"),
    ]


def test_a_letter_of_many_millions_of_characters_is_no_trouble(tmp_path: Path) -> None:
    long = replace(case(), determinations=(replace(determination(), rationale="long " * 8_000_000),))
    assemble(tmp_path / "tables", _listed({"a": long}), [], _rows(tmp_path / "rows", [long]))
    assert _ask(tmp_path / "tables", "determinations", "length(rationale)") == [(40_000_000,)]


def test_rows_of_a_table_in_memory_are_all_there_and_leave_no_file(tmp_path: Path) -> None:
    with connect() as connection:
        insert(
            connection,
            "one",
            {"n": "INTEGER", "l": "VARCHAR[]"},
            ((n, [f"{n}"]) for n in range(7)),
            tmp_path,
        )
        insert(connection, "none", {"n": "INTEGER"}, [], tmp_path)
        assert connection.execute("SELECT n, l FROM one ORDER BY n").fetchall() == [
            (n, [f"{n}"]) for n in range(7)
        ]
        assert connection.execute("SELECT n FROM none").fetchall() == []
    assert [*tmp_path.iterdir()] == []

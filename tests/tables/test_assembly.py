"""The tables of a store: numbered by key, whatever shards the letters came in and whichever were there before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from imrgraph.errors import StoreError
from imrgraph.records import Resolved
from imrgraph.tables import ListedLetter, assemble, concept_rows, rows_of, shards, write_shard
from imrgraph.tables.concepts import ConceptRow
from imrgraph.tables.schema import TABLES
from tests.cases import BASE, case, citation, determination, full_case

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


def _listed(cases: dict[str, Case]) -> list[ListedLetter]:
    return [
        ListedLetter(one.letter.text_digest, key, key.upper(), f"{key}.txt", f"source of {key}")
        for key, one in cases.items()
    ]


def _shard(folder: Path, *cases: Case) -> Path:
    write_shard({one.letter.text_digest: rows_of(one) for one in cases}, folder)
    return folder


def _read(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {name: duckdb.execute(f"FROM '{folder / name}.parquet'").fetchall() for name in TABLES}


def _ask(folder: Path, table: str, columns: str) -> list[tuple[Any, ...]]:
    return duckdb.execute(f"SELECT {columns} FROM '{folder / table}.parquet'").fetchall()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of all letters, read at once."""
    folder = tmp_path_factory.mktemp("whole")
    cases = _cases()
    assemble(folder / "tables", _listed(cases), _CONCEPTS, [_shard(folder / "shard", *cases.values())])
    return folder / "tables"


def test_letters_are_numbered_by_key_and_parts_within_them(whole: Path) -> None:
    assert _ask(whole, "letters", "letter_id, key, case_number, source_name, source_digest") == [
        (1, "a", "A", "a.txt", "source of a"),
        (2, "b", "B", "b.txt", "source of b"),
        (3, "c", "C", "c.txt", "source of c"),
    ]
    assert _ask(whole, "determinations", "determination_id, letter_id, item_number") == [
        (1, 1, 1), (2, 1, 2), (3, 2, 1), (4, 3, 1), (5, 3, 2),
    ]  # fmt: skip
    assert _ask(whole, "citations", "citation_id, determination_id, letter_id, number, guideline") == [
        (1, 1, 1, 1, "mtus"), (2, 1, 1, 2, "odg-low-back"),
        (3, 2, 1, 1, "mtus"), (4, 2, 1, 2, "odg-low-back"),
        (5, 3, 2, 1, "odg-low-back"),
        (6, 4, 3, 1, None), (7, 4, 3, 2, "other-journal-of-invented-medicine"),
    ]  # fmt: skip
    assert _ask(whole, "treatments", "treatment_id, letter_id, determination_id, role") == [
        (1, 1, 1, "Requested"), (2, 1, 2, "Requested"), (3, 2, 3, "Requested"),
        (4, 3, 4, "Requested"), (5, 3, 5, "Requested"), (6, 3, None, "Earlier"),
    ]  # fmt: skip
    assert _ask(whole, "grounds", "ground_id, determination_id, letter_id") == [(1, 4, 3)]


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


def test_the_shards_and_their_order_do_not_matter(whole: Path, tmp_path: Path) -> None:
    cases = _cases()
    shards = [_shard(tmp_path / key, cases[key]) for key in ("c", "b", "a")]
    assemble(tmp_path / "tables", _listed(cases)[::-1], _CONCEPTS[::-1], shards)
    assert _read(tmp_path / "tables") == _read(whole)


def test_a_letter_in_two_shards_is_one(whole: Path, tmp_path: Path) -> None:
    cases = _cases()
    shards = [_shard(tmp_path / "1", *cases.values()), _shard(tmp_path / "2", cases["b"], cases["c"])]
    assemble(tmp_path / "tables", _listed(cases), _CONCEPTS, shards)
    assert _read(tmp_path / "tables") == _read(whole)


def test_of_two_readings_of_a_letter_the_last_shard_has_the_right_one(tmp_path: Path) -> None:
    cases = {"a": case("one text")}
    read_again = replace(cases["a"], determinations=(determination(1), determination(2)))
    shards = [_shard(tmp_path / "1", cases["a"]), _shard(tmp_path / "2", read_again)]
    assemble(tmp_path / "tables", _listed(cases), _CONCEPTS, shards)
    assert _ask(tmp_path / "tables", "letters", "item_count") == [(2,)]
    assert _ask(tmp_path / "tables", "citations", "count(*)") == [(0,)]


def test_letters_added_replaced_and_renamed_give_the_tables_of_a_fresh_build(
    whole: Path, tmp_path: Path
) -> None:
    cases = _cases()
    old = {"a": replace(cases["c"], determinations=()), "d": case("gone later"), "x": cases["b"]}
    assemble(tmp_path / "old", _listed(old), _CONCEPTS[:1], [_shard(tmp_path / "1", *old.values())])
    shard = _shard(tmp_path / "2", cases["a"], cases["c"])  # b is there already, as x
    assemble(tmp_path / "new", _listed(cases), _CONCEPTS, [shard], before=tmp_path / "old")
    assert _read(tmp_path / "new") == _read(whole)


def test_letters_that_the_store_no_longer_has_are_left_out(tmp_path: Path, whole: Path) -> None:
    cases = _cases()
    del cases["a"]
    assemble(tmp_path / "less", _listed(cases), _CONCEPTS, [], before=whole)
    assemble(tmp_path / "fresh", _listed(cases), _CONCEPTS, [_shard(tmp_path / "1", *cases.values())])
    assert _read(tmp_path / "less") == _read(tmp_path / "fresh")
    assert _ask(tmp_path / "less", "citations", "citation_id, determination_id, letter_id") == [
        (1, 1, 1), (2, 2, 2), (3, 2, 2),
    ]  # fmt: skip


def test_a_store_without_letters_has_empty_tables(tmp_path: Path) -> None:
    assemble(tmp_path / "tables", [], [], [])
    assert _read(tmp_path / "tables") == {name: [] for name in TABLES}


def test_columns_and_types_are_those_of_the_schema(whole: Path) -> None:
    for name, table in TABLES.items():
        described = duckdb.execute(f"DESCRIBE FROM '{whole / name}.parquet'").fetchall()
        assert [row[:2] for row in described] == [(column.name, column.type) for column in table.columns]


def test_a_letter_whose_rows_nobody_has_is_an_error(tmp_path: Path) -> None:
    cases = _cases()
    shard = _shard(tmp_path / "1", cases["a"], cases["b"])
    with pytest.raises(StoreError, match="lack 1 letters, c among them"):
        assemble(tmp_path / "tables", _listed(cases), _CONCEPTS, [shard])


def test_words_that_no_table_could_hold_are_kept_as_the_graph_keeps_them(tmp_path: Path) -> None:
    """Quotes, line ends and a NUL stay; half a surrogate pair is a question mark, as in N-Triples."""
    words = "it's \"so\"\n\0\u2028 \ud800'); DROP TABLE letters; --"
    odd = replace(case(), determinations=(replace(determination(), disputed_item=words),))
    assemble(tmp_path / "it's a folder", _listed({"a": odd}), [], [_shard(tmp_path / "shard's", odd)])
    found = duckdb.read_parquet(str(tmp_path / "it's a folder" / "determinations.parquet"))
    assert found.select("disputed_item").fetchall() == [(words.replace("\ud800", "?"),)]


def test_a_concept_of_ones_own_keeps_its_address(tmp_path: Path) -> None:
    own = "https://example.org/boots"
    mine = replace(determination(), resolution=Resolved(concepts=(own,)))
    concepts = concept_rows({own: ["boots"]}, {}, {own: [f"{BASE}treatment/"]})
    cases = {"a": replace(case(), determinations=(mine,))}
    assemble(tmp_path / "tables", _listed(cases), concepts, [_shard(tmp_path / "1", *cases.values())])
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
    assemble(tmp_path / "tables", _listed({"a": odd}), [], [_shard(tmp_path / "1", odd)])
    assert _ask(tmp_path / "tables", "letters", "worker_age, item_count") == [(None, 2)]
    assert _ask(tmp_path / "tables", "determinations", "quantity, outcome") == [
        (float("inf"), "Upheld"),
        (None, "Upheld"),
    ]


def test_rows_in_several_portions_are_all_there_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "_PORTION", 3)
    with shards.connect() as connection:
        shards.insert(
            connection, "one", {"n": "INTEGER", "l": "VARCHAR[]"}, ((n, [f"{n}"]) for n in range(7))
        )
        shards.insert(connection, "none", {"n": "INTEGER"}, [])
        assert connection.execute("FROM one").fetchall() == [(n, [f"{n}"]) for n in range(7)]
        assert connection.execute("FROM none").fetchall() == []

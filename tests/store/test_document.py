"""A letter as a document, from a case and from both stores alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from imrgraph.store import Iri, open_store
from imrgraph.store.document import case_document, letter_document
from imrgraph.store.export import export
from imrgraph.store.letters import find_letters, letter_triples
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.store.writer import StoreWriter
from imrgraph.vocab.concepts import BASE
from tests.cases import case, full_case

if TYPE_CHECKING:
    from pathlib import Path

LETTER = Iri(f"{BASE}letter/CM14-0000001")


def test_parts_are_nested_and_values_plain() -> None:
    document = case_document(full_case())
    assert document["key"] == document["identifier"] == "CM14-0000001"
    assert document["workerAge"] == 41
    assert document["synthetic"] is True
    first, second = document["determinations"]
    assert (first["part"], first["outcome"], first["quantity"]) == (
        "determination-1",
        "PartiallyOverturned",
        1.5,
    )
    assert first["associatedWith"] == second["part"]
    assert first["citations"][0]["evidence"] == [{"start": 3, "end": 9}, {"start": 12, "end": 20}]
    assert document["reviewerSpecialty"][0]["label"] == "Invented Medicine"
    assert json.loads(json.dumps(document)) == document


def test_a_store_and_a_graph_file_give_the_same_document(folder: Path, tmp_path: Path) -> None:
    with StoreWriter(folder) as writer:
        writer.add(full_case(), origin="/full.txt")
    with OxigraphStore(folder) as one:
        export(one, tmp_path / "graph.ttl")
        with open_store(tmp_path / "graph.ttl") as other:
            for opened in (one, other):
                document = letter_document(letter_triples(opened, LETTER), LETTER)
                assert document == case_document(full_case())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("CM14-0000001", ["CM14-0000001"], id="case-number"),
        pytest.param("a letter", ["a%20letter"], id="stem"),
        pytest.param("a%20letter", ["a%20letter"], id="key"),
        pytest.param(f"{BASE}letter/a%20letter", ["a%20letter"], id="iri"),
        pytest.param("nothing", [], id="unknown"),
        pytest.param("<}", [], id="no-iri"),
    ],
)
def test_letters_are_found_by_any_of_their_names(folder: Path, name: str, found: list[str]) -> None:
    with StoreWriter(folder) as writer:
        writer.add(full_case(), origin="/full.txt")
        writer.add(case("Another.", "a letter.txt"), origin="/a letter.txt")
    with open_store(folder) as opened:
        assert find_letters(opened, name) == [Iri(f"{BASE}letter/{key}") for key in found]

"""The whole path, letter to triples: golden files, and the promises that hold for every letter."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import imrgraph
from imrgraph import Case, Evidence, Letter
from imrgraph.data import example_letters_dir
from imrgraph.rdf import base_key, case_triples
from imrgraph.store import open_store
from imrgraph.store.check import check
from imrgraph.store.export import export
from imrgraph.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Golden

pytestmark = pytest.mark.lengthy

_EXAMPLES = sorted(example_letters_dir().glob("*.txt"))
_INVENTED = sorted((Path(__file__).parent / "letters" / "development" / "letters").glob("*.txt"))
every_example = pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
every_letter = pytest.mark.parametrize("path", _EXAMPLES + _INVENTED, ids=lambda path: path.stem)


def _letter(path: Path) -> Letter:
    (found,) = imrgraph.read(path)
    assert isinstance(found, Letter)
    return found


@cache
def _case(path: Path) -> Case:
    """What is read of a letter, read once for all that only look at it."""
    return imrgraph.extract(_letter(path))


def _lines(case: Case) -> list[str]:
    letter = case.letter
    return case_triples(case, base_key(case.facts.case_number, letter.source_name, letter.text_digest))


def _evidence(case: Case) -> Iterator[Evidence]:
    yield from (condition.evidence for condition in case.conditions)
    yield from (treatment.evidence for treatment in case.prior_treatments)
    for determination in case.determinations:
        yield determination.evidence
        yield from (citation.evidence for citation in determination.citations)


@every_example
def test_triples_of_a_letter(path: Path, golden: Golden) -> None:
    lines = _lines(_case(path))
    golden(f"letters/{path.stem}.nt", "".join(f"{line}\n" for line in sorted(lines)))


@every_letter
def test_positions_give_back_the_words(path: Path) -> None:
    case = _case(path)
    for evidence in _evidence(case):
        words = [" ".join(case.letter.text[span.start : span.end].split()) for span in evidence.spans]
        assert all(words)
        assert evidence.anchor in (*words, " ".join(words)) or any(evidence.anchor in one for one in words)


@every_letter
def test_reading_twice_gives_the_same(path: Path) -> None:
    again = imrgraph.extract(_letter(path))
    assert again == _case(path)
    assert _lines(again) == _lines(_case(path))


def test_the_order_of_reading_does_not_matter(tmp_path: Path) -> None:
    files = []
    for name, order in (("one", _EXAMPLES), ("other", [*_EXAMPLES[::-1], *_EXAMPLES])):
        imrgraph.build(order, tmp_path / name, jobs=0)
        files.append(tmp_path / f"{name}.nt")
        with OxigraphStore(tmp_path / name) as store:
            export(store, files[-1])
    assert files[0].read_bytes() == files[1].read_bytes()


def test_every_letter_has_the_shape_that_the_ontology_says(tmp_path: Path) -> None:
    assert not imrgraph.build([*_EXAMPLES, *_INVENTED], tmp_path / "store", jobs=0).failed
    with open_store(tmp_path / "store") as store:
        assert {letter: wrong for letter, wrong in check(store) if wrong} == {}

"""Synthetic letters: the same for the same seed, varied, in all layouts, marked, and read as their gold says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from imrgraph.evaluate import evaluate
from imrgraph.graph import read_items
from imrgraph.records import LetterFormat
from imrgraph.store import open_store
from imrgraph.store.build import build
from imrgraph.synth import load_effects, write_corpus
from imrgraph.synth.letter import SyntheticLetter, letter
from imrgraph.synth.material import material
from tests.synth.facts import facts_of

_SEED = 3
_READ = 60  # letters in the store
_MOST = 250


@pytest.fixture(scope="module")
def letters() -> list[SyntheticLetter]:
    effects = load_effects()
    return [letter(number, _SEED, material(), effects) for number in range(1, _MOST + 1)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with its store `store`, made once."""
    folder = tmp_path_factory.mktemp("synth")
    written = write_corpus(folder / "corpus", _READ, seed=_SEED)
    summary = build([str(written.letters)], folder / "store", jobs=0)
    assert (summary.read.letters, summary.failed, summary.duplicates) == (_READ, 0, 0)
    return folder


def test_a_letter_is_the_same_whatever_is_written_besides(
    letters: list[SyntheticLetter], corpus: Path
) -> None:
    for one in letters[:_READ]:
        name = one.plan.case_number
        assert (corpus / f"corpus/letters/{name}.txt").read_bytes().decode("utf-8") == one.text
        gold = json.loads((corpus / f"corpus/gold/{name}.json").read_text("utf-8"))
        assert gold == json.loads(json.dumps({"source": f"{name}.txt", **one.gold}))


def test_another_seed_gives_other_letters(letters: list[SyntheticLetter]) -> None:
    other = letter(1, _SEED + 1, material(), load_effects())
    assert other.plan.case_number == letters[0].plan.case_number == "CM99-0000001"
    assert other.text != letters[0].text


def test_all_layouts_occur_and_every_letter_says_what_it_is(letters: list[SyntheticLetter]) -> None:
    assert {one.plan.layout for one in letters} == set(LetterFormat) - {LetterFormat.UNKNOWN}
    mark = material().mark
    assert re.match(r"SYNTHETIC LETTER\b.*\bno person", mark)
    assert all(one.text.startswith(mark) for one in letters)


def test_texts_are_varied(letters: list[SyntheticLetter]) -> None:
    """No two letters have the same summary or rationales, and forms vary too: headers, numbers, furniture, spacing."""
    sentences = [s for one in letters for s in re.split(r"(?<=[.:])\s+", " ".join(one.text.split()))]
    assert len(set(sentences)) > 25 * len(letters)
    assert len({one.text[100:] for one in letters}) == len(letters)
    for sign in (
        "Date Assigned",
        "following credentials",
        "Final Determination Letter for",
        "\f",
        "\n\n\n",
        "#1 ",
        "\u2019",
    ):
        with_it = sum(sign in one.text for one in letters)
        assert 0 < with_it < len(letters), sign
    assert {len(one.plan.items) for one in letters} == {1, 2, 3, 4, 5, 6}


def test_days_are_in_order(letters: list[SyntheticLetter]) -> None:
    for p in (one.plan for one in letters):
        assert p.injured < p.reviewed < p.applied < p.assigned < p.decided


def test_pages_lie_within_their_chapters() -> None:
    from imrgraph.vocab import load_vocabulary

    guidelines = load_vocabulary("guideline")
    told = material().authorities
    uses = [(name, use) for name, chapter in told["chapters"].items() for use in chapter.values()]
    for name, use in [*uses, *told["general"].items()]:
        concept = guidelines.concepts[guidelines.iri(name)]
        if name == "acoem-ch10" or isinstance(use, str):
            continue  # the elbow chapter's revision of 2007 has pages of its own
        [first], [last] = concept.values("firstPage"), concept.values("lastPage")
        for pages in use[1:]:
            assert all(int(first) <= int(page) <= int(last) for page in pages.split("-")), (name, pages)


def test_the_gold_agrees_with_what_is_read(corpus: Path) -> None:
    found = evaluate(corpus / "store", corpus / "corpus/gold")
    assert found.macro >= 0.97


def test_the_graph_holds_what_was_drawn(letters: list[SyntheticLetter], corpus: Path) -> None:
    """Item by item, so that what measures say of the drawn facts they say of the graph."""
    with open_store(corpus / "store") as store:
        found = {item.iri: item for item in read_items(store)}
    assert all(item.letter.synthetic for item in found.values())
    drawn = [item for one in letters[:_READ] for item in facts_of(one.plan)]
    assert len(found) == len(drawn)
    for field in ("outcome", "treatments", "administrator", "reviewer", "silent"):
        alike = [getattr(found.get(item.iri), field, None) == getattr(item, field) for item in drawn]
        assert sum(alike) >= 0.95 * len(alike), field
    same = [
        found[item.iri].agreement == item.agreement for item in drawn if item.agreement == "SameGuideline"
    ]
    assert sum(same) >= 0.97 * len(same)

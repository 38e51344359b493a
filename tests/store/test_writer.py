"""Writing letters: keys, replacement, duplicates, interruption; the graph depends on the letters alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imrgraph.errors import StoreError
from imrgraph.rdf.terms import LETTERS
from imrgraph.store import open_store, vocabularies
from imrgraph.store.base import Iri
from imrgraph.store.export import export
from imrgraph.store.findings import Place
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.store.writer import StoreWriter
from tests.cases import BASE, case, citation, determination, full_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    import pyoxigraph as ox

    from imrgraph.records import Case

MINTED = Iri(f"{BASE}guideline/other-journal-of-invented-medicine")


def store(folder: Path, *cases: Case) -> list[str | None]:
    with StoreWriter(folder) as opened:
        return [opened.add(each, origin=f"/in/{each.letter.source_name}") for each in cases]


def keys(folder: Path) -> list[str]:
    with OxigraphStore(folder) as opened:
        return list(opened.letter_keys())


def exported(folder: Path) -> bytes:
    path = folder.parent / "graph.nt"
    with OxigraphStore(folder) as opened:
        export(opened, path)
    return path.read_bytes()


def names(folder: Path) -> dict[str, str]:
    """KEY to source name, as the graph has it."""
    with OxigraphStore(folder) as opened:
        found = opened.triples(None, Iri(f"{BASE}ontology#sourceName"))
        return {str(letter).removeprefix(LETTERS): str(name) for letter, _, name in found}


def test_a_letter_is_stored_with_its_text(folder: Path) -> None:
    one = full_case()
    store(folder, one)
    assert keys(folder) == ["CM14-0000001"]
    with OxigraphStore(folder) as opened:
        assert opened.letter_text(one.letter.text_digest) == one.letter.text
        assert opened.letter_text("0" * 64) is None
        assert opened.manifest["counts"] == {
            "letters": 1,
            "determinations": 2,
            "citations": 2,
            "conditions": 2,
            "prior_treatments": 1,
            "unresolved": 2,
            "partial": 1,
        }


def test_storing_twice_adds_nothing(folder: Path) -> None:
    store(folder, full_case(), case())
    once = exported(folder)
    assert store(folder, full_case(), case()) == [None, None]
    assert exported(folder) == once


def test_a_changed_letter_in_the_same_place_replaces_the_former(folder: Path, tmp_path: Path) -> None:
    store(folder, case("The first version.", number="CM14-0000002"))
    store(folder, case("The second version.", number="CM14-0000002"))
    assert keys(folder) == ["CM14-0000002"]
    fresh = tmp_path / "fresh" / "imrgraph.db"
    fresh.parent.mkdir()
    store(fresh, case("The second version.", number="CM14-0000002"))
    assert exported(folder) == exported(fresh)


def test_a_text_that_another_place_still_holds_is_not_replaced(folder: Path) -> None:
    store(folder, case("One.", "a.txt", "CM14-0000002"), case("One.", "b.txt", "CM14-0000002"))
    store(folder, case("Two.", "a.txt", "CM14-0000002"))
    assert len(keys(folder)) == 2
    assert "b.txt" in names(folder).values()


def test_another_letter_in_the_same_place_replaces_nothing(folder: Path) -> None:
    store(folder, case("One.", number="CM14-0000002"))
    store(folder, case("Two.", number="CM14-0000003"))
    assert keys(folder) == ["CM14-0000002", "CM14-0000003"]


def test_two_texts_of_one_case_number_are_told_apart_by_content(folder: Path, tmp_path: Path) -> None:
    one, two = case("One.", "a.txt", "CM14-0000002"), case("Two.", "b.txt", "CM14-0000002")
    first, second = sorted((one, two), key=lambda each: each.letter.text_digest)
    store(folder, second)
    assert keys(folder) == ["CM14-0000002"]
    store(folder, first)  # takes the plain key from the one that had it
    assert keys(folder) == ["CM14-0000002", f"CM14-0000002~{second.letter.text_digest[:8]}"]
    other = tmp_path / "other" / "imrgraph.db"
    other.parent.mkdir()
    store(other, first, second)
    assert exported(folder) == exported(other)


def test_one_text_under_two_names_is_one_letter_with_the_smaller_name(folder: Path) -> None:
    assert store(folder, case(name="b.txt")) == [None]
    assert store(folder, case(name="a.txt")) == ["b.txt"]
    assert names(folder) == {"a": "a.txt"}
    assert store(folder, case(name="b.txt")) == [None]  # known to be there: no news
    assert names(folder) == {"a": "a.txt"}


def test_a_text_met_twice_in_one_run_need_not_be_extracted_again(folder: Path) -> None:
    one = case(name="a.txt")
    with StoreWriter(folder) as opened:
        assert opened.add_again(Place.of(one.letter, "/in/a.txt")) is None
        opened.add(one, origin="/in/a.txt")
        again = replace(one.letter, source_name="b.txt")
        assert opened.add_again(Place.of(again, "/in/b.txt")) == "a.txt"
    assert keys(folder) == ["a"]


def test_standard_input_yields_to_a_file_name(folder: Path) -> None:
    store(folder, case(name="-"))
    assert keys(folder) == [case().letter.text_digest]
    store(folder, case(name="z.txt"))
    assert names(folder) == {"z": "z.txt"}


def test_a_minted_concept_goes_with_the_last_letter_that_names_it(folder: Path) -> None:
    cited = determination(1, citation("other-journal-of-invented-medicine"))
    store(folder, replace(case("One."), determinations=(cited,)))
    with open_store(folder) as opened:
        assert list(opened.triples(MINTED))
    store(folder, case("Two."))
    with open_store(folder) as opened:
        assert not list(opened.triples(MINTED))


class Dying:
    """A graph whose process is killed after so many removals."""

    def __init__(self, graph: ox.Store, removals: int) -> None:
        self._graph, self._left = graph, removals

    def remove(self, quad: ox.Quad) -> None:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1
        self._graph.remove(quad)

    def __getattr__(self, name: str) -> object:
        return getattr(self._graph, name)


@pytest.mark.parametrize("removals", [0, 1, 7, 30, 60])
def test_a_build_that_breaks_off_changes_nothing_and_can_be_repeated(
    folder: Path, tmp_path: Path, removals: int
) -> None:
    store(folder, full_case())
    before = exported(folder)
    changed = replace(full_case(), determinations=(), conditions=())

    def build(graph: Callable[[ox.Store], Any]) -> None:
        with StoreWriter(folder) as opened:
            opened._graph._open = graph(opened._graph.store)
            opened.add(changed, origin="/in/dir/full.txt")

    with pytest.raises(KeyboardInterrupt):
        build(lambda graph: Dying(graph, removals))
    assert exported(folder) == before
    build(lambda graph: graph)
    fresh = tmp_path / "fresh" / "imrgraph.db"
    fresh.parent.mkdir()
    store(fresh, changed)
    with open_store(folder) as one, open_store(fresh) as other:
        assert set(one.triples()) == set(other.triples())


def test_a_failure_loses_nothing_that_was_stored(folder: Path) -> None:
    store(folder, case("One."))
    before = exported(folder)
    opened = StoreWriter(folder)
    opened.add(case("Two."), origin="/in/a.txt")
    opened.close()  # as after an exception
    assert exported(folder) == before


@dataclass(frozen=True)
class Met:
    """A letter in a place."""

    text: str
    name: str
    number: str | None


places = st.lists(
    st.builds(
        Met,
        text=st.sampled_from(["One.", "Two.", "Three."]),
        name=st.sampled_from(["a.txt", "b.txt", "x/a.txt", "-"]),
        number=st.none(),
    ),
    max_size=5,
    unique_by=lambda met: met.name,
)
numbers = st.fixed_dictionaries(
    {text: st.sampled_from([None, "CM14-0000002", "CM14-0000003"]) for text in ("One.", "Two.", "Three.")}
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(met=places, number_of=numbers, data=st.data())
def test_the_graph_depends_on_the_letters_and_not_on_their_order_or_the_builds(
    met: list[Met], number_of: dict[str, str | None], data: st.DataObject
) -> None:
    cases = [case(each.text, each.name, number_of[each.text]) for each in met]
    shuffled = data.draw(st.permutations(cases))
    cut = data.draw(st.integers(0, len(cases)))

    def built(*runs: Iterable[Case]) -> bytes:
        with TemporaryDirectory() as name:
            folder = Path(name) / "imrgraph.db"
            for run in runs:
                store(folder, *run)
            return exported(folder)

    assert built(cases) == built(shuffled[:cut], shuffled[cut:], shuffled[:1])


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(StoreError, match="not a store"):
        StoreWriter(tmp_path)
    with pytest.raises(StoreError, match="not a store"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="no such store"):
        open_store(tmp_path / "nothing")
    with pytest.raises(StoreError, match="cannot be made"):
        StoreWriter(tmp_path / "thesis.doc" / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_store_of_another_version_says_so(folder: Path) -> None:
    store(folder, case())
    (folder / "current").write_text('{"format": 99}')
    with pytest.raises(StoreError, match="another version"):
        open_store(folder)
    with pytest.raises(StoreError, match="another version"):
        StoreWriter(folder)


def test_a_store_of_before_there_were_generations_says_so(folder: Path) -> None:
    folder.mkdir()
    for name in ("manifest.json", "letters.sqlite"):
        (folder / name).touch()
    for use in (open_store, StoreWriter):
        with pytest.raises(StoreError, match="delete it and build it anew"):
            use(folder)


def test_a_closed_store_says_so(folder: Path) -> None:
    store(folder, case())
    opened = OxigraphStore(folder)
    opened.close()
    opened.close()
    with pytest.raises(StoreError, match="closed"):
        opened.query("ASK {}")


def test_vocabularies_are_renewed_when_they_change(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vocabulary = tmp_path / "words.ttl"
    monkeypatch.setattr(vocabularies, "vocabulary_files", lambda: [vocabulary])
    vocabulary.write_text("<urn:a> <urn:p> 1 , 2 ; <urn:q> [ <urn:r> 3 ] .")
    store(folder, case())
    vocabulary.write_text("<urn:a> <urn:p> 2 , 4 .")
    store(folder, case())
    with open_store(folder) as opened:
        assert sorted(str(value) for _, _, value in opened.triples(Iri("urn:a"))) == ["2", "4"]
        assert not list(opened.triples(None, Iri("urn:r")))


@pytest.mark.parametrize("part", ["letters.sqlite", "graph"])
def test_a_damaged_store_says_so(folder: Path, part: str) -> None:
    store(folder, case())
    (folder / "generations" / "1" / part).rename(folder.parent / part)
    with pytest.raises(StoreError, match=r"cannot be opened"):
        open_store(folder)
    with pytest.raises(StoreError, match="build anew"):
        StoreWriter(folder)
    (folder / "generations" / "1").rename(folder.parent / "gone")
    with pytest.raises(StoreError, match="1 is missing"):
        open_store(folder)

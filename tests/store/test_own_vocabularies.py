"""A store whose letters are read with vocabulary files of the user's own: what it holds, and that it never mixes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import VocabularyError
from imrgraph.model.case import extract
from imrgraph.store import build as room
from imrgraph.store.build import LetterFailed
from imrgraph.store.catalogue import Catalogue
from imrgraph.store.export import export
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.vocab.checks import use_vocabularies
from imrgraph.vocab.concepts import BASE
from imrgraph.vocab.own import OwnFile, OwnVocabularies

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case, Letter

build = partial(room.build, jobs=0)  # each process would read the vocabularies anew
PREFIXES = f"""@prefix treatment: <{BASE}treatment/> .
@prefix my: <https://example.org/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
ZORBA = 'treatment:zorbatril skos:prefLabel "Zorbatril" ; skos:broader treatment:pharmaceutical .'
LUNAR = 'my:lunar skos:inScheme treatment: ; skos:prefLabel "lunar bath" ; skos:broader treatment:program .'


@pytest.fixture
def sources(tmp_path: Path, letters: tuple[Path, ...]) -> Path:
    """Two letters, one over a drug and one over a bath that nobody knows."""
    folder = tmp_path / "in"
    folder.mkdir()
    text = letters[0].read_text("utf-8")
    for name, item in (("a.txt", "Zorbatril 10 mg"), ("b.txt", "lunar bath")):
        assert "DEXA scan" in text
        (folder / name).write_text(text.replace("DEXA scan", item), "utf-8")
    return folder


def written(folder: Path, turtle: str, name: str = "mine.ttl") -> Path:
    path = folder / name
    path.write_text(PREFIXES + turtle, "utf-8")
    return path


def exported(store: Path) -> bytes:
    path = store.parent / f"{store.name}.nt"
    with OxigraphStore(store) as opened:
        export(opened, path)
    return path.read_bytes()


def fresh(sources: Path, *vocabularies: Path) -> bytes:
    """What a new store of these sources holds."""
    store = sources.parent / f"fresh-{len(list(sources.parent.iterdir()))}.db"
    build(sources, store, vocabularies=vocabularies, jobs=0)
    return exported(store)


def treatments(store: Path) -> set[str]:
    asked = "SELECT ?t { ?d a imr:Determination ; imr:treatment ?t } ORDER BY ?t"
    with OxigraphStore(store) as opened:
        return {str(row[0]) for row in opened.query(asked)}  # type: ignore[union-attr]


def test_concepts_are_matched_and_described_in_the_graph(sources: Path, folder: Path, tmp_path: Path) -> None:
    summary = build(
        sources, folder, vocabularies=[written(tmp_path, ZORBA), written(tmp_path, LUNAR, "lunar.ttl")]
    )
    assert treatments(folder) == {f"{BASE}treatment/zorbatril", "https://example.org/terms#lunar"}
    assert len(summary.vocabularies) == 2
    with OxigraphStore(folder) as store:
        asked = "ASK { my:lunar a skos:Concept ; skos:inScheme treatment: ; skos:broader treatment:program }"
        assert store.query(f"PREFIX my: <https://example.org/terms#> {asked}") is True
        assert (
            store.query("ASK { treatment:zorbatril skos:prefLabel 'Zorbatril' ; skos:inScheme treatment: }")
            is True
        )
        kept = store.manifest["vocabularies"]
    assert isinstance(kept, list)
    assert [sorted(entry) for entry in kept] == [["name", "sha256"]] * 2


def test_a_later_build_goes_on_with_the_stores_vocabularies(
    sources: Path, folder: Path, tmp_path: Path
) -> None:
    mine = written(tmp_path, ZORBA + LUNAR)
    build(sources / "a.txt", folder, vocabularies=[mine])
    mine.unlink()
    summary = build(sources / "b.txt", folder)
    assert (summary.vocabularies, summary.reread) == ((str(mine),), 0)
    assert exported(folder) == fresh(sources, written(tmp_path, ZORBA + LUNAR))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", ZORBA + LUNAR, id="added"),
        pytest.param(ZORBA, ZORBA + LUNAR, id="grown"),
        pytest.param(ZORBA + LUNAR, LUNAR, id="shrunk"),
        pytest.param(ZORBA, ZORBA.replace("Zorbatril", "Zorbatrol"), id="relabelled"),
        pytest.param(ZORBA + LUNAR, "", id="dropped"),
    ],
)
def test_with_other_vocabularies_all_letters_are_read_again(
    sources: Path, folder: Path, tmp_path: Path, before: str, after: str
) -> None:
    build(sources, folder, vocabularies=[written(tmp_path, before)] if before else ())
    other = [written(tmp_path, after)] if after else []
    summary = build(sources / "a.txt", folder, vocabularies=other)
    assert (summary.read.letters, summary.reread, summary.stored.letters) == (1, 1, 2)
    assert exported(folder) == fresh(sources, *other)
    assert build(sources / "a.txt", folder, vocabularies=other).reread == 0


def test_no_source_at_all_reads_the_stored_letters_again(sources: Path, folder: Path, tmp_path: Path) -> None:
    build(sources, folder)
    mine = written(tmp_path, ZORBA)
    assert build([], folder, vocabularies=[mine]).reread == 2
    assert build(sources, folder).duplicates == 0  # the run's number is no other run's
    assert exported(folder) == fresh(sources, mine)


def test_an_interrupted_change_leaves_the_store_as_it_was(
    sources: Path, folder: Path, tmp_path: Path
) -> None:
    build(sources, folder)
    before = exported(folder)
    mine = written(tmp_path, ZORBA + LUNAR)

    def interrupted(letter: Letter) -> Case:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([], folder, vocabularies=[mine], extract=interrupted)
    assert exported(folder) == before
    assert build([], folder, vocabularies=[mine]).reread == 2
    assert exported(folder) == fresh(sources, mine)


def test_a_letter_that_cannot_be_read_again_stays_and_is_reported(
    sources: Path, folder: Path, tmp_path: Path
) -> None:
    build(sources, folder)

    def broken(letter: Letter) -> Case:
        if letter.source_name == "a.txt":
            raise RuntimeError
        return extract(letter)

    events: list[object] = []
    mine = written(tmp_path, ZORBA + LUNAR)
    summary = build([], folder, vocabularies=[mine], extract=broken, report=events.append)
    assert (summary.failed, summary.reread, summary.stored.letters) == (1, 1, 2)
    assert [type(event) for event in events] == [LetterFailed]
    assert treatments(folder) == {"https://example.org/terms#lunar"}


def test_builds_of_one_process_do_not_mix(sources: Path, tmp_path: Path) -> None:
    mine, plain = tmp_path / "mine.db", tmp_path / "plain.db"
    with use_vocabularies(written(tmp_path, ZORBA)):
        build(sources, mine)
        build(sources, plain, vocabularies=())
    assert treatments(mine) == {f"{BASE}treatment/zorbatril"}
    assert treatments(plain) == set()


def test_nothing_is_made_of_a_file_that_does_not_fit(sources: Path, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="exactly one"):
        build(sources, folder, vocabularies=[written(tmp_path, "treatment:x a skos:Concept .")])
    assert not folder.exists()


def test_kept_vocabularies_that_no_longer_fit_are_told(sources: Path, folder: Path, tmp_path: Path) -> None:
    build(sources, folder)
    catalogue = Catalogue(folder / "generations" / "1" / "letters.sqlite", writable=True)
    stale = OwnFile.of("old.ttl", (PREFIXES + 'treatment:x skos:prefLabel "Norco" .').encode())
    catalogue.put_own_vocabularies(OwnVocabularies.of([stale]), 1)
    catalogue.commit()
    catalogue.close()
    with pytest.raises(VocabularyError, match=r"old\.ttl"):
        build(sources, folder)
    assert build(sources, folder, vocabularies=[written(tmp_path, ZORBA)]).reread == 0

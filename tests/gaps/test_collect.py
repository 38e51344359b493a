"""From letters to gaps: what is counted, grouped, suggested and exemplified, from sources and from a store."""

from __future__ import annotations

from pathlib import Path

import pytest

import imrgraph
from imrgraph.errors import StoreError, VocabularyError
from imrgraph.gaps import Gap, Kind, Reason, gaps
from imrgraph.gaps.words import folded
from imrgraph.read import read
from imrgraph.records import Letter
from imrgraph.store.build import LetterFailed, build
from imrgraph.vocab.checks import use_vocabularies
from imrgraph.vocab.concepts import BASE

_LETTERS = Path(__file__).parent.parent / "letters" / "development" / "letters"
_LETTER = """CASE SUMMARY
The injured worker is a 50 year old woman. Diagnoses include {diagnoses}. Treatment to date has included {treatments}.

IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:

{item}: Upheld
Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.
MAXIMUS guideline: Decision based on Non-MTUS Citation {source}.
Decision rationale: The request is not supported. Therefore, it is not medically necessary.
"""
ZORBA = f"""@prefix treatment: <{BASE}treatment/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
treatment:zorbatril skos:prefLabel "Zorbatril" ; skos:broader treatment:pharmaceutical .
"""


def written(folder: Path, name: str, **words: str) -> Path:
    said = {
        "diagnoses": "low back pain",
        "treatments": "physical therapy",
        "item": "Acupuncture x 6",
        "source": "Official Disability Guidelines (ODG), Pain Chapter",
        **words,
    }
    path = folder / name
    path.write_text(_LETTER.format(**said), "utf-8")
    return path


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Three letters that name an unlisted drug in several spellings, an unlisted diagnosis and an unlisted source."""
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder, "a.txt", treatments="Zorbatril, lunar baths and naproxen", item="Zorbatril 10 mg #30")
    written(
        folder, "b.txt", treatments="zorbatril, lunar bath", diagnoses="zorbitis (719.99) and low back pain"
    )
    written(
        folder,
        "c.txt",
        treatments="Lunar baths, Zorbatril 20 mg",
        source="Journal of Lunar Medicine 2012;3:4-9",
    )
    return folder


def found(kind: Kind, words: str, all_gaps: tuple[Gap, ...]) -> Gap:
    [gap] = [gap for gap in all_gaps if gap.kind is kind and gap.words == words]
    return gap


def test_words_are_counted_by_letters_and_mentions(sources: Path) -> None:
    got = gaps(sources)
    assert [(gap.kind, gap.words, gap.letters, gap.mentions) for gap in got[:2]] == [
        (Kind.PRIOR_TREATMENT, "Lunar baths", 3, 3),
        (Kind.PRIOR_TREATMENT, "Zorbatril", 3, 3),
    ]
    assert found(Kind.TREATMENT, "Zorbatril", got).letters == 1
    assert found(Kind.CONDITION, "zorbitis", got).reason is Reason.UNRESOLVED
    minted = found(Kind.GUIDELINE, "Journal of Lunar Medicine", got)
    assert minted.reason is Reason.MINTED
    assert minted.candidates == (f"{BASE}guideline/other-journal-of-lunar-medicine",)
    assert len(got) == 5


def test_examples_slice_back_to_the_words(sources: Path) -> None:
    texts = {one.source_name: one.text for one in read(sources) if isinstance(one, Letter)}
    for gap in gaps(sources):
        assert gap.examples
        for example in gap.examples:
            words = " ".join(texts[f"{example.key}.txt"][example.start : example.end].split())
            assert folded(words) == folded(gap.words)
            assert words in example.context
            assert str(example).startswith(f"{example.key}#char={example.start},{example.end} ")


def test_examples_come_from_several_letters_first(sources: Path) -> None:
    [gap] = gaps(sources, kinds=[Kind.PRIOR_TREATMENT], limit=1, examples=2)
    assert len({example.key for example in gap.examples}) == 2
    assert gaps(sources, examples=0)[0].examples == ()


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        pytest.param({"kinds": [Kind.CONDITION]}, 1, id="kind"),
        pytest.param({"min_count": 2}, 2, id="min-count"),
        pytest.param({"limit": 3}, 3, id="limit"),
        pytest.param({"kinds": [Kind.SPECIALTY]}, 0, id="none"),
    ],
)
def test_what_is_wanted(sources: Path, wanted: dict[str, object], number: int) -> None:
    assert len(gaps(sources, **wanted)) == number  # type: ignore[arg-type]


def test_a_store_gives_what_its_letters_give(sources: Path, tmp_path: Path) -> None:
    (sources / "again").mkdir()
    (sources / "again" / "0.txt").write_bytes((sources / "a.txt").read_bytes())  # the same text: one letter
    (sources / "again" / "b.txt").write_text(
        (sources / "b.txt").read_text() + "\n"
    )  # another text of that name
    build(sources, tmp_path / "store", jobs=0)
    assert gaps(store=tmp_path / "store") == gaps(sources)


def test_a_store_of_invented_letters_gives_what_they_give(tmp_path: Path) -> None:
    some = sorted(_LETTERS.glob("*.txt"))[:12]
    build(some, tmp_path / "store", jobs=0)
    assert gaps(store=tmp_path / "store") == gaps(some)


def test_own_vocabularies_close_gaps(sources: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(ZORBA, "utf-8")
    left = gaps(sources, vocabularies=[mine])
    assert {gap.words for gap in gaps(sources)} - {gap.words for gap in left} == {"Zorbatril"}
    with use_vocabularies(mine):
        assert gaps(sources) == left
    build(sources, tmp_path / "store", vocabularies=[mine], jobs=0)
    assert gaps(store=tmp_path / "store") == left
    assert gaps(store=tmp_path / "store", vocabularies=()) == gaps(sources)


def test_suggestions(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(ZORBA.replace("Zorbatril", "lunar bath therapy"), "utf-8")
    written(tmp_path, "a.txt", item="Acupunncture x 6", treatments="lunar baths therapy and quellorine")
    got = gaps(tmp_path / "a.txt", vocabularies=[mine])
    assert found(Kind.TREATMENT, "Acupunncture", got).reason is Reason.FUZZY
    assert found(Kind.TREATMENT, "Acupunncture", got).suggestion == f"{BASE}treatment/acupuncture"
    near = found(Kind.PRIOR_TREATMENT, "lunar baths therapy", got)
    assert (near.suggestion, near.suggestion_label) == (f"{BASE}treatment/zorbatril", "lunar bath therapy")
    assert found(Kind.PRIOR_TREATMENT, "quellorine", got).suggestion is None


def test_words_known_by_their_code_alone(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", diagnoses="zorban wrist tunnel rot (354.0) and obesity")
    [gap] = [gap for gap in gaps(tmp_path) if gap.kind is Kind.CONDITION]
    assert (gap.reason, gap.suggestion) == (Reason.CODE, f"{BASE}condition/carpal-tunnel-syndrome")


def test_sources_that_give_no_letter_are_reported(sources: Path) -> None:
    (sources / "poem.txt").write_text("A poem.", "utf-8")
    failed: list[LetterFailed] = []
    assert len(gaps([sources, sources / "nowhere.txt"], report=failed.append)) == 5
    assert [Path(one.source_name).name for one in failed] == ["poem.txt", "nowhere.txt"]


def test_errors(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store"):
        gaps(store=tmp_path / "nowhere")
    with pytest.raises(VocabularyError, match="No such file"):
        gaps(tmp_path, vocabularies=[tmp_path / "nowhere.ttl"])
    with pytest.raises(ValueError, match="sources or a store"):
        gaps()
    with pytest.raises(ValueError, match="sources or a store"):
        gaps(tmp_path, store=tmp_path)


def test_public_names() -> None:
    assert imrgraph.gaps is gaps
    assert imrgraph.Gap is Gap

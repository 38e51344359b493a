"""Gaps as rows, safe for a spreadsheet, and as entries that a vocabulary file can be made of."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import VocabularyError
from imrgraph.gaps import Example, Gap, Kind, Reason, to_table, to_turtle
from imrgraph.query import Format, render
from imrgraph.vocab import load_vocabulary
from imrgraph.vocab.checks import read_vocabularies, use_vocabularies
from imrgraph.vocab.concepts import BASE

if TYPE_CHECKING:
    from pathlib import Path


def gap(words: str, kind: Kind = Kind.CONDITION, reason: Reason = Reason.UNRESOLVED, **more: object) -> Gap:
    return Gap(kind=kind, words=words, letters=2, mentions=3, reason=reason, **more)  # type: ignore[arg-type]


def rows(*found: Gap) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(to_table(found), Format.CSV))))


def test_a_row() -> None:
    places = (Example("CM14-1", 4, 11, "his zorbitis, left"), Example("a", 0, 8, "Zorbitis"))
    [row] = rows(
        gap("zorbitis", suggestion=f"{BASE}condition/x", suggestion_label="orbitis", examples=places)
    )
    assert row == {
        "kind": "condition",
        "words": "zorbitis",
        "letters": "2",
        "mentions": "3",
        "reason": "unresolved",
        "suggestion": f"{BASE}condition/x",
        "suggestionLabel": "orbitis",
        "candidates": "",
        "examples": "CM14-1#char=4,11 his zorbitis, left | a#char=0,8 Zorbitis",
    }


@pytest.mark.parametrize("words", ["=1+1", "+zorba", "-zorba", "@zorba", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula(words: str) -> None:
    places = (Example("CM14-1", 4, 11, words),)
    [row] = rows(gap(words, suggestion_label=words, examples=places, candidates=(words,)))
    assert row["words"] == f"'{words}"
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def accepted(folder: Path, turtle: str) -> Path:
    path = folder / "mine.ttl"
    path.write_text(turtle, "utf-8")
    read_vocabularies([path])
    return path


def test_entries_of_conditions_sources_and_specialties_fit_as_they_are(tmp_path: Path) -> None:
    found = [
        gap('Zorban\'s "rot" \\ left'),
        gap("Journal of Lunar Medicine", Kind.GUIDELINE, Reason.MINTED, candidates=(f"{BASE}guideline/other-journal-of-lunar-medicine",)),
        gap("Zorba et al.", Kind.GUIDELINE),
        gap("Lunar Medicine", Kind.SPECIALTY, Reason.MINTED, candidates=(f"{BASE}specialty/lunar-medicine",)),
    ]  # fmt: skip
    with use_vocabularies(accepted(tmp_path, to_turtle(found))):
        conditions, guidelines = load_vocabulary("condition").concepts, load_vocabulary("guideline").concepts
        assert conditions[f"{BASE}condition/zorbans-rot-left"].label == 'Zorban\'s "rot" \\ left'
        assert guidelines[f"{BASE}guideline/other-journal-of-lunar-medicine"].broader == (
            f"{BASE}guideline/other",
        )
        assert guidelines[f"{BASE}guideline/other-zorba-et-al"].notation == "other-zorba-et-al"
        assert f"{BASE}specialty/lunar-medicine" in load_vocabulary("specialty").concepts


def test_a_treatment_needs_its_category_first(tmp_path: Path) -> None:
    turtle = to_turtle([gap("Zorbatril", Kind.TREATMENT), gap("zorbatril", Kind.PRIOR_TREATMENT)])
    with pytest.raises(
        VocabularyError, match="treatment:zorbatril has no category; give it one skos:broader"
    ):
        accepted(tmp_path, turtle)
    with use_vocabularies(
        accepted(
            tmp_path, turtle.replace("# skos:broader treatment:...", "skos:broader treatment:pharmaceutical")
        )
    ):
        assert load_vocabulary("treatment").concepts[f"{BASE}treatment/zorbatril"].label == "Zorbatril"


def test_labels_of_concepts_there_are(tmp_path: Path) -> None:
    found = [
        gap("acupunncture", Kind.TREATMENT, Reason.FUZZY, suggestion=f"{BASE}treatment/acupuncture"),
        gap(
            "zorban wrist", Kind.CONDITION, Reason.CODE, suggestion=f"{BASE}condition/carpal-tunnel-syndrome"
        ),
    ]
    with use_vocabularies(accepted(tmp_path, to_turtle(found))):
        assert (
            "acupunncture"
            in load_vocabulary("treatment").concepts[f"{BASE}treatment/acupuncture"].hidden_labels
        )
        assert (
            "zorban wrist"
            in load_vocabulary("condition").concepts[f"{BASE}condition/carpal-tunnel-syndrome"].labels
        )


def test_a_nearest_label_is_offered_and_doubt_only_told() -> None:
    turtle = to_turtle(
        [
            gap("warm compresses", Kind.TREATMENT, suggestion=f"{BASE}treatment/thermotherapy", suggestion_label="warm compress"),
            gap("ASA", Kind.GUIDELINE, Reason.AMBIGUOUS, candidates=(f"{BASE}guideline/other-a", f"{BASE}guideline/other-b")),
        ]
    )  # fmt: skip
    assert '# or a synonym: treatment:thermotherapy skos:altLabel "warm compresses"@en .' in turtle
    assert '# "ASA"@en may be guideline:other-a or guideline:other-b: no entry decides that' in turtle


def test_a_new_concept_takes_no_others_address() -> None:
    assert "condition:obesity-2 a skos:Concept" in to_turtle([gap("Obesity!")])


def test_no_gap_at_all(tmp_path: Path) -> None:
    accepted(tmp_path, to_turtle([]))
    assert rows() == []

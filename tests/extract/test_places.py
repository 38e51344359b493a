"""Body parts, sides, levels and codes beside complaints."""

from __future__ import annotations

import pytest

from imrgraph.extract.codes import find_codes
from imrgraph.extract.places import level_pattern, places, read_level, side_after, side_before
from imrgraph.extract.why import value_of
from imrgraph.records import Laterality

LEFT, RIGHT, BOTH = Laterality.LEFT, Laterality.RIGHT, Laterality.BILATERAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "neck, low back and right knee pain",
            [("neck", None), ("lumbar-spine", None), ("knee", RIGHT)],
            id="list",
        ),
        pytest.param("pain in both shoulders", [("shoulder", BOTH)], id="both"),
        pytest.param("left and right wrist", [("wrist", BOTH)], id="left-and-right"),
        pytest.param("RUE weakness", [("upper-extremity", RIGHT)], id="abbreviation"),
        pytest.param("he went back to work", [], id="adverb"),
        pytest.param("on the other hand", [], id="idiom"),
        pytest.param("right hand dominant male", [], id="dominance"),
        pytest.param("fell from a 10 foot ladder", [], id="length"),
        pytest.param("left-sided low back pain", [("lumbar-spine", LEFT)], id="sided"),
        pytest.param(
            "the left ankle and the foot", [("ankle", LEFT), ("foot", None)], id="side-of-the-first"
        ),
    ],
)
def test_places(text: str, expected: list[tuple[str, Laterality | None]]) -> None:
    assert [(p.iri.rsplit("/", 1)[-1], p.side) for p in places(text)] == expected


@pytest.mark.parametrize(
    ("text", "word", "before", "after"),
    [
        pytest.param(
            "Plantar Fasciitis, Left (728.71)", "Plantar Fasciitis", None, LEFT, id="behind-a-comma"
        ),
        pytest.param("Pes Planus, Bilateral", "Pes Planus", None, BOTH, id="bilateral-behind"),
        pytest.param(
            "right de Quervain's tenosynovitis", "de Quervain's tenosynovitis", RIGHT, None, id="before"
        ),
        pytest.param("lumbago with sciatica, right side", "sciatica", None, RIGHT, id="right-side"),
        pytest.param("ankle sprain, left knee pain", "ankle sprain", None, None, id="side-of-the-next"),
        pytest.param("left knee pain with swelling", "swelling", None, None, id="other-phrase"),
        pytest.param("epicondylitis (R)", "epicondylitis", None, RIGHT, id="letter"),
    ],
)
def test_side(text: str, word: str, before: Laterality | None, after: Laterality | None) -> None:
    start = text.index(word)
    behind = side_after(text, start + len(word))
    assert value_of(side_before(text, start)) == before
    assert value_of(behind) == after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("at L4-5 and L5-S1", ["L4-L5", "L5-S1"], id="two"),
        pytest.param("C5/6 disc herniation", ["C5-C6"], id="slash"),
        pytest.param("L5-1", ["L5-S1"], id="sacral-one"),
        pytest.param("left S1 radiculitis", ["S1"], id="root"),
        pytest.param("L4 to S1 fusion", ["L4-S1"], id="to"),
        pytest.param("T12 compression fracture", ["T12"], id="thoracic"),
        pytest.param("C12 is none, L9 is none", [], id="no-vertebra"),
    ],
)
def test_levels(text: str, expected: list[str]) -> None:
    assert [level for m in level_pattern().finditer(text) if (level := read_level(m))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("lumbago (724.2)", ["724.2"], id="nine"),
        pytest.param("pes planus (734)", ["734"], id="no-point"),
        pytest.param("lumbar sprain (S39.012A)", ["S39.012A"], id="seven-characters"),
        pytest.param("cervicalgia ICD-9: 723.1", ["723.1"], id="system"),
        pytest.param("ICD10 M54.5; G89.4", ["M54.5", "G89.4"], id="two-tens"),
        pytest.param("(722.10, 722.52)", ["722.10", "722.52"], id="shared-brackets"),
        pytest.param("DSM 309.28 adjustment disorder", ["309.28"], id="dsm"),
        pytest.param("[M96.1]", ["M96.1"], id="square"),
        pytest.param("724.4 lumbosacral neuritis", ["724.4"], id="before"),
        pytest.param("status post fusion (V45.4)", ["V45.4"], id="v-code"),
        pytest.param("fracture of (T12)", [], id="level"),
        pytest.param("weight 180.5 pounds, 7.5 mg, 162.98 mm", [], id="measures"),
        pytest.param("on 10.12.2014 and 12/14/2012", [], id="dates"),
        pytest.param("surgery (2010)", [], id="year"),
    ],
)
def test_codes(text: str, expected: list[str]) -> None:
    assert [c.value for c in find_codes(text)] == expected

"""The table of ICD-9-CM and ICD-10-CM codes, how tolerantly it is asked, and the vocabulary's codes in it."""

from __future__ import annotations

import gzip
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.data import ontology_dir
from imrgraph.vocab import IcdCode, icd_codes, load_vocabulary

SYSTEMS = {"icd9cm": "9", "icd10cm": "10"}


@cache
def _lines() -> list[str]:
    return gzip.decompress((ontology_dir() / "icd-codes.tsv.gz").read_bytes()).decode().splitlines()


def test_the_table_is_sorted_and_has_each_code_once() -> None:
    keys = [tuple(line.split("\t")[:2]) for line in _lines()]
    assert len(keys) == len(set(keys)) > 60_000
    assert _lines() == sorted(_lines())
    assert all(line.count("\t") == 3 for line in _lines())


def test_every_heading_of_a_code_is_in_the_table() -> None:
    keys = {tuple(line.split("\t")[:2]) for line in _lines()}
    for system, code in keys:
        heading = code[:-1].removesuffix(".")
        assert (system, heading) in keys or len(heading) < (4 if system == "9" and code[0] == "E" else 3), (
            code
        )


@pytest.mark.parametrize(
    ("printed", "system", "code", "label"),
    [
        pytest.param("724.2", "9", "724.2", "Lumbago", id="icd9"),
        pytest.param("7242", "9", "724.2", "Lumbago", id="no-point"),
        pytest.param("724.2.", "9", "724.2", "Lumbago", id="point-at-the-end"),
        pytest.param("722.1", "9", "722.1", "Displacement of intervertebral disc without myelopathy", id="heading"),
        pytest.param("847", "9", "847", "Sprain", id="category"),
        pytest.param("V45.4", "9", "V45.4", "Arthrodesis status", id="v-code"),
        pytest.param("E885.9", "9", "E885.9", "Fall from other slipping, tripping, or stumbling", id="e-code"),
        pytest.param("173.3", "9", "173.3", "skin of other and unspecified parts of face", id="divided-in-2011"),
        pytest.param("m54.16", "10", "M54.16", "Radiculopathy, lumbar region", id="lower-case"),
        pytest.param("M 54.5", "10", "M54.5", "Low back pain", id="space-and-heading-since-2021"),
        pytest.param("S83.2", "10", "S83.2", "Tear of meniscus, current injury", id="heading-of-injuries"),
        pytest.param("S83.242", "10", "S83.242", "Other tear of medial meniscus, current injury, left knee", id="short"),
        pytest.param("S83.242A", "10", "S83.242", "Other tear of medial meniscus, current injury, left knee", id="seventh"),
        pytest.param("S33.5XXA", "10", "S33.5", "Sprain of ligaments of lumbar spine", id="placeholders"),
        pytest.param("S335XXD", "10", "S33.5", "Sprain of ligaments of lumbar spine", id="placeholders-no-point"),
        pytest.param("F43.10", "10", "F43.10", "Post-traumatic stress disorder, unspecified", id="dsm-5"),
        pytest.param("H81.49", "10", "H81.49", "Vertigo of central origin, unspecified ear", id="ended-in-2020"),
    ],
)  # fmt: skip
def test_found_as_printed(printed: str, system: str, code: str, label: str) -> None:
    assert (system, code, label.casefold()) in [
        (c.system, c.code, c.label.casefold()) for c in icd_codes(printed)
    ]


@pytest.mark.parametrize(
    "printed",
    ["M5O.20", "72O.4", "72.42", "7.242", "724.29", "724.222", "M54.99", "S33.5XXQ", "S33.5A", "719.77", "039.99", "L5", "", "."],
)  # fmt: skip
def test_nothing_is_corrected(printed: str) -> None:
    assert icd_codes(printed) == ()


@given(
    line=st.integers(0, len(_lines()) - 1), spaced=st.booleans(), lower=st.booleans(), pointed=st.booleans()
)
def test_every_code_is_found_however_it_is_printed(
    line: int, spaced: bool, lower: bool, pointed: bool
) -> None:
    system, code, seventh, label = _lines()[line].split("\t")
    for printed in (
        code,
        *(
            f"{code if '.' in code else code + '.'}{'X' * (7 - len(code) - ('.' not in code))}{c}"
            for c in seventh
        ),
    ):
        shown = printed if pointed else printed.replace(".", "")
        shown = f"{shown[0]} {shown[1:]}" if spaced else shown
        found = icd_codes(shown.lower() if lower else shown)
        assert (system, code, label) in [(c.system, c.code, c.label) for c in found]


def test_labels_of_headings_and_of_what_is_below() -> None:
    (meniscus,) = icd_codes("S83.24")
    assert meniscus.above == (
        "Tear of meniscus, current injury",
        "Dislocation and sprain of joints and ligaments of knee",
    )
    assert len(meniscus.below) == 3


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_code_of_the_vocabulary_is_one(name: str) -> None:
    printed = {
        (c.name, code) for c in load_vocabulary("condition").concepts.values() for code in c.values(name)
    }
    assert len(printed) > 2_000
    assert {(owner, code) for owner, code in printed if not _meaning(code, name)} == set()


def _meaning(code: str, name: str) -> list[IcdCode]:
    return [meaning for meaning in icd_codes(code) if meaning.system == SYSTEMS[name]]

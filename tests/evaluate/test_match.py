"""Names that are the same, and pairings."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.evaluate.match import pair, plain, plain_page, related, same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Epidural Steroid Injections", "epidural steroid injection", id="plural"),
        pytest.param("biopsies", "biopsy", id="ies"),
        pytest.param("X-ray", "x ray", id="hyphen"),
        pytest.param("hydrocodone/acetaminophen", "Hydrocodone, Acetaminophen", id="punctuation"),
    ],
)
def test_plain_makes_spellings_equal(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize("word", ["gas", "loss", "wrist"])
def test_what_is_no_plural_stays(word: str) -> None:
    assert plain(word) == word


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        pytest.param("pages 303 – 305", "303-305", id="dash"),
        pytest.param("pg. 12;", "12", id="abbreviated"),
        pytest.param("Table\n12-8", "12-8", id="table"),
        pytest.param("p.7", "7", id="p"),
    ],
)
def test_page_numbers(printed: str, number: str) -> None:
    assert plain_page(printed) == number


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        pytest.param("icsi", "icsi", True, id="equal"),
        pytest.param("invented medicine", "journal of invented medicine", True, id="within"),
        pytest.param("journal of invented medicine", "invented medicine", True, id="around"),
        pytest.param("medicine", "journal of invented medicine", False, id="one-word-is-too-little"),
        pytest.param("of the medicine", "journal of the medicine", False, id="small-words-do-not-count"),
        pytest.param("vented medicine", "invented medicine", False, id="whole-words-only"),
    ],
)
def test_same_name(wanted: str, found: str, same: bool) -> None:
    assert same_name({wanted}, {found}) is same


@pytest.mark.parametrize(
    ("name", "words", "can"),
    [
        pytest.param("lumbar radiculopathy", "radicular pain", True, id="first-four-letters"),
        pytest.param("american college of radiology", "the ACR", True, id="initials"),
        pytest.param("vitamin d", "vitamins", True, id="plural"),
        pytest.param("mri of the hip", "of the knee", False, id="small-words"),
        pytest.param("ct of knee", "co", False, id="two-letters-must-be-the-word"),
    ],
)
def test_related(name: str, words: str, can: bool) -> None:
    assert related({name}, words) is can


@given(st.lists(st.sets(st.integers(0, 3)), max_size=4))
def test_no_pairing_is_larger(wanted: list[set[int]]) -> None:
    found = range(4)
    pairs = pair(wanted, found, lambda likes, number: number in likes)
    assert all(found[j] in wanted[i] for i, j in pairs.items())
    assert len(set(pairs.values())) == len(pairs)
    best = max(
        sum(number in likes for likes, number in zip(wanted, order, strict=False))
        for order in permutations(found)
    )
    assert len(pairs) == best

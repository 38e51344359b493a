"""KEYs and IRIs: from case number and content alone, and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.rdf.iris import base_key, decode, encode, evidence_iri, key_of, keys_of, letter_iri, own_key
from imrgraph.records import Span

DIGEST = "9f2c41d0" + "0" * 56
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
names = st.text(st.characters(codec="utf-8"), max_size=30)


@pytest.mark.parametrize(
    ("case_number", "name", "key"),
    [
        pytest.param("CM14-0012345", "a.txt", "CM14-0012345", id="case-number"),
        pytest.param("CM 14/1", "a.txt", "CM%2014%2F1", id="odd-case-number"),
        pytest.param(None, "003_0bd5cbb37f09cca2.txt", "003_0bd5cbb37f09cca2", id="stem"),
        pytest.param(None, "2014/jan/a.b.PDF", "a%2Eb", id="folder-and-dots"),
        pytest.param(None, "letters.zip/in/a.txt.gz", "a", id="member"),
        pytest.param(None, "letters.jsonl.gz#12", "letters-12", id="row"),
        pytest.param(None, "-", DIGEST, id="standard-input"),
        pytest.param(None, "Jürgen~1.txt", "J%C3%BCrgen%7E1", id="not-ascii"),
    ],
)
def test_base_key(case_number: str | None, name: str, key: str) -> None:
    assert base_key(case_number, name, DIGEST) == key


@given(names)
def test_an_encoded_name_decodes_and_holds_no_other_character(name: str) -> None:
    assert decode(encode(name)) == name
    assert re.fullmatch(r"(?:[A-Za-z0-9_-]|%[0-9A-F]{2})*", encode(name))


@given(names.filter(bool), st.integers(1, 99), st.integers(0, 9999), st.integers(0, 9999))
def test_the_key_comes_back_from_every_iri_of_a_letter(name: str, number: int, start: int, size: int) -> None:
    key = own_key(encode(name), DIGEST)
    letter = letter_iri(key)
    assert key_of(letter) == key
    assert key_of(f"{letter}#determination-{number}-citation-{number}") == key
    assert key_of(evidence_iri(letter, Span(start, start + size))) == key


@given(st.frozensets(digests, min_size=1, max_size=4), digests)
def test_only_the_smallest_digest_has_the_plain_key(texts: frozenset[str], other: str) -> None:
    keys = keys_of("K", texts)
    assert keys[min(texts)] == "K"
    assert all(key == f"K~{digest[:8]}" for digest, key in keys.items() if digest != min(texts))
    more = keys_of("K", texts | {other})
    changed = {digest for digest in texts if keys[digest] != more[digest]}
    assert changed <= {min(texts)}  # one more text moves at most the one that was first


def test_an_iri_of_something_else_has_no_key() -> None:
    with pytest.raises(ValueError, match="not the IRI of a letter"):
        key_of("https://example.org/letter/a")

"""The words a pattern needs, and patterns that run only on texts that hold one: the same matches as without."""

from __future__ import annotations

import pkgutil
import re
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import imrgraph
from imrgraph.data import example_letters_dir
from imrgraph.vocab.cued import AnyCued, Cued, Of, bits_of, may_any_match
from imrgraph.vocab.necessary import necessary_words, words_of
from tests.mutations import CHARACTERS, PIECES

_ROOM = Path(imrgraph.__file__).parent / "extract"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        pytest.param(r"\bdenied\b", {" denied "}, id="a-word"),
        pytest.param(r"\b(?:prior|previous)\s+review", {" prior review", " previous review"}, id="written-out"),
        pytest.param(r"certif\w+\s+by\s+UR\b", {" by ur "}, id="the-longer-of-two"),
        pytest.param(r"\bnon[\s-]*cert", {" noncert", " non cert"}, id="glued-or-not"),
        pytest.param(r"x-?rays?\b", {"xray ", "x ray ", "xrays ", "x rays "}, id="optional"),
        pytest.param(r"\b\d{1,2}/20\d\d", {" 0 0000", " 00 0000"}, id="digits-alike"),
        pytest.param(r"(?<!\w)old(?!\w)", {" old "}, id="no-word-beside-it"),
        pytest.param(r"old(?=\s)|(?<=\s)new", {"old ", " new"}, id="space-beside-it"),
        pytest.param(r"(?:\w+\s+){2}of the", {"of the"}, id="behind-any-words"),
        pytest.param(r"(?:very\s+)*bad", {"bad"}, id="any-number-of-times"),
        pytest.param(r"(?:very\s+)+\w+", {"very "}, id="at-least-once"),
        pytest.param(r"(?i:\bMRI\b)", {" mri "}, id="case-of-a-part"),
        pytest.param(r"notes?|[a-z]{4}", None, id="one-of-which-is-anything"),
        pytest.param(r"\bof\b|L\d", None, id="too-short"),
        pytest.param(r"(?!denied)\w+", None, id="what-must-not-stand"),
        pytest.param(r"[^.;]{0,40}", None, id="perhaps-nothing"),
    ],
)  # fmt: skip
def test_the_words_that_a_pattern_needs(pattern: str, words: set[str] | None) -> None:
    assert necessary_words(pattern, re.IGNORECASE) == (None if words is None else frozenset(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("L4-5 disc\n (by MRI).", " l0 0 disc by mri ", id="ascii"),
        pytest.param("patient\u2019s \u0130LL\u017f, 3\u00bd \uff11\uff12", " patient s ills 0 00 ", id="like-ascii"),
        pytest.param("", "  ", id="empty"),
    ],
)  # fmt: skip
def test_texts_as_their_words_are_compared(text: str, words: str) -> None:
    assert words_of(text) == words


@cache
def _patterns() -> dict[re.Pattern[str], frozenset[str]]:
    """Every pattern that an extractor has as a constant or makes without being given anything, with the words it needs."""
    found: list[re.Pattern[str]] = []
    for module in pkgutil.iter_modules([str(_ROOM)]):
        own = vars(import_module(f"imrgraph.extract.{module.name}")).values()
        made = [
            one()
            for one in own
            if getattr(one, "__wrapped__", None) and not one.__wrapped__.__code__.co_argcount
        ]
        for one in chain(own, *(m if isinstance(m, tuple) else (m,) for m in made)):
            found += [one.compiled] if isinstance(one, Cued) else [one] if isinstance(one, re.Pattern) else []
    return {one: necessary_words(one.pattern, one.flags) or frozenset([""]) for one in found}


def test_there_are_many_patterns_to_try() -> None:
    assert len(_patterns()) > 150


def _missed(text: str) -> list[str]:
    """The patterns that match in a text which holds none of the words that they are said to need."""
    held = words_of(text)
    return [
        pattern.pattern
        for pattern, words in _patterns().items()
        if pattern.search(text) and not any(word in held for word in words)
    ]


def test_no_sentence_of_the_example_letters_is_missed() -> None:
    letters = [path.read_text("utf-8") for path in example_letters_dir().glob("*.txt")]
    assert letters
    assert [_missed(piece) for text in letters for piece in text.split("\n\n") if _missed(piece)] == []


_WORDS = (
    "denied", "not", "certified", "UR", "utilization review", "the patient", "she", "has", "no", "evidence of", "was", "for", "MRI",
    "in 2013", "03/04/2013", "had", "left knee", "visits", "of which", "mother", "who", "history", "status post", "guidelines", "ODG",
)  # fmt: skip


@given(st.lists(st.sampled_from((*_WORDS, *PIECES, *CHARACTERS, " ", "\n", ",", "-", ".")), max_size=12))
def test_no_text_is_missed(pieces: list[str]) -> None:
    for between in ("", " "):
        assert _missed(between.join(pieces)) == []


def test_a_cued_pattern_finds_what_the_pattern_finds() -> None:
    cued = Cued(r"\bden(?:ied|ying)\b", re.IGNORECASE)
    for text in (
        "It was Denied, and denying it was wrong.",
        "Identified.",
        "x" * 3_000 + " denied",
        "den\u0131ed",
    ):
        assert [m.span() for m in cued.finditer(text)] == [m.span() for m in cued.compiled.finditer(text)]
        assert cued.sub("-", text) == cued.compiled.sub("-", text)
        first = cued.search(text, 8)
        assert (first and first.span()) == ((found := cued.compiled.search(text, 8)) and found.span())


def test_a_pattern_made_later_is_looked_for_in_texts_that_were_seen_before() -> None:
    text = "nothing but a zygapophyseal joint"
    assert not Cued("tubercle").may_match(text)
    assert Cued("zygapophys").may_match(text)
    assert Cued("zygapophys", of=Of.CLAUSE).search(text)


def test_any_of_several() -> None:
    either = AnyCued([r"\bhe\b", r"\bthe\s+patient\b"], re.IGNORECASE)
    assert [either.found_in(text) for text in ("He is", "The  patient", "the other patient")] == [
        True,
        True,
        False,
    ]


def test_a_pattern_made_after_a_text_was_asked_of_others_is_asked_of_it_too() -> None:
    text = "an aunt with lupus, and nobody else"
    assert not Cued("unheard of").may_match(text)
    later = Cued("aunt with lupus"), Cued("uncle with lupus")
    assert may_any_match(text, bits_of(*later))
    assert not may_any_match(text, later[1].bit)

"""Lower case that keeps positions, as patterns that ignore case see letters."""

from __future__ import annotations

import re
import string
import sys

import pytest

from imrgraph.read.caseless import caseless

_EVERY = "".join(map(chr, (*range(0xD800), *range(0xE000, sys.maxunicode + 1))))


@pytest.mark.parametrize("letter", string.ascii_lowercase)
def test_what_matches_a_letter_becomes_it(letter: str) -> None:
    alike = re.findall(letter, _EVERY, re.IGNORECASE)
    assert {caseless(one) for one in alike} == {letter}


def test_no_character_grows() -> None:
    assert len(caseless(_EVERY)) == len(_EVERY)

"""Work grows in step with a letter's length, whatever the letter says for ever."""

from __future__ import annotations

import gc
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import LetterError
from imrgraph.model import extract
from imrgraph.read.text import letter_from_text
from tests.long_letters import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.lengthy

_ROUNDS = 5  # the best of so many: what a busy machine adds is no work of ours
_MOST = 3.0  # times the work for twice the text; squared work would be 4
# at half a megabyte and a megabyte these take seconds; `make long` takes every kind so far
_FAST = (
    "brackets", "dates", "digits", "grounds", "guidelines", "hyphenated-line-ends", "items", "mtus", "no-spaces",
    "page-furniture", "pages", "quotes", "references", "utilization-review", "white-space",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def what_was_there_before() -> Iterator[None]:
    """Left out of collecting garbage, which would take longer than the readings do."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def _seconds(text: str) -> float:
    """Of this process, for one reading."""
    letter = letter_from_text(text, "long.txt", b"")
    gc.collect()
    start = time.process_time()
    with suppress(LetterError):
        extract(letter)
    return time.process_time() - start


def _grows_in_step(kind: str, size: int) -> bool:
    """From one size to twice that, or from there: what outgrows the processor's caches takes one step, squared work takes both."""
    return _doubles(kind, size) or _doubles(kind, 2 * size)


def _doubles(kind: str, size: int) -> bool:
    short, long = KINDS[kind](size), KINDS[kind](2 * size)
    _seconds(KINDS[kind](2_000))  # what is made once is made
    best = [float("inf"), float("inf")]
    for _ in range(_ROUNDS):
        best = [min(best[0], _seconds(short)), min(best[1], _seconds(long))]
        if best[1] < _MOST * best[0]:
            return True
    return False


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_letter(kind: str, request: pytest.FixtureRequest) -> None:
    assert _grows_in_step(kind, 500_000 if request.config.getoption("--long") else 40_000)


@pytest.mark.parametrize("kind", _FAST)
def test_half_a_megabyte_and_a_megabyte(kind: str) -> None:
    assert _grows_in_step(kind, 500_000)

"""Whatever happens to a letter's text, reading it does not crash, and what is read is true of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mutations import mutate, seed_letters
from tests.properties import check_text

if TYPE_CHECKING:
    from pathlib import Path

_SEEDS = seed_letters()
_TEXTS = [path.read_bytes().decode("utf-8", "replace") for path in _SEEDS]


class _Drawn:
    """Choices that hypothesis makes, and shrinks."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def below(self, n: int) -> int:
        return self._data.draw(st.integers(0, n - 1))


@pytest.mark.parametrize(
    "path", [path for path in _SEEDS if path.parent.name == "fuzz"], ids=lambda path: path.stem
)
def test_a_letter_that_once_broke_something(path: Path) -> None:
    check_text(path.read_bytes())


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_mutated_letter(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_TEXTS))
    check_text(mutate(text, _TEXTS, _Drawn(data)).encode())

"""Intervals of shares: against scipy, against a hand-worked table, and what has to hold of any letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, false_discovery_control  # type: ignore[import-untyped]

from imrgraph.metrics import (
    benjamini_hochberg,
    clustered_wilson,
    effective_size,
    intracluster,
    wilson,
)

_LETTERS = st.lists(
    st.integers(1, 9).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))), min_size=1
)


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [  # scipy 1.17: binomtest(hits, total).proportion_ci(method="wilson")
        pytest.param(0, 1, 0.0, 0.793451, id="none"),
        pytest.param(1, 1, 0.206549, 1.0, id="all-of-one"),
        pytest.param(12, 12, 0.757506, 1.0, id="all"),
        pytest.param(27, 39, 0.535787, 0.814341, id="some"),
        pytest.param(617, 619, 0.988297, 0.999113, id="nearly-all"),
        pytest.param(0, 0, 0.0, 1.0, id="nothing"),
    ],
)
def test_wilson(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=1e-6)


@given(st.integers(1, 5_000), st.data())
def test_wilson_is_scipys(total: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, total))
    interval = binomtest(hits, total).proportion_ci(method="wilson")
    assert wilson(hits, total) == pytest.approx((interval.low, interval.high), abs=1e-9)


@pytest.mark.parametrize(
    ("letters", "correlation"),
    [
        pytest.param([(2, 2), (0, 2)], 1.0, id="letters-decide"),
        # mean 1/2, each letter at it: between 0, within (1 + 1) / 4 -> below 0, cut off
        pytest.param([(1, 2), (1, 2), (1, 2)], 0.0, id="letters-do-not-matter"),
        # N 6, k 3, mean 1/2: between (2/4 + 2/4 + 0) / 2 = 1/2; within (0 + 0 + 1/2) / 3 = 1/6; size 2
        # (1/2 - 1/6) / (1/2 + 1/6) = 1/2
        pytest.param([(2, 2), (0, 2), (1, 2)], 0.5, id="half"),
        # N 7, k 3, mean 4/7: between (3 * (9/49) + 2 * (16/49) + 2 * (1/196)) / 2 = 0.607143; within (1/2) / 4 = 1/8;
        # size (7 - 17/7) / 2 = 16/7: (0.607143 - 0.125) / (0.607143 + 0.125 * 9/7) = 0.627907
        pytest.param([(3, 3), (0, 2), (1, 2)], 0.627907, id="unequal"),
        pytest.param([(1, 1), (0, 1)], 0.0, id="one-item-each"),
        pytest.param([(2, 3)], 1.0, id="one-letter"),
        pytest.param([(0, 3), (0, 2)], 1.0, id="all-alike"),
        pytest.param([], 0.0, id="nothing"),
    ],
)
def test_intracluster(letters: list[tuple[int, int]], correlation: float) -> None:
    assert intracluster(letters) == pytest.approx(correlation, abs=1e-6)


def test_effective_size_by_hand() -> None:
    # letters of 3, 2 and 1: an item is on average in one of 14/6; design effect 1 + 8/6 * 0.3 = 1.4
    assert effective_size([3, 2, 1], 0.3) == pytest.approx(6 / 1.4)
    assert effective_size([], 0.3) == 0
    assert clustered_wilson(3, [3, 2, 1], 0.3) == pytest.approx(wilson(3 / 1.4, 6 / 1.4))
    assert clustered_wilson(0, [], 0.3) == (0, 1)


@given(_LETTERS, st.floats(0, 1))
def test_letters_with_several_items_widen_the_interval(
    letters: list[tuple[int, int]], correlation: float
) -> None:
    sizes, hits = [size for _, size in letters], sum(hit for hit, _ in letters)
    plain, clustered = wilson(hits, sum(sizes)), clustered_wilson(hits, sizes, correlation)
    assert 0 <= clustered[0] <= plain[0] + 1e-12
    assert plain[1] - 1e-12 <= clustered[1] <= 1
    assert 0 <= intracluster(letters) <= 1
    assert sum(sizes) + 1e-9 >= effective_size(sizes, correlation)
    assert effective_size(sizes, 1.0) <= len(sizes) + 1e-9


@given(st.lists(st.floats(0, 1), min_size=1))
def test_adjusted_values_are_scipys_and_keep_the_order(values: list[float]) -> None:
    adjusted = [one for one in benjamini_hochberg(values) if one is not None]
    assert adjusted == pytest.approx(list(false_discovery_control(values)))
    assert all(one >= value for one, value in zip(adjusted, values, strict=True))
    assert [one for _, one in sorted(zip(values, adjusted, strict=True))] == sorted(adjusted)


def test_comparisons_not_made_do_not_count() -> None:
    assert benjamini_hochberg([None, 0.02, None, 0.5]) == (None, 0.04, None, 0.5)
    assert benjamini_hochberg([]) == ()

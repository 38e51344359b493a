"""Odds ratios: against statsmodels, hand-worked, and what has to hold of any table."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2

from imrgraph.graph import read_items, read_names
from imrgraph.metrics import Odds, mantel_haenszel, odds_ratio, overturn_odds
from imrgraph.records import Party
from tests.engines import engine
from tests.metrics.facts import items_of

_CELLS = st.tuples(*[st.integers(0, 40)] * 4)
_FULL = st.tuples(*[st.integers(1, 40)] * 4)


@given(_CELLS)
def test_odds_ratios_are_those_of_statsmodels(cells: tuple[int, int, int, int]) -> None:
    half = 0 if min(cells) else 0.5  # statsmodels would add it to the empty cells alone
    table = Table2x2(np.array(cells).reshape(2, 2) + half)
    found = odds_ratio(cells)
    assert found.value == pytest.approx(table.oddsratio)
    assert (found.low, found.high) == pytest.approx(table.oddsratio_confint())


@given(_CELLS)
def test_the_other_way_round_it_inverts(cells: tuple[int, int, int, int]) -> None:
    a, b, c, d = cells
    one, other = odds_ratio(cells), odds_ratio((c, d, a, b))
    assert one.value == pytest.approx(1 / other.value)
    assert (one.low, one.high) == pytest.approx((1 / other.high, 1 / other.low))
    assert 0 < one.low <= one.value <= one.high < inf


@given(st.lists(_FULL, min_size=1, max_size=5))
def test_mantel_haenszel_is_statsmodels(cells: list[tuple[int, int, int, int]]) -> None:
    tables = StratifiedTable([np.array(one, dtype=float).reshape(2, 2) for one in cells])
    found = mantel_haenszel(cells)
    assert found is not None
    assert found.value == pytest.approx(tables.oddsratio_pooled)
    assert (found.low, found.high) == pytest.approx(tables.oddsratio_pooled_confint())


def test_mantel_haenszel_of_strata_that_say_nothing() -> None:
    assert mantel_haenszel([]) is None
    assert mantel_haenszel([(3, 2, 0, 0)]) is None
    assert mantel_haenszel([(3, 0, 2, 0)]) is None
    assert mantel_haenszel([(3, 2, 0, 0), (1, 2, 3, 4)]) == mantel_haenszel([(1, 2, 3, 4)])


def test_confounding_by_kind_of_treatment_goes_away_within_kinds() -> None:
    # surgery is overturned in 9 of 12, drugs in 4 of 16, whatever is cited; g/x is cited mostly for surgery
    shape = {("t/surgery", "g/x"): "ooouooouo", ("t/surgery", "g/y"): "oou"}
    shape |= {("t/drug", "g/x"): "ouuu", ("t/drug", "g/y"): "ouuuouuuouuu"}
    items = [
        item
        for (treatment, guideline), outcomes in shape.items()
        for at, sign in enumerate(outcomes)
        for item in items_of(
            f"{treatment}{guideline}{at}", sign, treatments=(treatment,), reviewer=(guideline,)
        )
    ]
    row = next(row for row in overturn_odds(items) if row.name == "x")
    assert (row.cited, row.cited_overturned, row.others, row.others_overturned) == (13, 8, 15, 5)
    assert row.odds.value == pytest.approx(8 * 10 / (5 * 5))
    # surgery 7 1 / 2 1 of 12 with 9 and 3, drugs 1 3 / 3 9 of 16
    assert row.within is not None
    assert row.within.value == pytest.approx((7 * 1 / 12 + 1 * 9 / 16) / (2 * 2 / 12 + 3 * 3 / 16))
    assert row.within.value < row.odds.value
    assert row.p_value is not None
    assert row.p_adjusted is not None


def _decided(size: int) -> Odds:
    """Eight letters of so many items each, all items of a letter decided alike."""
    letters = enumerate("ooouuuou")
    items = [
        item
        for at, sign in letters
        for item in items_of(f"x{at}", sign * size, reviewer=("g/x" if at < 4 else "g/y",))
    ]
    return overturn_odds(items).rows[0]


def test_letters_count_and_not_their_items_where_each_is_decided_as_a_whole() -> None:
    one, many = _decided(1), _decided(7)
    assert (many.cited, many.letters) == (28, 4)
    assert (many.odds.low, many.odds.high) == pytest.approx((one.odds.low, one.odds.high))


def test_items_that_cite_nothing_are_on_neither_side() -> None:
    items = [
        *items_of("a", "o", reviewer=("g/x",)),
        *items_of("b", "u", reviewer=("g/y",), administrator=("g/z",)),
        *items_of("c", "o"),
        *items_of("d", "-", reviewer=("g/x",)),
    ]
    table = overturn_odds(items)
    assert [(row.name, row.cited, row.others) for row in table] == [("x", 1, 1), ("y", 1, 1)]
    assert (table.without_key, table.without_outcome) == (1, 1)
    assert table.rows[0].determinations == ("a#1",)
    assert table.rows[0].small
    assert table.rows[0].p_value is None
    assert [row.name for row in overturn_odds(items, party=Party.CLAIMS_ADMINISTRATOR)] == ["z"]


def test_no_items_give_no_odds() -> None:
    assert len(overturn_odds([])) == 0


def test_both_engines_give_the_same_odds() -> None:
    one, other = (
        overturn_odds(read_items(engine(name)), names=read_names(engine(name)))
        for name in ("oxigraph", "rdflib")
    )
    assert one == other
    assert len(one) > 0

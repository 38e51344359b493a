"""The package's own measures recover the planted effects."""

from __future__ import annotations

import pytest

from imrgraph.graph import ItemFacts
from imrgraph.metrics import overturn_odds, overturn_rates
from imrgraph.metrics.rates import Rate
from imrgraph.synth import load_effects
from imrgraph.synth.material import material
from imrgraph.synth.plan import plan
from imrgraph.vocab.concepts import BASE
from tests.synth.facts import facts_of, names


@pytest.fixture(scope="module")
def items() -> list[ItemFacts]:
    effects = load_effects()
    return [item for number in range(1, 1_501) for item in facts_of(plan(number, 11, material(), effects))]


def _rate(items: list[ItemFacts], by: str, name: str) -> tuple[Rate, Rate]:
    """The group of that name, and all items."""
    rates = overturn_rates(items, by, names=names(), wholly=True)
    return next(row for row in rates if row.name == name), rates.overall


def test_odg_where_the_mtus_is_silent(items: list[ItemFacts]) -> None:
    silent = [item for item in items if item.silent]
    odg = next(
        row for row in overturn_odds(silent, "family", names=names()) if row.key == (f"{BASE}guideline/odg",)
    )
    assert 1 < odg.odds.low < load_effects().size("odg-when-silent") < odg.odds.high
    assert odg.p_adjusted is not None
    assert odg.p_adjusted < 0.01


@pytest.mark.parametrize(
    ("by", "name", "higher"),
    [
        pytest.param("agreement", "SameGuideline", False, id="same-guideline"),
        pytest.param("treatment", "functional-restoration-program", True, id="treatment"),
        pytest.param("specialty", "physical-medicine-and-rehabilitation", True, id="specialty"),
    ],
)
def test_rates_differ_where_an_effect_was_planted(
    items: list[ItemFacts], by: str, name: str, higher: bool
) -> None:
    group, overall = _rate(items, by, name)
    assert group.p_adjusted is not None
    assert group.p_adjusted < 0.01
    assert group.low > overall.rate if higher else group.high < overall.rate


def test_the_planted_treatment_is_overturned_most(items: list[ItemFacts]) -> None:
    compared = [row for row in overturn_rates(items, "treatment", wholly=True) if not row.small]
    assert max(compared, key=lambda row: row.rate).name == load_effects().effects["treatment"].of

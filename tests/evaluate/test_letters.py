"""How well the letters under `tests/letters` are read: floors for each kind of fact.

Only counts leave this module, never misses: rules are tuned on the development letters and not on those aside, and a
miss that is read is a rule that gets tuned. Those of the development letters are printed by
`imrgraph evaluate STORE tests/letters/development/gold --misses`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import imrgraph
from imrgraph.evaluate import Fact

_LETTERS = Path(__file__).parent.parent / "letters"
_SETS = ("development", "aside")

# The least ratio in (development, aside). 1.0 is a promise that must never break; the others stand a little under
# what was reached when they were written, so that one letter read otherwise does not fail them and a lost rule does.
_FLOORS = {
    Fact.LETTER_FOUND: (1.0, 1.0),
    Fact.DETERMINATION_COUNT: (1.0, 1.0),
    Fact.OUTCOME: (1.0, 1.0),
    Fact.PROVENANCE: (1.0, 0.995),
    Fact.CONDITION_TRAPS: (0.985, 0.95),
    Fact.CASE_FACTS: (0.98, 0.97),
    Fact.REVIEWER: (0.98, 0.96),
    Fact.CONDITIONS: (0.97, 0.90),
    Fact.CONDITION_CODES: (0.95, 0.95),
    Fact.PRIOR: (0.95, 0.90),
    Fact.PRIOR_TRAPS: (0.94, 0.85),
    Fact.DISPUTED_ITEM: (0.97, 0.96),
    Fact.UR_DECISION: (0.95, 0.75),
    Fact.QUANTITY: (0.93, 0.94),
    Fact.TREATMENT: (0.97, 0.94),
    Fact.TREATMENT_CATEGORY: (0.97, 0.94),
    Fact.BODY_PART: (0.90, 0.94),
    Fact.SERVICE_DATES: (1.0, 0.75),
    Fact.STATEMENT_RECALL: (0.97, 0.94),
    Fact.WITHIN_MTUS: (0.97, 0.97),
    Fact.STATEMENT_PRECISION: (0.97, 0.96),
    Fact.LOCATOR_RECALL: (0.97, 0.96),
    Fact.PAGE_PRECISION: (0.97, 0.95),
    Fact.MENTIONS: (0.96, 0.92),
    Fact.STANCE: (0.96, 0.90),
    Fact.MENTION_PRECISION: (0.96, 0.96),
}
_MACRO = (0.99, 0.97)

Ratios = dict[str, dict[Fact, float]]


@pytest.fixture(scope="module")
def ratios(tmp_path_factory: pytest.TempPathFactory) -> Ratios:
    """The ratio of each kind of fact, in each set of letters built by itself."""
    found: Ratios = {}
    for name in _SETS:
        store = tmp_path_factory.mktemp(name) / "imrgraph.db"
        summary = imrgraph.build(_LETTERS / name / "letters", store)
        assert not summary.failed
        report = imrgraph.evaluate(store, _LETTERS / name / "gold")
        found[name] = {row.fact: row.ratio for row in report.rows}
    return found


@pytest.mark.parametrize("name", _SETS)
@pytest.mark.parametrize("fact", Fact, ids=lambda fact: fact.name.lower())
def test_floor(name: str, fact: Fact, ratios: Ratios) -> None:
    assert ratios[name][fact] >= _FLOORS[fact][_SETS.index(name)]


@pytest.mark.parametrize("name", _SETS)
def test_floor_of_the_macro_average(name: str, ratios: Ratios) -> None:
    reached = ratios[name].values()
    assert sum(reached) / len(reached) >= _MACRO[_SETS.index(name)]

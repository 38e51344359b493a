"""How well the letters under `tests/letters` are read: floors for each kind of fact.

Only counts leave this module, never misses: rules are tuned on the development letters and not on those aside, and a
miss that is read is a rule that gets tuned. Those of the development letters are printed by
`imrgraph evaluate STORE tests/letters/development/gold --misses`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import imrgraph
from imrgraph.evaluate import Fact, Report

_LETTERS = Path(__file__).parent.parent / "letters"
_SETS = ("development", "aside")

# The least ratio in (development, aside). 1.0 is a promise that must never break; the others stand a little under
# what was reached when they were written, so that one letter read otherwise does not fail them and a lost rule does.
_FLOORS = {
    Fact.LETTER_FOUND: (1.0, 1.0),
    Fact.DETERMINATION_COUNT: (1.0, 1.0),
    Fact.OUTCOME: (1.0, 1.0),
    Fact.PROVENANCE: (1.0, 0.995),
    Fact.CONDITION_TRAPS: (0.985, 0.945),
    Fact.CASE_FACTS: (0.98, 0.975),
    Fact.REVIEWER: (0.98, 0.97),
    Fact.CONDITIONS: (0.985, 0.925),
    Fact.CONDITION_CODES: (0.97, 0.96),
    Fact.PRIOR: (0.975, 0.94),
    Fact.PRIOR_TRAPS: (0.97, 0.9),
    Fact.DISPUTED_ITEM: (0.98, 0.945),
    Fact.UR_DECISION: (0.955, 0.9),
    Fact.QUANTITY: (0.96, 0.96),
    Fact.TREATMENT: (0.98, 0.97),
    Fact.TREATMENT_CATEGORY: (0.98, 0.975),
    Fact.BODY_PART: (0.95, 0.94),
    Fact.SERVICE_DATES: (1.0, 0.9),
    Fact.STATEMENT_RECALL: (0.98, 0.95),
    Fact.WITHIN_MTUS: (0.98, 0.98),
    Fact.STATEMENT_PRECISION: (0.98, 0.96),
    Fact.LOCATOR_RECALL: (0.98, 0.945),
    Fact.PAGE_PRECISION: (0.98, 0.98),
    Fact.MENTIONS: (0.98, 0.955),
    Fact.STANCE: (0.98, 0.92),
    Fact.MENTION_PRECISION: (0.98, 0.98),
    Fact.GROUNDS: (0.86, 0.66),
    Fact.GROUND_SENTENCES: (0.84, 0.74),
    Fact.GROUND_PRECISION: (0.94, 0.85),
}
_MACRO = (0.99, 0.97)  # without the grounds, as `imrgraph evaluate` counts it

Reports = dict[str, Report]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """The counts of each set of letters, built by itself."""
    found: Reports = {}
    for name in _SETS:
        store = tmp_path_factory.mktemp(name) / "imrgraph.db"
        summary = imrgraph.build(_LETTERS / name / "letters", store, jobs=0)
        assert not summary.failed
        found[name] = imrgraph.evaluate(store, _LETTERS / name / "gold")
    return found


@pytest.mark.parametrize("name", _SETS)
@pytest.mark.parametrize("fact", Fact, ids=lambda fact: fact.name.lower())
def test_floor(name: str, fact: Fact, reports: Reports) -> None:
    (row,) = (row for row in reports[name].rows if row.fact is fact)
    assert row.ratio >= _FLOORS[fact][_SETS.index(name)]


@pytest.mark.parametrize("name", _SETS)
def test_floor_of_the_macro_average(name: str, reports: Reports) -> None:
    assert reports[name].macro >= _MACRO[_SETS.index(name)]

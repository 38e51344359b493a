"""The planted effects are there, of the size that was asked for, and can be changed."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from imrgraph.errors import SynthError, VocabularyError
from imrgraph.records import Outcome
from imrgraph.synth import Effects, load_effects
from imrgraph.synth.material import material
from imrgraph.synth.plan import DRIFT, Plan, plan
from imrgraph.synth.tally import report, tally

_LETTERS = 1_500
_RATIOS = ("odg-when-silent", "same-guideline", "treatment", "specialty")


def _plans(effects: Effects, letters: int = _LETTERS) -> list[Plan]:
    return [plan(number, 11, material(), effects) for number in range(1, letters + 1)]


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    return _plans(load_effects())


def _fitted(plans: list[Plan], effects: Effects) -> dict[str, tuple[float, float]]:
    """Logarithms of the odds ratios, with their standard errors, by logistic regression with the categories' rates as offset."""
    rows, offset, overturned = [], [], []
    for item in (item for p in plans for item in p.items):
        rate = effects.rates[item.treatment.category]
        rows.append([1.0, *(name in item.exposed for name in _RATIOS)])
        offset.append(math.log(rate / (1 - rate)))
        overturned.append(item.outcome is Outcome.OVERTURNED)
    x, y, base = np.array(rows, float), np.array(overturned, float), np.array(offset)
    beta = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ beta + base)))
        information = x.T @ (x * (p * (1 - p))[:, None])
        beta += np.clip(np.linalg.solve(information, x.T @ (y - p)), -1, 1)  # Newton's step, no longer than 1
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    return {name: (float(beta[i]), float(errors[i])) for i, name in enumerate(_RATIOS, 1)}


def test_odds_ratios_are_recovered(plans: list[Plan]) -> None:
    """Each interval of 95 % holds the planted value and not 1."""
    effects = load_effects()
    for name, (found, error) in _fitted(plans, effects).items():
        planted = math.log(effects.size(name))
        assert abs(found - planted) < 1.96 * error, name
        assert abs(found) > 1.96 * error, name


def test_effects_set_to_one_are_not_there() -> None:
    effects = load_effects(sizes=[f"{name}=1" for name in _RATIOS])
    for name, (found, error) in _fitted(_plans(effects), effects).items():
        assert abs(found) < 2.6 * error, name


def test_a_share_like_the_program_s_is_overturned(plans: list[Plan]) -> None:
    outcomes = Counter(item.outcome for p in plans for item in p.items)
    assert 0.07 < outcomes[Outcome.OVERTURNED] / outcomes.total() < 0.13
    assert 0.005 < outcomes[Outcome.PARTIALLY_OVERTURNED] / outcomes.total() < 0.05


def test_acoem_citations_drift_in_december_2017(plans: list[Plan]) -> None:
    topical: dict[bool, list[bool]] = {True: [], False: []}
    for p in plans:
        topical[p.assigned >= DRIFT] += [
            not c.guideline.startswith("acoem-ch0") and not c.guideline.startswith("acoem-ch1")
            for item in p.items
            for c in item.reviewer
            if c.family == "acoem"
        ]
    assert not any(topical[False])
    assert np.mean(topical[True]) == pytest.approx(load_effects().size("drift"), abs=0.04)


def test_treatments_asked_for_together_are_of_one_community(plans: list[Plan]) -> None:
    import networkx as nx

    together: nx.Graph[str] = nx.Graph()
    home: dict[str, str] = {}
    for p in plans:
        asked = {item.treatment.name: item.family.home for item in p.items if item.family.home}
        home |= asked
        for one, other in combinations(sorted(asked), 2):
            weight = together.get_edge_data(one, other, {"weight": 0})["weight"]
            together.add_edge(one, other, weight=weight + 1)
    alike = [w for one, other, w in together.edges.data("weight") if home[one] == home[other]]
    assert sum(alike) > 0.75 * together.size("weight")
    parts = [{n for n in together if home[n] == community} for community in ("spine", "limbs")]
    assert nx.community.modularity(together, parts) > 0.15


def test_what_is_written_of_them_is_what_was_drawn(plans: list[Plan]) -> None:
    effects = load_effects()
    told = report(Counter(name for p in plans for name in tally(p)), effects, 11)
    assert told["letters"] == _LETTERS
    assert told["determinations"] == sum(len(p.items) for p in plans)
    of = told["effects"]
    assert {name: effect["size"] for name, effect in of.items()} == {
        n: e.size for n, e in effects.effects.items()
    }
    drawn = of["treatment"]["drawn"]
    asked = [item for p in plans for item in p.items if item.treatment.name == of["treatment"]["of"]]
    assert sum(drawn["exposed"].values()) == len(asked)
    assert of["odg-when-silent"]["odds ratio drawn"] > 1.5 > 1 > of["same-guideline"]["odds ratio drawn"]
    assert of["drift"]["share drawn"] == pytest.approx(0.85, abs=0.04)


def test_a_file_names_another_treatment(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[effects.treatment]\nof = "acupuncture"\nsize = 9\n[rates]\nsurgery = 0.2\n', "utf-8")
    effects = load_effects(file, ["treatment=8"])
    assert (effects.effects["treatment"].of, effects.size("treatment")) == ("acupuncture", 8)
    assert (effects.rates["surgery"], effects.rates["injection"]) == (0.2, 0.05)
    exposed = {
        item.treatment.name for p in _plans(effects, 300) for item in p.items if "treatment" in item.exposed
    }
    assert exposed == {"acupuncture"}


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        pytest.param(["treatment"], "NAME=SIZE", id="no-size"),
        pytest.param(["treatment=big"], "no number", id="no-number"),
        pytest.param(["tretment=2"], "no effect 'tretment'", id="no-such-effect"),
        pytest.param(["treatment=0"], "above 0", id="no-odds-ratio"),
        pytest.param(["treatment=inf"], "above 0", id="infinite"),
        pytest.param(["drift=1.2"], "between 0 and 1", id="no-share"),
    ],
)
def test_sizes_that_cannot_be(sizes: list[str], says: str) -> None:
    with pytest.raises(SynthError, match=says):
        load_effects(sizes=sizes)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        pytest.param("[effects.treatment", SynthError, id="no-toml"),
        pytest.param('[effects.treatment]\nof = "tea"\n', VocabularyError, id="no-such-treatment"),
        pytest.param("[rates]\nsurgery = 1.5\n", SynthError, id="no-rate"),
        pytest.param("[effects.treatment]\nsise = 2\n", SynthError, id="no-such-field"),
    ],
)
def test_files_that_cannot_be_read(words: str, error: type[Exception], tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(words, "utf-8")
    with pytest.raises(error):
        load_effects(tmp_path / "mine.toml")

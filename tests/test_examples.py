"""The example scripts find what was planted in synthetic letters; the example letters are as they were published."""

from __future__ import annotations

import hashlib
import json
import re
import runpy
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import imrgraph
from imrgraph.data import example_letters_dir
from imrgraph.records import Outcome
from imrgraph.synth import load_effects, write_corpus
from imrgraph.synth.material import material
from imrgraph.synth.plan import Item, Plan, plan
from imrgraph.vocab import load_vocabulary

pytestmark = pytest.mark.lengthy

_EXAMPLES = Path(__file__).parent.parent / "examples"
_SCRIPTS = sorted(path.stem for path in _EXAMPLES.glob("*.py") if path.stem != "asking")
_LETTERS = 600  # what the scripts invent when no store is given
_DIGESTS = {
    "000_20de0494f4bc5a7d.txt": "61604d52e85adb8ecdf73fd169fb4b4ad06ac08a33b32e4fde3f4908ec8c2ae6",
    "002_39363498b94abce7.txt": "c5da29e4cfba43d7ced148bfaf3af3445280a3754980acbcf12c2f84c0ac2183",
    "003_0bd5cbb37f09cca2.txt": "3fbf65f763c2235ccf980156eb1dd1893c69dec4ebd015e1fba903ce26554563",
}

Script = Callable[..., str]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Script:
    """Runs a script as `python examples/NAME.py ...` does, and gives what it prints."""

    def run(name: str, *args: object) -> str:
        monkeypatch.syspath_prepend(str(_EXAMPLES))
        monkeypatch.setattr(sys, "argv", [name, *map(str, args)])
        runpy.run_path(str(_EXAMPLES / f"{name}.py"), run_name="__main__")
        return capsys.readouterr().out

    return run


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A store of synthetic letters, and what was planted and drawn of each effect."""
    folder = tmp_path_factory.mktemp("examples")
    corpus = write_corpus(folder / "try", _LETTERS, gold=False)
    assert imrgraph.build(corpus.letters, folder / "try.db", jobs=0).stored.letters == _LETTERS
    effects: dict[str, Any] = json.loads(corpus.effects.read_text("utf-8"))["effects"]
    return folder / "try.db", effects


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    """The same letters before a word of them was written."""
    effects = load_effects()
    return [plan(number, 1, material(), effects) for number in range(1, _LETTERS + 1)]


def _items(plans: list[Plan]) -> Iterator[tuple[Plan, Item]]:
    return ((letter, item) for letter in plans for item in letter.items)


def _sides(item: Item) -> tuple[set[str], set[str]]:
    """The names of what the administrator and the reviewer cite."""
    return {cite.guideline for cite in item.administrator}, {cite.guideline for cite in item.reviewer}


def _label(scheme: str, name: str) -> str:
    vocabulary = load_vocabulary(scheme)
    return vocabulary.concepts[vocabulary.iri(name)].label


def test_letters_are_kept_byte_for_byte() -> None:
    files = example_letters_dir().iterdir()
    assert {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files} == _DIGESTS


@pytest.mark.parametrize(
    ("name", "effect", "higher"),
    [
        pytest.param("odg_when_silent", "odg-when-silent", True, id="odg-when-silent"),
        pytest.param("agreement", "same-guideline", False, id="same-guideline"),
    ],
)
def test_planted_odds_are_recovered(
    script: Script, synthetic: tuple[Path, dict[str, Any]], name: str, effect: str, higher: bool
) -> None:
    store, effects = synthetic
    told = script(name, store)
    low, high = map(float, re.search(r"times the odds, ([\d.]+) to ([\d.]+)\)", told).groups())  # type: ignore[union-attr]
    assert low < effects[effect]["size"] < high
    assert f"are overturned {'more' if higher else 'less'} often than others" in told
    assert low > 1 if higher else high < 1


def test_who_turns_to_the_odg_are_those_who_were_drawn(
    script: Script, synthetic: tuple[Path, dict[str, Any]]
) -> None:
    store, effects = synthetic
    drawn = effects["odg-when-silent"]["drawn"]
    odg, others = sum(drawn["exposed"].values()), sum(drawn["unexposed"].values())
    told = script("odg_when_silent", store)
    assert f"The MTUS is called silent for {odg + others} of " in told
    assert f"For {odg} of these the reviewer turns to the ODG: {odg / (odg + others):.0%}, " in told
    assert f"Behind it, 3 of {odg}:" in told


def test_acoem_s_chapters_go_in_december_2017(script: Script, synthetic: tuple[Path, dict[str, Any]]) -> None:
    store, effects = synthetic
    after = effects["drift"]["drawn"]["after"]
    told = script("december_2017", store)
    assert "before December 2017" in told
    assert re.search(r"\nbefore .*: 100% cite a chapter of 2004 ", told)
    since = re.search(r"\nsince .*?, of (\d+) .*: (\d+)% cite a chapter of 2004 \((\d+)% to (\d+)%\)", told)
    assert since
    items, share, low, high = map(int, since.groups())
    assert items == after["chapters"] + after["topical"]
    assert share == round(100 * after["chapters"] / items)
    assert low <= round(100 * (1 - effects["drift"]["size"])) <= high
    turned = told.partition("of those citing these, more or fewer:")[2]
    shares = {line.split()[0]: float(line.split()[-3]) for line in turned.splitlines() if " 0." in line}
    assert shares["acoem-opioids"] == 1
    assert shares["mtus-chronic-pain"] == 0


def test_pairs_and_hubs_are_those_that_were_drawn(
    script: Script, synthetic: tuple[Path, dict[str, Any]], plans: list[Plan]
) -> None:
    """The counts of the commonest pair, and Kleinberg's hubs and authorities by an eigenvector."""
    pairs: Counter[tuple[str, str]] = Counter()
    overturned: Counter[tuple[str, str]] = Counter()
    network: Counter[tuple[str, str]] = Counter()
    for _, item in _items(plans):
        administrator, reviewer = _sides(item)
        both = [(one, other) for one in administrator for other in reviewer]
        network.update(pair for pair in both if pair[0] != pair[1])
        if not administrator & reviewer:
            pairs.update(both)
            overturned.update(pair for pair in both if item.outcome is not Outcome.UPHELD)
    told = script("winning_pairs", synthetic[0])
    (pair, items), (_, fewer) = pairs.most_common(2)
    assert items > fewer
    assert re.search(rf"\n{'>'.join(pair)} .* {items} +\d+ +{overturned[pair]} ", told)

    names = sorted({name for pair in network for name in pair})
    matrix = np.array([[network[one, other] for other in names] for one in names], float)
    for side, column in ((matrix @ matrix.T, 1), (matrix.T @ matrix, 2)):
        strength = abs(np.linalg.eigh(side)[1][:, -1])
        best = int(strength.argmax())
        first = re.search(r"\n  (0\.\d\d)  .*?  +(0\.\d\d)  (.*)\n", told)
        assert first
        assert float(first[column]) == pytest.approx(strength[best] / strength.sum(), abs=0.006)
        assert _label("guideline", names[best]) in first[0]


def test_communities_are_of_the_spine_or_of_the_limbs(
    script: Script,
    synthetic: tuple[Path, dict[str, Any]],
    plans: list[Plan],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    homes = {item.treatment.name: item.family.home for _, item in _items(plans) if item.family.home}
    home = {_label("treatment", name): where for name, where in homes.items()}
    monkeypatch.syspath_prepend(str(_EXAMPLES))
    of = runpy.run_path(str(_EXAMPLES / "treatment_communities.py"))
    with imrgraph.open(synthetic[0]) as store:
        network = imrgraph.to_networkx(store, "treatment-guideline")
    members = [[one.label for one in found] for _, found in of["communities"](of["sharing"](network))]
    found = [Counter(home[label] for label in labels if label in home) for labels in members]
    assert sum(one.total() for one in found) > 20
    assert [one for one in found if len(one) > 1] == []
    assert max(one["spine"] for one in found) > 5
    told = script("treatment_communities", synthetic[0])
    neck = told[told.index("\n  cervical epidural steroid injection, ") :].split("\nCommunity")[0]
    assert " elsewhere: ODG, Neck and Upper Back (Acute & Chronic)" in neck


def test_precedents_are_the_items_that_were_certified(
    script: Script, synthetic: tuple[Path, dict[str, Any]], plans: list[Plan]
) -> None:
    letter, item = next(
        (one, item)
        for one, item in _items(plans)
        if item.treatment.name == "functional-restoration-program" and item.outcome is Outcome.UPHELD
    )
    certified = {
        (one.case_number, other.number)
        for one, other in _items(plans)
        if other.treatment.name == item.treatment.name and other.outcome is Outcome.OVERTURNED
    }
    told = script(
        "precedents", synthetic[0], "--letter", letter.case_number, "--item", item.number, "--top", 99
    )
    rows = re.findall(r"\n(\d\.\d\d)  (CM99-\d+), item (\d+):", told)
    assert {(case, int(number)) for _, case, number in rows} == certified
    weights = [float(weight) for weight, _, _ in rows]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > weights[-1]


def test_the_guidelines_cited_together_most_are_those_that_were_drawn(
    script: Script, synthetic: tuple[Path, dict[str, Any]], plans: list[Plan]
) -> None:
    together: Counter[tuple[str, str]] = Counter()
    for _, item in _items(plans):
        cited = sorted(set.union(*_sides(item)))
        together.update((one, other) for at, one in enumerate(cited) for other in cited[at + 1 :])
    ((one, other), items) = together.most_common(1)[0]
    told = script("leading_guidelines", synthetic[0])
    assert f"Cited together most: {one} and {other}, items: {items:,}.\n" in told
    assert "The innermost core, " in told


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("agreement", "are too few to compare", id="agreement"),
        pytest.param("december_2017", "too few to tell", id="december_2017"),
        pytest.param(
            "leading_guidelines",
            "Guidelines: 6; pairs cited together: 6; in parts: 2",
            id="leading_guidelines",
        ),
        pytest.param("odg_when_silent", "too few to tell", id="odg_when_silent"),
        pytest.param("precedents", "there is no precedent in this store", id="precedents"),
        pytest.param("treatment_communities", "Too few treatments share", id="treatment_communities"),
        pytest.param("winning_pairs", "too few items to be compared", id="winning_pairs"),
    ],
)
def test_three_letters_are_too_few(script: Script, example_store: Path, name: str, says: str) -> None:
    told = script(name, example_store)
    assert told.startswith("3 letters.\n")
    assert says in told


def test_without_a_store_letters_are_invented_and_said_to_be(script: Script) -> None:
    told = script("agreement", "--letters", 5)
    assert "No store is given: inventing 5 letters" in told
    assert "5 letters, all synthetic: this says nothing of the real program." in told


def test_a_store_that_is_not_there_is_one_line(script: Script, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^.*nothing: no such store.*$"):
        script("agreement", tmp_path / "nothing")


@pytest.mark.parametrize("name", _SCRIPTS)
def test_the_readme_has_each_script_s_question_and_answer(
    script: Script, synthetic: tuple[Path, dict[str, Any]], name: str
) -> None:
    """Each line of the excerpt is one of those that the script prints, without the spaces that only align."""
    text = (_EXAMPLES / "README.md").read_text("utf-8")
    source = (_EXAMPLES / f"{name}.py").read_text("utf-8")
    question = source.partition('"""')[2].partition("\n")[0]
    assert question.endswith("?")
    said = re.search(rf"`{name}\.py`: {re.escape(question)}\n\n```text\n(.*?)```", text, re.DOTALL)
    assert said, f"examples/README.md lacks: `{name}.py`: {question}"
    told = {" ".join(line.split()) for line in script(name, synthetic[0]).splitlines()}
    assert {" ".join(line.split()) for line in said[1].splitlines()} <= told

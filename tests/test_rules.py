"""Every rule by which a letter is read has a name and a line that says what it goes by, and every name is in use."""

from __future__ import annotations

import ast
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import imrgraph
from imrgraph import Letter
from imrgraph.data import example_letters_dir
from imrgraph.records import Assertion
from imrgraph.rules import MISSPELT, RULES, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph import Case, Citation, Condition, Determination, PriorTreatment

_PACKAGE = Path(imrgraph.__file__).parent
_NAMES = frozenset(chain.from_iterable(RULES.values()))
_LETTERS = Path(__file__).parent / "letters" / "development" / "letters"
_COMPOSED = {
    f"trigger-{assertion.value.lower()}" for assertion in Assertion
}  # named by what the trigger says


def _used(case: Case) -> Iterator[str]:
    """Every rule that a case names, in evidence and reasons."""
    records: list[Condition | PriorTreatment | Determination | Citation] = [
        *case.conditions,
        *case.prior_treatments,
        *case.determinations,
        *(citation for found in case.determinations for citation in found.citations),
    ]
    grounds = [ground for found in case.determinations for ground in found.grounds]
    for reasons in (case.why, case.facts.why, case.reviewer.why):
        yield from (reason.rule for reason in reasons)
    for record in records:
        yield from (record.evidence.rule, *(reason.rule for reason in record.why))
    yield from (ground.evidence.rule for ground in grounds)


def test_every_rule_met_in_the_letters_is_explained() -> None:
    met = set()
    for letter in imrgraph.read([_LETTERS, example_letters_dir()]):
        assert isinstance(letter, Letter)
        met |= set(_used(imrgraph.extract(letter)))
    assert {rule for rule in met if says(rule) is None} == set()
    assert len(met & _NAMES) > 60


def test_every_rule_explained_is_named_by_the_code() -> None:
    literals = {
        node.value
        for path in _PACKAGE.rglob("*.py")
        if path.name != "rules.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert _NAMES - _COMPOSED - literals == set()


def test_names_are_one_of_a_kind_and_short() -> None:
    assert len(_NAMES) == sum(map(len, RULES.values()))
    for name in _NAMES:
        line = says(name)
        assert line
        assert line == line.strip()
        assert len(line) <= 110
        assert len(name) <= 25
        assert not name.endswith(MISSPELT) or name == "item-misspelt"


def test_an_unknown_rule_is_none() -> None:
    assert says("guesswork") is None
    assert says("guesswork-misspelt") is None

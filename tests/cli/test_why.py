"""`imrgraph show --why` and `--rules`, with a genuine letter: from its file, a store, a graph file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import imrgraph
from imrgraph.cli import main
from imrgraph.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def graph(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "letters.nt"
    with imrgraph.open(example_store) as store:
        path.write_text("".join(f"{line}\n" for line in _lines(store)), "utf-8")
    return path


def _lines(store: imrgraph.Store) -> list[str]:
    from imrgraph.store.oxigraph import to_ox

    return sorted(f"{to_ox(s)} {to_ox(p)} {to_ox(o)} ." for s, p, o in store.triples())


def test_a_file_and_a_store_say_the_same(
    letters: tuple[Path, ...], example_store: Path, capsys: Captured
) -> None:
    assert main(["show", str(letters[0]), "--why"]) == 0
    out = capsys.readouterr().out
    assert main(["show", letters[0].stem, "--store", str(example_store), "--why"]) == 0
    assert capsys.readouterr().out == out
    assert '         <- Possible: trigger-possible "to evaluate for" [1741-1756]\n' in out
    assert '              <- UR decision 2013-08-20: review-told "On August 20, 2013, the claims' in out
    assert "\nRules named above (--rules lists all):\n" in out
    assert "read-otherwise" not in out


def test_without_why_nothing_is_added(letters: tuple[Path, ...], capsys: Captured) -> None:
    assert main(["show", str(letters[0])]) == 0
    assert "<-" not in capsys.readouterr().out


def test_json_has_the_reasons(letters: tuple[Path, ...], capsys: Captured) -> None:
    assert main(["show", str(letters[0]), "--why", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    (sex,) = [one for one in document["why"] if one["fact"] == "workerSex"]
    assert sex == {
        "fact": "workerSex",
        "rule": "sex-by-pronouns",
        "words": "She",
        "evidence": [{"start": 2288, "end": 2291}],
    }
    assert document["rules"]["sex-by-pronouns"]
    assert document["determinations"][0]["citations"][0]["why"][1]["rule"] == "label-before"


def test_a_graph_file_knows_the_rules_of_mentions(
    graph: Path, letters: tuple[Path, ...], capsys: Captured
) -> None:
    assert main(["show", letters[0].stem, "--graph", str(graph), "--why"]) == 0
    out, err = capsys.readouterr()
    assert err == "imrgraph: this graph holds no text; only the rules of mentions are known\n"
    assert "<- low back pain: condition-label" in out
    assert "trigger" not in out


def test_rules_are_listed_without_a_letter(capsys: Captured) -> None:
    assert main(["show", "--rules"]) == 0
    out = capsys.readouterr().out
    for title, named in RULES.items():
        assert f"{title[0].upper()}{title[1:]}\n" in out
        for name, line in named.items():
            assert f"  {name:<26}{line}\n" in out

"""`--vocabulary`: files of the user's own on the command line, and what asks the store sees of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imrgraph.cli import main
from imrgraph.graph import to_networkx
from imrgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]

MINE = """
@prefix treatment: <https://w3id.org/imrgraph/treatment/> .
@prefix my: <https://example.org/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
my:lunar-bath skos:inScheme treatment: ; skos:prefLabel "lunar bath"@en ; skos:altLabel "moon soak"@en ;
    skos:broader treatment:program .
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: tuple[Path, ...]) -> Path:
    monkeypatch.chdir(tmp_path)
    words = letters[0].read_text("utf-8").replace("DEXA scan", "lunar bath")
    (tmp_path / "a.txt").write_text(words, "utf-8")
    (tmp_path / "mine.ttl").write_text(MINE, "utf-8")
    return tmp_path


def test_show_reads_a_file_with_them(here: Path, capsys: Captured) -> None:
    assert main(["show", "a.txt"]) == 0
    assert "treatment         UNRESOLVED" in capsys.readouterr().out
    assert main(["show", "a.txt", "--vocabulary", "mine.ttl"]) == 0
    assert "treatment         lunar bath" in capsys.readouterr().out


def test_what_asks_the_store_sees_their_labels_and_hierarchy(here: Path, capsys: Captured) -> None:
    assert main(["build", "a.txt", "--vocabulary", "mine.ttl"]) == 0
    assert "read with the vocabularies mine.ttl" in capsys.readouterr().out
    assert main(["show", "a"]) == 0
    assert "treatment         lunar bath" in capsys.readouterr().out
    for name in ("moon soak", "program", "https://example.org/terms#lunar-bath"):
        assert main(["query", "precedents", "-p", f"treatment={name}"]) == 0
        assert "lunar bath" in capsys.readouterr().out
    assert main(["check"]) == 0
    with open_store("imrgraph.db") as store:
        network = to_networkx(store, "treatment-guideline")
    said = network.nodes["https://example.org/terms#lunar-bath"]
    assert (said["label"], said["kind"], said["category"]) == ("lunar bath", "treatment", "program")


def test_the_store_remembers_them_and_reads_again_with_changed_ones(here: Path, capsys: Captured) -> None:
    main(["build", "a.txt", "--vocabulary", "mine.ttl"])
    (here / "b.txt").write_text((here / "a.txt").read_text("utf-8") + "\n", "utf-8")
    capsys.readouterr()
    assert main(["build", "b.txt"]) == 0
    assert "read with the vocabularies mine.ttl\nimrgraph.db holds" in capsys.readouterr().out
    (here / "mine.ttl").write_text(MINE.replace("moon soak", "moonlight"), "utf-8")
    assert main(["build", "b.txt", "--vocabulary", "mine.ttl"]) == 0
    assert "1 stored letters were read again with the vocabularies of now" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["build", "a.txt"], ["show", "a.txt"]], ids=lambda c: c[0])
def test_a_file_that_does_not_fit_is_one_line_and_exit_status_1(
    here: Path, command: list[str], capsys: Captured
) -> None:
    (here / "mine.ttl").write_text(MINE.replace("treatment:program", "treatment:programme"), "utf-8")
    assert main([*command, "--vocabulary", "mine.ttl"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "imrgraph: vocabulary mine.ttl: <https://example.org/terms#lunar-bath>: skos:broader treatment:programme,"
        " which is no treatment\n"
    )
    assert not (here / "imrgraph.db").exists()


def test_show_of_a_stored_letter_takes_none(here: Path, capsys: Captured) -> None:
    assert main(["show", "CM14-0000001", "--vocabulary", "mine.ttl"]) == 2
    assert "a store has its own" in capsys.readouterr().err

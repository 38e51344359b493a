"""The command line: what it prints where, and its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from imrgraph import __version__
from imrgraph.cli import COMMANDS, main
from imrgraph.data import ontology_dir
from imrgraph.errors import LetterError
from imrgraph.store import vocabularies
from tests.cases import full_case

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case, Letter


def fake_extract(letter: Letter) -> Case:
    if "IMR" not in letter.text:
        raise LetterError(letter.source_name, "no IMR letter")
    warnings = ("no determination",) if "cut" in letter.text else ()
    return replace(full_case(), letter=letter, warnings=warnings)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one letter, a small vocabulary, and an extractor that needs none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(vocabularies, "vocabulary_files", lambda: [ontology_dir() / "grounds.ttl"])
    monkeypatch.setattr("imrgraph.model.case.extract", fake_extract)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("An IMR letter")
    return tmp_path


Captured = pytest.CaptureFixture[str]


def test_build_reports_each_end_and_the_counts(here: Path, capsys: Captured) -> None:
    (here / "in" / "b.txt").write_text("An IMR letter")
    (here / "in" / "c.txt").write_text("An IMR letter, cut")
    (here / "in" / "d.txt").write_text("A poem")
    assert main(["build", "in", "nowhere.txt", "-o", "graph.ttl"]) == 1
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        "duplicate: b.txt: the same text as a.txt",
        "partial: c.txt: no determination",
        "failed: d.txt: no IMR letter",
        "failed: nowhere.txt: no such file or folder",
    ]
    counts = dict(line.rsplit(None, 1) for line in out.splitlines()[:9])
    assert counts == {
        "letters": "2",
        "determinations": "4",
        "citations": "4",
        "conditions": "4",
        "prior treatments": "2",
        "unresolved": "4",
        "partial": "1",
        "duplicates": "1",
        "failed": "2",
    }
    assert "imrgraph.db holds 2 letters" in out
    assert (here / "graph.ttl").read_text().startswith("@prefix")


def test_build_succeeds_quietly(capsys: Captured) -> None:
    assert main(["build", "in", "--store", "my.db"]) == 0
    assert capsys.readouterr().err == ""


def test_strict_stops(here: Path, capsys: Captured) -> None:
    assert main(["build", "nowhere", "in", "--strict"]) == 1
    assert "stopped at the first failure" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["build", "in", "--store", "in"], "not a store", id="not-a-store"),
        pytest.param(["show", "CM14-9999999", "--store", "in"], "not a store", id="show-no-store"),
        pytest.param(["check"], "no such store", id="check-no-store"),
        pytest.param(["check", "--graph", "no.ttl"], "no such graph file", id="no-graph"),
        pytest.param(["show", "in/b.txt"], "no such store", id="neither-file-nor-store"),
    ],
)
def test_known_errors_are_one_line_and_exit_status_1(
    arguments: list[str], says: str, capsys: Captured
) -> None:
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("imrgraph: ")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["nonsense"], id="command"),
        pytest.param(["build"], id="argument"),
        pytest.param(["build", "in", "--nonsense"], id="option"),
        pytest.param(["build", "in", "-o", "graph.pdf"], id="suffix"),
        pytest.param(["build", "in", "--max-letter-size", "0"], id="range"),
        pytest.param(["check", "--store", "a", "--graph", "b"], id="both"),
    ],
)
def test_wrong_usage_is_exit_status_2(arguments: list[str], capsys: Captured) -> None:
    assert main(arguments) == 2
    assert "Usage:" in capsys.readouterr().err


def test_show_reads_a_file_or_looks_into_the_store(capsys: Captured) -> None:
    assert main(["show", "in/a.txt"]) == 0
    from_file = capsys.readouterr().out
    assert "CM14-0000001  (a.txt)" in from_file
    assert "PartiallyOverturned" in from_file
    assert "AMBIGUOUS" in from_file
    main(["build", "in", "-o", "graph.nt"])
    capsys.readouterr()
    assert main(["show", "CM14-0000001"]) == 0
    assert capsys.readouterr().out == from_file
    assert main(["show", "CM14-0000001", "--graph", "graph.nt"]) == 0
    assert capsys.readouterr().out == from_file


def test_show_says_which_codes_are_flagged(capsys: Captured) -> None:
    assert main(["show", "in/a.txt"]) == 0
    assert "  401.9 (CONTRADICTS THE WORDS), 724.2, M5O.20 (UNKNOWN CODE)  " in capsys.readouterr().out


def test_show_prints_json(capsys: Captured) -> None:
    assert main(["show", "in/a.txt", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["identifier"] == "CM14-0000001"
    assert len(document["determinations"]) == 2


def test_show_of_something_else_fails(here: Path, capsys: Captured) -> None:
    (here / "poem.txt").write_text("A poem")
    assert main(["show", "poem.txt"]) == 1
    assert capsys.readouterr().err == "imrgraph: poem.txt: no IMR letter\n"


def test_no_terminal_codes_reach_the_terminal(here: Path, capsys: Captured) -> None:
    (here / "\x1b[2J.txt").write_text("An IMR letter")
    main(["show", "\x1b[2J.txt"])
    main(["build", "\x1b[3J.txt"])
    assert "\x1b" not in "".join(capsys.readouterr())


def test_check_counts(capsys: Captured) -> None:
    main(["build", "in"])
    capsys.readouterr()
    assert main(["check"]) in (0, 1)
    assert "1 letters checked" in capsys.readouterr().err


def test_version(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"imrgraph {__version__}\n"


def test_help_names_every_command_and_teaches_with_examples(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)
    for name in ("build", "show", "check"):
        assert main([name, "--help"]) == 0
        assert "Examples:" in capsys.readouterr().out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from imrgraph.cli import main; main(['--help']);"
        "heavy = {'rdflib', 'pyoxigraph', 'networkx', 'rich', 'pyvis', 'numpy', 'ahocorasick', 'sqlite3'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_a_closed_pipe_is_no_error(here: Path) -> None:
    code = "from imrgraph.cli import main; import sys; sys.exit(main(['--help']))"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.close()
    _, err = child.communicate()
    assert (child.returncode, err) == (0, b"")


def test_a_letter_is_removed_and_one_that_is_not_there_is_one_line(here: Path, capsys: Captured) -> None:
    assert main(["build", "in"]) == 0
    capsys.readouterr()
    assert main(["remove", "CM14-0000009"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["remove", "CM14-0000001"]) == 0
    assert capsys.readouterr().out == "removed 1 letters\nimrgraph.db holds 0 letters\n"


def test_a_build_of_nothing_says_what_to_give(here: Path, capsys: Captured) -> None:
    assert main(["build"]) == 2
    assert "imrgraph build letters/" in capsys.readouterr().err
    assert main(["build", "--retry-failed"]) == 0


def test_prune_says_why_it_does_nothing(here: Path, capsys: Captured) -> None:
    assert main(["build", "in", "--prune"]) == 0
    assert "0 letters were removed, since their sources are gone" in capsys.readouterr().out
    assert main(["build", "nowhere", "--prune"]) == 1
    assert "nothing was removed, since it is not known of all sources" in capsys.readouterr().out

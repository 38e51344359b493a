"""`imrgraph synth`: what it writes where, and what it refuses."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from imrgraph.cli import main
from imrgraph.synth import load_effects

Captured = pytest.CaptureFixture[str]


def test_files_with_gold(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "corpus"
    assert main(["synth", "-n", "12", "--seed", "5", "-o", str(out)]) == 0
    assert capsys.readouterr().out.splitlines()[0].split() == ["letters", "12"]
    names = [f"CM99-{number:07d}" for number in range(1, 13)]
    assert [path.stem for path in sorted((out / "letters").iterdir())] == names
    assert [path.stem for path in sorted((out / "gold").iterdir())] == names
    told = json.loads((out / "effects.json").read_text("utf-8"))
    assert (told["synthetic"], told["seed"], told["letters"]) == (True, 5, 12)


def test_more_than_a_folder_holds(tmp_path: Path) -> None:
    assert main(["synth", "-n", "1001", "-o", str(tmp_path), "--no-gold"]) == 0
    assert [len(list(path.iterdir())) for path in sorted((tmp_path / "letters").iterdir())] == [1000, 1]
    assert not (tmp_path / "gold").exists()


def test_one_file_has_the_same_letters_whoever_writes_them(tmp_path: Path) -> None:
    for folder, more in (("one", []), ("two", ["--processes", "2"])):
        arguments = ["synth", "-n", "1001", "--seed", "5", "--format", "jsonl", "-o", str(tmp_path / folder)]
        assert main([*arguments, *more]) == 0
    written = [(tmp_path / folder / "letters.jsonl.gz").read_bytes() for folder in ("one", "two")]
    assert written[0] == written[1]
    rows = [json.loads(line) for line in gzip.decompress(written[0]).splitlines()]
    assert [row["id"] for row in rows] == [f"CM99-{number:07d}" for number in range(1, 1002)]
    assert main(["synth", "-n", "1", "--seed", "5", "-o", str(tmp_path / "three")]) == 0
    assert rows[0]["text"].encode() == (tmp_path / "three/letters/CM99-0000001.txt").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["-n", "0"], "1 to 9,999,999", id="none"),
        pytest.param(["-n", "10000000"], "1 to 9,999,999", id="too-many"),
        pytest.param(["-n", "3", "--format", "jsonl", "--gold"], "--format text", id="gold-of-rows"),
        pytest.param(["-n", "3", "--effect", "treatment=x"], "no number", id="effect"),
        pytest.param(["-n", "3", "--effects", "nowhere.toml"], "cannot be read", id="no-file"),
    ],
)
def test_what_cannot_be_is_one_line(
    arguments: list[str], says: str, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["synth", *arguments, "-o", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("imrgraph: ")
    assert says in err
    assert err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    assert main(["synth", "-n", "3", "-o", str(tmp_path)]) == 1
    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_way(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for where in ("file", "file/below"):
        assert main(["synth", "-n", "3", "-o", str(tmp_path / where)]) == 1
        assert capsys.readouterr().err.count("\n") == 1


def test_usage(capsys: Captured) -> None:
    assert main(["synth", "-o", "x"]) == 2
    assert main(["synth", "-n", "three", "-o", "x"]) == 2
    capsys.readouterr()
    assert main(["synth", "--help"]) == 0
    shown = capsys.readouterr().out
    for name, effect in load_effects().effects.items():
        assert f"{name}={effect.size:g}" in shown

"""Benchmarks keep working: what they are made of, on a handful of letters. What they find is nobody's pass or fail."""

from __future__ import annotations

import doctest
import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from imrgraph.read.clean import clean
from imrgraph.segment import outline
from tests.benchmarks import build, by_text, by_triples, queries, readme
from tests.benchmarks.contest import Contender, contest
from tests.benchmarks.letters import corpus, sources
from tests.benchmarks.results import Results
from tests.benchmarks.stages import STAGES, seconds_by_stage, synthetic_letters
from tests.benchmarks.watching import watch

if TYPE_CHECKING:
    from pathlib import Path

_HARD_WORK = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(30_000_000))'])"


@pytest.mark.parametrize("name", ["contest", "hotspots", "queries", "readme", "results"])
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(f"tests.benchmarks.{name}")).failed == 0


def test_what_was_measured_is_kept_and_says_where(tmp_path: Path) -> None:
    results = Results(tmp_path / "new")
    assert results.get("build", "2000") is None
    results.put({"wall": 1.5}, "build", "2000", "2")
    results.put({"wall": 2.5}, "build", "2000", "1")
    kept = Results(tmp_path / "new").get("build", "2000")
    assert kept is not None
    assert {jobs: found["wall"] for jobs, found in kept.items()} == {"2": 1.5, "1": 2.5}
    assert {"date", "machine", "load"} < kept["1"].keys()


def test_a_corpus_is_written_once_and_again_where_it_is_too_small(tmp_path: Path) -> None:
    letters = corpus(tmp_path, 3)
    first = letters / "CM99-0000001.txt"
    before = first.stat().st_ino
    assert corpus(tmp_path, 2) == letters
    assert first.stat().st_ino == before
    assert len(list(corpus(tmp_path, 4).iterdir())) == 4


def test_sources_are_folders_where_whole_ones_are_wanted(tmp_path: Path) -> None:
    for number in range(3_000):
        part = tmp_path / f"{number // 1_000:04d}"
        part.mkdir(exist_ok=True)
        (part / f"{number:04d}.txt").touch()
    assert [path.name for path in sources(tmp_path, 1_000, 3_000)] == ["0001", "0002"]
    assert [path.name for path in sources(tmp_path, 1_999, 2_002)] == ["1999.txt", "2000.txt", "2001.txt"]
    assert [path.name for path in sources(tmp_path / "0002", 10, 12)] == ["2010.txt", "2011.txt"]


def test_a_process_and_those_that_it_starts_are_watched() -> None:
    use, said = watch([sys.executable, "-c", f"{_HARD_WORK}; print('done')"])
    assert (use.status, said) == (0, "done\n")
    assert 0 < use.reading <= use.wall
    assert use.cpu_readers > 0
    assert use.memory_all >= use.memory_reader > 0


def test_a_process_is_killed_when_its_time_is_over() -> None:
    use, said = watch([sys.executable, "-c", "import time; time.sleep(60)"], lambda seconds: seconds > 0.5)
    assert (use.status, said) == (-9, "")


def test_stages_are_timed() -> None:
    seconds = seconds_by_stage(synthetic_letters(2, seed=1))
    assert set(STAGES) < set(seconds)
    assert min(seconds[stage] for stage in ("clean", "outline", "conditions")) > 0


def test_questions_are_timed_in_a_process_of_their_own(mixed_store: Path) -> None:
    figures = queries.measured(mixed_store, "sparql", "letters", rounds=2, seconds=60)
    assert figures["seconds"] > 0
    assert figures["rows"] == build.contents(mixed_store)["holds"]


def test_a_question_that_cannot_be_asked_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"letters failed: .*no\.db: no such store"):
        queries.measured(tmp_path / "no.db", "sparql", "letters", rounds=1, seconds=60)


def test_what_takes_longer_than_letters_grow_is_marked() -> None:
    def known(seconds: float | None, rows: int) -> dict[str, Any]:
        return {"seconds": seconds, "rows": rows, "limit": 60}

    found = {
        "2000": {"sparql letters": known(0.1, 7), "sql letters": known(0.1, 7)},
        "20000": {"sparql letters": known(1.1, 70), "sql letters": known(0.2, 70)},
        "100000": {"sparql letters": known(9.0, 700), "sql letters": known(None, 700)},
    }
    assert queries.table(found).splitlines()[-1] == (
        "| `letters` | 700 | 0.1 | 1.1 | 9.0 ! | 0.1 | 0.2 | over 60 |"
    )


def test_a_table_of_builds_has_a_column_for_each_size() -> None:
    taken = {"wall": 20.0, "reading": 15.0, "cpu": 5.0, "cpu_readers": 25.0, "memory": 300.0}
    known = {**taken, "memory_reader": 200.0, "memory_all": 700.0, "holds": 2_000, "triples": 400_000}
    found = {
        "build": {"2000": {"1": {}, "2": {**known, "bytes": {"graph": 60_000_000, "tables": 20_000_000}}}},
        "grow": {"2000": {"more": 500, "wall": 6.0}},
    }
    lines = build.table(found).splitlines()
    assert lines[0] == "|  | 2,000 letters |"
    assert "| letters a second, end to end | 100 |" in lines
    assert "| of these after the last letter was read | 5.0 |" in lines
    assert "| triples a letter | 200 |" in lines
    assert "| bytes a letter, vocabularies included | 40,000 |" in lines
    assert "| seconds to add 500 letters | 6.0 |" in lines
    assert not any("once more" in line for line in lines)


def test_contenders_take_turns_and_the_best_round_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 5.0, 5.0, 7.0, 10.0, 13.0, 20.0, 28.0])  # one takes 5 and 3 seconds, the other 2 and 8
    monkeypatch.setattr("tests.benchmarks.contest.process_time", lambda: next(clock))
    turns: list[str] = []

    def taking_turns(name: str) -> Contender:
        def work() -> str:
            turns.append(name)
            return f"{len(turns)} turns"

        return Contender(name, work)

    figures = contest("taking turns", map(taking_turns, ("one", "other")), letters=10, rounds=2)
    assert turns == ["one", "other", "one", "other"]
    assert [(one["name"], one["seconds"], one["found"]) for one in figures] == [
        ("one", 3.0, "3 turns"),
        ("other", 2.0, "4 turns"),
    ]


def test_all_engines_give_as_many_rows(mixed_store: Path, tmp_path: Path) -> None:
    works = by_triples.works(mixed_store, tmp_path)
    found = [contender.work() for contender in works["the question outcomes-by-agreement"]()]
    assert len(found) == 4
    assert len(set(found)) == 1
    assert int(found[0].split()[0]) > 0


def test_clinical_text_is_the_summary_and_what_speaks_of_the_worker() -> None:
    [letter] = synthetic_letters(1, seed=1)
    said = by_text.clinical_text(outline(clean(letter.text)))
    assert said
    assert "SYNTHETIC LETTER" not in said
    assert "final determination" not in said.lower()


def test_the_readme_says_what_was_measured() -> None:
    found = json.loads(readme.FIGURES.read_text("utf-8"))
    page = readme.README.read_text("utf-8")
    assert readme.with_figures(page, found) == page
    assert readme.everything(found) == readme.ALL.read_text("utf-8")


def test_figures_go_between_the_marks() -> None:
    figures = {
        "date": "2014-02-01",
        "machine": "2 cores of an abacus",
        "load": 2.1,
        "letters": 20_000,
        "jobs": 2,
        "wall": 200.0,
        "reading": 150.0,
        "cpu": 50.0,
        "cpu_readers": 250.0,
        "memory": 300.0,
        "memory_reader": 200.0,
        "memory_all": 700.0,
        "holds": 20_000,
        "triples": 4_000_000,
        "bytes": {"graph": 600_000_000},
    }
    page = "before\n<!-- measured -->\nold\n<!-- end of what was measured -->\nafter\n"
    told = readme.with_figures(page, {"build": {"20000": {"2": figures}}})
    assert told.startswith("before\n<!-- measured -->\n\nMeasured on 2014-02-01, on 2 cores of an abacus,")
    assert told.endswith("\n\n<!-- end of what was measured -->\nafter\n")
    assert "15 ms of CPU time" in told
    assert "4.7 hours at the rate of these 20,000" in told  # 1,700,000 at 100 a second
    assert "3.5 hours if 2 cores" in told  # 1,700,000 times 15 ms, by two
    assert "51 GB of disk" in told  # 30,000 bytes each
    assert "busy" not in told
    busy = readme.with_figures(page, {"build": {"20000": {"2": {**figures, "load": 7.0}}}})
    assert "busy with other work (a load of 7)" in busy

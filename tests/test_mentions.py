"""The report of mentions gained and lost: what it says, and that it never fails a run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cases import full_case
from tests.mentions import (
    Mentions,
    compare,
    from_text,
    kinds_of,
    letter_sets,
    lines_of,
    report,
    to_text,
    told,
)

if TYPE_CHECKING:
    import pytest

    from tests.conftest import Say

_LISTS = Path(__file__).parent / "golden" / "mentions"


def test_what_changed_is_told(say_at_the_end: Say, update_golden: bool) -> None:
    """Informs, and fails for nothing: read the lines at the end of the run."""
    told(_LISTS, update=update_golden, say=say_at_the_end)


def _listed() -> Mentions:
    return {
        "a.txt": Counter(["condition\tgout\tPresent\tgout", "item\tmri\tUpheld\tMRI", "item\tmri\tUpheld\tMRI"]),
        "b.txt": Counter(["item\tmri\tUpheld\tMRI"]),
        "gone.txt": Counter(["item\tmri\tUpheld\tMRI"]),
    }  # fmt: skip


def _found() -> Mentions:
    return {
        "a.txt": Counter(["condition\tgout\tAbsent\tgout", "item\tmri\tUpheld\tMRI"]),
        "b.txt": Counter(["item\tmri\tUpheld\tMRI"]),
        "new.txt": Counter(["item\tmri\tUpheld\tMRI", "item\tct\tUpheld\tCT"]),
    }


def test_gained_and_lost() -> None:
    assert report("set", compare(_listed(), _found())) == [
        "set: 1 gained, 2 lost; letters changed: 1",
        "  new.txt: new, mentions: 2",
        "  gone.txt: gone, mentions: 1",
        "  a.txt",
        "    - condition\tgout\tPresent\tgout",
        "    + condition\tgout\tAbsent\tgout",
        "    - item\tmri\tUpheld\tMRI",
    ]


def test_letters_held_out_are_told_in_numbers() -> None:
    listed, found = (
        {"a.txt": Counter({"condition": 12, "item": 2})},
        {"a.txt": Counter({"condition": 9, "item": 3})},
    )
    assert report("aside", compare(listed, found))[2:] == ["    - condition\t×3", "    + item"]


def test_nothing_changed_is_nothing_told() -> None:
    assert report("set", compare(_found(), _found())) == []


def test_a_long_report_is_cut_and_counted() -> None:
    many: Mentions = {f"{i}.txt": Counter(str(n) for n in range(30)) for i in range(30)}
    lines = report("set", compare({name: Counter() for name in many}, many))
    assert lines[0] == "set: 900 gained, 0 lost; letters changed: 30"
    assert lines[22] == "    ... and 10 lines more"
    assert len(lines) == 202
    assert lines[-1] == "    ... and 460 lines more"


def test_a_list_reads_back() -> None:
    assert from_text(to_text(_listed())) == _listed()
    assert from_text("no letter yet\n\n## a.txt\n") == {"a.txt": Counter()}
    assert from_text("") == {}


def test_lines_of_a_case() -> None:
    assert lines_of(full_case()) == [
        "condition\tlumbago\tPresent lumbar-spine Bilateral L5-S1\tlumbago",
        "condition\tfracture\tAbsent\tfracture",
        "treatment so far\tunresolved\t\ttherapy",
        "item\tmri\tPartiallyOverturned Modified knee\tMRI",
        "citation\tother-journal-of-invented-medicine\t#1 Reviewer GuidelineStatement\tword",
        "citation\tambiguous(mtus acoem)\t#1 Administrator Rationale MTUS Silent\ttwo pieces",
        "ground\tnot-documented\t#1\tMRI",
        "item\tacupuncture\tUpheld\tItem 2",
    ]


def test_letters_held_out_give_counts_alone() -> None:
    kinds = "condition", "treatment so far", "item", "citation", "ground"
    assert Counter(kinds_of(full_case())) == dict(zip(kinds, (2, 1, 2, 2, 1), strict=True))


def test_a_difference_is_told_and_an_update_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = {"examples": letter_sets()["examples"]}
    monkeypatch.setattr("tests.mentions.letter_sets", lambda: examples)
    said: list[str] = []
    told(tmp_path, update=True, say=said.append)
    path = tmp_path / "examples.txt"
    lists = path.read_text("utf-8")
    path.write_text(lists.replace("DEXA scan", "bone scan"), "utf-8")
    said.clear()
    told(tmp_path, update=False, say=said.append)
    assert said[0] == "examples: 1 gained, 1 lost; letters changed: 1"
    assert [line.split("  ")[-1].strip() for line in said[2:4]] == ["DEXA scan", "bone scan"]
    told(tmp_path, update=True, say=said.append)
    assert path.read_text("utf-8") == lists
    said.clear()
    told(tmp_path, update=False, say=said.append)
    assert said[0] == "no mention gained or lost"
    assert "letters per second" in said[1]

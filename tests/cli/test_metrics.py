"""`imrgraph metrics` and its commands: what they print where, and their exit status."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from imrgraph.cli import main
from tests.engines import engine

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and a graph that is read once and not by each command."""
    monkeypatch.chdir(tmp_path)
    for module in ("metrics", "metrics_items"):
        monkeypatch.setattr(f"imrgraph.cli.{module}.open_given", lambda *_: engine("oxigraph"))
    return tmp_path


def _rows(argv: list[str], capsys: Captured) -> list[dict[str, str]]:
    assert main(["metrics", *argv, "--format", "csv"]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


@pytest.mark.parametrize("argv", [[], ["network"], ["rates"], ["odds"], ["order"], ["drift"]])
def test_help_teaches(argv: list[str], capsys: Captured) -> None:
    assert main(["metrics", *argv, "--help"]) == 0
    out = capsys.readouterr().out
    assert "imrgraph metrics" in out
    assert "Start here" in out if not argv else "Examples" in out


def test_a_network_need_not_be_called_one(capsys: Captured) -> None:
    assert main(["metrics"]) == 0
    bare = capsys.readouterr().out
    for argv in (["network"], ["treatment-guideline"], ["network", "treatment-guideline"]):
        assert main(["metrics", *argv]) == 0
        assert capsys.readouterr().out == bare


def test_rates(capsys: Captured, here: Path) -> None:
    rows = _rows(["rates", "--by", "guideline-pair", "-o", "pairs.csv", "--top", "3"], capsys)
    assert [row["key"] for row in rows[:2]] == ["all", "mtus-chronic-pain>mtus-chronic-pain"]
    assert len(rows) == 4
    assert len(list(csv.DictReader((here / "pairs.csv").open()))) > 4
    assert main(["metrics", "rates"]) == 0
    out, err = capsys.readouterr()
    assert "MRI" in out
    assert "items without an outcome" in err
    by_rate = [float(row["rate"]) for row in _rows(["rates", "--sort", "rate"], capsys)[1:]]
    assert by_rate == sorted(by_rate, reverse=True)
    wholly = {row["key"]: row["overturned"] for row in _rows(["rates", "--wholly"], capsys)}
    assert wholly["physical-therapy"] == "0"


def test_every_number_leads_to_its_items(capsys: Captured) -> None:
    for row in _rows(["rates", "--by", "guideline", "--top", "0"], capsys):
        behind = _rows(["rates", "--by", "guideline", "--trace", row["key"]], capsys)
        assert len(behind) == int(row["items"])
        assert sum(one["outcome"] != "Upheld" for one in behind) == int(row["overturned"])
    for row in _rows(["odds", "--top", "0"], capsys):
        assert len(_rows(["odds", "--trace", row["key"]], capsys)) == int(row["cited"])
    for row in _rows(["order"], capsys):
        assert len(_rows(["order", "--trace", row["year"]], capsys)) == int(row["items"])
    for row in _rows(["order", "--by", "path"], capsys):
        if int(row["items"]):
            assert len(_rows(["order", "--trace", row["key"]], capsys)) == int(row["items"])
    for row in _rows(["drift", "--by", "edition"], capsys):
        behind = _rows(["drift", "--by", "edition", "--trace", f"{row['period']}/{row['key']}"], capsys)
        assert len(behind) == int(row["items"])
    edge = _rows(["--trace", "mri>acoem-ch12"], capsys)
    assert [one["caseNumber"] for one in edge] == ["CM14-0000101", "CM15-0000104"]
    assert len(_rows(["--trace", "MRI"], capsys)) == 4  # one of them without outcome


def test_filters(capsys: Captured) -> None:
    only = ["-p", "category=diagnostic imaging", "-p", "to=2014"]
    assert {row["key"] for row in _rows(["rates", *only], capsys)} == {"all", "mri"}
    assert [row["year"] for row in _rows(["order", *only], capsys)] == ["2014", "all"]
    nodes = _rows([*only, "--min-weight", "1"], capsys)
    assert [row["nodeLabel"] for row in nodes if row["kind"] == "treatment"] == ["MRI"]
    behind = _rows(["administrator-reviewer", *only, "--trace", "acoem-ch12>odg-low-back"], capsys)
    assert [one["caseNumber"] for one in behind] == ["CM14-0000102"]


def test_order_counts_what_followed(capsys: Captured) -> None:
    last = _rows(["order"], capsys)[-1]
    followed = _rows(["order", "--trace", "followed"], capsys)
    assert (last["year"], int(last["followed"])) == ("all", len(followed))


def test_drift(capsys: Captured) -> None:
    rows = _rows(["drift", "--by", "mtus", "--party", "administrator", "--place", "any"], capsys)
    assert {row["key"] for row in rows} <= {"within-mtus", "outside-mtus", "acoem-open"}
    assert {row["period"] for row in _rows(["drift", "--period", "regime"], capsys)} == {
        "before December 2017"
    }


def test_further_measures_of_a_network(capsys: Captured, here: Path) -> None:
    assert {"hub", "betweenness", "core", "clustering"} <= _rows(["--measures", "all"], capsys)[0].keys()
    assert "core" not in _rows(["--measures", "hits"], capsys)[0]
    summary = {row["measure"]: row["value"] for row in _rows(["--summary"], capsys)}
    assert (summary["nodes"], summary["edges"]) == ("9", "9")
    assert {row["kind"] for row in _rows(["--project", "guideline"], capsys)} == {"guideline"}
    assert main(["metrics", "--backbone", "0.3", "-o", "b.graphml"]) == 0
    assert 0 < nx.read_graphml(here / "b.graphml").number_of_edges() < 9


@pytest.mark.parametrize(
    ("argv", "status", "says"),
    [
        pytest.param(["rates", "--by", "colour"], 2, "colour", id="dimension"),
        pytest.param(["rates", "--trace", "x-ray"], 1, "no row", id="key"),
        pytest.param(["rates", "-o", "x.txt"], 2, ".csv", id="suffix"),
        pytest.param(["rates", "-o", "no/x.csv"], 1, "no/x.csv: cannot be written", id="folder"),
        pytest.param(["odds", "-p", "colour=red"], 1, "bodyPart", id="filter"),
        pytest.param(["order", "--trace", "2044"], 1, "nothing is behind", id="year"),
        pytest.param(["drift", "--trace", "2014/nosuch"], 1, "no row", id="citation"),
        pytest.param(["--trace", "nosuch"], 1, "is no node", id="node"),
        pytest.param(["--measures", "closeness"], 1, "betweenness", id="measure"),
        pytest.param(["--backbone", "2"], 1, "alpha", id="alpha"),
        pytest.param(["--project", "letter"], 1, "there are guideline, treatment", id="kind"),
    ],
)
def test_what_is_wrong_is_said(argv: list[str], status: int, says: str, capsys: Captured) -> None:
    assert main(["metrics", *argv]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err

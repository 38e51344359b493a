"""`imrgraph sql`: what it prints where, and its exit status."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from imrgraph.cli import main
from imrgraph.query.sql import sql_names
from imrgraph.tables.schema import TABLES
from imrgraph.tables.views import VIEWS
from tests.engines import GRAPH

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]


def test_list_says_what_every_column_means(capsys: Captured) -> None:
    assert main(["sql", "--list"]) == 0
    out = capsys.readouterr().out
    for table in (*TABLES.values(), *VIEWS.values()):
        assert f"{table.name}: {table.words}\n" in out
        assert all(column.words in out for column in table.columns)
    assert all(f"    {name} " in out for name in sql_names())


def test_an_answer_is_a_table_or_csv(example_store: Path, capsys: Captured) -> None:
    asked = [
        "sql",
        "SELECT outcome, count(*) AS items FROM items GROUP BY 1 ORDER BY 1",
        "--store",
        str(example_store),
    ]
    assert main(asked) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 rows"
    assert main([*asked, "--format", "csv"]) == 0
    assert capsys.readouterr() == ("outcome,items\r\nOverturned,1\r\nUpheld,2\r\n", "")


def test_questions_come_by_name_from_files_and_from_standard_input(
    example_store: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.sql").write_text("SELECT 'from a file'", encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT 'from standard input'"))
    for asked, expected in (
        ("letters", "000_20de0494f4bc5a7d"),
        ("letters.sql", "000_20de0494f4bc5a7d"),
        ("mine.sql", "from a file"),
        ("-", "from standard input"),
    ):
        assert main(["sql", asked, "--store", str(example_store), "--format", "csv"]) == 0
        assert expected in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        pytest.param("nothing.sql", 1, "nothing.sql: No such file", id="no-file"),
        pytest.param("COPY letters TO 'x.csv'", 1, "the SQL is no question (COPY)", id="no-question"),
        pytest.param(None, 2, "give a question, a file, or -", id="nothing"),
    ],
)
def test_what_is_wrong_is_one_line_on_standard_error(
    example_store: Path, capsys: Captured, asked: str | None, status: int, words: str
) -> None:
    assert main(["sql", *([asked] if asked else []), "--store", str(example_store)]) == status
    out, err = capsys.readouterr()
    assert not out
    assert words in err


def test_a_graph_file_is_no_store(capsys: Captured) -> None:
    assert main(["sql", "FROM letters", "--store", str(GRAPH)]) == 1
    assert "only a store folder has tables" in capsys.readouterr().err


def test_values_are_given_by_name(example_store: Path, capsys: Captured) -> None:
    asked = ["sql", "FROM letters SELECT count(*) WHERE worker_age = $age", "--store", str(example_store)]
    assert main([*asked, "-p", "age=62", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["1"]
    assert main(asked) == 1
    assert "needs a value for $age" in capsys.readouterr().err

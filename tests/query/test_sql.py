"""SQL reads the tables and nothing else, and says in one line what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import imrgraph
from imrgraph.errors import QueryError
from imrgraph.query import Format, render
from imrgraph.query.rows import table
from imrgraph.query.sql import run_sql
from imrgraph.tables.schema import TABLES
from imrgraph.tables.views import VIEWS

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.tables import Tables


@pytest.fixture(scope="module")
def tables(example_store: Path) -> Tables:
    return imrgraph.tables(example_store)


def _cells(tables: Tables, sql: str) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in run_sql(tables, sql).rows]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        pytest.param("SELECT count(*) FROM letters", [["3"]], id="select"),
        pytest.param("FROM letters SELECT worker_age ORDER BY 1", [["27"], ["62"], [""]], id="from"),
        pytest.param(
            "WITH o AS (SELECT outcome, count(*) AS n FROM items GROUP BY outcome) FROM o ORDER BY n",
            [["Overturned", "1"], ["Upheld", "2"]],
            id="with",
        ),
        pytest.param(
            "PIVOT items ON outcome USING count(*) GROUP BY category ORDER BY category",
            [["consultation", "0", "1"], ["diagnostic-imaging", "1", "1"]],
            id="pivot",
        ),
        pytest.param(
            "SELECT treatment, reviewer_guidelines FROM items WHERE overturned",
            [["bone densitometry", "American College of Radiology (ACR)"]],
            id="items",
        ),
        pytest.param(
            "SELECT guideline, family FROM relied_on WHERE party = 'ClaimsAdministrator' AND item_number = 1"
            " AND case_number LIKE '003%' ORDER BY 1",
            [["acoem", "acoem"], ["mtus-chronic-pain", "mtus"]],
            id="relied-on",
        ),
        pytest.param(
            "SELECT specialties FROM letters WHERE case_number LIKE '002%'",
            [["occupational-medicine; preventive-medicine"]],
            id="list",
        ),
        pytest.param("SELECT dated FROM letters WHERE year = 2013", [["2013-08-20"]], id="date"),
    ],
)
def test_questions_are_answered(tables: Tables, sql: str, expected: list[list[str]]) -> None:
    assert _cells(tables, sql) == expected


def test_tables_and_views_have_the_columns_that_are_said_of_them(tables: Tables) -> None:
    assert sorted(row[0] for row in _cells(tables, "SHOW TABLES")) == sorted([*TABLES, *VIEWS])
    for name, said in (TABLES | VIEWS).items():
        found = [(row[0], row[1]) for row in _cells(tables, f"DESCRIBE {name}")]
        assert found == [(column.name, column.type) for column in said.columns]


def test_columns_of_one_name_are_told_apart(tables: Tables) -> None:
    assert run_sql(tables, "SELECT 1 AS a, 2 AS a, 3 AS b").columns == ("a", "a_2", "b")


_OUTSIDE = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "FROM '/etc/passwd'",
    "FROM glob('/etc/*')",
    "FROM sniff_csv('/etc/passwd')",
    "FROM read_csv('https://example.org/x.csv')",
    "FROM read_parquet('{other}')",
    "FROM parquet_metadata('{other}')",
    "FROM duckdb_secrets()",
    "FROM enable_logging(storage = 'file', storage_path = '{here}/log')",
    "FROM enable_profiling(save_location = '{here}/profile')",
    "FROM query('COPY (SELECT 1) TO ''{here}/x.csv''')",
    "COPY (SELECT 1) TO '{here}/x.csv'",
    "COPY letters TO '{letters}'",
    "COPY FROM DATABASE memory TO memory",
    "EXPORT DATABASE '{here}/export'",
    "IMPORT DATABASE '{here}'",
    "ATTACH '{here}/x.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{here}/x.duckdb_extension'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET allowed_paths",
    "PRAGMA enable_profiling",
    "CALL enable_logging()",
    "CREATE TABLE x AS SELECT 1",
    "CREATE OR REPLACE VIEW letters AS SELECT 1",
    "CREATE SECRET s (TYPE http)",
    "INSERT INTO letters SELECT * FROM letters",
    "DELETE FROM letters",
    "DROP VIEW letters",
    "USE memory",
    "BEGIN",
    "VACUUM",
    "PREPARE p AS SELECT 1",
    "EXPLAIN ANALYZE COPY letters TO '{here}/x.parquet'",
    "SELECT 1; COPY letters TO '{here}/x.parquet'",
]


@pytest.mark.parametrize("sql", _OUTSIDE)
def test_nothing_else_is_read_and_nothing_written(tables: Tables, tmp_path: Path, sql: str) -> None:
    [file] = tables["letters"].iterdir()
    before = file.read_bytes()
    other = tables["letters"].parent.parent / "manifest.json"
    with pytest.raises(QueryError) as raised:
        run_sql(tables, sql.format(here=tmp_path, letters=next(tables["letters"].iterdir()), other=other))
    assert "\n" not in str(raised.value)
    assert not list(tmp_path.iterdir())
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    [sql for sql in _OUTSIDE if sql.startswith(("COPY (", "FROM read", "ATTACH", "INSTALL", "SET", "LOAD"))],
)
def test_a_connection_that_is_handed_out_is_confined_as_well(
    tables: Tables, tmp_path: Path, sql: str
) -> None:
    import duckdb

    connection = tables.duckdb()
    assert connection.execute("SELECT count(*) FROM letters").fetchone() == (3,)
    with pytest.raises(duckdb.Error):
        connection.execute(sql.format(here=tmp_path, other=tmp_path / "x.parquet")).fetchall()
    assert not list(tmp_path.iterdir())


def test_variables_of_python_are_no_tables(tables: Tables) -> None:
    secret = [1, 2, 3]  # noqa: F841
    with pytest.raises(QueryError, match="secret does not exist"):
        run_sql(tables, "FROM secret")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        pytest.param("", "has 0 statements; ask one question", id="nothing"),
        pytest.param("SELECT 1; SELECT 2", "has 2 statements; ask one question", id="two"),
        pytest.param(
            "DROP VIEW letters", r"is no question \(DROP\); begin with SELECT or FROM", id="no-question"
        ),
        pytest.param("SELEC 1", "syntax error", id="syntax"),
        pytest.param("SELECT guidelin FROM citations", "guideline", id="near"),
        pytest.param("SELECT now()", "cast it, as in now", id="time-with-zone"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tables: Tables, sql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as raised:
        run_sql(tables, sql)
    assert "\n" not in str(raised.value)


def test_an_error_does_not_tell_a_letters_words(tables: Tables) -> None:
    with pytest.raises(QueryError, match="Could not convert") as raised:
        run_sql(tables, "SELECT words::INTEGER FROM conditions")
    words = {row[0] for row in _cells(tables, "SELECT words FROM conditions")}
    assert not any(one in str(raised.value) for one in words)


def test_values_of_every_kind_are_printed() -> None:
    from datetime import date, datetime
    from decimal import Decimal

    row = [
        1,
        0.5,
        Decimal("2.50"),
        True,
        None,
        date(2014, 1, 2),
        datetime(2014, 1, 2, 3),
        ["a", None, "b"],
        {"a": 1},
    ]
    made = table([f"c{n}" for n in range(len(row))], [row])
    assert render(made, Format.CSV).splitlines()[1] == (
        '1,0.5,2.5,true,,2014-01-02,2014-01-02 03:00:00,a; ; b,"{""a"": 1}"'
    )
    assert [
        None if cell is None else str(cell)
        for cell in table(["x"], [[float("nan")], [float("-inf")]]).rows[1]
    ] == ["-INF"]


@pytest.mark.parametrize(
    ("sql", "params", "expected"),
    [
        pytest.param("FROM letters SELECT worker_age WHERE worker_age > $age", {"age": "30"}, [["62"]], id="number"),
        pytest.param(
            "FROM items SELECT treatment WHERE overturned = $won", {"won": "true"}, [["bone densitometry"]], id="truth"
        ),
        pytest.param(
            "FROM letters SELECT worker_age WHERE injury_date < $day ORDER BY 1",
            {"day": "2001-01-01"}, [["62"]], id="date",
        ),
        pytest.param(
            "FROM items SELECT outcome WHERE treatment = $what AND outcome <> $not",
            {"what": "bone densitometry", "not": "Upheld"}, [["Overturned"]], id="two",
        ),
        pytest.param("SELECT $words", {"words": "' OR 1=1; --"}, [["' OR 1=1; --"]], id="hostile"),
        pytest.param("SELECT '$words', $words", {"words": "x"}, [["$words", "x"]], id="in-quotes"),
    ],
)  # fmt: skip
def test_values_are_bound(
    tables: Tables, sql: str, params: dict[str, str], expected: list[list[str]]
) -> None:
    found = [[str(cell) for cell in row] for row in run_sql(tables, sql, params).rows]
    assert found == expected


@pytest.mark.parametrize(
    ("sql", "params", "words"),
    [
        pytest.param("SELECT $a", {}, "needs a value for [$]a; its parameters: [$]a", id="missing"),
        pytest.param("SELECT $a", {"a": "1", "b": "2"}, "has no [$]b; its parameters: [$]a", id="unknown"),
        pytest.param("SELECT 1", {"b": "2"}, "has no [$]b; its parameters: none", id="none"),
        pytest.param("FROM read_csv($file)", {"file": "/etc/hostname"}, "the SQL:", id="file"),
        pytest.param("FROM letters WHERE worker_age = $a", {"a": "Jane"}, "the SQL: Conversion", id="no-number"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused(
    tables: Tables, sql: str, params: dict[str, str], words: str
) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        run_sql(tables, sql, params)
    assert "Jane" not in str(caught.value)

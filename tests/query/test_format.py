"""Answers as text."""

from __future__ import annotations

import csv
import io
import json
import re

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.errors import QueryError
from imrgraph.query import Format, Query, Table, render, run
from imrgraph.rdf.terms import XSD
from imrgraph.store import Iri, Literal
from imrgraph.vocab.concepts import BASE, IMR
from tests.engines import engine


def _table(*rows: tuple[Iri | Literal | None, ...]) -> Table:
    columns = tuple("abc"[: len(rows[0])])
    return Table(query=Query(name=None, text=""), columns=columns, rows=rows, bound={})


def test_a_table_is_for_people() -> None:
    shown = render(run(engine("oxigraph"), "outcomes-by-guideline", {"guideline": "guideline:odg"}))
    assert "https://" not in shown
    head, _, first, *_, last = shown.splitlines()
    assert head.split() == ["cited", "determinations", "upheld", "overturned", "partially", "overturned"]
    assert first.split() == ["ODG,", "Low", "Back", "2", "0", "1", "1"]
    assert last == "2 rows; guideline = guideline:odg; party = ExpertReviewer"


def test_a_table_fits_a_terminal() -> None:
    shown = render(run(engine("oxigraph"), "precedents", {"treatment": "treatment:mri"}), Format.TABLE, 80)
    assert max(map(len, shown.splitlines()[:-1])) <= 80


def test_a_table_is_text_in_a_notebook_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """rich asks itself whether it runs in Jupyter, and would then show the table beside the text instead of in it."""
    rows = _table((Literal("word"),))
    plain = render(rows)
    assert "word" in plain
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    assert render(rows) == plain


def test_no_rows_is_said() -> None:
    assert render(run(engine("oxigraph"), "SELECT ?s { ?s a imr:Nothing }")) == "no rows\n"


def test_a_letter_cannot_drive_the_terminal() -> None:
    shown = render(_table((Literal("a\x1b[31mb\x07\nc [red]d[/red] \x9b1m"),)))
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "[red]d[/red]" in shown


def test_links_are_short_and_labels_stand_for_them() -> None:
    link = (Iri(BASE + "treatment/mri"), Iri(IMR + "Upheld"), Iri("https://example.org/x y"))
    assert render(_table(link)).splitlines()[2].split("  ")[0] == "treatment:mri"


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
def test_csv_reads_back(text: str) -> None:
    written = render(_table((Literal(text), Literal("x"))), Format.CSV)
    [cell, x] = list(csv.reader(io.StringIO(written, newline="")))[1]
    assert (re.sub(r"\A'(?='*[=+@\t\r\n-])", "", cell), x) == (text, "x")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\n=1", '=cmd|" /C calc"!A0', "'=1"]
)
def test_no_csv_cell_is_a_formula(text: str) -> None:
    written = render(_table((Literal(text), Literal("-1.5", XSD + "decimal"), Literal("a=b"))), Format.CSV)
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [f"'{text}", "-1.5", "a=b"]


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
def test_tsv_and_json_read_back(text: str) -> None:
    table = _table((Literal(text), Iri("https://example.org/a"), Literal("1.5", XSD + "decimal")))
    for form, ours in (
        (pyoxigraph.QueryResultsFormat.TSV, Format.TSV),
        (pyoxigraph.QueryResultsFormat.JSON, Format.JSON),
    ):
        read = pyoxigraph.parse_query_results(render(table, ours).encode("utf-8", "surrogatepass"), form)
        assert isinstance(read, pyoxigraph.QuerySolutions)
        (row,) = list(read)
        assert [one.value for one in row] == [text, "https://example.org/a", "1.5"]


def test_json_has_language_and_type() -> None:
    answer = run(
        engine("oxigraph"), "SELECT ?l ?n { guideline:odg skos:prefLabel ?l . ?d imr:itemNumber ?n } LIMIT 1"
    )
    (row,) = json.loads(render(answer, Format.JSON))["results"]["bindings"]
    assert row["l"] == {"type": "literal", "value": "ODG", "xml:lang": "en"}
    assert row["n"]["datatype"] == XSD + "integer"


def test_turtle_needs_a_graph_and_is_the_default_for_one() -> None:
    with pytest.raises(QueryError, match="CONSTRUCT"):
        render(run(engine("oxigraph"), "letters"), Format.TURTLE)
    graph = run(engine("oxigraph"), "letter-graph", {"letter": "five"})
    written = render(graph)
    assert written.startswith("@prefix ")
    read = list(pyoxigraph.parse(written.encode(), format=pyoxigraph.RdfFormat.TURTLE))
    assert not isinstance(graph, Table | bool)
    assert len(read) == len(graph)


def test_ask_answers_in_a_word() -> None:
    assert render(True) == "true\n"
    assert json.loads(render(False, Format.JSON))["boolean"] is False

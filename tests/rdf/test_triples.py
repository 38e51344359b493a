"""A case as N-Triples: every field where the contract says, escaped so that two parsers read the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.rdf.terms import LETTERS, PREFIXES, graph_terms
from imrgraph.rdf.triples import case_triples, iri, literal
from tests.cases import BASE, case, citation, determination, evidence, full_case

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

LETTER = LETTERS + "CM14-0000001"


def graph(*lines: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data="\n".join(lines), format="nt")


def said() -> list[ParameterSet]:
    """The rows of tests/data/full_case.txt."""
    rows = (Path(__file__).parent.parent / "data" / "full_case.txt").read_text("utf-8").splitlines()
    named = (row.split(": ", 1) for row in rows if not row.startswith("#"))
    return [pytest.param(pattern.replace("LETTER", LETTER), id=name) for name, pattern in named]


@pytest.fixture(scope="module")
def full() -> rdflib.Graph:
    return graph(*case_triples(full_case(), "CM14-0000001"))


@pytest.mark.parametrize("pattern", said())
def test_the_graph_says(full: rdflib.Graph, pattern: str) -> None:
    assert full.query(f"ASK {{ {pattern} }}", initNs=PREFIXES).askAnswer


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(f"<{LETTER}> imr:concerns condition:fracture", id="absent-conditions-concern-nobody"),
        pytest.param(f"<{LETTER}#determination-1-citation-1> imr:guideline ?g", id="no-guideline-in-doubt"),
        pytest.param(
            f"<{LETTER}#determination-1> imr:administratorCites ?g", id="rationales-are-no-statements"
        ),
        pytest.param("guideline:mtus skos:prefLabel ?l", id="vocabularies-speak-for-themselves"),
    ],
)
def test_the_graph_does_not_say(full: rdflib.Graph, pattern: str) -> None:
    assert not full.query(f"ASK {{ {pattern} }}", initNs=PREFIXES).askAnswer


def test_there_are_no_blank_nodes_and_only_known_terms(full: rdflib.Graph) -> None:
    terms = {str(term) for triple in full for term in triple if str(term).startswith(PREFIXES["imr"])}
    assert terms <= graph_terms()
    assert not any(isinstance(term, rdflib.BNode) for triple in full for term in triple)


def test_lines_are_sorted_and_each_is_said_once() -> None:
    lines = case_triples(full_case(), "K")
    assert lines == sorted(set(lines))
    assert lines == case_triples(full_case(), "K")


def test_the_key_is_the_identifier_where_no_case_number_is_printed() -> None:
    assert f'<{LETTERS}a> <http://purl.org/dc/terms/identifier> "a" .' in case_triples(case(), "a")


def test_parts_are_numbered_by_where_they_stand() -> None:
    cited = (citation("odg", start=90), citation("acr", start=50))
    lines = case_triples(replace(case(), determinations=(determination(1, *cited),)), "a")
    first = f"<{LETTERS}a#determination-1-citation-1> <{PREFIXES['imr']}guideline> <{BASE}guideline/acr> ."
    assert first in lines


anything = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x00b", r"a\u0000b"),
        ("\x1f", r"\u001F"),
        ("\x7f", r"\u007F"),
        ("\t\n\r\b\f", r"\t\n\r\b\f"),
        ('C:\\ "x"', r"C:\\ \"x\""),
        ("plain, é \u2028", "plain, é \u2028"),
    ],
)
def test_what_a_literal_cannot_hold_is_escaped(text: str, written: str) -> None:
    assert literal(text) == f'"{written}"'


@given(anything)
def test_both_parsers_read_a_literal_back(text: str) -> None:
    line = f"<https://example.org/s> <https://example.org/p> {literal(text)} ."
    (mine,) = pyoxigraph.parse(line, pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(mine.object, pyoxigraph.Literal)
    assert mine.object.value == text
    ((_, _, theirs),) = graph(line)
    assert str(theirs) == text


def test_half_a_surrogate_pair_costs_a_character_not_the_letter() -> None:
    assert literal("a\ud800b") == '"a?b"'


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_a_decimal_reads_back_without_exponent(number: Decimal) -> None:
    spelled = literal(number).split('"')[1]
    assert Decimal(spelled) == number
    assert "E" not in spelled.upper()


@given(anything)
def test_any_iri_can_be_written(text: str) -> None:
    line = f"{iri('https://example.org/' + text)} <https://example.org/p> <https://example.org/o> ."
    assert len(list(pyoxigraph.parse(line, pyoxigraph.RdfFormat.N_TRIPLES))) == 1


def test_evidence_counts_characters_half_open() -> None:
    assert evidence(3, 9).spans[0].end == 9
    assert any("text#char=10,16>" in line for line in case_triples(case(), "a"))

"""Every bundled question that SQL answers too is answered the same: the graph and the tables hold the same letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import imrgraph
from imrgraph.data import queries_dir
from imrgraph.query import full_name, select
from imrgraph.query.sql import find_sql, run_sql, sql_names
from imrgraph.store import Iri, open_store
from imrgraph.tables.rows import short_name
from imrgraph.vocab.concepts import IMR, scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imrgraph.store import Store, Term

_ALL = {"citations-of-guideline": {"guideline": "guideline:"}, "precedents": {"treatment": "treatment:"}}
_SHORT = {"letters": 95, "outcomes-by-agreement": 3, "mtus-silent": 5, "unresolved": 5, "flagged-codes": 1}


@pytest.fixture(scope="module")
def store(mixed_store: Path) -> Iterator[Store]:
    with open_store(mixed_store) as opened:
        yield opened


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def _said(value: Term | None) -> str | None:
    """A value as the tables write it: concepts and terms by their names."""
    if not isinstance(value, Iri):
        return None if value is None else str(value)
    scheme = scheme_of(value.value)
    return value.value.removeprefix(IMR) if scheme is None else short_name(scheme, value.value)


@pytest.mark.parametrize("name", sql_names())
def test_graph_and_tables_answer_alike(store: Store, name: str) -> None:
    asked = select(store, name, _ALL.get(name))
    told = run_sql(imrgraph.tables(store), str(find_sql(name)))
    columns = [_camel(column) for column in told.columns]
    assert set(columns) <= set(asked.columns)
    expected = []
    for row in asked.rows:
        by_name = dict(zip(asked.columns, row, strict=True))
        cells = []
        for column in columns:
            cell = _said(by_name[column])
            if column.endswith("Label") and cell is not None:
                cell = full_name(str(by_name[column.removesuffix("Label")]), cell)
            cells.append(cell)
        expected.append(tuple(cells))
    found = [tuple(None if cell is None else str(cell) for cell in row) for row in told.rows]
    assert len(found) >= _SHORT.get(name, 10)
    assert found == expected


def test_every_sql_file_has_the_question_of_its_twin_and_says_what_it_counts() -> None:
    files = list(queries_dir().glob("*.sql"))
    assert sorted(file.stem for file in files) == list(sql_names())
    for file in files:
        text = file.read_text("utf-8")
        assert text.startswith("-- ")
        assert "?" in text.split("\n")[0]
        assert file.with_suffix(".rq").is_file()

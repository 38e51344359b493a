"""An answer as text: a table for people, the W3C result formats for programs, Turtle for graphs."""

from __future__ import annotations

import csv
import io
import json
import re
from enum import Enum
from typing import TYPE_CHECKING, Any

from imrgraph.errors import QueryError
from imrgraph.query.run import Table
from imrgraph.rdf.names import full_name, in_words
from imrgraph.rdf.terms import PREFIXES
from imrgraph.store import Blank, Iri, Literal, Rows, Triples
from imrgraph.store.base import STRING
from imrgraph.vocab.concepts import IMR

if TYPE_CHECKING:
    from imrgraph.query.run import Result
    from imrgraph.store import Term

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # a letter's bytes must not drive a terminal
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.~#-]*")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_FORMULA = re.compile(r"'*[=+@\t\r\n-]")
# Links that a table for people leaves out where the second column says the same in fewer characters.
LINKS = {
    "letter": "caseNumber",
    "determination": "itemNumber",
    "citation": "itemNumber",
    "mention": "caseNumber",
}


class Format(Enum):
    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    TURTLE = "turtle"


def render(result: Result, form: Format | None = None, width: int | None = None) -> str:
    """The answer as text that ends in a line end.

    Args:
        result: what `run` gave.
        form: None means a table, or Turtle when the answer is a graph.
        width: columns of a table in characters; None means as wide as it needs.

    Raises:
        QueryError: Turtle was asked of rows.
    """
    if form is None:
        form = Format.TURTLE if isinstance(result, Triples) else Format.TABLE
    if form is Format.TURTLE:
        return to_turtle(result)
    if form is Format.JSON:
        return to_json(result)
    if isinstance(result, bool):
        return f"{str(result).lower()}\n"
    if form is Format.CSV:
        return to_csv(result)
    return to_tsv(result) if form is Format.TSV else to_table(result, width)


def shorten(iri: str) -> str:
    """A CURIE where one of the prefixes fits, else the IRI; `imr:` terms by their name alone.

    >>> shorten("https://w3id.org/imrgraph/guideline/acoem-ch12"), shorten("https://w3id.org/imrgraph/ontology#Upheld")
    ('guideline:acoem-ch12', 'Upheld')
    """
    if iri.startswith(IMR) and iri != IMR:
        return iri.removeprefix(IMR)
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and (_LOCAL.fullmatch(iri[len(base) :]) or iri == base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri


def to_table(result: Table | Triples, width: int | None = None) -> str:
    """A table for people: labels instead of links, parameters in the caption, no column said twice."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    table = _rows(result)
    shown = _shown(table)
    if not table.rows:
        return "no rows\n"
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, at, _ in shown:
        numbers = all(_is_number(row[at]) for row in table.rows if row[at] is not None)
        drawn.add_column(Text(name), justify="right" if numbers else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(
            *(Text(_cell(row[at], None if label is None else row[label])) for _, at, label in shown)
        )
    needed = 10_000 if width is None else width
    out = io.StringIO()
    console = Console(
        file=out,
        width=needed,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None,
        force_jupyter=False,
    )
    console.print(drawn)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    words = [f"{name} = {shorten(str(value))}" for name, value in table.bound.items()]
    count = f"{len(table.rows):,} row{'' if len(table.rows) == 1 else 's'}"
    lines.append("; ".join([count, *words]))
    return "\n".join(lines) + "\n"


def to_csv(result: Table | Triples) -> str:
    """SPARQL 1.1 CSV results (RFC 4180): full IRIs, values without datatype, empty where unbound.

    Words that a spreadsheet would run as a formula (they begin with `= + - @`, a tab or a line end) get an
    apostrophe in front, since they come from letters that anybody may have written; so do those that have one
    already, and taking one away gives the words back. Numbers and other formats stay as they are.
    """
    table = _rows(result)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def to_tsv(result: Table | Triples) -> str:
    """SPARQL 1.1 TSV results: terms as Turtle writes them, so that nothing is lost."""
    table = _rows(result)
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join("" if cell is None else _term(cell) for cell in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def to_json(result: Result) -> str:
    """SPARQL 1.1 JSON results."""
    if isinstance(result, bool):
        return json.dumps({"head": {}, "boolean": result}, indent=1) + "\n"
    table = _rows(result)
    bindings = [
        {name: _json(cell) for name, cell in zip(table.columns, row, strict=True) if cell is not None}
        for row in table.rows
    ]
    found = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def to_turtle(result: Result) -> str:
    """Turtle with the usual prefixes. Raises QueryError for rows, which are no graph."""
    if not isinstance(result, Triples):
        raise QueryError("only a CONSTRUCT or DESCRIBE gives a graph; ask for table, csv, tsv or json")
    import pyoxigraph

    from imrgraph.store.oxigraph import to_ox

    said = " ".join(str(term) for triple in result for term in triple)
    used = {prefix: base for prefix, base in PREFIXES.items() if base in said}
    triples = (pyoxigraph.Triple(*(to_ox(term) for term in triple)) for triple in result)
    written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=used) or b""
    lines = written.decode("utf-8").splitlines(keepends=True)
    return "".join([*sorted(lines[: len(used)]), *lines[len(used) :]])  # the engine shuffles the prefixes


def _rows(result: Table | Triples) -> Table:
    if isinstance(result, Table):
        return result
    from imrgraph.query.library import Query

    named = Rows(("subject", "predicate", "object"), tuple(result))
    return Table(query=Query(name=None, text=""), columns=named.variables, rows=named.rows, bound={})


def _shown(table: Table) -> list[tuple[str, int, int | None]]:
    """Heading, index, and index of the label, for each column that a table shows."""
    columns, found = table.columns, []
    for at, name in enumerate(columns):
        is_label = name.endswith("Label") and name.removesuffix("Label") in columns
        if is_label or name in table.bound or LINKS.get(name) in columns:
            continue
        label = columns.index(f"{name}Label") if f"{name}Label" in columns else None
        found.append((in_words(name), at, label))
    return found


def _cell(value: Term | None, label: Term | None) -> str:
    if label is None:
        return _plain(value)
    return _plain(Literal(full_name(str(value), str(label))))


def _is_number(cell: Term | None) -> bool:
    return isinstance(cell, Literal) and not isinstance(cell.to_python(), str | bool)


def harmless(words: str) -> str:
    """Words for a spreadsheet, with an apostrophe in front where they would run as a formula.

    >>> harmless("=1+1"), harmless("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{words}" if _FORMULA.match(words) else words


def _harmless(cell: Term | None) -> str:
    text = "" if cell is None else str(cell)
    return text if _is_number(cell) else harmless(text)


def _plain(cell: Term | None) -> str:
    if cell is None:
        return ""
    text = shorten(cell.value) if isinstance(cell, Iri) else str(cell)
    return _CONTROL.sub(" ", text).replace("\n", " ")


def _term(cell: Term) -> str:
    if isinstance(cell, Iri):
        return f"<{cell.value}>"
    if isinstance(cell, Blank):
        return str(cell)
    if _is_number(cell) and re.fullmatch(r"[+-]?\d+(\.\d+)?", cell.value):
        return cell.value
    quoted = f'"{_escaped(cell.value)}"'
    if cell.language:
        return f"{quoted}@{cell.language}"
    return quoted if cell.datatype == STRING else f"{quoted}^^<{cell.datatype}>"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _json(cell: Term) -> dict[str, Any]:
    if isinstance(cell, Iri):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, Blank):
        return {"type": "bnode", "value": cell.value}
    found = {"type": "literal", "value": cell.value}
    if cell.language:
        return {**found, "xml:lang": cell.language}
    return found if cell.datatype == STRING else {**found, "datatype": cell.datatype}

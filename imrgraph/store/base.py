"""What every store answers, and the values it answers with, whatever engine is behind it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Protocol

from imrgraph.rdf.terms import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

FORMATS = (".nt", ".nq", ".ttl", ".trig", ".jsonld")  # of graph files, by suffix
STRING = XSD + "string"
_LANG_STRING = RDF + "langString"
_INTEGERS = frozenset(XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger"))
_DIGITS = 12  # after the point: Oxigraph computes 18, rdflib 28


@dataclass(frozen=True, slots=True, order=True)
class Iri:
    value: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, order=True)
class Blank:
    """A blank node. imrgraph writes none; a foreign graph file or a query's own pattern may."""

    value: str

    def __str__(self) -> str:
        return f"_:{self.value}"


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A literal; plain ones are `xsd:string`, those with a language `rdf:langString`."""

    value: str
    datatype: str = STRING
    language: str | None = None

    def __str__(self) -> str:
        return self.value

    def to_python(self) -> str | int | float | bool | Decimal:
        """The number or truth value that the datatype says, else the words (dates stay ISO strings)."""
        if self.datatype in _INTEGERS:
            return int(self.value)
        if self.datatype == XSD + "decimal":
            return Decimal(self.value)
        if self.datatype in (XSD + "double", XSD + "float"):
            return float(self.value.replace("INF", "inf"))
        if self.datatype == XSD + "boolean":
            return self.value in ("true", "1")
        return self.value


Term = Iri | Blank | Literal
Triple = tuple[Iri | Blank, Iri, Term]


@dataclass(frozen=True, slots=True)
class Rows:
    """A SELECT's answer in its order; None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def as_dicts(self) -> list[dict[str, Term]]:
        """One dict for each row, without the unbound variables."""
        return [
            {n: v for n, v in zip(self.variables, row, strict=True) if v is not None} for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Triples:
    """A CONSTRUCT's or DESCRIBE's answer, sorted, each triple once."""

    triples: tuple[Triple, ...]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)


Answer = Rows | Triples | bool


class Store(Protocol):
    """A graph that can be asked. Use it as a context manager, or close it."""

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a SPARQL query; the prefixes of `rdf.terms.PREFIXES` need not be declared.

        Args:
            sparql: SELECT gives `Rows`, CONSTRUCT and DESCRIBE give `Triples`, ASK gives a bool.
            bindings: values for variables that the query projects, by name without `?`.

        Raises:
            QueryError: the query does not parse, or does not project a bound variable.
        """
        ...

    def triples(
        self, subject: Term | None = None, predicate: Iri | None = None, value: Term | None = None
    ) -> Iterator[Triple]:
        """Triples that match, in no certain order; None matches everything."""
        ...

    def letter_text(self, text_digest: str) -> str | None:
        """The text that positions count, by `imr:textDigest`; None where the store has no texts."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Store: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def is_address(path: object) -> bool:
    """Whether that names a server and not a file.

    >>> is_address("https://example.org/sparql"), is_address("letters.db")
    (True, False)
    """
    return isinstance(path, str) and path.lower().startswith(("http://", "https://"))


def literal(value: str, datatype: str | None, language: str | None) -> Literal:
    """The literal both stores agree on: the one place where spellings are made equal.

    Plain and `xsd:string` are the same; numbers lose what an engine adds (leading zeros, `1.50`), and
    computed decimals are cut to 12 digits after the point, since the engines carry different numbers of them.

    >>> literal("1.50", XSD + "decimal", None).value
    '1.5'
    """
    if language:
        return Literal(value, _LANG_STRING, language.lower())
    if datatype is None or datatype == STRING:
        return Literal(value)
    return Literal(_canonical(value, datatype), datatype)


def _canonical(value: str, datatype: str) -> str:
    try:
        if datatype in _INTEGERS:
            return str(int(value))
        if datatype == XSD + "decimal":
            return plain_decimal(round(Decimal(value), _DIGITS))
        if datatype in (XSD + "double", XSD + "float"):
            return repr(float(value.replace("INF", "inf"))).replace("inf", "INF").replace("nan", "NaN")
        if datatype == XSD + "boolean":
            return {"1": "true", "0": "false"}.get(value, value)
    except (ValueError, InvalidOperation):
        pass  # an ill-typed literal of a foreign graph: kept as it is
    return value


def plain_decimal(number: Decimal) -> str:
    """A decimal without exponent and trailing zeros.

    >>> plain_decimal(Decimal("1E+2")), plain_decimal(Decimal("0.50"))
    ('100', '0.5')
    """
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def sorted_triples(triples: Iterator[Triple]) -> Triples:
    """Each once, in an order that does not depend on the engine."""
    return Triples(
        tuple(sorted(set(triples), key=lambda t: tuple((type(x).__name__, str(x), repr(x)) for x in t)))
    )

"""Questions: the bundled queries with their parameters, and answers as rows, graphs and text."""

from imrgraph.query.format import Format, render
from imrgraph.query.library import Param, Query, find_query, list_queries, parse_query, require_query
from imrgraph.query.run import Result, Table, run, select
from imrgraph.rdf.names import full_name

__all__ = [
    "Format",
    "Param",
    "Query",
    "Result",
    "Table",
    "find_query",
    "full_name",
    "list_queries",
    "parse_query",
    "render",
    "require_query",
    "run",
    "select",
]

"""The citation grammar: find the pieces, group them into references, resolve which guideline is meant."""

from imrgraph.cite.grammar import read_statement
from imrgraph.cite.references import Reference, Statement
from imrgraph.cite.resolve import Found, resolve_all

__all__ = ["Found", "Reference", "Statement", "read_statement", "resolve_all"]

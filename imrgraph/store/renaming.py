"""A letter's triples under another KEY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.rdf.iris import letter_iri
from imrgraph.rdf.triples import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterable


def moved_lines(lines: Iterable[str], former: str, key: str, identity: Iterable[str]) -> list[str]:
    """N-Triples lines of a letter, sorted, moved from one KEY to another, with `identity_triples` of the new one."""
    old, new = letter_iri(former), letter_iri(key)
    kept = (
        rename_line(line, old, new)
        for line in lines
        if line and not (line.startswith(f"<{old}> ") and line.split(" ", 2)[1] in IDENTITY)
    )
    return sorted({*kept, *identity})


def rename_line(line: str, old: str, new: str) -> str:
    """An N-Triples line with one letter's IRI (and what goes on from it) in place of another's.

    >>> rename_line('<l/a#c> <p> <l/ab> .', "l/a", "l/b")
    '<l/b#c> <p> <l/ab> .'
    """
    subject, predicate, rest = line.split(" ", 2)
    return " ".join((_renamed_term(subject, old, new), predicate, _renamed_term(rest, old, new)))


def _renamed_term(term: str, old: str, new: str) -> str:
    head = "<" + old
    return f"<{new}{term[len(head) :]}" if term.startswith(head) and term[len(head)] in ">#/" else term

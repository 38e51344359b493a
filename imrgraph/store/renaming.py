"""A stored letter's triples under another IRI."""

from __future__ import annotations


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

"""Keep a query in its store: letters are health records, and SPARQL can send them to, or fetch from, other hosts."""

from __future__ import annotations

import re
from functools import cache

from imrgraph.errors import QueryError

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def require_local(text: str) -> None:
    """Refuse SERVICE and FROM, wherever they are words of the query and not of a string, name or comment.

    Raises:
        QueryError: the query names another source than its store.
    """
    for read in {text, _ESCAPE.sub(_character, text)}:  # engines differ in when they resolve \\u0053
        found = _outside().search(_said().sub(" ", read))
        if found:
            word = found[0].upper()
            raise QueryError(
                f"{word} reaches outside the store, which imrgraph does not do; load the data first"
            )


def blanked(text: str) -> str:
    """A query with blanks for all that is no keyword or sign of it, at the same positions."""
    return _said().sub(lambda found: " " * len(found[0]), text)


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x110000 else " "


@cache
def _said() -> re.Pattern[str]:
    """Strings, IRIs, comments, variables and prefixed names, in which SERVICE is no keyword."""
    return re.compile(
        r'"""(?:[^\\]|\\.)*?"""'
        r"|'''(?:[^\\]|\\.)*?'''"
        r'|"(?:[^"\\\n\r]|\\.)*"'
        r"|'(?:[^'\\\n\r]|\\.)*'"
        r'|<[^<>"{}|^`\\\s]*>'
        r"|#[^\n\r]*"
        r"|[?$]\w+"
        r"|[\w.-]*:(?:[\w.:%-]|\\.)*",
        re.DOTALL,
    )


@cache
def _outside() -> re.Pattern[str]:
    return re.compile(r"(?<![\w@])(?:SERVICE|FROM)(?!\w)", re.IGNORECASE)

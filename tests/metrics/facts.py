"""Disputed items made up in a line each, for tests of numbers."""

from __future__ import annotations

from typing import Any

from imrgraph.graph import ItemFacts, LetterFacts
from imrgraph.records import Outcome

OUTCOMES = {
    "u": Outcome.UPHELD,
    "o": Outcome.OVERTURNED,
    "p": Outcome.PARTIALLY_OVERTURNED,
    "-": None,
}


def items_of(
    letter: str, outcomes: str, *, letter_says: dict[str, Any] | None = None, **said: Any
) -> list[ItemFacts]:
    """The items of one letter, one for each character of `OUTCOMES`; all of them say the same else.

    >>> [item.iri for item in items_of("a", "uo")]
    ['a#1', 'a#2']
    """
    facts = LetterFacts(iri=letter, **(letter_says or {}))
    return [
        ItemFacts(iri=f"{letter}#{at}", number=at, letter=facts, outcome=OUTCOMES[sign], **said)
        for at, sign in enumerate(outcomes, start=1)
    ]

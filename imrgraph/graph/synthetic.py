"""What is said of invented letters wherever numbers or pictures of them are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.graph.columns import column
from imrgraph.rdf import terms as t
from imrgraph.store.letters import letter_iris

if TYPE_CHECKING:
    from collections.abc import Collection

    from imrgraph.store import Store


def synthetic_mark(synthetic: int, letters: int) -> str:
    """The words for so many synthetic letters among so many; empty without any.

    >>> synthetic_mark(300, 303)
    'Includes 300 synthetic letters of 303: not for conclusions'
    """
    if not synthetic:
        return ""
    if synthetic == letters:
        return "Synthetic letters only: this says nothing about the real program"
    return (
        f"Includes {synthetic:,} synthetic letter{'s'[: synthetic != 1]} of {letters:,}: not for conclusions"
    )


def mark_of(store: Store, only: Collection[str] | None = None) -> str:
    """The words for a store, or for certain letters of it, by their IRIs."""
    letters = set(map(str, letter_iris(store))) if only is None else set(only)
    return synthetic_mark(sum(letter in letters for letter in column(store, t.SYNTHETIC)), len(letters))

"""The disputed items behind the nodes and edges of a network, as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One disputed item.

    Attributes:
        case_number: of its letter.
        outcome: in words; empty where the letter prints none.
    """

    case_number: str
    number: int
    outcome: str = ""

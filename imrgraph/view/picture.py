"""What a picture shows, before anything is drawn: boxes in columns, lines between them, a legend, a table."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LINE_CHARS = 28  # of a box's label
LABEL_LINES = 3


class Kind(Enum):
    """What a box stands for, in the words of the legend."""

    TREATMENT = "treatment asked for"
    GUIDELINE = "guideline or other authority"
    LETTER = "letter"
    DETERMINATION = "disputed item, framed in the colour of its outcome"
    CONDITION = "condition"
    EARLIER = "earlier treatment"
    SPECIALTY = "reviewer's specialty"


class Tone(Enum):
    """How it ended, in the words of the legend."""

    OVERTURNED = "denial overturned"
    MIXED = "partly overturned"
    UPHELD = "denial upheld"
    NONE = "no outcome"


_MOSTLY = 2 / 3
SHARES = {
    Tone.OVERTURNED: "two thirds or more of the denials overturned",
    Tone.MIXED: "in between (a denial overturned in part counts half)",
    Tone.UPHELD: "two thirds or more of the denials upheld",
    Tone.NONE: "no outcome printed",
}  # what a tone means where it is that of many disputes, in the legend's order


def overturned_share(counts: Mapping[str, Any]) -> float | None:
    """Which share of the denials was overturned, from 0 to 1; one overturned in part counts half.

    Args:
        counts: an edge's `upheld`, `overturned` and `partially_overturned`.

    Returns:
        None where no outcome is counted.

    >>> overturned_share({"upheld": 1, "overturned": 2, "partially_overturned": 1})
    0.625
    """
    upheld, overturned, partly = (
        counts.get(n) or 0 for n in ("upheld", "overturned", "partially_overturned")
    )
    known = upheld + overturned + partly
    return (overturned + partly / 2) / known if known else None


def tone_of(share: float | None) -> Tone:
    """The tone of many disputes, by the share overturned (`SHARES`)."""
    if share is None:
        return Tone.NONE
    if share >= _MOSTLY:
        return Tone.OVERTURNED
    return Tone.UPHELD if share <= 1 - _MOSTLY else Tone.MIXED


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One thing.

    Attributes:
        key: finds it in this picture; only its place in the order goes into the file.
        rank: fixes its place in the column, from the top; None leaves it to the layout.
    """

    key: str
    label: str
    kind: Kind
    column: int
    hint: str = ""
    tone: Tone | None = None
    rank: int | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The label as the box prints it: short lines, the rest cut (the hint and the table have it whole)."""
        found = textwrap.wrap(
            " ".join(self.label.split()), LINE_CHARS, max_lines=LABEL_LINES, placeholder=" …"
        )
        return tuple(found) or ("?",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A connection of two boxes, by their keys."""

    one: str
    other: str
    weight: int = 1
    tone: Tone | None = None
    dashed: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything a page needs; all of it plain text, escaped when the page is written.

    Attributes:
        title, counts, note: heading, the numbers under it, and what the picture shows and leaves out.
        mark: what must not be overlooked: that letters are synthetic.
        boxes, lines: what is drawn; `headings` by column.
        tones: words for the colours that occur, in the legend's order.
        head, rows: the same facts as a table.
    """

    title: str
    counts: str
    note: str
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    headings: tuple[str, ...]
    tones: tuple[tuple[Tone, str], ...]
    weights: str = ""
    dashes: tuple[str, str] | None = None
    mark: str = ""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count(1, "letter"), count(1200, "letter")
    ('1 letter', '1,200 letters')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"

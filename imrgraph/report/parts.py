"""What a report is made of, before it is a page: sections of paragraphs and plates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imrgraph.query import Table
    from imrgraph.report.charts import Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """One figure with its words and its numbers.

    Attributes:
        name: of its files, and where links go.
        title: what it shows.
        finding: what it shows in words, computed from the numbers; the first sentence stands alone.
        reading: how to read it, and what was left out.
        table: all its numbers.
        command: what prints the table on the command line.
        drawing: None where there is nothing to draw, or too little to be drawn honestly.
    """

    name: str
    title: str
    finding: tuple[str, ...]
    reading: str = ""
    table: Table
    command: str
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A page of its own: its file in the report's folder, the words of the link to it, and its text."""

    file: str
    words: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One chapter. `example` is a command line; `terms` are definitions: a word, and what it means here."""

    name: str
    title: str
    paragraphs: tuple[str, ...] = ()
    plates: tuple[Plate, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    example: str = ""
    beside: Beside | None = None

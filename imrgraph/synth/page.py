"""Paragraphs put on pages: wrapped, spaced, and with the lines that stand on each page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.synth.words import between, one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.synth.words import Draw

_FURNITURE = "Final Determination Letter for IMR Case Number"


def paged(draw: Draw, mark: str, paragraphs: Iterable[str], case_number: str) -> str:
    """The text of a letter.

    Args:
        mark: the line at its head that says what it is.
    """
    width = between(draw, 86, 104)
    tail = one(draw, (" ", ""))
    curly = draw() < 0.1
    lines = [mark, ""]
    for paragraph in paragraphs:
        lines += wrapped(paragraph.replace("'", "\u2019") if curly else paragraph, width)
        lines.append("")
    if draw() < 0.65:
        lines = list(
            _with_furniture(lines, between(draw, 34, 46), between(draw, 1, 2), case_number, feed=draw() < 0.3)
        )
    spaced = draw() < 0.5
    text = (f"{tail}\n\n" if spaced else f"{tail}\n").join(lines)
    return text.replace("\n", "\r\n") + "\r\n" if draw() < 0.03 else text + "\n"


def wrapped(paragraph: str, width: int) -> list[str]:
    """The lines of a paragraph, none longer than the width where words allow.

    >>> wrapped("one two three", 8)
    ['one two', 'three']
    """
    lines = []
    for line in paragraph.split("\n"):
        while len(line) > width:
            cut = line.rfind(" ", 0, width + 1)
            if cut <= 0:
                break
            lines.append(line[:cut])
            line = line[cut + 1 :]
        lines.append(line)
    return lines


def _with_furniture(
    lines: list[str], height: int, first: int, case_number: str, *, feed: bool
) -> Iterator[str]:
    """The same with the foot of each page after that many lines; the cover letters before may have had pages of their own."""
    for start in range(0, len(lines), height):
        if start:
            foot = f"{_FURNITURE} {case_number}  {first + start // height - 1}"
            yield f"{foot}\f" if feed else foot
        yield from lines[start : start + height]

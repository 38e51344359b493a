"""The codes of ICD-9-CM and ICD-10-CM with their labels, as `ontology/icd-codes.tsv.gz` has them.

`tools/icd-table` writes that file and says where its lines come from. It is read with the first code that a
letter prints, which takes some 20 ms and 7 MB; a code is then found by bisection.
"""

from __future__ import annotations

import gzip
import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from imrgraph.data import ontology_dir
from imrgraph.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class IcdCode:
    """A code of one of the two systems.

    Attributes:
        system: "9" or "10".
        code: with its point, without seventh character and placeholders ("S83.242" for "s83242a").
        label: its title; empty for some headings of ICD-9-CM.
        above: the labels of the headings that it stands under, the nearest first.
        below: the labels of the codes under it, which has some only where it is a heading.
    """

    system: str
    code: str
    label: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """What stands before the point: 724, V45, E885, M54."""
        return self.code.split(".")[0]


@lru_cache(maxsize=4096)
def icd_codes(printed: str) -> tuple[IcdCode, ...]:
    """What a code means as a letter prints it: one for each system that has it, none where neither has.

    Lower case, spaces, a point at the end and a missing point are forgiven, and so is a code of ICD-10-CM that
    lacks its seventh character. Nothing else is: a letter O is no zero, and a point must stand where it belongs.

    Raises:
        VocabularyError: the table is missing or no gzip file.

    >>> [(c.system, c.code, c.label) for c in icd_codes("7242")]
    [('9', '724.2', 'Lumbago')]
    >>> [(c.code, c.label) for c in icd_codes("s83.242A")]
    [('S83.242', 'Other tear of medial meniscus, current injury, left knee')]
    >>> [c.system for c in icd_codes("V45.4")], icd_codes("M5O.20")
    (['9', '10'], ())
    """
    name = "".join(printed.upper().split()).removesuffix(".")
    return tuple(found for system in ("9", "10") if (found := _in_system(system, name)))


def _in_system(system: str, name: str) -> IcdCode | None:
    code = _with_point(system, name)
    if code is None:
        return None
    found = _line(system, code) or (_folded(code) if system == "10" else None)
    if found is None:
        return None
    headings = [_line(system, found[0][:n]) for n in range(len(found[0]) - 1, 2, -1)]
    return IcdCode(
        system=system,
        code=found[0],
        label=found[2],
        above=tuple(heading[2] for heading in headings if heading),
        below=tuple(label for code, _, label in _from(system, found[0]) if code != found[0]),
    )


def _folded(code: str) -> tuple[str, str, str] | None:
    """The line of a code with its seventh character or the placeholders before it: S83.242A, S33.5XXA, S33.5XX."""
    found = _line("10", without_seventh(code)) if len(code) >= len("S33.5XX") else None
    return found if found and found[1] and code[7:] in found[1] else None


def without_seventh(code: str) -> str:
    """A code with its point, without seventh character and the placeholders before it.

    >>> [without_seventh(code) for code in ("S83.242A", "S33.5XXA", "T14.90XA", "M54.5", "724.2")]
    ['S83.242', 'S33.5', 'T14.90', 'M54.5', '724.2']
    """
    return re.sub(r"\.?X+\Z", "", code[:7]) if len(code) >= len("S33.5XX") else code


def _with_point(system: str, name: str) -> str | None:
    """The code with its point; None where it can be none of that system."""
    category = 4 if system == "9" and name.startswith("E") else 3
    shape = r"(?:\d{3}|V\d\d|E\d{3})\.?\d{0,2}" if system == "9" else r"[A-Z]\d[0-9A-Z]\.?[0-9A-Z]{0,4}"
    if not re.fullmatch(shape, name) or (name.find(".") not in (-1, category)):
        return None
    return name if "." in name or len(name) == category else f"{name[:category]}.{name[category:]}"


@cache
def _table() -> tuple[bytes, array[int]]:
    """The table as it stands, and where its lines begin."""
    path = ontology_dir() / "icd-codes.tsv.gz"
    try:
        table = gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise VocabularyError(path.name, str(error)) from error
    return table, array("I", (0, *(end.end() for end in re.finditer(rb"\n(?!\Z)", table))))


def _from(system: str, code: str) -> Iterator[tuple[str, str, str]]:
    """The code's line and those behind it whose codes begin with it: code, characters in seventh place, label."""
    table, starts = _table()
    key = f"{system}\t{code}".encode()
    first = bisect_left(starts, key + b"\t", key=lambda start: table[start : start + len(key) + 1])
    for at in range(first, len(starts)):
        start = starts[at]
        if not table.startswith(key, start):
            return
        _, found, seventh, label = table[start : table.index(b"\n", start)].decode().split("\t")
        yield found, seventh, label


def _line(system: str, code: str) -> tuple[str, str, str] | None:
    found = next(_from(system, code), None)
    return found if found and found[0] == code else None

"""The integer keys of the tables: made of the letters' texts, so that no letter that comes or goes changes another's.

JSON, spreadsheets and R hold whole numbers of up to 53 bits: 43 tell letters apart, and 10 a letter's rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = (
    1 << 10
)  # a letter with more rows than that counts on into numbers that hardly any other has: there are 2**43
_LETTERS = 1 << 43


def letter_ids(text_digest: str) -> Iterator[int]:
    """The numbers that a letter may have, by its text's SHA-256 (hex): the first of them that no other letter has.

    Two of a million letters want the same one in six stores of a hundred; then the one that was stored first has it.

    >>> next(letter_ids("00000000002" + "f" * 53))
    2048
    """
    first = int(text_digest[:11], 16)
    while True:
        yield first % _LETTERS * _STEP
        first += 1

"""What the writers share: words made fit for a file, and the type of each attribute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What XML has no place for, and half characters, which no file has a place for. Labels come from letters.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fit(value: Any) -> Any:
    """The value; in words, a space for each control character and each half character.

    >>> fit("a\\x0cb")
    'a b'
    """
    return _UNFIT.sub(" ", value) if isinstance(value, str) else value


def columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, type]:
    """The attributes that any row has, in the order met, each with the type that holds all its values.

    >>> columns([{"a": 1}, {"a": 0.5, "b": "x"}])
    {'a': <class 'float'>, 'b': <class 'str'>}
    """
    met: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            if value is not None:
                met.setdefault(name, set()).add(type(value))
    return {name: _common(types) for name, types in met.items()}


def _common(types: set[type]) -> type:
    if len(types) == 1:
        return next(iter(types)) if types <= {bool, int, float} else str
    return float if types == {int, float} else str

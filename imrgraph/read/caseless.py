"""Lower case that keeps positions: what cheap searches look at before a pattern that ignores case does."""

from __future__ import annotations

_LIKE_ASCII = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})


def caseless(text: str) -> str:
    """The text with its letters as patterns that ignore case compare them to ASCII ones; never another length.

    A word of ASCII letters stands in it wherever such a pattern finds that word.

    >>> caseless("CA\u017fE Summary")
    'case summary'
    """
    return text.lower() if text.isascii() else text.translate(_LIKE_ASCII).lower()

"""Lower case that keeps positions: what cheap searches look at before a pattern that ignores case does."""

from __future__ import annotations

_LIKE_ASCII = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})


def caseless(text: str) -> str:
    """The text with its letters as patterns that ignore case compare them to ASCII ones; never another length.

    A word of ASCII letters stands in it wherever such a pattern finds that word.

    >>> caseless("CA\u017fE Summary")
    'case summary'
    """
    if not text.isascii() and any(c in text for c in "\u0130\u0131\u017f\u212a"):
        text = text.translate(_LIKE_ASCII)
    return text.lower()

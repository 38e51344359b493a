"""From a span of the cleaned text to the evidence that the graph keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.records import Evidence, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.read.clean import CleanText


def evidence_of(clean: CleanText, spans: Iterable[Span], rule: str, *, fuzzy: bool = False) -> Evidence:
    """Evidence for a fact that stands at these spans of the cleaned text, the telling one first.

    The anchor is the longest piece of the first span, as printed in the source, white space folded.

    Raises:
        ValueError: there is no span, or one is empty or outside the text.
    """
    pieces: list[Span] = []
    anchor = ""
    for i, span in enumerate(spans):
        own = clean.source_spans(span)
        if i == 0:
            best = max(own, key=lambda s: s.end - s.start)
            anchor = " ".join(clean.source[best.start : best.end].split())
        pieces.extend(own)
    if not anchor:
        raise ValueError("evidence needs words")
    return Evidence(spans=tuple(sorted(set(pieces))), anchor=anchor, rule=rule, fuzzy=fuzzy)

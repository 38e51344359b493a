"""From a span of the cleaned text to the evidence that the graph keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrgraph.records import Evidence, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.read.clean import CleanText


_LIGATURE = re.compile("[\ufb00-\ufb06]")


def evidence_of(clean: CleanText, spans: Iterable[Span], rule: str, *, fuzzy: bool = False) -> Evidence:
    """Evidence for a fact that stands at these spans of the cleaned text, the telling one first.

    The anchor is the longest piece of the first span, as printed in the source, white space folded; of a span
    further on where the first is printed with ligatures, which hide words from a search.

    Raises:
        ValueError: there is no span, or one is empty or outside the text.
    """
    spans = list(spans)
    if len(spans) == 1 and len(whole := clean.source_spans(spans[0])) == 1:  # nearly all evidence
        anchor = " ".join(clean.source[whole[0].start : whole[0].end].split())
        return Evidence(spans=whole, anchor=anchor, rule=rule, fuzzy=fuzzy)
    pieces: list[Span] = []
    anchors: list[str] = []
    for span in spans:
        own = clean.source_spans(span)
        best = max(own, key=lambda s: s.end - s.start)
        anchors.append(" ".join(clean.source[best.start : best.end].split()))
        pieces.extend(own)
    if not anchors:
        raise ValueError("evidence needs words")
    anchor = next((a for a in anchors if not _LIGATURE.search(a)), anchors[0])
    return Evidence(spans=tuple(sorted(set(pieces))), anchor=anchor, rule=rule, fuzzy=fuzzy)

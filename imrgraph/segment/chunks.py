"""One item's stretch of text, and what the parties and the reviewer say in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from imrgraph.records import Issue, Span
from imrgraph.segment.headings import spaced
from imrgraph.segment.labels import labels
from imrgraph.segment.markers import Mark, Marker, party_sentences

LEAD = re.compile(
    r"(?:(?:the[ \t]+)?(?:decision|determination)[ \t]+(?:for|regarding)|(?:the[ \t]+)?requests?(?=\s+for\b|\s+of\b)(?:\s+(?:for|of))|regarding)[ \t\n:]+(?:(?:an?|the)\s+)?",
    re.IGNORECASE,
)


# characters that items may read again where they share statements or a rationale, so that work stays in step with the text
SHARED = 200_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """One item's stretch of text: from its first word to the next item's.

    `numbers` are those that its heading prints: none, one, or several where items share a heading. `is_headed`
    says that the item is a heading of its own, so that the words after it belong to it without any label.
    """

    numbers: tuple[int, ...]
    start: int
    item_end: int
    end: int
    outcome: Span | None
    outer: int = -1  # where its number stands; `start` when it has none
    is_headed: bool = False


@cache
def sign_off() -> re.Pattern[str]:
    return re.compile(
        r"^[ \t]*(?:"
        + spaced("effect of the decision")
        + r"[ \t]*:?|Sincerely|Disclaimer[ \t]*:|cc[ \t]*:|In accordance with (?:California )?Labor Code Section 4610\.6\(h\)"
        r"|MAXIMUS(?:[ \t]+Federal[ \t]+Services)?(?:,[ \t]+Inc\.?)?[ \t]+is[ \t]+not[ \t]+engaged"
        r"|(?:IMPORTANT[ \t]+)?DISCLOSURE[ \t]*:|/[a-z]{2,4}[ \t]*$)",
        re.IGNORECASE | re.MULTILINE,
    )


def issue_of(text: str, chunk: Chunk) -> Issue:
    item = trim(text, chunk.start, chunk.item_end)
    if text.endswith("..", item.start, item.end):  # leaders to an outcome at the line's end
        item = Span(item.start, item.start + len(text[item.start : item.end].rstrip(". ")))
    after = chunk.outcome.end if chunk.outcome else chunk.item_end
    marks = labels(text, after, chunk.end)
    parties = {Mark.ADMINISTRATOR, Mark.REVIEWER}
    rationale = next((m for m in marks if m.mark is Mark.RATIONALE), None)
    block_end = rationale.start if rationale else chunk.end
    labelled = [m for m in marks if m.mark in parties and m.start < block_end]
    if labelled:
        sides = [
            (m.mark, trim(text, m.end, labelled[i + 1].start if i + 1 < len(labelled) else block_end))
            for i, m in enumerate(labelled)
        ]
        sides = [*_before_labels(text, after, labelled[0]), *sides]
        if len({m.mark for m in labelled}) == 1:
            sides = [part for side in sides for part in _with_other(text, *side)]
    else:
        heading = next((m for m in marks if m.mark is Mark.STATEMENT and m.start < block_end), None)
        sides = sides_of(text, heading.end if heading else after, block_end)
        if rationale is None and heading is None and not sides:
            block_end = after
    reasons: tuple[Span, ...] = () if rationale is None else (trim(text, rationale.end, chunk.end),)
    if rationale is None and labelled:
        sides, reasons = _unlabelled_rationale(text, sides)
    elif chunk.is_headed and not marks and not sides:
        reasons = (trim(text, after, chunk.end),)
    return Issue(
        number=chunk.numbers[0] if chunk.numbers else 0,
        item=item,
        outcome=chunk.outcome,
        administrator=tuple(s for mark, s in sides if mark is Mark.ADMINISTRATOR and s.end > s.start),
        reviewer=tuple(s for mark, s in sides if mark is Mark.REVIEWER and s.end > s.start),
        rationale=tuple(r for r in reasons if r.end > r.start),
        labels=tuple(Span(m.start, m.end) for m in marks),
    )


def _before_labels(text: str, start: int, first: Marker) -> list[tuple[Mark, Span]]:
    """The other party's sentences, where only one party's statement has a label."""
    return [(mark, span) for mark, span in sides_of(text, start, first.start) if mark is not first.mark]


def _with_other(text: str, mark: Mark, span: Span) -> list[tuple[Mark, Span]]:
    """A labelled statement that runs on into the other party's sentences, which have no label."""
    other = next((s for m, s in sides_of(text, span.start, span.end) if m is not mark), None)
    if other is None or mark is Mark.REVIEWER or other.start == span.start:
        return [(mark, span)]
    return [(mark, trim(text, span.start, other.start)), (Mark.REVIEWER, trim(text, other.start, span.end))]


def _unlabelled_rationale(
    text: str, sides: list[tuple[Mark, Span]]
) -> tuple[list[tuple[Mark, Span]], tuple[Span, ...]]:
    """A last statement that runs on over a paragraph: what follows the paragraph is the rationale."""
    mark, span = sides[-1]
    cut = text.find("\n\n", span.start, span.end)
    if cut < 0:
        return sides, ()
    return [*sides[:-1], (mark, trim(text, span.start, cut))], (trim(text, cut, span.end),)


def sides_of(text: str, start: int, end: int) -> list[tuple[Mark, Span]]:
    """Each party's sentences in a statement without labels."""
    found = party_sentences(text, start, end)
    starts = [m.start for m in found]
    out = []
    for m in found:
        following = bisect_right(starts, m.start)
        stop = starts[following] if following < len(starts) else end
        out.append((m.mark, trim(text, m.start, stop)))
    return out


def trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\n:":
        start += 1
    while end > start and text[end - 1] in " \t\n:([|":
        end -= 1
    while end > start and text[end - 1] == "-" and text[end - 2 : end - 1].isspace():
        end -= 1
        while end > start and text[end - 1].isspace():
            end -= 1
    return Span(start, end)

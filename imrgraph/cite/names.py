"""Which labels name a guideline where they stand: "Shoulder" and "Pain" are chapters only in the right company."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.cite.tokens import families, is_general
from imrgraph.cite.topics import JUNK, RECORDS, TIGHT

if TYPE_CHECKING:
    from imrgraph.cite.references import Reference
    from imrgraph.cite.tokens import Token


@cache
def _context_after() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:[,(:-]\s*)?(?:chapters?|ch\b|sections?|complaints?|disorders?|\(?(?:acute|chronic)|procedure|guidelines?|topics?|treatment)",
        re.I,
    )


def is_name(
    text: str,
    token: Token,
    *,
    gap_start: int,
    current: Reference | None,
    after_mtus: bool,
    broken: bool,
    in_sections: bool,
    prose: bool,
) -> bool:
    """Whether a label names an authority, given what stands before it.

    Args:
        gap_start: where the free words before the label begin.
        current: the reference that is being read, if any.
        after_mtus: whether "MTUS" stands before it with nothing more specific yet.
        broken: whether a sentence or list item ended since.
        in_sections: whether "Section(s):" opened a list of headings.
        prose: whether the text is a rationale, where plain words are the rule.
    """
    words = text[token.start : token.end]
    if any(is_general(c) for c in token.values):
        return True
    fams = {families().get(c, "other") for c in token.values}
    if prose and (RECORDS.match(text, token.end) or RECORDS.search(words)):
        return False  # a report that is in the file, not an authority
    if fams == {"other"} or fams == {"acr"}:
        return not prose or words != words.lower() or bool(re.search(r"\d", words))
    distinct = re.search(
        r"(?i)complaints|chapter|guidelines?|acoem|odg|examinations|cornerstones|approach|mtus|schedule|9792|stress\s+related\s+conditions|formulary"
        r"|medical\s+treatment|postsurgical|post-surgical", words,
    )  # fmt: skip
    if distinct:
        return not prose or words != words.lower() or "guideline" in words.lower()
    gap = text[gap_start : token.start]
    here = current if current and current.family in fams and not current.located else None
    if here is not None and here.general and not here.sections:
        if TIGHT.match(gap) and (words[0].isupper() or not prose or _context_after().match(text, token.end)):
            return True
        if re.search(r"[,(:-]\s*\Z|chapters?\s+(?:on|for|of)?\s*\Z", gap) and _context_after().match(
            text, token.end
        ):
            return True
        fill = JUNK.sub(" ", re.sub(r"\bfor\b", " ", gap))
        ends = text[token.end : token.end + 1] in (",", ".", ";", ")", "")
        if not prose and (words[0].isupper() or ends) and not re.search(r"[A-Za-z]{2}", fill):
            return True
    if here is not None and not prose and not in_sections and set(token.values) & set(here.concepts):
        return words[0].isupper() and not re.search(r"[A-Za-z]{2}", JUNK.sub(" ", gap))
    if prose:
        return here is not None and words[0].isupper() and bool(_context_after().match(text, token.end))
    if after_mtus and fams & {"mtus", "acoem"} and TIGHT.match(gap):
        return words[0].isupper()
    if here is None and _context_after().match(text, token.end) and words[0].isupper():
        return current is None or current.located or broken or current.family in fams
    return False

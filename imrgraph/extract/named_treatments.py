"""The treatments that a sentence names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from imrgraph.extract.history_cues import is_aid, is_drug, is_person_or_paper
from imrgraph.extract.owners import categories, owners
from imrgraph.extract.spelling import Word, by_misspelling, misspelt
from imrgraph.extract.triggers import of_others
from imrgraph.vocab import matcher
from imrgraph.vocab.cued import Cued

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.vocab import Match


@dataclass(frozen=True, slots=True)
class Named:
    """A treatment named at `[start, end)` of a sentence."""

    start: int
    end: int
    concepts: tuple[str, ...]
    fuzzy: bool


_UNDER_FOOT = re.compile(r"\b(?:on|black|over|off)\s+(?:the\s+|some\s+)?\Z", re.IGNORECASE)


def named_treatments(text: str) -> list[Named]:
    """Every treatment that a sentence names as one, in text order.

    Left out are parts of a condition's name, who gives a treatment and the paper that tells of it, and what is said
    of relatives and others.
    """
    treatments = matcher("treatment").find(text)
    found = _as_treatments(text, treatments) if treatments else []
    found += [Named(w.start, w.end, w.concepts, True) for w in _drugs_misspelt(text, found)]
    if not found:
        return []
    if others := of_others(text):
        found = [n for n in found if not any(start <= n.start < end for _, start, end in others)]
    return sorted(_decided(found), key=lambda n: n.start)


def _as_treatments(text: str, treatments: Iterable[Match]) -> list[Named]:
    """The labels of treatments that name one here."""
    conditions = matcher("condition").find(text)
    larger = [m for m in conditions if " " in m.label]
    named_so = {(m.start, m.end) for m in conditions if text[m.start : m.end].isupper()}
    return [
        Named(m.start, m.end, owners(m, text, ()), by_misspelling(m, "treatment"))
        for m in treatments
        if not is_person_or_paper(text, m.start, m.end)
        and not (m.label == "ice" and _UNDER_FOOT.search(text, max(0, m.start - 14), m.start))
        and (m.start, m.end) not in named_so  # CRPS is no plural of CRP
        and (
            is_aid(m.concepts) or not any(_within(m, c) for c in larger)
        )  # "ambulates with a cane" names a cane
    ]


def _decided(found: list[Named]) -> list[Named]:
    """Of what a short name may mean, the one that is of a kind with what is named beside it ("PT, acupuncture")."""
    if all(len(n.concepts) == 1 for n in found):
        return found
    beside = categories(c for n in found if len(n.concepts) == 1 for c in n.concepts)
    out = []
    for named in found:
        alike = [c for c in named.concepts if len(named.concepts) > 1 and categories([c]) & beside]
        out.append(replace(named, concepts=(alike[0],)) if len(alike) == 1 else named)
    return out


def _within(part: Match, whole: Match) -> bool:
    return (
        whole.start <= part.start
        and part.end <= whole.end
        and whole.end - whole.start > part.end - part.start
    )


_OF_DRUGS = Cued(r"\b(?:medications?|meds|treated with|takes|taking|prescribed|drugs?)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\d\s?(?:mg|mcg|%)|#\d")
_DOSED = re.compile(
    r"\s*(?:\d+(?:\.\d+)?(?:/\d+)?\s?(?:mg|mcg|ml|%)|#\d|\s*(?:bid|tid|qhs|prn)\b)", re.IGNORECASE
)


def _drugs_misspelt(text: str, found: list[Named]) -> list[Word]:
    """Misspelt drugs, only where a dose, a count or a list of medications says that a drug is meant."""
    in_list = _OF_DRUGS.search(text)
    if not in_list and not _AMOUNT.search(text):
        return []
    taken = [(n.start, n.end) for n in found]
    return [
        w for w in misspelt(text, taken)
        if is_drug(w.concepts) and (in_list is not None or _DOSED.match(text, w.end))
    ]  # fmt: skip

"""Where on the body an item is to be done: the parts and the side that it states or implies."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from imrgraph.extract.places import level_part, places, side_after
from imrgraph.extract.why import Told
from imrgraph.records import Laterality, Resolved, Span
from imrgraph.vocab import load_vocabulary

if TYPE_CHECKING:
    from imrgraph.records import Resolution

_WIDE = frozenset({"spine", "back", "upper-extremity", "lower-extremity", "trunk", "head", "neck"})


def item_places(
    text: str, resolution: Resolution, levels: list[Told[str]]
) -> tuple[list[Told[str]], Told[Laterality] | None]:
    """The body parts that the words state, else those that the level or the treatment implies; and the side."""
    bodies, treatments = load_vocabulary("bodypart"), load_vocabulary("treatment")
    found = places(text)
    named = {p.iri: Told(p.iri, "place-written", Span(p.start, p.end)) for p in reversed(found)}
    stated = [named[iri] for iri in dict.fromkeys(p.iri for p in found)]
    stated = [
        p
        for p in stated
        if p.value.rsplit("/", 1)[-1] not in _WIDE
        or not any(q != p and bodies.is_a(q.value, p.value) for q in stated)
    ]
    side = next((Told(p.side, "side-written", p.side_at) for p in found if p.side), None)
    if side is not None and any(p.side not in (None, side.value) for p in found):
        side = replace(side, value=Laterality.BILATERAL) if len(stated) == 1 else side
    if side is None:
        side = _side_anywhere(text)
    if not stated and levels:
        stated = [Told(level_part(levels[0].value), "place-of-level", levels[0].span)]
    if not stated and isinstance(resolution, Resolved):
        implied: dict[str, None] = {}
        for concept in resolution.concepts:
            for above in treatments.ancestors(concept):
                record = treatments.get(above)
                if record is not None and record.values("bodyPart"):
                    implied |= dict.fromkeys(record.values("bodyPart"))
                    break
        stated = [Told(part, "place-of-treatment") for part in implied]
    return stated, side


def _side_anywhere(text: str) -> Told[Laterality] | None:
    """The side an item prints apart from a body part ("CAM boot, right"; "Bilateral L4-5 facet blocks")."""
    sides = {"le": "l", "lt": "l", "ri": "r", "rt": "r", "bi": "b", "bo": "b"}
    found = {sides[m[1].lower()[:2]]: Span(*m.span()) for m in _SIDE_WORD.finditer(text)}
    if not found:
        return side_after(text, len(text))
    if "b" in found or len(found) == 2:
        return Told(Laterality.BILATERAL, "side-written", found.get("b", min(found.values())))
    side = Laterality.LEFT if "l" in found else Laterality.RIGHT
    return Told(side, "side-written", next(iter(found.values())))


_SIDE_WORD = re.compile(
    r"\b(left|right|bilateral(?:ly)?|both\s+sides|lt\b|rt\b)(?!\s*-?\s*(?:hand(?:ed)?\s+dominant|handed))",
    re.IGNORECASE,
)

"""How a synthetic letter words a disputed item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from imrgraph.synth.words import between, capital, one

if TYPE_CHECKING:
    from datetime import date

    from imrgraph.synth.material import Family, Material, Named, Region
    from imrgraph.synth.words import Draw

_COUNTS = {
    2: "two",
    3: "three",
    4: "four",
    6: "six",
    8: "eight",
    10: "ten",
    12: "twelve",
    16: "sixteen",
    18: "eighteen",
    24: "twenty-four",
}
_TABLETS = (30, 60, 60, 90, 90, 120, 180)
_VISITS = (4, 6, 6, 8, 8, 12, 12, 18, 24)
_HOURS = (40, 80, 96, 120, 160)


@dataclass(frozen=True, slots=True)
class Worded:
    """The words of an item, and what they say.

    Attributes:
        says: the treatment alone.
        number: the number that the words print of it, tablets or visits; None where they print none that can be reduced.
        quantity: the same where one who reads the item would call it its quantity.
        served: the day of service of a retrospective request.
        part: what the part of the body may be called, where the words name it.
        after: whether it is put as a service that goes with a surgery.
    """

    words: str
    says: str
    number: int | None
    quantity: str | None
    served: date | None
    part: tuple[str, ...]
    after: bool


def worded(
    draw: Draw,
    material: Material,
    family: Family,
    treatment: Named,
    region: Region,
    side: str,
    reviewed: date,
    *,
    after: bool,
) -> Worded:
    """Draw the words.

    Args:
        side: "left" or "right", where the region has two.
        after: whether another item stands before it, so that it can go with a surgery.
    """
    says = one(draw, treatment.says)
    key = _form(family, treatment, region, after=after)
    form = one(draw, material.phrases["items"][key])[0]
    part = one(draw, region.said).replace("{side}", side)
    number = _number(draw, form, family)
    f, w = one(draw, (1, 2, 2, 3)), one(draw, (3, 4, 4, 6))
    served = reviewed - timedelta(days=between(draw, 10, 60)) if "{dos}" in form else None
    named = part.replace("right ", "").replace("left ", "")
    shown = part if named not in says else side if region.sided else ""
    words = form.format_map({
        "T": capital(says) if form.startswith("{T}") else says,
        "t": says,
        "dose": one(draw, treatment.doses) if treatment.doses else "",
        "n": number,
        "Count": capital(_COUNTS.get(number, str(number))),
        "r": between(draw, 1, 3),
        "f": f,
        "w": w,
        "one": 1,
        "part": shown or part,
        "dos": served.strftime("%m/%d/%Y") if served else "",
        "level": one(draw, region.levels) if region.levels else "",
        "Side": side if region.sided else "",
        "limbs": "upper" if region.upper else "lower",
    })  # fmt: skip
    printed = number if "{n}" in form else f * w if "{f}" in form else None
    return Worded(
        words=capital(words.strip()),
        says=says,
        number=printed,
        quantity=str(number)
        if "{n}" in form and family.kind != "program"
        else "1"
        if "{one}" in form
        else None,
        served=served,
        part=(region.part, named) if "{part}" in form and shown == part else (),
        after=key == "after" and form.startswith("Associated"),
    )


def _form(family: Family, treatment: Named, region: Region, *, after: bool) -> str:
    kind = family.kind
    if kind == "drug":
        return "drug-dose" if treatment.doses else "drug"
    if family.name == "peri-operative":
        return "after" if after else "consult"
    if family.plain:
        return f"plain-{kind}"
    if family.levels and region.levels and treatment.region is not None:
        return f"level-{kind}"
    return kind


def _number(draw: Draw, form: str, family: Family) -> int:
    if family.kind == "drug":
        return one(draw, _TABLETS)
    number = one(draw, _HOURS if family.kind == "program" else _VISITS)
    return number if "{Count}" not in form or number in _COUNTS else 12

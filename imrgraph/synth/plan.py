"""The facts of a synthetic letter, drawn before a word of it is written: who, when, what was asked for, cited and decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from imrgraph.records import LetterFormat, Outcome, UrDecision
from imrgraph.synth.cites import Cites, Style
from imrgraph.synth.items import worded
from imrgraph.synth.words import Dates, Zipf, between, one

if TYPE_CHECKING:
    from imrgraph.synth.cites import Cite
    from imrgraph.synth.effects import Effects
    from imrgraph.synth.items import Worded
    from imrgraph.synth.material import Family, Material, Named, Region
    from imrgraph.synth.words import Draw

DRIFT = date(2017, 12, 1)  # from when the MTUS adopts the topical guidelines


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One disputed item.

    Attributes:
        same: whether the letter says only that the reviewer found the administrator's guidelines appropriate (2013).
        silent: whether the rationale finds the MTUS silent.
        exposed: the effects that bore on the outcome.
    """

    number: int
    family: Family
    treatment: Named
    region: Region
    worded: Worded
    administrator: tuple[Cite, ...]
    reviewer: tuple[Cite, ...]
    same: bool
    silent: bool
    exposed: tuple[str, ...]
    outcome: Outcome
    review: UrDecision
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A letter's facts. `draw` goes on to draw its words."""

    draw: Draw
    number: int
    case_number: str
    layout: LetterFormat
    style: Style
    region: Region
    side: str
    age: int
    female: bool
    injured: date
    reviewed: date
    applied: date
    assigned: date
    decided: date
    dates: Dates
    specialties: tuple[str, ...]
    states: tuple[str, ...]
    items: tuple[Item, ...]


_LAYOUTS = (
    (0.09, LetterFormat.NOTICE_2013),
    (0.15, LetterFormat.DECISIONS_AND_RATIONALES_2013),
    (0.18, LetterFormat.PROFESSIONAL_REVIEW_2013),
    (1.0, LetterFormat.ISSUES_DECISIONS_RATIONALES),
)
_DATES = tuple(Dates)
_ITEMS = Zipf((1, 2, 3, 4, 5, 6), 0.9)
_STATES = Zipf(
    (
        "California",
        "Texas",
        "New York",
        "Florida",
        "Illinois",
        "Oregon",
        "Arizona",
        "New Jersey",
        "Washington",
        "Ohio",
    ),
    1.6,
)
_SPECIALTIES = Zipf(
    (
        "physical-medicine-and-rehabilitation",
        "orthopedic-surgery",
        "family-medicine",
        "occupational-medicine",
        "pain-medicine",
        "anesthesiology",
        "internal-medicine",
        "emergency-medicine",
        "preventive-medicine",
        "neurological-surgery",
        "chiropractic",
    ),
    0.7,
)
_OF_KIND = {
    "surgery": ("orthopedic-surgery", "neurological-surgery"),
    "mental": ("psychiatry", "clinical-psychology"),
}


def plan(number: int, seed: int, material: Material, effects: Effects) -> Plan:
    """Draw a letter. The same for the same seed and number, whatever letters are drawn besides.

    Args:
        number: from 1.
    """
    draw = Random(f"{seed}/{number}").random  # noqa: S311 - no secret
    place = draw()
    layout = next(kind for share, kind in _LAYOUTS if place < share)
    injured, reviewed, applied, assigned, decided = _days(draw, layout)
    style = _style(layout, assigned)
    region = material.regions.draw(draw)
    side = one(draw, ("left", "right"))
    asked = _asked(draw, material, region, effects.size("communities"))
    specialties = _specialties(draw, asked[0][0].kind)
    cites = Cites(draw, material, style, assigned, effects.size("drift"))
    items = tuple(
        _item(i, family, treatment, where, side, reviewed, cites, specialties, effects)
        for i, (family, treatment, where) in enumerate(asked, 1)
    )
    states = tuple(_STATES.several(draw, 1 if draw() < 0.75 else 2))
    return Plan(
        draw=draw,
        number=number,
        case_number=f"CM99-{number:07d}",
        layout=layout,
        style=style,
        region=region,
        side=side,
        age=between(draw, 21, 67),
        female=draw() < 0.45,
        injured=injured,
        reviewed=reviewed,
        applied=applied,
        assigned=assigned,
        decided=decided,
        dates=one(draw, _DATES),
        specialties=specialties,
        states=states,
        items=items,
    )


def _days(draw: Draw, layout: LetterFormat) -> tuple[date, date, date, date, date]:
    """Injury, utilization review, application, assignment and decision, in this order."""
    if layout is LetterFormat.ISSUES_DECISIONS_RATIONALES:
        reviewed = date(2014, 1, 1) + timedelta(days=int(draw() * 3285))
        if (
            date(2017, 9, 1) <= reviewed < DRIFT
        ):  # so that no day of a letter lies on the other side of the change
            reviewed += timedelta(days=91)
    elif layout is LetterFormat.DECISIONS_AND_RATIONALES_2013:
        reviewed = date(2013, 8, 1) + timedelta(days=int(draw() * 90))
    else:
        reviewed = date(2013, 1, 15) + timedelta(days=int(draw() * 180))
    applied = reviewed + timedelta(days=between(draw, 4, 30))
    assigned = applied + timedelta(days=between(draw, 10, 40))
    decided = assigned + timedelta(days=between(draw, 10, 45))
    return reviewed - timedelta(days=between(draw, 60, 2200)), reviewed, applied, assigned, decided


def _style(layout: LetterFormat, assigned: date) -> Style:
    if layout is not LetterFormat.ISSUES_DECISIONS_RATIONALES:
        return Style.PROSE
    if assigned >= DRIFT:
        return Style.TOPICAL
    return Style.PAGES if assigned < date(2015, 5, 1) else Style.SECTIONS


def _asked(
    draw: Draw, material: Material, region: Region, mixing: float
) -> list[tuple[Family, Named, Region]]:
    """What is asked for: no family twice, a surgery's services right after it."""
    found: list[tuple[Family, Named, Region]] = []
    met: set[str] = set()
    wanted = _ITEMS.draw(draw)
    for _ in range(3 * wanted):
        if len(found) == wanted:
            break
        family, where = region.families.draw(draw), region
        if family.home and draw() < mixing:
            where = _elsewhere(draw, material, region)
            family = where.homes.draw(draw)
        if family.name in met:
            continue
        met.add(family.name)
        found.append((family, where.treatments[family.name].draw(draw), where))
        if family.kind == "surgery" and len(found) < wanted and draw() < 0.7:
            after = material.after_surgery
            met.add(after.name)
            found.append((after, after.treatments(where.name).draw(draw), where))
    return found


def _elsewhere(draw: Draw, material: Material, region: Region) -> Region:
    while (other := material.regions.draw(draw)).community == region.community:
        pass
    return other


def _specialties(draw: Draw, kind: str) -> tuple[str, ...]:
    if kind in _OF_KIND and draw() < 0.5:
        return (one(draw, _OF_KIND[kind]),)
    return tuple(_SPECIALTIES.several(draw, 1 if draw() < 0.75 else 2))


def _item(
    number: int,
    family: Family,
    treatment: Named,
    region: Region,
    side: str,
    reviewed: date,
    cites: Cites,
    specialties: tuple[str, ...],
    effects: Effects,
) -> Item:
    draw = cites.draw
    words = worded(draw, cites.material, family, treatment, region, side, reviewed, after=number > 1)
    silent = draw() < family.silent
    administrator, reviewer, same = _cited(cites, family, region, silent=silent)
    exposed = []
    if silent and any(c.family == "odg" for c in reviewer):
        exposed.append("odg-when-silent")
    if {c.guideline for c in administrator} & {c.guideline for c in reviewer}:
        exposed.append("same-guideline")
    if treatment.name == effects.effects["treatment"].of:
        exposed.append("treatment")
    if effects.effects["specialty"].of in specialties:
        exposed.append("specialty")
    outcome = Outcome.UPHELD
    if draw() < effects.chance(treatment.category, exposed):
        outcome = Outcome.OVERTURNED
    elif words.number and words.number >= 4 and cites.style is not Style.PROSE and draw() < effects.partial:
        outcome = Outcome.PARTIALLY_OVERTURNED
    modified = words.number and words.number >= 4 and draw() < 0.2
    return Item(
        number=number,
        family=family,
        treatment=treatment,
        region=region,
        worded=words,
        administrator=administrator,
        reviewer=reviewer,
        same=same,
        silent=silent,
        exposed=tuple(exposed),
        outcome=outcome,
        review=UrDecision.MODIFIED if modified else UrDecision.DENIED,
        grounds=_grounds(draw, family, treatment, words, outcome),
    )


def _cited(
    cites: Cites, family: Family, region: Region, *, silent: bool
) -> tuple[tuple[Cite, ...], tuple[Cite, ...], bool]:
    """What each party cites; at last whether the letter tells the reviewer's by the administrator's alone."""
    draw = cites.draw
    reviewer: list[Cite] = []
    if silent:
        if draw() < 0.5:
            reviewer.append(cites.odg(family, region))
        if not reviewer or draw() < 0.3:
            reviewer.append(cites.other(family))
    else:
        reviewer.append(cites.mtus(family, region))
        if draw() < 0.2:
            reviewer.append(cites.odg(family, region))
    place = draw()
    if place < 0.1:
        return (), tuple(reviewer), False
    if place < 0.42:
        if cites.style is Style.PROSE and draw() < 0.5:
            return tuple(reviewer), tuple(reviewer), True
        others = _others(cites, family, region, reviewer) if draw() < 0.12 else ()
        return (reviewer[0], *others), tuple(reviewer), False
    return _others(cites, family, region, reviewer), tuple(reviewer), False


def _others(cites: Cites, family: Family, region: Region, relied: list[Cite]) -> tuple[Cite, ...]:
    """What the administrator relies on besides; nothing where that comes out the same three times."""
    known = {cite.guideline for cite in relied}
    for _ in range(3):
        if (other := cites.another(family, region)).guideline not in known:
            return (other,)
    return ()


_SURGERY = ("associated-surgery-certified", "associated-surgery-not-certified")


def _grounds(
    draw: Draw, family: Family, treatment: Named, words: Worded, outcome: Outcome
) -> tuple[str, ...]:
    if outcome is Outcome.PARTIALLY_OVERTURNED:
        return ("amount-exceeds-guideline",)
    of = family.overturned if outcome is Outcome.OVERTURNED else family.upheld
    fit = [
        ground
        for ground in of.several(draw, 1 if draw() < 0.55 else 2)
        if (ground != "amount-exceeds-guideline" or words.number)
        and (ground != "compound-contains-non-recommended-ingredient" or treatment.compound)
        and (ground not in _SURGERY or words.after)
    ]
    return tuple(fit) or (
        ("guideline-criteria-met",) if of is family.overturned else ("documentation-insufficient",)
    )

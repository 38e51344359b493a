"""The rationale of an item of a synthetic letter, and what a reader finds in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imrgraph.records import Outcome
from imrgraph.synth.words import between, capital, one, phrase

if TYPE_CHECKING:
    from imrgraph.synth.cites import Cite
    from imrgraph.synth.material import Material
    from imrgraph.synth.plan import Item
    from imrgraph.synth.words import Draw

Gold = dict[str, Any]
_NAMES = {  # of an authority, and whether it takes a plural verb
    "mtus-chronic-pain": (("the MTUS", False), ("the MTUS Chronic Pain Guidelines", True), ("the MTUS Chronic Pain Medical Treatment Guidelines", True), ("the California MTUS", False)),
    "mtus-postsurgical": (("the MTUS Postsurgical Treatment Guidelines", True), ("the MTUS", False)),
    "mtus-acupuncture": (("the MTUS Acupuncture Medical Treatment Guidelines", True), ("the MTUS", False)),
    "acoem": (("ACOEM", False), ("the ACOEM Guidelines", True), ("the MTUS/ACOEM Guidelines", True), ("the ACOEM Practice Guidelines", True)),
    "odg": (("ODG", False), ("the ODG", False), ("the Official Disability Guidelines", True), ("the Official Disability Guidelines (ODG)", True)),
}  # fmt: skip
_MTUS = ("The MTUS", "The California MTUS", "The MTUS", "California MTUS")
_NEAR = {  # grounds that a careful reader may name instead
    "amount-exceeds-guideline": ["guideline-criteria-not-met"],
    "compound-contains-non-recommended-ingredient": ["guideline-recommends-against"],
    "duration-exceeds-guideline": [
        "amount-exceeds-guideline",
        "guideline-criteria-not-met",
        "guideline-recommends-against",
    ],
    "guideline-recommends-against": ["guideline-criteria-not-met"],
    "opioid-monitoring-not-documented": ["documentation-insufficient"],
    "conservative-care-not-exhausted": ["documentation-insufficient"],
    "first-line-treatment-not-tried": ["documentation-insufficient", "conservative-care-not-exhausted"],
    "first-line-treatment-failed": ["conservative-care-exhausted"],
    "functional-improvement-not-documented": ["documentation-insufficient"],
    "objective-findings-lacking": ["documentation-insufficient"],
    "conservative-care-exhausted": ["first-line-treatment-failed"],
}
_FOR = ["guideline-criteria-met"]
_AGAINST = [
    "guideline-criteria-not-met",
    "guideline-recommends-against",
    "documentation-insufficient",
    "weaning-advised",
]


def rationale(draw: Draw, item: Item, material: Material, letter: dict[str, str]) -> tuple[str, Gold]:
    """Draw the rationale.

    Returns:
        Its words, and what a reader finds in them: `mentions`, `grounds` and optional ones, as gold annotations have them.
    """
    words = {
        **letter,
        "t": item.worded.says,
        "item": item.worded.says,
        "topic": item.family.topic,
        "are": "are" if item.family.are else "is",
        "n2": str(between(draw, 3, 11)),
    }
    said = [phrase(draw, material.phrases["opening"]["words"]).format_map(words)]
    mentions: list[Gold] = []
    grounds: list[Gold] = []
    if item.silent:
        words["Mtus"] = one(draw, _MTUS)
        told = phrase(draw, material.phrases["authority"]["silent"]).format_map(words)
        said += [told, phrase(draw, material.phrases["authority"]["instead"])]
        mentions.append({"guideline": "mtus", "stance": "Silent"})
        grounds.append({"any": ["guideline-silent"], "words": told.rstrip(".")})
    for place, cite in enumerate(item.reviewer[:2]):
        if place == 0 or item.silent or draw() < 0.5:
            said.append(_authority(draw, item, cite, material, words, first=place == 0))
            mentions.append(_mention(item, cite))
    for ground in item.grounds:
        sentence = phrase(draw, material.phrases["grounds"][ground]).format_map(words)
        said.append(sentence)
        grounds.append({"any": [ground, *_NEAR.get(ground, ())], "words": sentence.rstrip(".")})
    if draw() < 0.15:
        said.insert(
            between(draw, 1, len(said)), phrase(draw, material.phrases["filler"]["words"]).format_map(words)
        )
    number = item.worded.number or 0
    words |= {"half": str(number // 2), "n": str(number)}
    said.append(phrase(draw, material.phrases["closing"][item.outcome.value]).format_map(words))
    optional = _FOR if item.outcome is Outcome.OVERTURNED else _AGAINST
    if item.outcome is Outcome.PARTIALLY_OVERTURNED:
        optional = [*_FOR, *_AGAINST]
    gold: Gold = {"grounds": grounds, "grounds_optional": optional, "mentions": mentions}
    if not item.silent:
        gold["mentions_optional"] = ["mtus", "acoem"]
    return " ".join(filter(None, said)), gold


def _authority(
    draw: Draw, item: Item, cite: Cite, material: Material, words: dict[str, str], *, first: bool
) -> str:
    """What an authority says of it: its criteria, or that it advises against."""
    name, plural = _name(draw, cite, material)
    form = "criteria" if item.outcome is Outcome.UPHELD else "for"
    if item.outcome is Outcome.UPHELD and "guideline-recommends-against" in item.grounds:
        form = "against"
    if not first:
        form = {"criteria": "unmet", "against": "unmet", "for": "applied"}[form]
    return phrase(draw, material.phrases["authority"][form]).format_map({
        **words,
        "auth": name,
        "Auth": capital(name),
        "s": "" if plural else "s",
        "does": "do" if plural else "does",
        "rule": one(draw, item.family.rules),
    })  # fmt: skip


def _name(draw: Draw, cite: Cite, material: Material) -> tuple[str, bool]:
    if names := _NAMES.get(cite.guideline) or _NAMES.get(cite.family):
        return one(draw, names)
    name = one(draw, material.authorities["others"][cite.guideline]["names"])
    return name.replace("The ", "the ", 1), False


def _mention(item: Item, cite: Cite) -> Gold:
    stance = {
        Outcome.UPHELD: "DoesNotSupport",
        Outcome.OVERTURNED: "Supports",
        Outcome.PARTIALLY_OVERTURNED: None,
    }[item.outcome]
    if "exceptional-circumstances" in item.grounds:
        stance = None  # whether a guideline that is gone beyond bears for or against, readers would not agree
    mention: Gold = {"guideline": cite.family, "stance": stance}
    if cite.labels and cite.family == "other":
        mention["label"] = list(cite.labels)
    return mention

"""What the parties to a synthetic letter cite, and how its guideline lines print that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from imrgraph.synth.words import Zipf, one

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from imrgraph.synth.material import Family, Material, Region
    from imrgraph.synth.words import Draw


class Style(Enum):
    """How guideline lines are written; it went with the year."""

    PROSE = "2013"  # "based its decision on the ..., which is part of the MTUS"
    PAGES = "2014"  # "Decision based on MTUS ... Page(s): ..."
    SECTIONS = "2015"  # "Decision based on MTUS ..., Section(s): ..."
    TOPICAL = "2018"  # the same, with the guidelines that the MTUS adopted in December 2017


@dataclass(frozen=True, slots=True)
class Cite:
    """One authority with its locators, and the words that print it.

    Attributes:
        family: "mtus", "acoem", "odg", "acr" or "other".
        locators: kind and value as printed, such as ("page", "303-305").
        labels: names of an authority of the family "other".
    """

    guideline: str
    family: str
    within: bool
    words: str
    locators: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()


_CITED_AS = Zipf([1, 2, 0], 1.0)  # one section or page range, seldom two
_ELBOW = "acoem-ch10"  # adopted in the revision of 2007


@dataclass(frozen=True, slots=True)
class Cites:
    """Draws citations for the items of one letter."""

    draw: Draw
    material: Material
    style: Style
    decided: date
    topical_share: float

    def mtus(self, family: Family, region: Region) -> Cite:
        """What of the MTUS speaks of it on that day."""
        where = family.mtus.draw(self.draw)
        use = where.partition(":")[2]
        if self.style is Style.TOPICAL:
            if self.draw() < self.topical_share:
                return self._topical(family, region)
            return self._chapter(region.chapter, use or "care") if where != "general" else self._general()
        if where == "general":
            return self._general()
        if where == "acupuncture":
            return self._plain("mtus-acupuncture", "Acupuncture", "2007")
        if where == "surgery-after":
            return self._section("mtus-postsurgical", region.part.capitalize(), None)
        if where == "pain":
            return self._pain(family)
        return self._chapter(region.chapter, use)

    def another(self, family: Family, region: Region) -> Cite:
        """What a claims administrator may rely on instead: the pain guideline, a chapter, or ODG."""
        place = self.draw()
        if place < 0.35 or self.style is Style.TOPICAL:
            return self.odg(family, region)
        if place < 0.7 and family.sections:
            return self._pain(family)
        return self._chapter(region.chapter, one(self.draw, ("care", "physical", "imaging")))

    def odg(self, family: Family, region: Region) -> Cite:
        guideline = family.odg_chapter or region.odg
        chapter = one(self.draw, self.material.authorities["odg"][guideline])
        name = one(
            self.draw, ("Official Disability Guidelines (ODG)", "Official Disability Guidelines (ODG)", "ODG")
        )
        section = one(self.draw, family.odg) if self.draw() < 0.8 else ""
        words = ", ".join(filter(None, (name, chapter, section)))
        return Cite(guideline, "odg", False, words, (("section", section),) if section else ())

    def other(self, family: Family) -> Cite:
        guideline = one(self.draw, family.others)
        told = self.material.authorities["others"][guideline]
        words = one(self.draw, told["cites"])
        labels = (self.material.titles[guideline], words)
        return Cite(guideline, guideline.partition("-")[0], False, words, (), labels)

    def _general(self) -> Cite:
        return self._chapter(one(self.draw, ("acoem-ch07", "acoem-ch05")), "")

    def _chapter(self, guideline: str, use: str) -> Cite:
        """A chapter of the ACOEM guidelines of 2004 (the elbow's: 2007)."""
        title, number = self.material.titles[guideline], int(guideline[-2:])
        if guideline in self.material.authorities["general"]:
            section, *pages = self.material.authorities["general"][guideline]
            section = ""
        else:
            section, *pages = self.material.authorities["chapters"][guideline][use]
        year = "2007" if guideline == _ELBOW else "2004"
        page = one(self.draw, pages)
        if self.style is Style.PROSE:
            words = f"the {title} Chapter (ACOEM Practice Guidelines, 2nd Edition (2004), Chapter {number}), {_pages(page)}"
            return Cite(guideline, "acoem", True, words, (("page", page), ("edition", "2004")))
        if self.style is Style.PAGES:
            if self.draw() < 0.12:
                return Cite(guideline, "acoem", True, f"ACOEM Chapter {number} {title}")
            words = f"ACOEM Chapter {number} {title} Page(s): {page}"
            return Cite(guideline, "acoem", True, words, (("page", page),))
        locators: tuple[tuple[str, str], ...] = (("edition", year),)
        words = f"{title} {year}"
        if section and self.draw() < 0.85:
            words, locators = f"{words}, Section(s): {section}", (*locators, ("section", section))
        return Cite(guideline, "acoem", True, words, locators)

    def _pain(self, family: Family) -> Cite:
        """The chronic pain guideline of 2009."""
        section, pages = one(self.draw, family.sections)
        return self._section("mtus-chronic-pain", section, one(self.draw, pages))

    def _section(self, guideline: str, section: str, page: str | None) -> Cite:
        name = (
            "Chronic Pain Medical Treatment" if guideline == "mtus-chronic-pain" else "Postsurgical Treatment"
        )
        if self.style is Style.PROSE:
            words = f"the {name} Guidelines, {section}" + (f", {_pages(page)}" if page else "")
            return Cite(
                guideline, "mtus", True, words, (("section", section), *([("page", page)] if page else []))
            )
        if self.style is Style.PAGES:
            name = name.replace(" Medical", "")
            if page is None:
                return Cite(guideline, "mtus", True, f"{name} Guidelines, {section}", (("section", section),))
            if self.draw() < 0.3:
                return Cite(guideline, "mtus", True, f"{name} Guidelines Page(s): {page}", (("page", page),))
            words = f"{name} Guidelines {section} Page(s): {page}"
            return Cite(guideline, "mtus", True, words, (("section", section), ("page", page)))
        name += one(self.draw, ("", " Guidelines"))
        words = f"{name} 2009, Section(s): {section}"
        return Cite(guideline, "mtus", True, words, (("edition", "2009"), ("section", section)))

    def _plain(self, guideline: str, name: str, year: str) -> Cite:
        if self.style is Style.PROSE:
            return Cite(guideline, "mtus", True, f"the {name} Medical Treatment Guidelines")
        if self.style is Style.PAGES:
            return Cite(guideline, "mtus", True, f"{name} Treatment Guidelines")
        return Cite(guideline, "mtus", True, f"{name} Medical Treatment {year}", (("edition", year),))

    def _topical(self, family: Family, region: Region) -> Cite:
        guideline = region.topical if family.topical == "region" else family.topical
        title, year, *later = self.material.authorities["topical"][guideline]
        if later and self.decided.isoformat() >= later[0]:
            year = later[1]
        section = one(self.draw, family.topical_sections)
        words, locators = f"ACOEM {title} ({year})", (("edition", year),)
        if self.draw() < 0.85:
            return Cite(
                guideline, "acoem", True, f"{words}, Section(s): {section}", (*locators, ("section", section))
            )
        return Cite(guideline, "acoem", True, words, locators)


def _pages(page: str) -> str:
    return f"pages {page}" if "-" in page else f"page {page}"


def statement(cites: Sequence[Cite], party: str, style: Style) -> str:
    """A party's guideline line without its label.

    Args:
        party: "Claims Administrator" or "Expert Reviewer".
    """
    if style is Style.PROSE:
        return _told(cites, party)
    if not cites:
        return f"The {party} did not cite any medical evidence for its decision."
    within = [c.words for c in cites if c.within]
    besides = [c.words for c in cites if not c.within]
    said = []
    if within:
        said.append(f"Decision based on MTUS {', and '.join(within)}.")
    else:
        said.append(f"The {party} did not base their decision on the MTUS.")
    if besides:
        said.append(f"Decision based on Non-MTUS Citation {'; '.join(besides)}.")
    return "  ".join(said)


def _told(cites: Sequence[Cite], party: str) -> str:
    """The same as the forms of 2013 tell it."""
    if not cites:
        return f"The {party} did not cite any evidence-based criteria."
    whose = "its" if party == "Claims Administrator" else "his/her"
    parts = [
        f"{'the ' if c.family == 'odg' and c.words.startswith('Official') else ''}{c.words}, "
        f"which is {'' if c.within else 'not '}part of the MTUS"
        for c in cites
    ]
    return f"The {party} based {whose} decision on {', and '.join(parts)}."

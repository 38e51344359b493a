"""What synthetic letters are made of: `ontology/synth` and the vocabularies, brought into records that are quick to draw from."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imrgraph.data import ontology_dir
from imrgraph.errors import VocabularyError
from imrgraph.synth.words import Zipf, phrases
from imrgraph.vocab import load_vocabulary, vocabulary_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from imrgraph.synth.words import Phrases
    from imrgraph.vocab import Concept, Vocabulary

_HEAD = re.compile(r"(?P<name>[\w-]+)(?: @(?P<region>[\w-]+))?(?: = (?P<says>[^;]+))?(?:; (?P<doses>.+))?")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z' -]{4,40}")
_OLD_CODES, _NEW_CODES = "icd9cm", "icd10cm"


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A concept as letters say it. `names` is what it may be found as; equal only to itself, which keeps sets of it quick.

    Attributes:
        says: words for it, one of which a letter uses.
        codes: ICD-9-CM, then ICD-10-CM.
        region: the only part of the body that it is asked for, if so.
    """

    name: str
    label: str
    says: tuple[str, ...]
    doses: tuple[str, ...] = ()
    codes: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    category: str = ""
    region: str | None = None
    kind: str = ""
    compound: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Treatments of which guidelines speak together; `treatments/families` of the data say what each field means."""

    name: str
    kind: str
    home: str | None
    heads: tuple[Named, ...]
    tail: tuple[Named, ...]
    topic: str
    are: bool
    mtus: Zipf[str]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    topical: str
    topical_sections: tuple[str, ...]
    odg: tuple[str, ...]
    odg_chapter: str | None
    silent: float
    others: tuple[str, ...]
    rules: tuple[str, ...]
    against: bool
    upheld: Zipf[str]
    overturned: Zipf[str]
    levels: bool
    plain: bool

    def treatments(self, region: str) -> Zipf[Named]:
        """What of it an injury of that part asks for, the tail last; empty where nothing."""
        return Zipf([n for n in (*self.heads, *self.tail) if n.region in (None, region)], 1.1)


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A part of the body, with what is found there and asked for it."""

    name: str
    community: str
    part: str  # the body part's label
    said: tuple[str, ...]
    sided: bool
    upper: bool
    levels: tuple[str, ...]
    chapter: str
    topical: str
    odg: str
    pain: Named
    diagnoses: Zipf[Named]
    signs: Zipf[Named]
    denied: tuple[Named, ...]
    possible: tuple[Named, ...]
    families: Zipf[Family]
    homes: Zipf[Family]  # those of its community alone
    treatments: Mapping[str, Zipf[Named]]  # by family
    had: Zipf[Named]  # earlier treatment other than drugs


@dataclass(frozen=True, slots=True)
class Material:
    """Everything; lists stand in the order of how common their members are."""

    mark: str
    regions: Zipf[Region]
    after_surgery: Family
    drugs: Zipf[Named]
    comorbid: Zipf[Named]
    psyche: Zipf[Named]
    resolved: tuple[Named, ...]
    denied: tuple[Named, ...]
    inherited: tuple[Named, ...]
    specialties: Mapping[str, str]  # label by name
    titles: Mapping[str, str]  # of guidelines, by name
    authorities: Mapping[str, Any]
    phrases: Mapping[str, Mapping[str, Phrases]]
    voices: tuple[str, ...]
    jobs: tuple[str, ...]


@vocabulary_cache
def material() -> Material:
    """Read once.

    Raises:
        VocabularyError: the data name a concept that its vocabulary does not have.
    """
    treatments, conditions = load_vocabulary("treatment"), load_vocabulary("condition")
    body, words, authorities = _data("body"), _data("phrases"), _data("authorities")
    every = [_family(name, said, treatments) for name, said in _data("treatments")["families"].items()]
    asked = [family for family in every if family.name != "peri-operative"]
    guidelines, specialties = load_vocabulary("guideline"), load_vocabulary("specialty")
    general = {key: tuple(_condition(n, conditions) for n in names) for key, names in body["general"].items()}
    return Material(
        mark=words["mark"],
        regions=Zipf([_region(name, said, conditions, asked) for name, said in body["regions"].items()], 1.0),
        after_surgery=next(family for family in every if family.name == "peri-operative"),
        drugs=Zipf([n for f in every if f.kind == "drug" for n in f.heads[:4] if not n.compound], 0.5),
        comorbid=Zipf(general["comorbidities"]),
        psyche=Zipf(general["psyche"]),
        resolved=general["resolved"],
        denied=general["denied"],
        inherited=general["family"],
        specialties={c.name: c.label for c in specialties.concepts.values()},
        titles={c.name: c.label for c in guidelines.concepts.values()},
        authorities=authorities,
        phrases={
            group: {key: phrases(lines) for key, lines in said.items()}
            for group, said in words.items()
            if isinstance(said, dict)
        },
        voices=tuple(words["voices"]["names"]),
        jobs=tuple(words["summary"]["jobs"]),
    )


def _data(name: str) -> dict[str, Any]:
    with (ontology_dir() / "synth" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _region(name: str, said: dict[str, Any], conditions: Vocabulary, asked: Iterable[Family]) -> Region:
    parts = load_vocabulary("bodypart")
    part = parts.concepts[parts.iri(said["part"])]

    def named(key: str) -> tuple[Named, ...]:
        return tuple(_condition(one, conditions) for one in said[key])

    families = [f for f in asked if f.home in (None, said["community"]) and f.treatments(name).members]
    earlier = [n for f in families if f.kind in ("therapy", "injection", "device") for n in f.heads[:3]]
    return Region(
        name=name,
        community=said["community"],
        part=part.label,
        said=tuple(said["said"]),
        sided="{side}" in said["said"][0],
        upper=name in ("neck", "shoulder", "wrist", "elbow"),
        levels=tuple(said.get("levels", ())),
        chapter=said["chapter"],
        topical=said["topical"],
        odg=said["odg"],
        pain=_condition(said["pain"], conditions),
        diagnoses=Zipf(named("diagnoses")),
        signs=Zipf(named("signs")),
        denied=named("denied"),
        possible=named("possible"),
        families=Zipf(families, 0.8),
        homes=Zipf([f for f in families if f.home], 0.8),
        treatments={f.name: f.treatments(name) for f in families},
        had=Zipf([n for n in earlier if n.region in (None, name)], 0.6),
    )


def _family(name: str, said: dict[str, Any], treatments: Vocabulary) -> Family:
    heads = tuple(_treatment(line, said["kind"], treatments) for line in said["head"])
    topical, _, sections = said["topical"].partition(": ")
    return Family(
        name=name,
        kind=said["kind"],
        home=said.get("home"),
        heads=heads,
        tail=_tail(said["below"], {n.name for n in heads}, treatments) if "below" in said else (),
        topic=said["topic"],
        are=said.get("are", False),
        mtus=Zipf(said["mtus"].split(", ")),
        sections=tuple(
            (title, tuple(pages.split(", ")))
            for title, _, pages in (line.rpartition(": ") for line in said.get("section", ()))
        ),
        topical=topical,
        topical_sections=tuple(sections.split(", ")),
        odg=tuple(said["odg"]),
        odg_chapter=said.get("odg_chapter"),
        silent=said["silent"],
        others=tuple(said["others"]),
        rules=tuple(said["rules"]),
        against=said.get("against", False),
        upheld=Zipf(said["upheld"]),
        overturned=Zipf(said["overturned"]),
        levels=said.get("levels", False),
        plain=said.get("plain", False),
    )


def _treatment(line: str, kind: str, treatments: Vocabulary) -> Named:
    if (m := _HEAD.fullmatch(line)) is None:
        raise VocabularyError("synth/treatments.toml", f"cannot read {line!r}")
    concept = treatments.concepts[treatments.iri(m["name"])]
    return Named(
        concept.name,
        concept.label,
        tuple(m["says"].split(", ")) if m["says"] else (concept.label,),
        tuple(m["doses"].split(", ")) if m["doses"] else (),
        category=_category(concept, treatments),
        region=m["region"],
        kind=kind,
        compound="compounded-topical" in _above(concept, treatments),
    )


def _tail(below: str, but: set[str], treatments: Vocabulary) -> tuple[Named, ...]:
    """The narrower treatments that no head names, by their labels; combinations and kits aside."""
    top = treatments.iri(below)
    return tuple(
        Named(c.name, c.label, (c.label,), category=_category(c, treatments), kind="drug",
              compound=below == "compounded-topical")
        for c in treatments.concepts.values()
        if top in c.broader and c.name not in but and _PLAIN.fullmatch(c.label) and "kit" not in c.label
    )  # fmt: skip


def _category(concept: Concept, treatments: Vocabulary) -> str:
    tops = (treatments.concepts[iri] for iri in treatments.ancestors(concept.iri))
    return next(top.notation for top in tops if top.notation)


def _above(concept: Concept, treatments: Vocabulary) -> set[str]:
    return {treatments.concepts[iri].name for iri in treatments.ancestors(concept.iri)}


def _condition(name: str, conditions: Vocabulary) -> Named:
    """A condition by its label, and by those labels that only vary it: with the same last word, without codes or asides."""
    concept = conditions.concepts[conditions.iri(name)]
    last = concept.label.split()[-1]
    alike = [
        label
        for label in concept.labels[1:]
        if label.split()[-1] == last and _PLAIN.fullmatch(label) and not re.search(r"unspecified|recurrent|residual|other|left|right|bilateral|and|history|failure", label)
    ]  # fmt: skip
    return Named(
        concept.name,
        concept.label,
        (concept.label, concept.label, *alike[:4]),
        codes=(concept.values(_OLD_CODES), concept.values(_NEW_CODES)),
    )

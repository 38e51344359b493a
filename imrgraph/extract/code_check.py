"""Whether a printed code agrees with the words that it is printed with.

What speaks for and against is data, in `ontology/code-check.toml`; when in doubt a code agrees.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from imrgraph.data import ontology_dir
from imrgraph.extract.places import places
from imrgraph.records import Laterality
from imrgraph.vocab import icd_codes, load_vocabulary, vocabulary_cache
from imrgraph.vocab.icd import without_seventh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.vocab import IcdCode


class Verdict(Enum):
    """What is to be said of a printed code."""

    AGREES = "ok"
    UNKNOWN = "unknown"
    CONTRADICTS = "contradicting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a code is held against: the words that it is printed with and what was read in them.

    `concepts` and `parts` are IRIs of conditions and body parts, empty where nothing was recognised.
    """

    words: str
    concepts: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    side: Laterality | None = None


def check_code(printed: str, named: Named) -> Verdict:
    """Hold a code against its words.

    Raises:
        VocabularyError: the table of codes is missing.

    >>> lumbago = Named(words="low back pain", concepts=("https://w3id.org/imrgraph/condition/low-back-pain",))
    >>> [check_code(code, lumbago).value for code in ("724.2", "401.9", "724.29")]
    ['ok', 'contradicting', 'unknown']
    """
    meanings = icd_codes(printed)
    if not meanings:
        return Verdict.UNKNOWN
    agrees = any(_agrees(meaning, named) for meaning in meanings)
    return Verdict.AGREES if agrees else Verdict.CONTRADICTS


def belongs(printed: str, named: Named) -> bool:
    """Whether a code speaks for the words, and not only not against them: it is the condition's or shares a word."""
    return any(_belongs(meaning, named) for meaning in icd_codes(printed))


def owners(printed: str) -> tuple[str, ...]:
    """The conditions (IRIs, sorted) that have a code in the vocabulary."""
    found = {owner for meaning in icd_codes(printed) for owner in _owners().get(meaning.code, ())}
    return tuple(sorted(found))


def label_agrees(code: IcdCode, named: Named) -> bool:
    """Hold a code's labels and chapter against the words, whatever codes the vocabulary gives the conditions."""
    if _other_place(code, named):
        return False
    return _shares_words(code, named) or not _other_system(code, named)


def _agrees(code: IcdCode, named: Named) -> bool:
    return _belongs(code, named) or (not _other_side(code, named) and label_agrees(code, named))


def _belongs(code: IcdCode, named: Named) -> bool:
    if _other_side(code, named):
        return False
    inherited = {known for concept in _above(named) for known in _codes(concept)}
    own = {known for concept in named.concepts for known in _codes(concept)}
    if code.code in inherited or any(known.startswith(code.code) for known in own):
        return True
    if _other_place(code, named):
        return False
    return code.category in {known.split(".")[0] for known in inherited} or _shares_words(code, named)


def _above(named: Named) -> set[str]:
    """The conditions named and all that are above them."""
    return {above for concept in named.concepts for above in load_vocabulary("condition").ancestors(concept)}


@vocabulary_cache
def _codes(concept: str) -> frozenset[str]:
    """The codes that a condition has in the vocabulary, without seventh characters."""
    known = load_vocabulary("condition").get(concept)
    printed = (*known.values("icd9cm"), *known.values("icd10cm")) if known else ()
    return frozenset(map(without_seventh, printed))


@vocabulary_cache
def _owners() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for concept in load_vocabulary("condition").concepts:
        for code in _codes(concept):
            table.setdefault(code, []).append(concept)
    return {code: tuple(concepts) for code, concepts in table.items()}


# ---------------------------------------------------------------- sides and places


def _other_side(code: IcdCode, named: Named) -> bool:
    """Whether the code says left where the words say right, or the reverse."""
    other = {Laterality.LEFT: "right", Laterality.RIGHT: "left"}.get(named.side) if named.side else None
    if other is None or re.search(rf"\b{other}\b|\bbilateral|\bboth\b", named.words, re.IGNORECASE):
        return False
    said = set(re.findall(r"\b(?:left|right)\b", code.label.lower()))
    return said == {other}


def _other_place(code: IcdCode, named: Named) -> bool:
    """Whether the code names a part of the body that is not beside any that the words name."""
    here = _places(named.words) | {*named.parts}
    here |= {part for concept in named.concepts for part in _parts(concept)}
    there = _parts_of_code(code)
    reaches = any(not (tops := _tops(c)) or tops & {*_rules()["parts"]["reaching"]} for c in named.concepts)
    pairs = [(one, other) for one in here for other in there]
    return bool(pairs) and not any(
        _beside(*pair) or (reaches and (_reaches(*pair) or _reaches(*pair[::-1]))) for pair in pairs
    )


@vocabulary_cache
def _parts_of_code(code: IcdCode) -> frozenset[str]:
    """The parts of the body that a label names, else those of all conditions that have the code."""
    label = re.split(r"\b(?:excluding|except)\b", code.label)[0]
    if named := _places(_LIMB.sub("", label)) or _places(label):
        return frozenset(named)
    of_owners = [_parts(concept) for concept in _owners().get(code.code, ())]
    return frozenset().union(*of_owners) if all(of_owners) else frozenset()


# Which limb, behind a name that says where on it: "Carpal tunnel syndrome, right upper limb"
_LIMB = re.compile(r", (?:\w+ )?(?:upper|lower) limb\Z")
_PART_OF_BONE = re.compile(
    r"\b(?:(?:long|short)\s+head|(?:surgical|anatomical|bladder)\s+neck|back\s+wall|(?:head|neck|back)\s+of)\b",
    re.IGNORECASE,
)


def _places(text: str) -> set[str]:
    """The parts of the body (IRIs) that a text names; the neck of a femur is none."""
    return {place.iri for place in places(_PART_OF_BONE.sub(" ", text))}


@vocabulary_cache
def _parts(concept: str) -> frozenset[str]:
    known = load_vocabulary("condition").get(concept)
    return frozenset(known.values("bodyPart") if known else ())


def _within(parts: Iterable[str], larger: Iterable[str]) -> bool:
    bodies = load_vocabulary("bodypart")
    return any(bodies.is_a(part, bodies.iri(name)) for part in parts for name in larger)


@vocabulary_cache
def _beside(one: str, other: str) -> bool:
    """Whether two parts of the body are one within the other, or side by side."""
    bodies, rules = load_vocabulary("bodypart"), _rules()["parts"]
    if _within([one, other], rules["anywhere"]) or bodies.is_a(one, other) or bodies.is_a(other, one):
        return True
    above = [
        {
            a.rsplit("/", 1)[-1]
            for a in bodies.ancestors(part)
            if a == part or a.rsplit("/", 1)[-1] not in rules["whole"]
        }
        for part in (one, other)
    ]
    return any(above[0] & {*group} and above[1] & {*group} for group in rules["beside"])


def _reaches(origin: str, felt: str) -> bool:
    return any(
        _within([origin], r["from"]) and _within([felt], [r["to"]]) for r in _rules()["parts"]["reach"]
    )


# ---------------------------------------------------------------- words and systems


def _shares_words(code: IcdCode, named: Named) -> bool:
    """Whether a telling word is in a code's labels and in the words or what the conditions are called."""
    telling = _content_of_code(code)
    return not telling.isdisjoint(_content(named.words)) or any(
        not telling.isdisjoint(_content_of_labels(concept)) for concept in _above(named)
    )


@cache
def _content_of_code(code: IcdCode) -> frozenset[str]:
    return _content(code.label, *code.above, *code.below)


@vocabulary_cache
def _content_of_labels(concept: str) -> frozenset[str]:
    """The telling words of what a condition is called; not of a top concept, whose labels are too general."""
    known = load_vocabulary("condition").get(concept)
    return _content(*known.labels) if known and known.broader else frozenset()


def _content(*texts: str) -> frozenset[str]:
    """The telling words, by their first letters: depression and depressive share "depres"."""
    return frozenset(start for text in texts for start in _starts(text)) - _common()


def _starts(text: str) -> set[str]:
    return {word.removesuffix("s")[:6] for word in re.findall(r"[a-z]{4,}", text.lower())}


@cache
def _common() -> frozenset[str]:
    return frozenset(_starts(" ".join(_rules()["words"]["common"])))


def _other_system(code: IcdCode, named: Named) -> bool:
    """Whether the code's chapter speaks of none of the conditions; never where no condition is known."""
    far, near = _chapter(code)
    return bool(named.concepts) and all(
        (tops := _tops(concept)) and tops <= far and not _within({*named.parts, *_parts(concept)}, near)
        for concept in named.concepts
    )


@vocabulary_cache
def _tops(concept: str) -> frozenset[str]:
    """The names of the top concepts above a condition, without those that tell no system."""
    conditions = load_vocabulary("condition")
    above = [conditions.get(a) for a in conditions.ancestors(concept)]
    return frozenset(c.name for c in above if c and not c.broader) - {*_rules()["conditions"]["silent"]}


def _chapter(code: IcdCode) -> tuple[set[str], list[str]]:
    """The top concepts that a code's chapter does not speak of, and the parts of the body where it may all the same."""
    for chapter in _rules()["chapter"]:
        for span in chapter[f"icd{code.system}"]:
            first, last = span.split("-")
            if first <= code.category <= last:
                return {*chapter["far"]}, chapter.get("near", [])
    return set(), []


@cache
def _rules() -> dict[str, Any]:
    """`ontology/code-check.toml` as it stands."""
    with (ontology_dir() / "code-check.toml").open("rb") as file:
        return tomllib.load(file)

"""What disputed items can be grouped by, and the letters behind a group."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from imrgraph.graph import Names
from imrgraph.rdf.names import in_words, local
from imrgraph.records import CitationPlace, Party

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from imrgraph.graph import CitationFacts, ItemFacts

Key = tuple[str, ...]  # one name, or the two of a pair

DIMENSIONS = {
    "treatment": "the treatment asked for",
    "category": "the kind of treatment: surgery, pharmaceutical, ...",
    "guideline": "each guideline that one party's statements cite",
    "family": "MTUS, ACOEM, ODG, ...: the top of what one party's statements cite",
    "guideline-pair": "what the administrator cites, and what the reviewer answers with",
    "family-pair": "the families of both, each item once: one, several, none, or none that was recognised",
    "condition": "each condition that the letter states as present",
    "specialty": "each specialty of the reviewer",
    "agreement": "how far the two parties' guidelines agree",
    "ground": "why the reviewer decided so",
    "body-part": "the part of the body that the item names",
    "year": "the year of the decision",
}
SIDES = {
    "several": "several families",
    "none": "no guideline",
    "unresolved": "not recognised",
}  # what a party cites where it is not one family


def keys_of(
    by: str, party: Party, names: Names, citations: Iterable[CitationFacts] = ()
) -> Callable[[ItemFacts], tuple[Key, ...]]:
    """How to find the groups that an item is in, each once.

    Args:
        citations: needed for `family-pair`, to tell what was not recognised from what is not there.

    Raises:
        QueryError: `by` is none of `DIMENSIONS`.
    """

    def each(values: Iterable[str]) -> tuple[Key, ...]:
        return tuple((value,) for value in values)

    def tops(values: Iterable[str]) -> tuple[Key, ...]:
        return each(sorted({top for value in values for top in names.tops(value)}))

    unknown = {
        (one.item, one.party)
        for one in citations
        if one.place is CitationPlace.GUIDELINE_STATEMENT and not one.guidelines
    }

    def side(item: ItemFacts, of: Party) -> str:
        found = sorted({top for guideline in item.cited(of) for top in names.tops(guideline)})
        if len(found) == 1:
            return found[0]
        return "several" if found else "unresolved" if (item.iri, of) in unknown else "none"

    found: Mapping[str, Callable[[ItemFacts], tuple[Key, ...]]] = {
        "treatment": lambda item: each(item.treatments),
        "category": lambda item: tops(item.treatments),
        "guideline": lambda item: each(item.cited(party)),
        "family": lambda item: tops(item.cited(party)),
        "guideline-pair": lambda item: tuple((a, r) for a in item.administrator for r in item.reviewer),
        "family-pair": lambda item: (
            (side(item, Party.CLAIMS_ADMINISTRATOR), side(item, Party.EXPERT_REVIEWER)),
        ),
        "condition": lambda item: each(item.letter.conditions),
        "specialty": lambda item: each(item.letter.specialties),
        "agreement": lambda item: each(() if item.agreement is None else (item.agreement,)),
        "ground": lambda item: each(item.grounds),
        "body-part": lambda item: each(item.body_parts),
        "year": lambda item: each(() if item.letter.year is None else (str(item.letter.year),)),
    }
    if by not in found:
        from imrgraph.errors import QueryError

        raise QueryError(f"items cannot be grouped by {by!r}; there are {', '.join(DIMENSIONS)}")
    return found[by]


def grouped(
    items: Iterable[ItemFacts], keys: Callable[[ItemFacts], tuple[Key, ...]]
) -> dict[Key, list[ItemFacts]]:
    """The items of each group, in the order given; an item stands in every group that it has a key of."""
    groups: dict[Key, list[ItemFacts]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            groups[key].append(item)
    return groups


def letter_sizes(items: Iterable[ItemFacts]) -> tuple[int, ...]:
    """How many of these items each letter has."""
    return tuple(Counter(item.letter.iri for item in items).values())


def letter_counts(items: Iterable[ItemFacts], hit: Callable[[ItemFacts], bool]) -> list[tuple[int, int]]:
    """Of each letter the items that are hits, and all items: what `intracluster` takes."""
    hits: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for item in items:
        hits[item.letter.iri] += hit(item)
        sizes[item.letter.iri] += 1
    return [(hits[letter], size) for letter, size in sizes.items()]


def short_name(key: Key) -> str:
    """A group's name as a person types it: the last parts of its IRIs.

    >>> short_name(("https://w3id.org/imrgraph/guideline/acoem-ch12", "https://w3id.org/imrgraph/guideline/odg"))
    'acoem-ch12>odg'
    """
    return ">".join(local(part) for part in key)


def label_of(key: Key, names: Names) -> str:
    """A group's name as a person reads it.

    >>> label_of(("SharedFamily",), Names())
    'shared family'
    """
    said = [names.labels.get(part) or SIDES.get(part) or local(part) for part in key]
    if len(key) == 1 and key[0] not in names.labels and "/" not in key[0]:
        return in_words(key[0])
    return " → ".join(said)

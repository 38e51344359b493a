"""Letters that are alike: joined to those with which they share the most, the rarer the more."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Any

from imrgraph.errors import QueryError
from imrgraph.graph.filters import FILTERS, read_filters
from imrgraph.graph.items import read_items
from imrgraph.graph.names import read_names
from imrgraph.query.library import Param

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from imrgraph.graph.items import ItemFacts
    from imrgraph.store import Store

NEIGHBOURS = Param(name="k", kind="number", words="neighbours of a letter, at most", default="10")
CUTOFF = Param(name="cutoff", kind="number", words="the least similarity, of 1", default="0.2")
HUBS = Param(
    name="hubs", kind="number", words="leave out concepts that a larger share of letters has", default="0.1"
)
SIMILARITY_PARAMS = (*FILTERS, NEIGHBOURS, CUTOFF, HUBS)
_FEW = 10  # letters: what so few have is no hub, however small the collection
_BLOCK = 500  # letters compared with all at a time
_DIGITS = 6


def letter_similarity(store: Store, params: Mapping[str, str]) -> nx.Graph:
    """A Graph of the letters whose items the filters leave.

    A letter has the treatments of its items, the guidelines that either party's statements cite for them, and its
    present conditions. A concept that `n` of all `N` letters have weighs `ln((N + 1) / n)`; one that more than `hubs` of
    the letters have (and more than 10) is left out, since it joins everything with everything. The similarity of two
    letters is the cosine between them. Each letter is joined to the `k` most similar ones, of equal ones to those that
    come first by IRI, where the similarity is `cutoff` or more; an edge is there when one of its ends has chosen it.

    Nodes have `label` (case number), `kind` `letter`, `year` where there is one, and `items` with `upheld` and
    `overturned` (wholly or in part) among them; edges `weight` (the similarity, six digits) and `shared` (how many
    concepts both have, hubs left out).

    Raises:
        QueryError: an unknown parameter, or a value out of its range.
    """
    import networkx as nx

    own = {param.name: _number(param, params) for param in (NEIGHBOURS, CUTOFF, HUBS)}
    rest = {name: value for name, value in params.items() if name not in own}
    filters = read_filters(store, "letter-similarity", rest, SIMILARITY_PARAMS)
    names = read_names(store)
    fields = {"treatments", "administrator", "reviewer", "conditions", "year", *filters.reads}
    letters: dict[str, list[ItemFacts]] = defaultdict(list)
    for item in filters.of(read_items(store, fields), names):
        letters[item.letter.iri].append(item)
    graph = nx.Graph()
    graph.add_nodes_from(
        (iri, _node(items, names.case_number(iri))) for iri, items in sorted(letters.items())
    )
    concepts = {iri: features(items) for iri, items in sorted(letters.items())}
    for (one, other), (weight, shared) in sorted(
        neighbours(concepts, k=int(own["k"]), cutoff=own["cutoff"], hubs=own["hubs"]).items()
    ):
        graph.add_edge(one, other, weight=weight, shared=shared)
    return graph


def features(items: Iterable[ItemFacts]) -> frozenset[str]:
    """The concepts of a letter's items that it is compared by."""
    return frozenset(
        concept
        for item in items
        for found in (item.treatments, item.administrator, item.reviewer, item.letter.conditions)
        for concept in found
    )


def neighbours(
    concepts: Mapping[str, frozenset[str]], *, k: int, cutoff: float, hubs: float
) -> dict[tuple[str, str], tuple[float, int]]:
    """Similarity and number of shared concepts of each pair that `letter_similarity` joins, smaller IRI first.

    Only letters that share a concept are ever compared.
    """
    import numpy as np
    from scipy import sparse  # type: ignore[import-untyped]

    letters = sorted(concepts)
    held = Counter(concept for found in concepts.values() for concept in found)
    most = max(_FEW, hubs * len(letters))
    column = {concept: at for at, concept in enumerate(sorted(c for c, n in held.items() if 1 < n <= most))}
    columns = [sorted(column[c] for c in concepts[letter] if c in column) for letter in letters]
    if not column:
        return {}
    starts = np.concatenate(([0], np.cumsum([len(found) for found in columns])))
    at = np.array([one for found in columns for one in found], dtype=np.int64)
    rarity = np.array([log((len(letters) + 1) / held[concept]) for concept in column])
    # What a letter shares with nobody counts for its length: it makes the letter less like the others.
    length = np.array(
        [
            sum(log((len(letters) + 1) / held[c]) ** 2 for c in sorted(concepts[one]) if held[c] <= most)
            ** 0.5
            for one in letters
        ]
    )
    shape = len(letters), len(column)
    rows = np.repeat(np.arange(len(letters)), np.diff(starts))
    vectors = sparse.csr_matrix((rarity[at] / length[rows], at, starts), shape=shape)
    ones = sparse.csr_matrix((np.ones(len(at)), at, starts), shape=shape)
    found: dict[tuple[str, str], tuple[float, int]] = {}
    for first in range(0, len(letters), _BLOCK):
        alike = (vectors[first : first + _BLOCK] @ vectors.T).tocsr()
        for row, (start, end) in enumerate(pairwise(alike.indptr)):
            one = first + row
            _choose(found, letters, ones, one, alike.indices[start:end], alike.data[start:end], k, cutoff)
    return found


def _choose(
    found: dict[tuple[str, str], tuple[float, int]],
    letters: list[str],
    ones: Any,
    one: int,
    others: Any,
    weights: Any,
    k: int,
    cutoff: float,
) -> None:
    """Add the pairs that one letter chooses."""
    import numpy as np

    weights = np.round(weights, _DIGITS)
    kept = (weights >= cutoff) & (weights > 0) & (others != one)
    others, weights = others[kept], weights[kept]
    for at in np.lexsort((others, -weights))[:k]:
        other = int(others[at])
        pair = letters[min(one, other)], letters[max(one, other)]
        if pair not in found:
            shared = len(np.intersect1d(ones[one].indices, ones[other].indices, assume_unique=True))
            found[pair] = float(weights[at]), shared


def _node(items: list[ItemFacts], label: str) -> dict[str, Any]:
    year = items[0].letter.year
    return {
        "label": label,
        "kind": "letter",
        **({} if year is None else {"year": year}),
        "items": len(items),
        "upheld": sum(item.overturned is False for item in items),
        "overturned": sum(item.overturned is True for item in items),
    }


def _number(param: Param, params: Mapping[str, str]) -> float:
    value = params.get(param.name, str(param.default))
    try:
        number = float(value)
    except ValueError:
        number = -1
    whole = param is NEIGHBOURS
    if not (number >= 1 and number.is_integer() if whole else 0 <= number <= 1):
        wants = "a whole number of 1 or more" if whole else "a number from 0 to 1"
        raise QueryError(f"{param.name}: {value!r} is not {wants}")
    return number

"""Letters that are alike, and guidelines with what is above them."""

from __future__ import annotations

from collections import defaultdict
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.errors import QueryError
from imrgraph.graph import read_items, to_networkx
from imrgraph.graph.similarity import features, neighbours
from imrgraph.query import select
from imrgraph.vocab.concepts import BASE
from tests.engines import ENGINES, engine

Concepts = dict[str, frozenset[str]]


@pytest.mark.parametrize("name", ENGINES)
def test_letters_are_compared_by_what_the_query_lists(name: str) -> None:
    listed: dict[str, set[str]] = defaultdict(set)
    for row in select(engine(name), "letter-similarity").as_dicts():
        listed[str(row["letter"])].add(str(row["concept"]))
    items = read_items(engine(name))
    letters = {item.letter.iri for item in items}
    assert {letter: features(i for i in items if i.letter.iri == letter) for letter in letters} == listed


def _slowly(
    concepts: Concepts, k: int, cutoff: float, hubs: float
) -> dict[tuple[str, str], tuple[float, int]]:
    """The same by comparing all letters with all."""
    held = [c for found in concepts.values() for c in found]
    most = max(10, hubs * len(concepts))
    weight = {c: log((len(concepts) + 1) / held.count(c)) for c in held if held.count(c) <= most}

    def alike(one: str, other: str) -> float:
        a, b = ({c for c in concepts[x] if c in weight} for x in (one, other))
        length = sum(weight[c] ** 2 for c in a) * sum(weight[c] ** 2 for c in b)
        return round(sum(weight[c] ** 2 for c in a & b) / length**0.5, 6) if length else 0

    found = {}
    for one in concepts:
        ranked = sorted((-alike(one, other), other) for other in concepts if other != one)
        for minus, other in ranked[:k]:
            if -minus >= cutoff and minus:
                both = sum(c in weight for c in concepts[one] & concepts[other])
                found[min(one, other), max(one, other)] = -minus, both
    return found


@given(
    drawn=st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=5), max_size=24),
    cutoff=st.sampled_from([0.0, 0.2, 0.6]),
)
def test_neighbours_are_those_of_comparing_all_with_all(drawn: list[frozenset[str]], cutoff: float) -> None:
    concepts = {f"l{at:02}": found for at, found in enumerate(drawn)}
    quick = neighbours(concepts, k=100, cutoff=cutoff, hubs=0.5)
    slow = _slowly(concepts, 100, cutoff, 0.5)
    sure = {pair for pair, (weight, _) in {**quick, **slow}.items() if abs(weight - cutoff) > 1e-5}
    assert sure & set(quick) == sure & set(slow)
    for pair in sure & set(slow):
        assert quick[pair][0] == pytest.approx(slow[pair][0], abs=2e-6)
        assert quick[pair][1] == slow[pair][1]


def test_of_equal_letters_the_first_are_chosen() -> None:
    concepts = {f"l{at}": frozenset("ab") for at in range(5)} | {"m": frozenset("c")}
    found = neighbours(concepts, k=1, cutoff=0.1, hubs=1)
    assert found == {(f"l{0}", f"l{at}"): (1.0, 2) for at in range(1, 5)}
    assert neighbours(dict(reversed(concepts.items())), k=1, cutoff=0.1, hubs=1) == found


def test_what_many_letters_have_joins_nobody() -> None:
    concepts = {f"l{at:02}": frozenset({"everywhere", f"own{at // 2}"}) for at in range(40)}
    found = neighbours(concepts, k=10, cutoff=0, hubs=0.1)
    assert found == {(f"l{at:02}", f"l{at + 1:02}"): (1.0, 1) for at in range(0, 40, 2)}
    assert len(neighbours(concepts, k=10, cutoff=0, hubs=1)) > len(found)


def test_filters_choose_the_letters() -> None:
    graph = to_networkx(engine("oxigraph"), "letter-similarity", {"from": "2015", "cutoff": "0"})
    assert {said["year"] for _, said in graph.nodes(data=True)} == {2015}
    assert {said["label"] for _, said in graph.nodes(data=True)} == {"CM15-0000104", "CM15-0000106"}


@pytest.mark.parametrize(
    ("params", "says"),
    [({"k": "0"}, "whole number"), ({"k": "x"}, "whole"), ({"cutoff": "2"}, "0 to 1"), ({"hubs": "-1"}, "0 to 1"),
     ({"k": "nan"}, "whole"), ({"k": "inf"}, "whole"), ({"nosuch": "1"}, "no parameter")],
)  # fmt: skip
def test_wrong_numbers_are_errors(params: dict[str, str], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        to_networkx(engine("oxigraph"), "letter-similarity", params)


@pytest.mark.parametrize("name", ENGINES)
def test_citations_add_up_as_the_query_counts(name: str) -> None:
    graph = to_networkx(engine(name), "guideline-hierarchy")
    counted = {
        str(row["guideline"]): int(str(row["determinations"]))
        for row in select(engine(name), "guideline-hierarchy").as_dicts()
    }
    assert dict(graph.nodes(data="weight")) == counted


def test_a_family_has_the_citations_of_its_chapters() -> None:
    graph = to_networkx(engine("oxigraph"), "guideline-hierarchy")
    acoem, chapter = BASE + "guideline/acoem", BASE + "guideline/acoem-ch12"
    assert graph.edges[chapter, acoem] == {"relation": "broader", "weight": graph.nodes[chapter]["weight"]}
    assert graph.nodes[acoem]["cited"] == 0
    assert graph.nodes[acoem]["weight"] > graph.nodes[chapter]["weight"]

"""Overturn rates: hand-worked groups, comparisons against scipy, and what every number is traced to."""

from __future__ import annotations

import random
from dataclasses import replace
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact  # type: ignore[import-untyped]

from imrgraph.errors import QueryError
from imrgraph.graph import CitationFacts, ItemFacts, Names, read_items, read_names
from imrgraph.metrics import DIMENSIONS, clustered_wilson, overturn_rates, wilson
from imrgraph.query import select
from imrgraph.records import CitationPlace, Party
from imrgraph.vocab.concepts import BASE
from tests.engines import engine
from tests.metrics.facts import items_of

_SINGLE = [  # forty letters of one item each: 6 of 20 and 14 of 20 overturned
    item
    for at in range(20)
    for item in (
        *items_of(f"a{at}", "o" if at < 6 else "u", treatments=("t/a",)),
        *items_of(f"b{at}", "p" if at < 14 else "u", treatments=("t/b",)),
    )
]


def test_letters_of_one_item_each_are_plain_statistics() -> None:
    first, second = overturn_rates(_SINGLE, "treatment")
    assert (first.name, first.items, first.letters, first.overturned, first.partly) == ("a", 20, 20, 6, 0)
    assert (second.overturned, second.partly, second.rate) == (14, 14, 0.7)
    assert (first.low, first.high) == wilson(6, 20)
    assert first.p_value == pytest.approx(fisher_exact([[6, 14], [14, 6]])[1])
    assert first.p_adjusted == first.p_value == second.p_value  # two comparisons with the same value
    assert not first.small
    assert first.effective == 20


def test_a_letter_of_many_items_says_less() -> None:
    # 5 letters of four items, all decided alike: correlation 1, so that 20 items are 5 letters
    items = [
        item
        for at, sign in enumerate("oouuu")
        for item in items_of(f"x{at}", sign * 4, treatments=("t/a",) if at < 4 else ("t/b",))
    ]
    rates = overturn_rates(items, "treatment")
    assert rates.correlation == 1
    first = rates.rows[0]
    assert (first.items, first.letters, first.effective, first.rate) == (16, 4, 4.0, 0.5)
    assert (first.low, first.high) == pytest.approx(wilson(2, 4))
    assert first.small
    assert first.p_value is first.p_adjusted is None
    compared = overturn_rates(items, "treatment", small=1).rows[0]
    assert compared.p_value == pytest.approx(fisher_exact([[2, 2], [0, 1]])[1])


def test_partly_certified_counts_unless_told() -> None:
    items = items_of("a", "uop-", treatments=("t/a",))
    rates = overturn_rates(items, "treatment")
    assert (rates.rows[0].items, rates.rows[0].overturned, rates.rows[0].partly) == (3, 2, 1)
    assert rates.without_outcome == 1
    [row] = overturn_rates(items, "treatment", wholly=True)
    assert (row.overturned, row.partly) == (1, 1)


def test_an_item_counts_once_in_each_of_its_groups() -> None:
    items = [
        *items_of("a", "o", administrator=("g/x", "g/y"), reviewer=("g/x", "g/z")),
        *items_of("b", "u", administrator=("g/x",), reviewer=("g/z",)),
        *items_of("c", "u"),
    ]
    pairs = overturn_rates(items, "guideline-pair")
    assert [(row.name, row.items, row.overturned) for row in pairs] == [
        ("x>z", 2, 1),
        ("x>x", 1, 1),
        ("y>x", 1, 1),
        ("y>z", 1, 1),
    ]
    assert pairs.rows[0].key == ("g/x", "g/z")
    assert pairs.rows[0].determinations == ("a#1", "b#1")
    assert pairs.without_key == 1
    assert (pairs.overall.items, pairs.overall.name, pairs.overall.label) == (3, "all", "all")
    by_party = overturn_rates(items, "guideline", party=Party.CLAIMS_ADMINISTRATOR)
    assert [row.name for row in by_party] == ["x", "y"]


def test_everything_is_compared_with_the_others_that_have_a_key() -> None:
    items = [*_SINGLE, *(item for at in range(9) for item in items_of(f"c{at}", "o"))]
    assert [row.p_value for row in overturn_rates(items, "treatment")] == [
        row.p_value for row in overturn_rates(_SINGLE, "treatment")
    ]
    assert len(overturn_rates(items, "agreement")) == 0


def test_a_group_of_everything_has_nothing_to_be_compared_with() -> None:
    [row] = overturn_rates([item for item in _SINGLE if item.treatments == ("t/a",)], "treatment")
    assert row.p_value is None


def test_no_items_give_no_rates() -> None:
    rates = overturn_rates([], "treatment")
    assert (len(rates), rates.overall.items, rates.overall.low, rates.overall.high) == (0, 0, 0.0, 1.0)


def test_an_unknown_dimension_names_those_there_are() -> None:
    with pytest.raises(QueryError, match="guideline-pair"):
        overturn_rates(_SINGLE, "colour")


def test_intervals_hold_where_letters_differ() -> None:
    """Simulated letters whose items are alike by 0.4, in groups that differ by chance alone (seeded)."""
    rnd, share, alike = random.Random(5), 0.3, 0.4
    shape = (1 - alike) / alike
    covered, plain, called = [], [], []
    for _ in range(60):
        items = []
        for at in range(80):
            chance, group = rnd.betavariate(share * shape, (1 - share) * shape), rnd.choice("abcd")
            outcomes = "".join(
                "o" if rnd.random() < chance else "u" for _ in range(rnd.choice([1, 1, 2, 3, 4, 8]))
            )
            items += items_of(f"L{at}", outcomes, treatments=(f"t/{group}",))
        for row in overturn_rates(items, "treatment"):
            covered.append(row.low <= share <= row.high)
            low, high = wilson(row.overturned, row.items)
            plain.append(low <= share <= high)
            called.append(row.p_value is not None and row.p_value < 0.05)
    assert mean(covered) > 0.92  # 95 % are promised
    assert mean(plain) < 0.85  # what counting items alone would give
    assert mean(called) < 0.06


_ITEMS = st.lists(
    st.tuples(
        st.integers(0, 6), st.text("uop-", min_size=1, max_size=4), st.sampled_from(["t/a", "t/b", "t/c"])
    ),
    max_size=25,
).map(
    lambda drawn: [
        item
        for at, (letter, outcomes, treatment) in enumerate(drawn)
        for item in items_of(f"L{letter}-{at % 3}", outcomes, treatments=(treatment,))
    ]
)


@given(_ITEMS)
def test_what_holds_of_any_rates(items: list[ItemFacts]) -> None:
    rates = overturn_rates(items, "treatment", small=2)
    assert sum(row.items for row in rates) == rates.overall.items == sum(i.outcome is not None for i in items)
    assert sum(row.overturned for row in rates) == rates.overall.overturned
    for row in rates:
        assert 0 <= row.low <= row.rate + 1e-9
        assert row.rate - 1e-9 <= row.high <= 1
        assert len(row.determinations) == row.items
        assert (row.p_value is None) == (row.p_adjusted is None)
        assert row.p_value is None or row.p_value <= (row.p_adjusted or 0) <= 1


@pytest.mark.parametrize("by", DIMENSIONS)
def test_both_engines_give_the_same_rates(by: str) -> None:
    one, other = (
        overturn_rates(read_items(engine(name)), by, names=read_names(engine(name)))
        for name in ("oxigraph", "rdflib")
    )
    assert one == other
    assert len(one) > 0


def test_rates_are_those_of_the_query() -> None:
    names = read_names(engine("oxigraph"))
    rates = {row.key[0]: row for row in overturn_rates(read_items(engine("oxigraph")), names=names)}
    rows = list(select(engine("oxigraph"), "outcomes-by-treatment").as_dicts())
    assert {str(row["requested"]) for row in rows} == set(rates)
    for row in rows:
        found = rates[str(row["requested"])]
        assert found.items == int(str(row["determinations"]))
        assert found.items - found.overturned == int(str(row["upheld"]))


def test_labels_and_tops_come_from_the_store() -> None:
    names = read_names(engine("oxigraph"))
    items = read_items(engine("oxigraph"))
    assert {row.label for row in overturn_rates(items, "category", names=names)} >= {"diagnostic imaging"}
    families = {row.key[0] for row in overturn_rates(items, "family", names=names)}
    assert families <= {BASE + f"guideline/{name}" for name in ("mtus", "acoem", "odg", "other")}
    assert {row.label for row in overturn_rates(items, "agreement", names=names)} >= {"same guideline"}


def test_the_interval_is_the_clustered_one() -> None:
    rates = overturn_rates(read_items(engine("oxigraph")), "treatment")
    for row in rates:
        if row.letters == row.items:
            assert (row.low, row.high) == clustered_wilson(row.overturned, [1] * row.items, rates.correlation)


def test_pairs_of_families_have_each_item_once() -> None:
    odg, odg_pain, mtus = (f"{BASE}guideline/{name}" for name in ("odg", "odg-pain", "mtus"))
    names = Names(broader={odg_pain: (odg,)}, labels={odg: "ODG", mtus: "MTUS"})
    items = [
        *items_of("a", "ou", administrator=(odg_pain, odg), reviewer=(mtus,)),
        *items_of("b", "o", administrator=(odg,), reviewer=(mtus, odg_pain)),
        *items_of("c", "up", reviewer=(odg,)),
    ]
    unread = CitationFacts(
        iri="c#1-citation-1",
        item="c#1",
        party=Party.CLAIMS_ADMINISTRATOR,
        place=CitationPlace.GUIDELINE_STATEMENT,
    )
    aside = [
        replace(unread, item="c#2", place=CitationPlace.RATIONALE),
        replace(unread, item="a#1"),  # beside one that was recognised
        replace(unread, item="c#2", party=Party.EXPERT_REVIEWER),
    ]
    found = overturn_rates(items, "family-pair", names=names, citations=[unread, *aside])
    assert {row.name: (row.items, row.overturned) for row in found} == {
        "odg>mtus": (2, 1),
        "odg>several": (1, 1),
        "unresolved>odg": (1, 0),
        "none>odg": (1, 1),
    }
    assert [row.label for row in found if row.name == "unresolved>odg"] == ["not recognised → ODG"]

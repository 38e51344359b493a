"""Shares of items that have something."""

from __future__ import annotations

import pytest

from imrgraph.errors import QueryError
from imrgraph.graph import ItemFacts
from imrgraph.metrics import clustered_wilson, shares, shares_table, wilson
from imrgraph.query import Format, render
from imrgraph.vocab.concepts import BASE
from tests.metrics.facts import items_of

_MRI, _ODG = BASE + "treatment/mri", BASE + "guideline/odg"


def _always(_: ItemFacts) -> bool:
    return True


def test_hits_are_counted_in_all_and_in_each_group() -> None:
    """Five letters of one item each: two of three MRIs have it, and the one item without a treatment does not."""
    items = [
        *items_of("a", "u", treatments=(_MRI,), reviewer=(_ODG,)),
        *items_of("b", "-", treatments=(_MRI,), reviewer=(_ODG,)),
        *items_of("c", "o", treatments=(_MRI,)),
        *items_of("d", "u", treatments=(BASE + "treatment/tens",), reviewer=(_ODG,)),
        *items_of("e", "u"),
    ]
    found = shares(items, lambda item: _ODG in item.reviewer, "treatment", small=3)
    assert (found.overall.hits, found.overall.items, found.overall.share) == (3, 5, 0.6)
    assert (found.overall.low, found.overall.high) == wilson(3, 5)
    mri, tens = found
    assert (mri.name, mri.hits, mri.items, mri.small, mri.determinations) == (
        "mri", 2, 3, False, ("a#1", "b#1"),
    )  # fmt: skip
    assert (tens.name, tens.share, tens.small) == ("tens", 1.0, True)


def test_items_of_one_letter_that_are_alike_count_as_one() -> None:
    """Two letters of three items, all alike within: the interval is that of one of two."""
    items = items_of("a", "uuu", reviewer=(_ODG,)) + items_of("b", "uuu")
    found = shares(items, lambda item: bool(item.reviewer))
    assert found.correlation == 1
    assert (found.overall.low, found.overall.high) == wilson(1, 2) == clustered_wilson(3, (3, 3), 1.0)
    assert found.overall.letters == 2
    assert not found.rows


def test_nothing_has_a_share_that_may_be_anything() -> None:
    found = shares([], _always, "year")
    assert (found.overall.share, found.overall.low, found.overall.high, found.overall.small) == (
        0,
        0,
        1,
        True,
    )
    assert len(found) == 0


def test_as_a_table() -> None:
    found = shares(items_of("a", "u", letter_says={"year": 2014}), _always, "year")
    assert render(shares_table([found.overall, *found]), Format.CSV) == (
        "key,label,items,letters,hits,share,low,high,note\r\n"
        "all,all,1,1,1,1,0.207,1,small\r\n"
        "2014,2014,1,1,1,1,0.207,1,small\r\n"
    )


def test_no_such_dimension() -> None:
    with pytest.raises(QueryError, match="there are treatment"):
        shares([], _always, "colour")

"""What the sections say, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from imrgraph.graph import CitationFacts, Names
from imrgraph.metrics.groups import SIDES
from imrgraph.records import CitationPlace, Party
from imrgraph.report import backbone, corpus, gaps, odds, order, parties, use
from imrgraph.report.charts import Tone
from imrgraph.report.parts import Plate, Section
from imrgraph.report.rates import AGREEMENT, SUBJECTS, chosen, rates_plate
from imrgraph.store import Iri, Literal
from imrgraph.vocab.concepts import BASE, IMR
from tests.metrics.facts import items_of
from tests.report.material import cites, material_of

_BY = {subject.by: subject for subject in SUBJECTS}
_MTUS, _ODG, _ACOEM = (f"{BASE}guideline/{name}" for name in ("mtus", "odg", "acoem"))
_LABELS = Names(labels={_MTUS: "Schedule (MTUS)", _ODG: "Disability (ODG)", _ACOEM: "ACOEM"})

# Forty letters of one item each: 6 of 20 and 14 of 20 are overturned. Wilson's interval of 14 in 20 is 0.481 to 0.855, of 6 in
# 20 its mirror image; Fisher's exact test gives 0.026 for either.
_FORTY = [
    item
    for at in range(20)
    for item in (
        *items_of(f"a{at}", "o" if at < 6 else "u", treatments=("t/a",)),
        *items_of(f"b{at}", "p" if at < 14 else "u", treatments=("t/b",)),
    )
]


def _plate(section: Section, name: str) -> Plate:
    return next(plate for plate in section.plates if plate.name == name)


def test_a_difference_is_said_with_its_interval() -> None:
    plate = rates_plate(material_of(_FORTY), _BY["treatment"])
    assert [" ".join(sentence.split()) for sentence in plate.finding] == [
        "Denials of b were overturned in 70 % (48–85 %) of 20 items, against 50 % of all 40.",
        "Denials of a were overturned in 30 % (15–52 %) of 20 items.",
        "Of 2 treatments compared, 2 differ from the others by more than chance.",
    ]
    assert plate.drawing is not None
    assert plate.command == "imrgraph metrics rates --by treatment --top 0 --store DIR"


def test_no_difference_is_said_as_well() -> None:
    items = [
        item
        for at in range(20)
        for item in items_of(f"x{at}", "o" if at < 10 else "u", treatments=(f"t/{at % 2}",))
    ]
    [said] = rates_plate(material_of(items), _BY["treatment"]).finding
    assert said.startswith("No group differs from the others by more than chance; highest of those drawn: ")


def test_three_letters_are_too_few_for_any_figure() -> None:
    items = [*items_of("a", "o", treatments=("t/a",)), *items_of("b", "u"), *items_of("c", "u")]
    for subject in (*SUBJECTS, AGREEMENT):
        plate = rates_plate(material_of(items), subject)
        assert plate.drawing is None
        assert plate.finding[0].startswith("Too few letters for rates by ")
        assert ": 3 items of 3 letters." in plate.finding[0]


def test_what_differs_is_drawn_though_others_are_larger() -> None:
    assert chosen([5, 9, 1, 7, 3], lambda row: row in (1, 3), most=3) == [5, 1, 3]
    assert chosen([1, 2, 3], lambda row: row > 3, most=2) == [1, 2]


def test_the_corpus_is_summed_up() -> None:
    items = [
        *items_of("a", "oup-", letter_says={"date": "2014-02-03", "year": 2014, "synthetic": True}),
        *items_of("b", "u", letter_says={"date": "2013-12-01", "year": 2013}),
    ]
    material = material_of(items, synthetic=1, partial=2, duplicates=1, letters=("a", "b", "c"))
    said = [" ".join(words.split()) for words in corpus.section(material).paragraphs]
    assert said[0] == "3 letters with 5 disputed items, dated from 2013-12-01 to 2014-02-03."
    assert said[1] == (
        "Of these denials were overturned 1 (20 %), overturned in part 1 (20 %), upheld 2 (40 %); 1 print no outcome."
    )
    assert said[2].startswith("1 letter is synthetic: ")
    assert said[3].startswith("2 letters of the store could be read only in part")
    assert said[4].startswith("1 source held a text that another source holds too")


@pytest.mark.parametrize(
    ("synthetic", "says"),
    [(0, ""), (1, "Includes 1 synthetic letter of 2"), (2, "Synthetic letters only")],
)
def test_synthetic_letters_are_marked(synthetic: int, says: str) -> None:
    material = material_of([*items_of("a", "u"), *items_of("b", "u")], synthetic=synthetic)
    assert material.mark.startswith(says)
    assert bool(material.mark) is bool(synthetic)


def test_the_mark_is_in_every_figure() -> None:
    plate = rates_plate(material_of(_FORTY, synthetic=40), _BY["treatment"])
    assert plate.drawing
    assert "Synthetic letters only" in plate.drawing.svg


def test_the_parties_are_counted_item_by_item() -> None:
    # twelve letters of one item: 6 same family, 4 from ODG to the MTUS, 1 without, 1 not recognised
    items = [
        *(i for at in range(6) for i in items_of(f"s{at}", "u", administrator=(_MTUS,), reviewer=(_MTUS,))),
        *(i for at in range(4) for i in items_of(f"d{at}", "o", administrator=(_ODG,), reviewer=(_MTUS,))),
        *items_of("n", "u", reviewer=(_MTUS,)),
        *items_of("q", "u", reviewer=(_MTUS,)),
    ]
    unread = CitationFacts(
        iri="q#1-citation-1",
        item="q#1",
        party=Party.CLAIMS_ADMINISTRATOR,
        place=CitationPlace.GUIDELINE_STATEMENT,
    )
    plate = _plate(parties.section(material_of(items, citations=(unread,), names=_LABELS)), "parties-flow")
    said = [" ".join(sentence.split()) for sentence in plate.finding]
    assert said[0] == (
        "In 10 items (83 % of 12) both parties cite a guideline that was recognised; in 6 of these (60 %) it is of one and the"
        " same family."
    )
    assert said[1].startswith("The widest ribbon goes from MTUS to MTUS: 6 items, of which 0 % ")
    assert said[2] == (
        "For 1 item (8.3 %) the letter names no guideline of the administrator, for 1 (8.3 %) it was not recognised."
    )
    assert plate.drawing
    assert all(words in plate.drawing.svg for words in (SIDES["none"], SIDES["unresolved"], "ODG"))


def test_use_over_time_says_what_changed() -> None:
    items = [
        item
        for year, guideline in ((2014, _MTUS), (2019, _ACOEM))
        for at in range(12)
        for item in items_of(
            f"{year}-{at}", "u", reviewer=(guideline,), letter_says={"date": f"{year}-06-01", "year": year}
        )
    ]
    citations = tuple(citation for item in items for citation in cites(item))
    section = use.section(material_of(items, citations=citations, names=_LABELS))
    families = _plate(section, "use-families")
    assert " ".join(families.finding[0].split()) == (
        "Schedule (MTUS) was cited for 100 % of the items of 2014 and 0 % of those of 2019."
    )
    assert families.drawing
    assert "December 2017" in families.drawing.svg
    editions = _plate(section, "use-editions")
    assert [" ".join(sentence.split()) for sentence in editions.finding] == [
        "Citations of ACOEM, no edition rose from 0 % of the items before December 2017 to 100 % since.",
        "Citations of Schedule (MTUS), no edition fell from 100 % of the items before December 2017 to 0 % since.",
    ]


def test_odds_say_which_guideline_goes_with_overturning() -> None:
    # 20 letters cite the ODG, 15 of them overturned; 20 the MTUS, 5 of them: (15 * 15) / (5 * 5) = 9
    items = [
        item
        for at in range(20)
        for item in (
            *items_of(f"a{at}", "o" if at < 15 else "u", reviewer=(_ODG,)),
            *items_of(f"b{at}", "o" if at < 5 else "u", reviewer=(_MTUS,)),
        )
    ]
    plate = _plate(odds.section(material_of(items, names=_LABELS)), "odds-guideline")
    assert plate.finding[0].startswith(
        "Where the reviewer cites Disability (ODG) (20 items), the odds of overturning are 9.0 times those elsewhere ("
    )
    assert "0.11 times" in plate.finding[1]
    assert plate.finding[2] == "Of 2 guidelines compared, 2 differ by more than chance."


def test_the_search_order_is_told() -> None:
    items = [
        item
        for at in range(16)
        for item in items_of(
            f"a{at}", "u", reviewer=(_MTUS if at < 12 else _ODG,), letter_says={"year": 2014}
        )
    ]
    citations = tuple(citation for item in items for citation in cites(item))
    section = order.section(material_of(items, citations=citations, names=_LABELS))
    assert " ".join(_plate(section, "order-years").finding[0].split()).startswith(
        "The letter shows the legal order in 75 % ("
    )
    assert _plate(section, "order-years").finding[1] == "4 skip a step; of 0 nothing can be told."
    assert _plate(section, "order-paths").finding[0].startswith("Most usual: the MTUS is cited (75")


def test_the_backbone_keeps_what_weighs_more_than_chance() -> None:
    # Each of two treatments is tied to its own guideline 30 times, and once to each of four others
    items = []
    for one in (0, 1):
        for at in range(30):
            items += items_of(f"m{one}-{at}", "u", treatments=(f"t/{one}",), reviewer=(f"g/{one}",))
        for other in range(4):
            items += items_of(f"o{one}-{other}", "u", treatments=(f"t/{one}",), reviewer=(f"g/x{other}",))
    section = backbone.section(material_of(items))
    plate = section.plates[0]
    assert [[str(cell) for cell in row[:3]] for row in plate.table.rows] == [
        ["0", "0", "30"],
        ["1", "1", "30"],
    ]
    assert plate.drawing is None  # two ties are no picture
    assert section.beside
    assert "<html" in section.beside.text


def _unresolved(mention: str, words: str, letter: str) -> dict[str, Iri | Literal]:
    return {
        "kind": Iri(f"{IMR}Citation"),
        "resolution": Iri(f"{IMR}Unresolved"),
        "words": Literal(words),
        "letter": Iri(letter),
        "mention": Iri(mention),
    }


def test_gaps_count_mentions_once_though_they_have_candidates() -> None:
    items = [*items_of("a", "u-", reviewer=(_MTUS,)), *items_of("b", "u")]
    citations = tuple(citation for item in items for citation in cites(item))
    rows = [
        _unresolved("m1", "Blue book", "a"),
        _unresolved("m1", "Blue book", "a"),
        _unresolved("m2", "Zed", "b"),
    ]
    section = gaps.section(material_of(items, citations=citations, unresolved=tuple(rows)))
    assert " ".join(_plate(section, "gaps-recognised").finding[1].split()) == (
        "Citations of guidelines: 2 of 2 (100 %) not recognised."
    )
    assert _plate(section, "gaps-words").finding == (
        "Most frequent: “Blue book” (1 mention in 1 letter); 2 wordings in all.",
    )
    missing = {str(row[0]): str(row[1]) for row in _plate(section, "gaps-missing").table.rows}
    assert missing["items without an outcome"] == "1"
    assert missing["items without a recognised guideline of the reviewer"] == "1"
    assert missing["letters without any date"] == "2"


def test_tones_are_told_apart_without_colour() -> None:
    from imrgraph.report.charts.intervals import _LOOK

    looks = {(look["marker"], look.get("markerfacecolor")) for look in _LOOK.values()}
    assert len(looks) == len(Tone)

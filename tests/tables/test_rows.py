"""A case as rows: every field of the records in its column, and nothing that the letter does not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from imrgraph.records import Assertion, CaseFacts, Party, Resolved, Span, Stance, Unresolved
from imrgraph.tables.rows import full_iri, rows_of, short_name
from imrgraph.tables.schema import LETTERS, OF_LETTERS, TABLES, Origin
from tests.cases import BASE, case, citation, determination, evidence, full_case

_FULL = rows_of(full_case())


def _named(rows: dict[str, list[tuple[Any, ...]]], table: str) -> list[dict[str, Any]]:
    """The rows of a table with their columns' names; `position` and `item` come first."""
    names = ["position", "item", *(column.name for column in TABLES[table].of(Origin.CASE))]
    return [dict(zip(names, row, strict=True)) for row in rows[table]]


def test_a_letter_says_what_its_records_say() -> None:
    [letter] = _named(_FULL, "letters")
    assert letter == {
        "position": 1,
        "item": None,
        "layout": "NoticeOfDetermination2013",
        "dated": "2014-01-05",
        "year": 2014,
        "decision_date": "2014-01-05",
        "assigned_date": "2014-01-04",
        "application_date": "2014-01-03",
        "ur_decision_date": "2014-01-02",
        "injury_date": "2012-01-01",
        "worker_age": 41,
        "worker_sex": "Female",
        "specialties": ("invented-medicine",),
        "licensed_in": ("California", "New York"),
        "present_conditions": ("lumbago",),
        "synthetic": True,
        "item_count": 2,
        "citation_count": 2,
        "condition_count": 2,
        "treatment_count": 3,
        "ground_count": 1,
    }


def test_an_item_says_what_its_records_say() -> None:
    first, second = _named(_FULL, "determinations")
    assert first == {
        "position": 1,
        "item": 1,
        "item_number": 1,
        "disputed_item": "MRI \\ of the <left> knee, 1/2\tdose – “q”",
        "treatments": ("mri",),
        "status": "Resolved",
        "candidates": (),
        "body_parts": ("knee",),
        "laterality": "Left",
        "spinal_level": "L4-L5",
        "strength": "10 mg",
        "dosage_form": "tablet",
        "frequency": "twice a week",
        "duration": "6 weeks",
        "quantity": 1.5,
        "service_from": "2014-05-01",
        "service_to": "2014-06-01",
        "timing": "Retrospective",
        "associated_with": 2,
        "outcome": "PartiallyOverturned",
        "certified_part": "half of it",
        "ur_decision": "Modified",
        "agreement": "OneParty",
        "administrator_cites": (),
        "reviewer_cites": ("other-journal-of-invented-medicine",),
        "silent": (),
        "grounds": ("not-documented",),
        "cited_no_evidence": ("ClaimsAdministrator",),
        "rationale": "Because.\r\n\fSo.",
        "words": "MRI",
        "start_char": 0,
        "end_char": 9,
        "places": 1,
        "rule": "invented",
        "fuzzy": False,
    }
    assert (second["position"], second["item_number"], second["agreement"]) == (2, 2, "NeitherParty")
    assert second["quantity"] is second["laterality"] is second["rationale"] is second["service_from"] is None


def test_citations_are_numbered_in_text_order_and_keep_their_doubt() -> None:
    cited, *rest = _named(_FULL, "citations")
    assert len(rest) == 1, "two of the first item, none of the second"
    assert cited == {
        "position": 1,
        "item": 1,
        "number": 1,
        "party": "ClaimsAdministrator",
        "place": "Rationale",
        "guideline": None,
        "status": "Ambiguous",
        "candidates": ("acoem", "mtus"),
        "within_mtus": True,
        "stance": "Silent",
        "editions": ("2004",),
        "pages": ("308-310",),
        "sections": ('Special "Studies"',),
        "printed_tables": ("12-8",),
        "quotation": True,
        "words": "two pieces",
        "start_char": 3,
        "end_char": 9,
        "places": 2,
        "rule": "r",
        "fuzzy": True,
    }
    assert rest[0]["guideline"] == "other-journal-of-invented-medicine"
    assert (rest[0]["position"], rest[0]["item"], rest[0]["number"], rest[0]["within_mtus"]) == (
        2,
        1,
        2,
        None,
    )


def test_conditions_come_in_text_order_whatever_is_said_of_them() -> None:
    absent, present = _named(_FULL, "conditions")
    assert (absent["number"], absent["condition"], absent["assertion"]) == (1, "fracture", "Absent")
    assert (present["number"], present["condition"], present["body_part"]) == (2, "lumbago", "lumbar-spine")
    assert present["stated_codes"] == ("724.2", "M5O.20", "401.9")
    assert (present["unknown_codes"], present["contradicting_codes"]) == (("M5O.20",), ("401.9",))
    assert (present["laterality"], present["spinal_level"]) == ("Bilateral", "L5-S1")


def test_treatments_are_those_asked_for_then_the_earlier_ones() -> None:
    found = [
        (row["position"], row["item"], row["role"], row["number"], row["treatment"], row["status"])
        for row in _named(_FULL, "treatments")
    ]
    assert found == [
        (1, 1, "Requested", 1, "mri", "Resolved"),
        (2, 2, "Requested", 2, "acupuncture", "Resolved"),
        (3, None, "Earlier", 1, None, "Unresolved"),
    ]


def test_grounds_have_their_sentences() -> None:
    [ground] = _named(_FULL, "grounds")
    assert (ground["item"], ground["number"], ground["ground"], ground["words"]) == (
        1,
        1,
        "not-documented",
        "MRI",
    )


def test_a_compound_has_a_row_for_each_treatment_and_is_one_item() -> None:
    both = Resolved(concepts=(f"{BASE}treatment/mri", f"{BASE}treatment/acupuncture"))
    rows = rows_of(replace(case(), determinations=(replace(determination(), resolution=both),)))
    assert [row["treatments"] for row in _named(rows, "determinations")] == [("acupuncture", "mri")]
    assert [row["treatment"] for row in _named(rows, "treatments")] == ["acupuncture", "mri"]


def test_guidelines_that_the_rationale_calls_silent_are_told_of_the_item() -> None:
    silent = replace(citation("mtus"), stance=Stance.SILENT)
    nameless = replace(citation(None), stance=Stance.SILENT)
    rows = rows_of(replace(case(), determinations=(determination(1, silent, nameless, citation("odg")),)))
    assert [row["silent"] for row in _named(rows, "determinations")] == [("mtus",)]


def test_only_guideline_statements_count_for_agreement() -> None:
    said = citation("odg", Party.CLAIMS_ADMINISTRATOR), citation("odg", within=False)
    [row] = _named(rows_of(replace(case(), determinations=(determination(1, *said),))), "determinations")
    assert (row["administrator_cites"], row["reviewer_cites"], row["agreement"]) == (
        ("odg",),
        ("odg",),
        "SameGuideline",
    )


def test_a_letter_is_dated_by_the_first_date_that_it_prints() -> None:
    days = full_case().facts
    undecided = replace(full_case(), facts=replace(days, decision_date=None))
    undated = replace(full_case(), facts=CaseFacts(injury_date=days.injury_date))
    assert [_named(rows_of(one), "letters")[0]["dated"] for one in (undecided, undated)] == [
        "2014-01-04",
        None,
    ]


def test_only_conditions_stated_as_present_are_told_of_the_letter() -> None:
    full = full_case()
    again = tuple(replace(one, assertion=Assertion.PRESENT) for one in full.conditions)
    doubtful = replace(full.conditions[0], resolution=Unresolved(), evidence=evidence(90, 95))
    [row] = _named(rows_of(replace(full, conditions=(*again, *again, doubtful))), "letters")
    assert row["present_conditions"] == ("fracture", "lumbago")
    assert row["condition_count"] == 5


def test_empty_words_are_none_and_a_fact_without_a_place_has_no_position() -> None:
    bare = replace(determination(), rationale="", spinal_level="", evidence=replace(evidence(), spans=()))
    [row] = _named(rows_of(replace(case(), determinations=(bare,))), "determinations")
    assert (row["rationale"], row["spinal_level"]) == (None, None)
    assert (row["start_char"], row["end_char"], row["places"]) == (None, None, 0)


def test_every_row_has_the_columns_of_its_table() -> None:
    assert _FULL.keys() == {table.name for table in OF_LETTERS}
    for table in OF_LETTERS:
        widths = {len(row) for row in _FULL[table.name]}
        assert widths == {2 + len(table.of(Origin.CASE))}, table.name


def test_names_of_concepts_lead_back_to_their_iris() -> None:
    own = "https://example.org/mine/boots"
    for iri in (f"{BASE}guideline/acoem-ch12", f"{BASE}guideline/other-x", own):
        assert full_iri("guideline", short_name("guideline", iri)) == iri
    assert short_name("treatment", own) == own


def test_spans_are_those_of_the_first_place() -> None:
    cut = replace(evidence(), spans=(Span(7, 9), Span(40, 52)))
    rows = rows_of(replace(case(), determinations=(replace(determination(), evidence=cut),)))
    assert [
        (row["start_char"], row["end_char"], row["places"]) for row in _named(rows, "determinations")
    ] == [(7, 9, 2)]


def test_every_column_says_what_it_means_and_every_key_what_it_counts() -> None:
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert all(column.words for column in table.columns)
    assert LETTERS.columns[0].name == "letter_id"

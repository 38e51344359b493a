"""Disputed items in every layout, in small letters made of each layout's own marks."""

from __future__ import annotations

import pytest

from imrgraph.read.clean import clean
from imrgraph.records import LetterFormat
from imrgraph.segment import Outline, outline

LATER = """HOW THE IMR FINAL DETERMINATION WAS MADE
MAXIMUS Federal Services sent the complete case file to a physician reviewer.

CLINICAL CASE SUMMARY
The applicant has neck pain.

IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:

{first}

Claims Administrator guideline: Decision based on MTUS ACOEM.

MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): 22.

Decision rationale: The first reason. It is not medically necessary.

{second}

CLAIMS ADMINISTRATOR GUIDELINE: The Claims Administrator did not cite any medical evidence.

MAXIMUS GUIDELINE: Decision based on Non-MTUS Citation ODG.

DECISION RATIONALE: The second reason.
"""

LATE_2013 = """IMR DECISION(S) AND RATIONALE(S)
The Final Determination was based on decisions for the disputed items/services set forth below:

1. Norco 10/325mg #60 is not medically necessary and appropriate.

The Claims Administrator based its decision on the Chronic Pain Medical Treatment Guidelines, which is part of the MTUS.

The Physician Reviewer based his/her decision on the Chronic Pain Medical Treatment Guidelines, page 80, which is part of the MTUS.

The Physician Reviewer's decision rationale:
The claims administrator based its view on one visit. The request for Norco is not medically necessary and appropriate.

2. One urine drug screen is medically necessary and appropriate.

The Claims Administrator did not cite any evidence-based criteria.

The Physician Reviewer based his/her decision on the MTUS.

The Physician Reviewer's decision rationale:
The second reason.
"""

NOTICE = """Notice of Independent Medical Review Determination

1) MAXIMUS Federal Services, Inc. has determined the request for an MRI of the neck is notmedically
necessary and appropriate.

2) MAXIMUS Federal Services, Inc. has determined the request for six visits is medically necessary and appropriate.

INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE
1) MAXIMUS Federal Services, Inc. has determined the request for an MRI of the neck is not medically
necessary and appropriate.
2) MAXIMUS Federal Services, Inc. has determined the request for six visits is medically necessary and appropriate.

Case Summary:
The patient has neck pain.

1) Regarding the request for an MRI of the neck:
Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision
The Claims Administrator based its decision on ODG. The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate.
Rationale for the Decision:
The first reason.

2) Regarding the request for six visits:
Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision
The Claims Administrator did not cite any guideline. The Expert Reviewer relied on the MTUS.
Rationale for the Decision:
The second reason.

Effect of the Decision:
Binding on all parties.
"""

REVIEW_FORM = """MEDICAL PROFESSIONAL REVIEW
ISSUE AT DISPUTE
1. Acupuncture, six visits
2. A lumbar brace

CASE SUMMARY
The patient has low back pain.

MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY
1. The Claims Administrator relied on ODG. The professional reviewer relied on the MTUS.
2. The professional reviewer relied on ACOEM.

RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS (NOT) MEDICALLY NECESSARY
1. The visits are medically necessary.
2. The brace is not medically necessary.

MEDICAL REVIEWER QUALIFICATIONS
Board certified in Pain Medicine.
"""


def read(text: str) -> Outline:
    return outline(clean(text))


def items(cut: Outline) -> list[tuple[str, str]]:
    return [(cut.words(i.item), cut.words(i.outcome) if i.outcome else "") for i in cut.issues]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("MRI of the neck: Upheld", "Six visits of\nphysical therapy: Overturned", id="plain-and-wrapped"),
        pytest.param("1. MRI of the neck: Upheld", "2. Six visits of physical therapy: Overturned", id="dots"),
        pytest.param("1) MRI of the neck:  Upheld", "2) Six visits of physical therapy:  Overturned", id="brackets"),
        pytest.param("#1 MRI of the neck: Upheld", "#2 Six visits of physical therapy: Overturned", id="hashes"),
        pytest.param("MRI of the neck: UPHELD", "Six visits of physical therapy:\n\nOverturned", id="next-line"),
        pytest.param("1 . MRI of the neck (Upheld)", "2 . Six visits of physical therapy (Overturned)", id="spaced-and-in-brackets"),
        pytest.param("Decision for MRI of the neck: Upheld", "Six visits of physical therapy: overturned", id="decision-for"),
    ],
)  # fmt: skip
def test_items_of_the_later_layout(first: str, second: str) -> None:
    cut = read(LATER.format(first=first, second=second))
    assert cut.letter_format is LetterFormat.ISSUES_DECISIONS_RATIONALES
    assert [(item, outcome.lower()) for item, outcome in items(cut)] == [
        ("MRI of the neck", "upheld"),
        ("Six visits of physical therapy", "overturned"),
    ]
    assert [cut.words(i.rationale[0]) for i in cut.issues] == [
        "The first reason. It is not medically necessary.",
        "The second reason.",
    ]
    assert cut.words(cut.issues[1].reviewer[0]) == "Decision based on Non-MTUS Citation ODG."


def test_other_words_for_an_outcome() -> None:
    cut = read(LATER.format(first="MRI of the neck: Not medically necessary", second="Six visits: Overturn"))
    assert items(cut) == [("MRI of the neck", "Not medically necessary"), ("Six visits", "Overturn")]


def test_a_sentence_that_a_line_end_cuts_is_no_outcome() -> None:
    text = LATER.replace(
        "It is not medically necessary.", "The request is therefore not\nmedically necessary."
    )
    cut = read(text.format(first="MRI of the neck: Upheld", second="Six visits: Overturned"))
    assert items(cut) == [("MRI of the neck", "Upheld"), ("Six visits", "Overturned")]


def test_items_survive_single_spacing_without_blank_lines() -> None:
    text = LATER.format(first="MRI of the neck: Upheld", second="Six visits: Overturned").replace(
        "\n\n", "\n"
    )
    assert items(read(text)) == [("MRI of the neck", "Upheld"), ("Six visits", "Overturned")]


def test_items_of_late_2013() -> None:
    cut = read(LATE_2013)
    assert cut.letter_format is LetterFormat.DECISIONS_AND_RATIONALES_2013
    assert [item for item, _ in items(cut)] == ["Norco 10/325mg #60", "One urine drug screen"]
    assert [len(i.administrator) for i in cut.issues] == [1, 1]
    assert cut.words(cut.issues[0].rationale[0]).startswith("The claims administrator based its view")


def test_findings_of_the_notice_are_not_doubled() -> None:
    cut = read(NOTICE)
    assert cut.letter_format is LetterFormat.NOTICE_2013
    assert [item for item, _ in items(cut)] == ["MRI of the neck", "six visits"]
    assert [len(i.repeats) for i in cut.issues] == [2, 2]
    assert "not" in items(cut)[0][1]
    assert "not" not in items(cut)[1][1]
    assert cut.words(cut.issues[1].rationale[0]) == "The second reason."


def test_a_notice_cut_off_before_an_item_is_named_keeps_the_items_before_it() -> None:
    cut = read(NOTICE.partition("six visits:\n")[0].removesuffix(" "))
    assert cut.text.endswith("2) Regarding the request for")
    assert items(cut) == [
        ("MRI of the neck", "is notmedically necessary and appropriate"),
        ("six visits", "is medically necessary and appropriate"),
    ]


def test_items_of_the_review_form() -> None:
    cut = read(REVIEW_FORM)
    assert cut.letter_format is LetterFormat.PROFESSIONAL_REVIEW_2013
    assert [item for item, _ in items(cut)] == ["Acupuncture, six visits", "A lumbar brace"]
    assert ["not" in outcome for _, outcome in items(cut)] == [False, True]
    assert [len(i.administrator) for i in cut.issues] == [1, 0]


@pytest.mark.parametrize("end", [0.5, 0.7, 0.8, 0.9, 0.97])
def test_a_cut_off_letter_keeps_what_it_says(end: float) -> None:
    text = LATER.format(first="MRI of the neck: Upheld", second="Six visits: Overturned")
    cut = read(text[: int(len(text) * end)])
    assert items(cut)[0] == ("MRI of the neck", "Upheld")

"""Dates, age, sex, reviewer and outcomes, in the words that letters use."""

from __future__ import annotations

from datetime import date

import pytest

from imrgraph.extract.dates import find_dates, parse_date
from imrgraph.extract.facts import case_facts
from imrgraph.extract.outcomes import read_outcome
from imrgraph.extract.reviewers import reviewer
from imrgraph.read.clean import clean
from imrgraph.records import Outcome, Sex
from imrgraph.segment import Outline, outline


def letter(
    summary: str, *, header: str = "", method: str = "", items: str = "MRI of the neck: Upheld"
) -> Outline:
    issues = "\n\n".join(
        f"{item}\n\nClaims Administrator guideline: Decision based on MTUS.\n\nMAXIMUS guideline: Decision based on MTUS.\n\n"
        "Decision rationale: The reason."
        for item in items.split(" | ")
    )
    return outline(
        clean(
            f"{header}\n\nHOW THE IMR FINAL DETERMINATION WAS MADE\n{method}\n\nCLINICAL CASE SUMMARY\n{summary}\n\n"
            "IMR ISSUES, DECISIONS AND RATIONALES\nThe Final Determination was based on decisions for the disputed items/services"
            f" set forth below:\n\n{issues}\n"
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("12/26/2014", date(2014, 12, 26), id="slashes"),
        pytest.param("6-22-00", date(2000, 6, 22), id="two-digit-year"),
        pytest.param("7-4-85", date(1985, 7, 4), id="last-century"),
        pytest.param("August 20, 2013", date(2013, 8, 20), id="named-month"),
        pytest.param("Sept. 3rd, 2015", date(2015, 9, 3), id="ordinal"),
        pytest.param("2015-09-03", date(2015, 9, 3), id="iso"),
        pytest.param("2/31/2014", None, id="no-such-day"),
        pytest.param("10/204", None, id="typed-over"),
    ],
)
def test_parse_date(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


def test_find_dates_leaves_fractions_and_ratios_alone() -> None:
    assert [d.value for d in find_dates("4/5 strength, 10/325mg, seen 3/4/14 and on 5/6/2014.")] == [
        date(2014, 3, 4),
        date(2014, 5, 6),
    ]


@pytest.mark.parametrize(
    ("summary", "age", "sex"),
    [
        pytest.param("The injured worker is a 62 year old male.", 62, Sex.MALE, id="year-old"),
        pytest.param("This is a 45-year-old woman with pain.", 45, Sex.FEMALE, id="hyphens"),
        pytest.param("The patient is a 38 y.o. F. She has pain.", 38, Sex.FEMALE, id="y-o"),
        pytest.param("This forty-five year old man fell.", 45, Sex.MALE, id="in-words"),
        pytest.param("The applicant fell. She has pain and her back hurts.", None, Sex.FEMALE, id="pronouns"),
        pytest.param("The employee is 51 years of age. He works.", 51, Sex.MALE, id="of-age"),
        pytest.param("Her father, a 70 year old man, has gout. She has pain. She limps. Her knee hurts. She works.", None, None, id="kin"),
        pytest.param("The applicant has pain.", None, None, id="not-said"),
    ],
)  # fmt: skip
def test_age_and_sex(summary: str, age: int | None, sex: Sex | None) -> None:
    facts = case_facts(letter(summary))
    assert (facts.worker_age, facts.worker_sex) == (age, sex)


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        pytest.param("has filed a claim for neck pain reportedly associated with an industrial injury of December 14, 2012.", date(2012, 12, 14), id="injury-of"),
        pytest.param("who sustained an industrial injury on 6-22-2000.", date(2000, 6, 22), id="sustained"),
        pytest.param("a custodian with a Date of Injury of 10/28/2013.", date(2013, 10, 28), id="date-of-injury"),
        pytest.param("a male who was injured on November 30, 2012.", date(2012, 11, 30), id="injured-on"),
        pytest.param("The patient reported a work injury. DOI: 3/4/11.", date(2011, 3, 4), id="doi"),
        pytest.param("On 3/4/2011 the worker sustained a crush injury.", date(2011, 3, 4), id="on-date"),
        pytest.param("The X-ray of 3/4/2011 was negative.", None, id="another-date"),
    ],
)  # fmt: skip
def test_injury_date(summary: str, expected: date | None) -> None:
    assert case_facts(letter(summary)).injury_date == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        pytest.param("On August 20, 2013, the claims administrator certified a CT scan while denying a DEXA scan.", date(2013, 8, 20), id="on"),
        pytest.param("The original utilization review (12-26-2014) had non-certified a request.", date(2014, 12, 26), id="brackets"),
        pytest.param("The UR determination of 3/3/2014 non-certified the requests.", date(2014, 3, 3), id="of"),
        pytest.param("In a Utilization Review Report dated May 5, 2015, the claims administrator failed to approve it.", date(2015, 5, 5), id="dated"),
        pytest.param("Utilization review denied the MRI on 2/3/15.", date(2015, 2, 3), id="denied-on"),
    ],
)  # fmt: skip
def test_ur_decision_date(summary: str, expected: date) -> None:
    assert case_facts(letter(summary)).ur_decision_date == expected


def test_header_dates() -> None:
    header = (
        "Case Number: CM14-0012345 Date Assigned: 07/18/2014\nDate of Injury: 11/06/2010 Decision Date: 06/20/2014\n"
        "Priority: Standard Application Received: 07/10/2014"
    )
    facts = case_facts(letter("The applicant has pain.", header=header))
    assert facts.case_number == "CM14-0012345"
    assert facts.assigned_date == date(2014, 7, 18)
    assert facts.injury_date == date(2010, 11, 6)
    assert facts.application_date == date(2014, 7, 10)
    assert facts.ur_decision_date == date(2014, 6, 20)  # before the application: not the final decision's
    assert facts.decision_date is None


@pytest.mark.parametrize(
    ("method", "specialties", "states"),
    [
        pytest.param("The physician reviewer is Board Certified in Occupational Medicine and is licensed to practice in California.", ("occupational-medicine",), ("California",), id="one"),
        pytest.param("The expert reviewer is Board Certified in Physical Medicine and Rehabilitation, has a subspecialty in Pain Medicine and is licensed to practice in New York and Connecticut.", ("physical-medicine-and-rehabilitation", "pain-medicine"), ("New York", "Connecticut"), id="subspecialty"),
        pytest.param("The Expert Reviewer has the following credentials:\nState(s) of Licensure: Texas, Illinois\nCertification(s)/Specialty: Preventive Medicine, Occupational Medicine", ("preventive-medicine", "occupational-medicine"), ("Texas", "Illinois"), id="credentials-block"),
    ],
)  # fmt: skip
def test_reviewer(method: str, specialties: tuple[str, ...], states: tuple[str, ...]) -> None:
    found = reviewer(letter("The applicant has pain.", method=method))
    assert tuple(s.rsplit("/", 1)[-1] for s in found.specialties) == specialties
    assert found.licensed_in == states


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Upheld", Outcome.UPHELD),
        ("OVERTURNED", Outcome.OVERTURNED),
        ("Overturned in part", Outcome.PARTIALLY_OVERTURNED),
        ("Partially Overturned", Outcome.PARTIALLY_OVERTURNED),
        ("Modified", Outcome.PARTIALLY_OVERTURNED),
        ("is notmedically necessary and appropriate", Outcome.UPHELD),
        ("isnot medically necessary and appropriate", Outcome.UPHELD),
        ("is medically necessary and appropriate", Outcome.OVERTURNED),
        ("is partially medically necessary", Outcome.PARTIALLY_OVERTURNED),
        ("Not medically necessary", Outcome.UPHELD),
        ("Medically necessary", Outcome.OVERTURNED),
        ("Uphold", Outcome.UPHELD),
        ("pending", None),
    ],
)
def test_read_outcome(words: str, outcome: Outcome | None) -> None:
    assert read_outcome(words) is outcome

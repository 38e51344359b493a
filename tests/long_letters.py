"""Letters of any length, written so that careless reading takes ever longer: the same for ever, in one place of a letter."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LETTER = """\
Case Number: CM14-0012345 Date Assigned: 07/21/2014
Date of Injury: 03/04/2010 Decision Date: 01/10/2014
Priority: Standard Application Received: 01/28/2014

HOW THE IMR FINAL DETERMINATION WAS MADE
MAXIMUS Federal Services sent the complete case file to an expert reviewer. The reviewer is Board Certified in Orthopedic
Surgery and is licensed to practice in California.

CLINICAL CASE SUMMARY
The patient is a 45 year old female with low back pain. {summary}

IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:

1. {item}: Upheld
Claims Administrator guideline: Decision based on MTUS ACOEM, {statement}
MAXIMUS guideline: Decision based on MTUS Chronic Pain, {reviewer}
Decision rationale: The MTUS does not support the request. {rationale}

2. Norco 10/325mg #60: Overturned
Claims Administrator guideline: Decision based on ODG, Pain.
MAXIMUS guideline: Decision based on ODG, Opioids.
Decision rationale: The criteria are met.
"""
_NOTICE = """\
Notice of Independent Medical Review Determination
IMR Case Number: CM13-0012345

Dear Applicant,

{findings}

Medical Qualifications of the Expert Reviewer
The Expert Reviewer is Board Certified in Pain Management.

{sections}
"""
_CONDITIONS = (
    "lumbar strain",
    "cervical radiculopathy",
    "depression",
    "diabetes",
    "left knee pain",
    "carpal tunnel syndrome",
    "spasm",
)
_TREATMENTS = (
    "physical therapy",
    "Norco 10/325 mg",
    "MRI of the lumbar spine",
    "epidural steroid injection",
    "acupuncture",
)
_GUIDELINES = (
    "ACOEM",
    "ODG",
    "MTUS",
    "American College of Radiology",
    "Chronic Pain Medical Treatment Guidelines",
)


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda n: piece * (n // len(piece) + 1)


def _numbered(write: Callable[[int], str]) -> Callable[[int], str]:
    """What `write` makes of 1, 2, 3, ..., one after the other."""

    def until(n: int) -> str:
        out, length = [], 0
        for i in count(1):
            if length >= n:
                break
            out.append(write(i))
            length += len(out[-1])
        return "".join(out)

    return until


def _turns(pieces: tuple[str, ...], between: str = ", ") -> Callable[[int], str]:
    return _numbered(lambda i: pieces[i % len(pieces)] + between)


def _word(i: int) -> str:
    """A word that no letter has, another for each number."""
    return "".join(chr(97 + (i * 7 + i // 26**k) % 26) for k in range(6)) + "in"


def _letter(**filled: str) -> str:
    usual = {
        "summary": "",
        "item": "MRI of the lumbar spine",
        "statement": "Low Back.",
        "reviewer": "Opioids.",
        "rationale": "",
    }
    return _LETTER.format(**{**usual, **filled})


def _in(place: str, text: Callable[[int], str]) -> Callable[[int], str]:
    return lambda n: _letter(**{place: text(n)})


def _everywhere(text: Callable[[int], str]) -> Callable[[int], str]:
    places = ("summary", "item", "statement", "reviewer", "rationale")
    return lambda n: _letter(**dict.fromkeys(places, text(n // len(places))))


def _item(i: int) -> str:
    return (
        f"{i}. {_TREATMENTS[i % 5]} {i}: Upheld\nClaims Administrator guideline: MTUS, page {i}.\nMAXIMUS guideline: ODG.\n"
        "Decision rationale: It was not shown to help.\n\n"
    )


def _finding(i: int) -> str:
    return (
        f"{i % 99 + 1}) MAXIMUS Federal Services, Inc. has determined the request for {_word(i)} {_TREATMENTS[i % 5]} is not medically"
        " necessary and appropriate.\n"
    )


def _section(i: int) -> str:
    return (
        f"{i % 99 + 1}) Regarding the request for {_word(i)} {_TREATMENTS[i % 5]}:\n\nThe Claims Administrator based its decision on the"
        " MTUS. The Expert Reviewer found no section of the MTUS applicable.\n\nRationale for the Decision:\nIt was not shown to help.\n\n"
    )


# what the letter does for ever, and the letter of about so many characters that does it
KINDS: dict[str, Callable[[int], str]] = {
    "one-sentence": _everywhere(_repeated("the patient has pain in the back and ")),
    "no-spaces": _everywhere(_repeated("painandspasm")),
    "one-letter": _everywhere(_repeated("A")),
    "words-nobody-knows": _everywhere(_numbered(lambda i: _word(i) + " ")),
    "digits": _everywhere(_repeated("1234567890")),
    "brackets": _everywhere(_repeated("((")),
    "quotes": _everywhere(_repeated('"a" ')),
    "quotes-that-never-close": _in("rationale", _repeated('"The MTUS recommends it. ')),
    "white-space": _everywhere(_repeated(" \n\t\f ")),
    "blank-lines": _everywhere(_repeated("a\n\n")),
    "hyphenated-line-ends": _in("summary", _numbered(lambda i: f"{_word(i)}-\n{_word(i + 1)} ")),
    "page-furniture": _in("summary", _repeated("Page 3 of 9\n\f")),
    "stops": _everywhere(_repeated(". ")),
    "no-evidence-of": lambda n: _letter(summary="No evidence of " + _turns(_CONDITIONS)(n)),
    "conditions": _in("summary", _turns(_CONDITIONS)),
    "conditions-with-codes": _in("summary", _numbered(lambda i: f"{_CONDITIONS[i % 7]} ({700 + i % 99}.{i % 10}), ")),
    "treatments": _in("summary", _turns(_TREATMENTS)),
    "misspelt": _in("summary", _repeated("medications: gabapenten, naproxin, tramadoll, ")),
    "codes": _in("summary", _numbered(lambda i: f"{700 + i % 99}.{i % 10}, M{10 + i % 80}.{i % 10} ")),
    "dates": _everywhere(_numbered(lambda i: f"{i % 12 + 1:02}/{i % 28 + 1:02}/{2000 + i % 20}, ")),
    "pages": _in("statement", lambda n: "pages " + _numbered(lambda i: f"{i}, ")(n)),
    "pages-of-chapters": _in("reviewer", _numbered(lambda i: f"Chapter {i % 16 + 1}, page {i % 400}, ")),
    "guidelines": _in("reviewer", _turns(_GUIDELINES)),
    "guidelines-in-prose": _in("rationale", _turns(_GUIDELINES, " and ")),
    "mtus": _everywhere(_repeated("MTUS ")),
    "references": _in("reviewer", _numbered(lambda i: f"{_word(i).title()} J, et al. {_word(i)} of it. Spine. 2004;{i % 30}(3):{i % 500}. ")),
    "no-citation": _in("statement", _repeated("The Claims Administrator did not cite any evidence. ")),
    "utilization-review": _in("summary", _numbered(lambda i: f"UR certified {_TREATMENTS[i % 5]} and denied {_word(i)}, ")),
    "grounds": _in("rationale", _repeated("There is no documentation of improvement, it does not meet the criteria, and it is not recommended; ")),
    "items": lambda n: _letter() + _numbered(_item)(n),
    "items-over-one-block": _in("item", _numbered(lambda i: f"{_TREATMENTS[i % 5]}: Upheld\n{i + 1}. ")),
    "labels": _in("rationale", _repeated("Claims Administrator guideline: MTUS\n")),
    "headings": _in("rationale", _repeated("CLINICAL CASE SUMMARY\n")),
    "outcomes": _everywhere(_repeated("Upheld, ")),
    "findings": lambda n: _NOTICE.format(findings=_numbered(_finding)(n), sections=""),
    "findings-and-sections": lambda n: _NOTICE.format(
        findings=_numbered(_finding)(n // 2), sections=_numbered(_section)(n // 2)
    ),
}  # fmt: skip

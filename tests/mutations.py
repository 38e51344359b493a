"""What happens to letters: cut, spliced, pasted twice, glued, broken by a PDF, or written to confuse.

Each mutation takes a text and something that chooses, so that hypothesis can shrink the choices and a fuzzer draw them
from a seed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from imrgraph.data import example_letters_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HERE = Path(__file__).parent


class Chooses(Protocol):
    """Something that chooses a number."""

    def below(self, n: int) -> int:
        """One of 0, 1, ..., n - 1; `n` is at least 1."""


HEADINGS = (
    "HOW THE IMR FINAL DETERMINATION WAS MADE", "CLINICAL CASE SUMMARY", "CASE SUMMARY:", "Documents Reviewed",
    "IMR ISSUES, DECISIONS AND RATIONALES", "IMR DECISION(S) AND RATIONALE(S)", "MEDICAL PROFESSIONAL REVIEW", "Issue at dispute:",
    "Medical Treatment Guideline(s) Relied Upon by Professional Reviewer and Why:", "Effect of the Decision:", "Sincerely,",
    "Claims Administrator guideline:", "MAXIMUS guideline:", "Decision rationale:", "Rationale for the Decision:",
    "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision",
)  # fmt: skip
PIECES = (
    "1) ", "#2 ", "3. ", "(iv) ", ": Upheld\n", ": Overturned in part, ", "Page(s): ", "MTUS", "ACOEM Chapter 12, page 303",
    "pages 1, 2-4 and ", "Table 12-8", "ODG (Neck), ", "no ", "denies ", "no evidence of ", "status post ", "history of ", "10/204", "02/30/2014",
    "L4-L5", "M54.5", "724.2 ", "Norco 10/325mg #120", "2x6 ", "denied by UR", "was modified to ", "certified 6 of 12 ",
    "The Claims Administrator did not cite any evidence. ", "The Expert Reviewer found the same guidelines applicable. ",
    "1) MAXIMUS Federal Services, Inc. has determined the request for x is not medically necessary and appropriate.",
    "2) Regarding the request for an MRI:\n", "is not medically necessary", "the MTUS does not address ", "criteria are not met",
    "Smith J, Doe K, et al. Title of it. Spine. 2004;12(3):45-67. ", "Non-MTUS Citation ", "part of the MTUS", "8 CCR 9792.20 et seq. ",
    "year old male ", "Date of Injury: ", "CM14-0012345", "Board Certified in ", "gabapenten ", "as above; ibid. ",
)  # fmt: skip
CHARACTERS = (
    "\x00", "\x01", "\x07", "\x0b", "\x0c", "\x1a", "\x1b[2J", "\x7f", "\r", "\r\n", "\t", "\u00a0", "\u0085", "\u2028", "\u2029", "\u3000",
    "\ufeff", "\u200b", "\u200d", "\u00ad", "\u2060", "\ufffd", "\uffff", "\ufffe", "\ufb01", "\ufb03", "\u0130", "\u0131", "\u00df", "\u1e9e",
    "e\u0301", "\u202e", "\u2066", "\U0001f9b4", "\U0010ffff", "\u0661\u0662", "\u00b2", "\u00bd", "\u2167", "\uff11", "\u201c", "\u2019", "\u2013",
    "\u2022", "\u00a7", "\\", '"', "'", "(", ")", "[", "<", ">", "{", "&amp;", "%", "@", "\ue000",
)  # fmt: skip
FURNITURE = (
    "Final Determination Letter for IMR Case Number CM14-0012345  3", "Page 3 of 9", "- 4 -", "7", "State of California\nDivision of Workers' Compensation",
    "Notice of Independent Medical Review Determination", "MAXIMUS FEDERAL SERVICES, INC.",
)  # fmt: skip


def seed_letters() -> list[Path]:
    """Letters to begin with: the examples, the development letters, short ones in all layouts, those that once broke something."""
    folders = (
        example_letters_dir(),
        *(_HERE / at for at in ("letters/development/letters", "data/layouts", "data/fuzz")),
    )
    return [path for folder in folders for path in sorted(folder.glob("*.txt"))]


def mutate(text: str, others: Sequence[str], choose: Chooses, *, most: int = 6) -> str:
    """Let one to `most` things happen to a text; `others` are texts that it may be spliced with."""
    for _ in range(1 + choose.below(most)):
        text = _MUTATIONS[choose.below(len(_MUTATIONS))](text, others, choose)
    return text


# ---------------------------------------------------------------- where, and how much


def _place(text: str, choose: Chooses) -> int:
    """Anywhere, or at the beginning of a line or a word."""
    at = choose.below(len(text) + 1)
    mark = ("", "\n", " ")[choose.below(3)]
    return max(0, text.rfind(mark, 0, at) + 1) if mark else at


def _stretch(text: str, choose: Chooses, longest: int) -> tuple[int, int]:
    start = _place(text, choose)
    return start, min(len(text), start + choose.below(longest))


def _one(of: Sequence[str], choose: Chooses) -> str:
    return of[choose.below(len(of))]


def _times(choose: Chooses) -> int:
    """A few times, or very many."""
    return (2, 5, 30, 300, 2_000)[choose.below(5)]


_HEADING = re.compile(r"^(?:[A-Z][A-Z ,/()&]{8,}|[A-Z][^\n:]{4,60}:)[ \t]*$", re.MULTILINE)


def _sections(text: str) -> list[tuple[int, int]]:
    """What looks like a heading with what follows it, up to the next."""
    starts = [m.start() for m in _HEADING.finditer(text)] or [0]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


# ---------------------------------------------------------------- mutations


def _cut_end(text: str, others: Sequence[str], choose: Chooses) -> str:
    return text[: _place(text, choose)]


def _cut_beginning(text: str, others: Sequence[str], choose: Chooses) -> str:
    return text[_place(text, choose) :]


def _cut_out(text: str, others: Sequence[str], choose: Chooses) -> str:
    start, end = _stretch(text, choose, 2_000)
    return text[:start] + text[end:]


def _splice(text: str, others: Sequence[str], choose: Chooses) -> str:
    other = _one(others, choose) if others else text
    return text[: _place(text, choose)] + other[_place(other, choose) :]


def _paste(text: str, others: Sequence[str], choose: Chooses) -> str:
    other = _one(others, choose) if others else text
    start, end = _stretch(other, choose, 1_000)
    at = _place(text, choose)
    return text[:at] + other[start:end] + text[at:]


def _repeat_section(text: str, others: Sequence[str], choose: Chooses) -> str:
    sections = _sections(text)
    start, end = sections[choose.below(len(sections))]
    again = text[start:end] * (1 + choose.below(3))
    return text[:end] + again + text[end:]


def _swap_sections(text: str, others: Sequence[str], choose: Chooses) -> str:
    sections = _sections(text)
    i, j = sorted((choose.below(len(sections)), choose.below(len(sections))))
    (a, b), (c, d) = sections[i], sections[j]
    return text if i == j else text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _drop_heading(text: str, others: Sequence[str], choose: Chooses) -> str:
    found = list(_HEADING.finditer(text))
    if not found:
        return text
    m = found[choose.below(len(found))]
    return text[: m.start()] + text[m.end() :]


def _insert_heading(text: str, others: Sequence[str], choose: Chooses) -> str:
    at = _place(text, choose)
    return (
        text[:at]
        + _one(("", "\n", "\n\n"), choose)
        + _one(HEADINGS, choose)
        + _one((" ", "\n"), choose)
        + text[at:]
    )


def _insert_piece(text: str, others: Sequence[str], choose: Chooses) -> str:
    at = _place(text, choose)
    return text[:at] + _one(PIECES, choose) + text[at:]


def _insert_many(text: str, others: Sequence[str], choose: Chooses) -> str:
    at = _place(text, choose)
    kinds = (PIECES, CHARACTERS, HEADINGS, tuple("()[]\"'0123456789.,;:-/ \n#aA?"))
    piece = _one(kinds[choose.below(len(kinds))], choose)
    between = _one(("", " ", ", ", "\n"), choose)
    return text[:at] + between.join([piece] * _times(choose)) + text[at:]


def _insert_characters(text: str, others: Sequence[str], choose: Chooses) -> str:
    for _ in range(1 + choose.below(8)):
        at = choose.below(len(text) + 1)
        text = text[:at] + _one(CHARACTERS, choose) + text[at:]
    return text


def _insert_furniture(text: str, others: Sequence[str], choose: Chooses) -> str:
    line, edge = _one(FURNITURE, choose), _one(("\n", "\n\f", "\f", " "), choose)
    for _ in range(1 + choose.below(5)):
        at = _place(text, choose)
        text = text[:at] + edge + line + edge + text[at:]
    return text


def _change_case(text: str, others: Sequence[str], choose: Chooses) -> str:
    start, end = _stretch(text, choose, 4_000)
    change = (str.upper, str.lower, str.title, str.swapcase)[choose.below(4)]
    return text[:start] + change(text[start:end]) + text[end:]


def _glue(text: str, others: Sequence[str], choose: Chooses) -> str:
    start, end = _stretch(text, choose, 1_000)
    return text[:start] + text[start:end].replace(_one((" ", "\n", "\n\n"), choose), "") + text[end:]


def _space(text: str, others: Sequence[str], choose: Chooses) -> str:
    start, end = _stretch(text, choose, 500)
    return text[:start] + _one((" ", "\u00a0", "  "), choose).join(text[start:end]) + text[end:]


def _one_line(text: str, others: Sequence[str], choose: Chooses) -> str:
    start, end = _stretch(text, choose, len(text) + 1)
    return text[:start] + " ".join(text[start:end].split()) + text[end:]


def _many_lines(text: str, others: Sequence[str], choose: Chooses) -> str:
    start, end = _stretch(text, choose, 4_000)
    return (
        text[:start]
        + text[start:end].replace(" ", _one(("\n", "\n\n", "-\n", "\r\n", "\n\f"), choose))
        + text[end:]
    )


def _line_ends(text: str, others: Sequence[str], choose: Chooses) -> str:
    return text.replace("\n", _one(("\r\n", "\r", "\n\n", "\f", " \n "), choose))


def _curl(text: str, others: Sequence[str], choose: Chooses) -> str:
    for plain, curly in (
        ('"', "\u201c"),
        ("'", "\u2019"),
        ("-", "\u2013"),
        ("fi", "\ufb01"),
        (" ", "\u00a0"),
    ):
        if choose.below(2):
            text = text.replace(plain, curly)
    return text


_MUTATIONS: tuple[Callable[[str, Sequence[str], Chooses], str], ...] = (
    _cut_end, _cut_beginning, _cut_out, _splice, _paste, _repeat_section, _swap_sections, _drop_heading, _insert_heading, _insert_piece,
    _insert_many, _insert_characters, _insert_furniture, _change_case, _glue, _space, _one_line, _many_lines, _line_ends, _curl,
)  # fmt: skip

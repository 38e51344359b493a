"""Whatever happens to a letter's text, reading it does not crash; evidence and reasons slice back to their words."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imrgraph.data import example_letters_dir
from imrgraph.errors import LetterError
from imrgraph.model import extract
from imrgraph.read.text import letter_from_text
from imrgraph.records import Case, Citation, Condition, Determination, Evidence, PriorTreatment, Reason

LETTERS = [path.read_bytes().decode() for path in sorted(example_letters_dir().glob("*.txt"))]
PIECES = [
    "\x0c", "\n", "\n\n", "(", '"', ": Upheld\n", "1) ", "#2 ", "Page(s): ", "MTUS", "ACOEM Chapter 12, page 303", "ﬁ", "İ",
    "\u00a0", "no ", "denies ", "10/204", "Claims Administrator guideline: ", "Decision rationale: ",
    "Final Determination Letter for IMR Case Number CM14-0012345  3",
    "MAXIMUS Federal Services, Inc. has determined the request for x is not medically necessary and appropriate.",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 300), st.sampled_from(["", *PIECES])), min_size=1, max_size=12
)


def evidence(case: Case) -> list[Evidence]:
    out = [d.evidence for d in case.determinations]
    out += [c.evidence for d in case.determinations for c in d.citations]
    return [*out, *(c.evidence for c in case.conditions), *(p.evidence for p in case.prior_treatments)]


def reasons(case: Case) -> list[Reason]:
    records: list[Condition | PriorTreatment | Citation | Determination] = [
        *case.conditions,
        *case.prior_treatments,
        *case.determinations,
        *(c for d in case.determinations for c in d.citations),
    ]
    own = [*case.why, *case.facts.why, *case.reviewer.why]
    return [*own, *(reason for record in records for reason in record.why)]


def words(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(LETTERS), EDITS, st.floats(0.2, 1))
def test_a_mutated_letter(text: str, edits: list[tuple[float, int, str]], end: float) -> None:
    for place, cut, piece in edits:
        at = int(place * len(text))
        text = text[:at] + piece + text[at + cut :]
    text = text[: int(len(text) * end)]
    try:
        case = extract(letter_from_text(text, "letter.txt", text.encode()))
    except LetterError:
        return
    for e in evidence(case):
        assert e.anchor
        assert e.anchor in [words(text[s.start : s.end]) for s in e.spans]
    for reason in reasons(case):
        if reason.spans:
            assert reason.words
            assert any(reason.words in words(text[s.start : s.end]) for s in reason.spans)
    assert [d.number for d in case.determinations] == list(range(1, len(case.determinations) + 1))

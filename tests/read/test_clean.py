"""Cleaning undoes PDF extraction and keeps the way back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.read import clean as cleaning
from imrgraph.read import furniture
from imrgraph.read.clean import clean
from imrgraph.records import Span


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        pytest.param("one \n\ntwo \n\nthree", "one\ntwo\nthree", id="double-spaced"),
        pytest.param(
            "one\n\n\n\ntwo\n\nthree\n\nfour", "one\n\ntwo\nthree\nfour", id="paragraph-in-double-spacing"
        ),
        pytest.param("one\ntwo\nthree\n\nfour", "one\ntwo\nthree\n\nfour", id="single-spaced"),
        pytest.param("of\u00a0the ﬁrst “visit”", 'of the first "visit"', id="characters"),
        pytest.param("the X-\nray of the mani-\nfold", "the X-ray of the manifold", id="hyphens"),
        pytest.param("post-\noperative care", "post-operative care", id="kept-hyphen"),
        pytest.param(
            "the request\nFinal Determination Letter for IMR Case Number CM14-0012345  3\n\x0c\nis denied",
            "the request\nis denied",
            id="furniture-line",
        ),
        pytest.param(
            "pages 12 Final Determination Letter for IMR Case Number CM14-0012345 4 and so on",
            "pages 12 and so on",
            id="furniture-in-a-line",
        ),
        pytest.param(
            "MRI\nUpheld\nAcme Review\n\x0c\nso\nNorco\nUpheld\nAcme Review\n\x0c\nand so",
            "MRI\nUpheld\nso\nNorco\nUpheld\nand so",
            id="an-outcome-above-the-foot-of-two-pages",
        ),
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line-ends"),
    ],
)
def test_clean(source: str, cleaned: str) -> None:
    assert clean(source).text == cleaned


def test_words_that_furniture_cuts_have_two_pieces() -> None:
    source = "chapter\nFinal Determination Letter for IMR Case Number CM14-0012345  3\ntwelve"
    cut = clean(source)
    pieces = cut.source_spans(Span(0, len(cut.text)))
    assert [source[p.start : p.end] for p in pieces] == ["chapter", "twelve"]


LINES = st.lists(
    st.sampled_from(
        [
            "The applicant has low back pain.", "", " ", "Upheld", "ﬁnding “x”", "\x0c", "post-", "operative", "3",
            "Final Determination Letter for IMR Case Number CM14-0012345  3", "of\u00a0it", "X-",
        ]
    ),
    max_size=30,
)  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Page: 3",
        "Page 3/7",
        "CM14-0012345 Page 3 of 5",
        "Page 3 of 5 CM14-0012345",
        "CONFIDENTIAL: contains medical information protected by law.",
        "(855) 555-0142 Fax: (916) 555-0142",
    ],
)
def test_a_line_of_the_page_within_a_sentence_goes(line: str) -> None:
    assert clean(f"MRI of the\n{line}\nknee: Upheld").text == "MRI of the\nknee: Upheld"


@given(LINES, st.data())
def test_a_span_slices_back_to_its_words(lines: list[str], data: st.DataObject) -> None:
    source = "\n".join(lines)
    cut = clean(source)
    words = [i for i, c in enumerate(cut.text) if not c.isspace()]
    if not words:
        return
    a, b = sorted((data.draw(st.sampled_from(words)), data.draw(st.sampled_from(words))))
    span = Span(a, b + 1)
    pieces = cut.source_spans(span)
    assert list(pieces) == sorted(pieces)
    for piece in pieces:
        assert not source[piece.start].isspace()
        assert not source[piece.end - 1].isspace()
        assert not any(piece.overlaps(c) for c in cut.cuts)
    there = "".join(clean(source[p.start : p.end]).text for p in pieces)
    squeeze = str.maketrans("", "", " \n-")
    assert cut.text[span.start : span.end].translate(squeeze) in there.translate(
        squeeze
    )  # a ligature is whole


@given(st.text(max_size=400))
def test_any_text_can_be_cleaned(source: str) -> None:
    cut = clean(source)
    assert len(cut.text) == len(cut.starts) == len(cut.ends)
    assert all(a < b <= len(source) for a, b in zip(cut.starts, cut.ends, strict=True))


_TEXTS = st.lists(
    st.sampled_from(["a", "B c", "  ", " ", "`", "ﬁ", "\u200b", "\t", "\x0b", "é", "-", "-\n", "\n", "\n\n", "**", "7", "\x0c"]), max_size=40
).map("".join)  # fmt: skip


@given(_TEXTS)
def test_plain_lines_are_written_as_character_for_character(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cleaning, "is_plain", lambda _: False)
        slowly = clean(text)
    assert clean(text) == slowly


_PIECES = st.lists(
    st.sampled_from(
        [
            "Page 3 of 5 ", "Final ", "Notice of Independent Medical Review ", "determination letter for ", "IMR", " Case Number: ",
            "CM14-0012345", " 12 of 12", " " * 90, "\n", "x", "Final Determination Letter for IMR Case Number CM14-0012345",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(_PIECES)
def test_furniture_within_lines_is_what_its_pattern_finds_anywhere(text: str) -> None:
    anywhere = [Span(*m.span()) for m in furniture.inline_pattern().finditer(text)]
    assert furniture.inline_furniture(text) == anywhere

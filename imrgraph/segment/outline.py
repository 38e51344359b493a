"""A letter cut into its sections and disputed items."""

from __future__ import annotations

from dataclasses import dataclass

from imrgraph.read.clean import CleanText
from imrgraph.records import Issue, LetterFormat, Section, SectionKind, Span
from imrgraph.segment.headings import letter_format, sections
from imrgraph.segment.issues import find_issues
from imrgraph.segment.lines import with_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The cleaned text with its sections and issues; every span counts characters of `clean.text`.

    `format_mark` is what tells the layout; None where nothing does.
    """

    clean: CleanText
    letter_format: LetterFormat
    format_mark: Span | None
    sections: tuple[Section, ...]
    issues: tuple[Issue, ...]

    @property
    def text(self) -> str:
        return self.clean.text

    def bodies(self, *kinds: SectionKind) -> tuple[Span, ...]:
        """The bodies of the sections of these kinds, in text order."""
        return tuple(s.body for s in self.sections if s.kind in kinds)

    def words(self, span: Span) -> str:
        """The words of a span on one line."""
        return " ".join(self.clean.text[span.start : span.end].split())


def outline(clean: CleanText) -> Outline:
    """Cut a cleaned letter into sections and disputed items."""
    clean = with_lines(clean)
    cut = sections(clean.text)
    layout, mark = letter_format(clean.text)
    return Outline(
        clean=clean,
        letter_format=layout,
        format_mark=mark,
        sections=cut,
        issues=find_issues(clean.text, cut, layout),
    )

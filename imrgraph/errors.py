"""The errors that imrgraph raises on purpose, split by what a caller can do about them."""

from __future__ import annotations


class ImrGraphError(Exception):
    """Base of every error this package raises on purpose."""


class LetterError(ImrGraphError, ValueError):
    """A source that cannot be read as a letter. The message never holds the letter's words."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(source, why)  # both args kept, so the error survives pickling
        self.source, self.why = source, why

    def __str__(self) -> str:
        return f"{self.source}: {self.why}"


class VocabularyError(ImrGraphError, ValueError):
    """A vocabulary file that does not parse or contradicts itself."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(source, why)
        self.source, self.why = source, why

    def __str__(self) -> str:
        return f"vocabulary {self.source}: {self.why}"


class GoldError(ImrGraphError, ValueError):
    """Gold annotations that are missing, do not parse, or whose letter is not there."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(source, why)
        self.source, self.why = source, why

    def __str__(self) -> str:
        return f"gold {self.source}: {self.why}"


class SynthError(ImrGraphError, ValueError):
    """A synthetic corpus that cannot be made as asked for: a bad number, effect or folder."""


class QueryError(ImrGraphError, ValueError):
    """A query that is not there, does not parse, or lacks (or does not know) a parameter."""


class StoreError(ImrGraphError, OSError):
    """A store that is missing, locked, or not one of ours."""


class ViewError(ImrGraphError, ValueError):
    """A picture that cannot be drawn from what was asked."""


class ReportError(ImrGraphError, OSError):
    """A report that cannot be written where it was asked for."""


class MissingExtraError(ImrGraphError, ImportError):
    """A package that a plain install does not have: `package`, and the `extra` of imrgraph that brings it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(package, extra)
        self.package, self.extra = package, extra

    def __str__(self) -> str:
        return f"{self.package} is not installed; pip install 'imrgraph[{self.extra}]' brings it"

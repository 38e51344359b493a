"""The report as one HTML page that needs nothing beside it: figures within it, no script, nothing fetched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from imrgraph.report.columns import COLUMNS
from imrgraph.report.parts import Plate, Section
from imrgraph.store import Literal
from imrgraph.view.html import allowed

if TYPE_CHECKING:
    from imrgraph.query import Table
    from imrgraph.store import Term

GENERATOR = "imrgraph report"
_ROWS = 50  # of a table on the page; the CSV file has all
_HIGHLIGHTS = (
    "rates-category", "rates-treatment", "rates-agreement", "odds-guideline", "use-families", "order-years", "network-backbone",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report, before it is written.

    Attributes:
        mark: what is said of synthetic letters; empty without any.
    """

    title: str
    mark: str
    sections: tuple[Section, ...]

    @property
    def plates(self) -> tuple[Plate, ...]:
        return tuple(plate for section in self.sections for plate in section.plates)

    @property
    def highlights(self) -> tuple[Plate, ...]:
        """The plates whose findings stand at the top: those that could be drawn."""
        drawn = {plate.name: plate for plate in self.plates if plate.drawing}
        return tuple(drawn[name] for name in _HIGHLIGHTS if name in drawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A table's beginning as the page prints it: cells with whether they are numbers."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    total: int


def report_page(report: Report) -> str:
    """The page. All words are escaped, whoever wrote them."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    style = _resource("page.css")
    policy = f"default-src 'none'; style-src {allowed(style)}; img-src 'self' data:; base-uri 'none'; form-action 'none'"
    return environment.from_string(_resource("page.html")).render(
        report=report,
        tables={plate.name: _shown(plate.table) for plate in report.plates},
        columns=[
            COLUMNS[name] for name in COLUMNS if any(name in plate.table.columns for plate in report.plates)
        ],
        generator=GENERATOR,
        policy=policy,
        style=_safe(style),
    )


def _shown(table: Table) -> _Shown:
    return _Shown(
        heads=tuple(COLUMNS[name] for name in table.columns),
        rows=tuple(tuple(_cell(cell) for cell in row) for row in table.rows[:_ROWS]),
        total=len(table),
    )


def _cell(cell: Term | None) -> tuple[str, bool]:
    value = cell.to_python() if isinstance(cell, Literal) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}", True
    return ("" if cell is None else str(cell)), value is not None and not isinstance(value, str)


def _safe(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own style sheet


@cache
def _resource(name: str) -> str:
    return files("imrgraph.report").joinpath(name).read_text(encoding="utf-8")

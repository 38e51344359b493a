"""From a store to a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.query import Format, render
from imrgraph.query.rows import table
from imrgraph.report import backbone, corpus, gaps, methods, odds, order, parties, rates, use
from imrgraph.report.columns import COLUMNS
from imrgraph.report.folder import CONTENTS, INDEX, require_ours, write_folder
from imrgraph.report.material import Material, read_material
from imrgraph.report.page import Report, report_page
from imrgraph.report.parts import Plate, Section
from imrgraph.view.picture import count

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from imrgraph.store import Store

_SECTIONS: dict[str, Callable[[Material], Section]] = {
    "corpus": corpus.section,
    "overturn rates": rates.section,
    "odds ratios": odds.section,
    "guideline use": use.section,
    "the two parties": parties.section,
    "network": backbone.section,
    "search order": order.section,
    "gaps": gaps.section,
    "method notes": methods.section,
}


def report(
    store: Store,
    folder: str | PathLike[str],
    *,
    title: str | None = None,
    params: Mapping[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Write a report of a store: one HTML page that needs no internet, its tables as CSV, its figures as SVG and PNG.

    Args:
        store: what `open` gives.
        folder: where it is written; made where it does not exist. Only the report's own files are written there:
            `index.html`, which is complete in itself, `network.html`, `figures/`, `data/` and `contents.csv`.
        title: of the page.
        params: only these items count: `category`, `bodyPart`, `from`, `to`, with values as `imrgraph.query` takes them.
        progress: is told, in a few words, what is done next.

    Returns:
        The page's path. The same store gives the same bytes.

    Raises:
        QueryError: a filter that there is not, or a value that names nothing.
        ReportError: the folder cannot be written, or holds a page of something else.
    """
    say, target = progress or (lambda _: None), Path(folder)
    require_ours(target)
    made = made_of(read_material(store, params or {}, say), title, say)
    say("writing")
    write_folder(target, _files(made))
    return target / INDEX


def made_of(
    material: Material, title: str | None = None, progress: Callable[[str], None] | None = None
) -> Report:
    """The report of what was read, before it is written."""
    sections = []
    for words, make in _SECTIONS.items():
        if progress:
            progress(f"counting and drawing: {words}")
        sections.append(make(material))
    letters = len(material.letters)
    return Report(
        title=title or f"What {count(letters, 'review letter')} {'says' if letters == 1 else 'say'}",
        mark=material.mark,
        sections=tuple(sections),
    )


def _files(made: Report) -> dict[str, bytes]:
    """The report's files by their paths in the folder."""
    files = {INDEX: report_page(made).encode("utf-8")}
    contents: list[tuple[str, str, str | None]] = []
    for section in made.sections:
        if beside := section.beside:
            files[beside.file] = beside.text.encode("utf-8")
            contents.append((beside.file, beside.words, None))
    for plate in made.plates:
        drawn = plate.drawing
        forms = [("data", "csv", render(plate.table, Format.CSV).encode("utf-8"))]
        if drawn:
            forms += [("figures", "svg", drawn.svg.encode("utf-8")), ("figures", "png", drawn.png)]
        for place, suffix, content in forms:
            path = f"{place}/{plate.name}.{suffix}"
            files[path] = content
            contents.append((path, plate.title, _columns(plate) if suffix == "csv" else None))
    listed = table(("file", "title", "columns"), contents)
    return {**files, CONTENTS: render(listed, Format.CSV).encode("utf-8")}


def _columns(plate: Plate) -> str:
    return "; ".join(f"{name}: {COLUMNS[name][1]}" for name in plate.table.columns)

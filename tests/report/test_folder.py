"""The report's files: what is written, what is left alone, and that the same store gives the same bytes."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

import imrgraph
from imrgraph.errors import QueryError, ReportError
from imrgraph.metrics import overturn_rates
from imrgraph.report.folder import write_folder
from imrgraph.store.writer import StoreWriter

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.lengthy

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


class _Page(HTMLParser):
    """Links, ids and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "xlink:href", "src"):
                self.links.append(value or "")


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _page(folder: Path) -> _Page:
    return _Page((folder / "index.html").read_text("utf-8"))


def test_the_same_store_gives_the_same_bytes(made: Path, synthetic_store: Path, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\nlines.linewidth: 9\n"
    )  # which another process would heed
    code = "import sys; from imrgraph.cli import main; sys.exit(main(['report', '--store', sys.argv[1], '-o', 'again']))"
    command = [sys.executable, "-c", code, str(synthetic_store)]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": "7"}, check=True)
    again, before = _contents(tmp_path / "again"), _contents(made)
    assert again.keys() == before.keys()
    assert [name for name in before if again[name] != before[name]] == []


def test_every_link_leads_somewhere(made: Path) -> None:
    page = _page(made)
    assert len(page.ids) == len(set(page.ids))
    inside = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    beside = [link for link in page.links if not link.startswith("#")]
    assert len(beside) > 40
    assert [link for link in beside if not (made / link).is_file()] == []


def test_every_figure_is_drawn_of_enough_letters(made: Path) -> None:
    drawn = {path.stem for path in (made / "figures").glob("*.svg")}
    assert {
        "rates-category",
        "odds-guideline",
        "use-families",
        "parties-flow",
        "network-backbone",
        "order-years",
    } <= drawn
    assert {path.stem for path in (made / "figures").glob("*.png")} == drawn
    assert drawn <= {path.stem for path in (made / "data").glob("*.csv")}


def test_figures_are_well_formed_and_say_that_letters_are_invented(made: Path) -> None:
    for path in (made / "figures").glob("*.svg"):
        text = path.read_text("utf-8")
        root = ElementTree.fromstring(text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("aria-label")
        assert not any(element.get("style") for element in root.iter())
        words = " ".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
        assert "Synthetic letters only" in words, path.name
        assert text in (made / "index.html").read_text("utf-8")  # the page is complete without the file
    for path in (made / "figures").glob("*.png"):
        png = path.read_bytes()
        assert png.startswith(_PNG_HEAD)
        assert int.from_bytes(png[16:20], "big") == 1_720  # 8.6 inches of 200 dots


def test_the_page_needs_no_script_and_no_inline_style(made: Path) -> None:
    page = _page(made)
    assert not {"script", "img", "iframe", "object"} & set(page.tags)
    assert not {name for name in page.attributes if name == "style" or name.startswith("on")}


def test_tables_hold_the_numbers_of_the_metrics(made: Path, synthetic_store: Path) -> None:
    with imrgraph.open(synthetic_store) as store:
        from imrgraph.graph import read_items, read_names

        rates = overturn_rates(read_items(store), "category", names=read_names(store))
    with (made / "data" / "rates-category.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    assert rows.keys() == {"all", *(row.name for row in rates)}
    for row in rates:
        assert (rows[row.name]["items"], rows[row.name]["rate"]) == (
            str(row.items),
            f"{round(row.rate, 3):g}",
        )


def test_no_number_is_missing_from_a_sentence(made: Path) -> None:
    words = re.sub(
        r"<style>.*?</style>|<svg.*?</svg>", "", (made / "index.html").read_text("utf-8"), flags=re.S
    )
    assert not re.search(r"\b(nan|None|inf)\b", words)


def test_contents_say_what_every_column_is(made: Path) -> None:
    with (made / "contents.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert rows.keys() | {"index.html", "contents.csv"} == _contents(made).keys()
    for name, row in rows.items():
        if name.endswith(".csv"):
            with (made / name).open(newline="", encoding="utf-8") as file:
                head = next(csv.reader(file))
            assert [part.split(": ")[0] for part in row["columns"].split("; ") if ": " in part][: len(head)]
            assert all(f"{column}: " in row["columns"] for column in head)


@pytest.mark.parametrize("number", [0, 3])
def test_few_letters_give_words_and_no_figures(number: int, example_store: Path, tmp_path: Path) -> None:
    where = example_store
    if not number:
        where = tmp_path / "empty.db"
        with StoreWriter(where):
            pass
    with imrgraph.open(where) as store:
        imrgraph.report(store, tmp_path / "report")
    text = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert not (tmp_path / "report" / "figures").exists()
    assert f"{number} letters with {number} disputed items" in text
    assert "There are too few letters to compare anything." in text
    assert text.count("Too few letters for") >= 10
    assert "synthetic" not in text.split('id="methods"')[0].split('id="corpus"')[1]
    assert not re.search(r"\bnan\b", text)


def test_filters_are_said_and_kept_in_commands(example_store: Path, tmp_path: Path) -> None:
    with imrgraph.open(example_store) as store:
        imrgraph.report(
            store,
            tmp_path / "r",
            title="Scans & more",
            params={"category": "diagnostic imaging", "from": "2013"},
        )
        with pytest.raises(QueryError, match="imrgraph report has no parameter 'outcome'"):
            imrgraph.report(store, tmp_path / "r", params={"outcome": "Upheld"})
    text = (tmp_path / "r" / "index.html").read_text("utf-8")
    assert "2 letters with 2 disputed items" in text
    assert "Only items were counted for which category = diagnostic imaging, from = 2013." in text
    assert (
        "imrgraph metrics rates --by category --top 0 -p &#39;category=diagnostic imaging&#39; -p from=2013"
        in text
    )
    assert "<h1>Scans &amp; more</h1>" in text


def test_other_files_stay_and_former_figures_go(example_store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    (folder / "figures").mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    (folder / "figures" / "mine.svg").write_text("mine")
    (folder / "figures" / "rates-year.svg").write_text("of an earlier report")
    (folder / "contents.csv").write_text(
        "file,title,columns\nfigures/rates-year.svg,,\n../outside.csv,,\nnotes.txt,,\n"
    )
    (tmp_path / "outside.csv").write_text("mine")
    with imrgraph.open(example_store) as store:
        imrgraph.report(store, folder)
    assert (folder / "notes.txt").read_text() == (folder / "figures" / "mine.svg").read_text() == "mine"
    assert (tmp_path / "outside.csv").exists()
    assert not (folder / "figures" / "rates-year.svg").exists()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_page_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>Mine</title>")
    with pytest.raises(ReportError, match="is no report of imrgraph"):
        write_folder(tmp_path, {"index.html": b"x"})
    assert (tmp_path / "index.html").read_text() == "<title>Mine</title>"


def test_a_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("")
    with pytest.raises(ReportError, match=r"report: cannot be written \(.*\); give another folder with -o"):
        write_folder(tmp_path / "report", {"index.html": b"x"})

"""Writing a report's folder: each file as a whole, nothing else in the folder touched."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.errors import ReportError
from imrgraph.report.page import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

INDEX, CONTENTS = "index.html", "contents.csv"
_OURS = re.compile(r"(figures|data)/[a-z0-9-]+\.(svg|png|csv)|network\.html")
_HEAD = 2_000  # characters of a page in which its generator stands


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a report.

    They are written beside their places first, so that a full disk leaves an earlier report whole; then each replaces its
    former version, the page last. What an earlier report had and this one has not is removed; other files stay.

    Args:
        folder: made where it does not exist.
        files: contents by path within the folder; `contents.csv`, which lists the others, says what an earlier report had.

    Raises:
        ReportError: the folder cannot be written, is a file, or has an `index.html` of something else.
    """
    require_ours(folder)
    fresh: Path | None = None
    try:
        former = _former(folder)
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".report-", dir=folder))
        for name, content in files.items():
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_bytes(content)
        for name in sorted(files, key=lambda name: name == INDEX):
            (folder / name).parent.mkdir(exist_ok=True)
            (fresh / name).replace(folder / name)
        for name in former - files.keys():
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(
            f"{folder}: cannot be written ({error.strerror}); give another folder with -o"
        ) from error
    finally:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)


def require_ours(folder: Path) -> None:
    """Raises ReportError where the folder has an `index.html` of something else."""
    index = folder / INDEX
    if index.exists() and f'content="{GENERATOR}"' not in _beginning(index):
        raise ReportError(f"{index}: is no report of imrgraph; give another folder with -o")


def _former(folder: Path) -> set[str]:
    """The files that an earlier report left in the folder."""
    contents = folder / CONTENTS
    if not contents.is_file():
        return set()
    rows = csv.reader(io.StringIO(contents.read_text("utf-8", errors="replace")))
    return {row[0] for row in rows if row and _OURS.fullmatch(row[0])}


def _beginning(page: Path) -> str:
    try:
        with page.open(encoding="utf-8", errors="replace") as opened:
            return opened.read(_HEAD)
    except OSError as error:
        raise ReportError(
            f"{page}: cannot be read ({error.strerror}); give another folder with -o"
        ) from error

"""The tables' files: some parts of each table, which never change and which generations share.

A folder of tables has a folder for each table, and in it a file for each part, by its number: `letters/3.parquet` and
`citations/3.parquet` hold the same letters.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SUFFIX = ".parquet"


def part_file(folder: Path, table: str, part: int) -> Path:
    return folder / table / f"{part}{_SUFFIX}"


def part_files(folder: Path, table: str) -> dict[int, Path]:
    """A table's files by the number of the part, sorted; none where there is no such table."""
    numbers = sorted(int(path.stem) for path in (folder / table).glob(f"*{_SUFFIX}"))
    return {number: part_file(folder, table, number) for number in numbers}


def share_parts(former: Path, folder: Path, table: str, parts: Iterable[int]) -> None:
    """Have some parts of another folder in this one as well."""
    (folder / table).mkdir(parents=True, exist_ok=True)
    for part in parts:
        share(part_file(former, table, part), part_file(folder, table, part))


def share(path: Path, to: Path) -> None:
    """Have a file that never changes in a second place: one that is linked where the file system can, else copied."""
    try:
        os.link(path, to)
    except OSError:  # not every file system has hard links
        shutil.copyfile(path, to)

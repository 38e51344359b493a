"""What benchmarks measured: one JSON file, so that a run that was broken off goes on, and tables can be made of it later."""

from __future__ import annotations

import json
import os
import platform
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KEEP = Path(".bench")  # letters, stores and figures, unless told
_LIBRARIES = ("pyoxigraph", "duckdb", "rdflib", "pyahocorasick")
_CPUS = Path("/proc/cpuinfo")


class Results:
    """Figures by names, as in `put(figures, "build", "2000")`; each put is on the disk at once.

    Each entry also says when and on which machine it was measured, and how busy that was.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "results.json"

    def all(self) -> dict[str, Any]:
        return json.loads(self.file.read_text("utf-8")) if self.file.is_file() else {}

    def get(self, *names: str) -> dict[str, Any] | None:
        """What was put under these names; None where nothing was."""
        found: dict[str, Any] | None = self.all()
        for name in names:
            found = found.get(name) if found else None
        return found

    def put(self, figures: dict[str, Any], *names: str) -> None:
        found = self.all()
        within = found
        for name in names[:-1]:
            within = within.setdefault(name, {})
        within[names[-1]] = {**figures, **circumstances()}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
        fresh.replace(self.file)


def circumstances() -> dict[str, Any]:
    """The date, the machine, and how many processes wanted its cores over the last minute."""
    return {"date": date.today().isoformat(), "machine": machine(), "load": round(os.getloadavg()[0], 1)}


@cache
def machine() -> str:
    """Cores, processor, memory, Python and the libraries that figures depend on, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of {_processor()}, {memory:.0f} GB of memory, {platform.system()};"
        f" Python {platform.python_version()}, {', '.join(versions(_LIBRARIES))}"
    )


def _processor() -> str:
    if _CPUS.is_file():
        for line in _CPUS.read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def versions(libraries: Iterable[str]) -> Iterable[str]:
    """Each library with its version; none for what is not installed."""
    for name in libraries:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table: the first column to the left, the others to the right.

    >>> print(markdown(["what", "n"], [["a|b", "1"]]))
    | what | n |
    |---|---:|
    | a\\|b | 1 |
    """
    lines = [columns, *rows]
    told = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    told.insert(1, "|---" + "|---:" * (len(columns) - 1) + "|")
    return "\n".join(told)


def figure(number: float | None) -> str:
    """A number to two or three digits that mean something; nothing for None.

    >>> [figure(number) for number in (None, 0, 0.00123, 0.9996, 1.234, 12.34, 1234.5)]
    ['', '0', '0.0012', '1.0', '1.2', '12', '1,234']
    """
    if number is None:
        return ""
    if abs(number) >= 9.95:
        return f"{number:,.0f}"
    if abs(number) >= 0.995:
        return f"{number:.1f}"
    return f"{number:.2g}" if number else "0"

"""The same work done by several libraries in one run: in turns, so that a busy moment meets all, the best of several rounds."""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING, Any

from tests.benchmarks.results import figure, markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do the work.

    Attributes:
        name: of the library, with what was chosen in it.
        work: does all of it once, with what has to be made beforehand already made; says what it found, in words.
    """

    name: str
    work: Callable[[], str]


def contest(work: str, contenders: Iterable[Contender], letters: int, rounds: int) -> list[dict[str, Any]]:
    """Let each do the work so many times, and print how they did.

    Returns:
        For each `work`, `name`, the `seconds` of CPU time of its best round, for how many `letters`, and what it `found`.
    """
    contenders = list(contenders)
    best: dict[str, float] = {}
    found: dict[str, str] = {}
    for _ in range(rounds):
        for contender in contenders:
            began = process_time()
            found[contender.name] = contender.work()
            took = process_time() - began
            best[contender.name] = min(took, best.get(contender.name, took))
    figures = [
        {"work": work, "name": name, "seconds": seconds, "letters": letters, "found": found[name]}
        for name, seconds in best.items()
    ]
    print(f"{work}\n{table(figures)}\n", flush=True)
    return figures


def table(figures: Sequence[dict[str, Any]]) -> str:
    """Markdown: milliseconds a letter, and how many times as long as the first of the same work took.

    >>> one = {"work": "count", "name": "abacus", "seconds": 0.2, "letters": 100, "found": "7"}
    >>> print(table([one, {**one, "name": "fingers", "seconds": 3.0, "found": "6"}]))
    | with | ms a letter | times | found |
    |---|---:|---:|---:|
    | abacus | 2.0 | 1.0 | 7 |
    | fingers | 30 | 15 | 6 |
    """
    first = {figure["work"]: figure["seconds"] for figure in reversed(figures)}
    return markdown(
        ["with", "ms a letter", "times", "found"],
        [
            [
                one["name"],
                figure(1_000 * one["seconds"] / one["letters"]),
                figure(one["seconds"] / first[one["work"]]) if first[one["work"]] else "",
                one["found"],
            ]
            for one in figures
        ],
    )

"""However many processes read the letters, the store holds the same, and the same is said of each source."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from imrgraph.store.build import Event, LetterDuplicate, LetterFailed, LetterRead, build
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.synth.corpus import write_corpus
from tests.mutations import mutate
from tests.store.states import state

if TYPE_CHECKING:
    from pathlib import Path

LETTERS, MUTATED = 60, 30


class _Drawn:
    """Chooses by chance, always the same."""

    def __init__(self) -> None:
        self._chance = random.Random(5)

    def below(self, n: int) -> int:
        return self._chance.randrange(n)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory, letters: tuple[Path, ...]) -> list[Path]:
    """Invented letters, mutated ones that share their case numbers, copies, genuine ones, and some that fail."""
    folder = tmp_path_factory.mktemp("jobs")
    whole = write_corpus(folder / "synthetic", LETTERS, gold=False).letters
    texts = [path.read_text("utf-8") for path in sorted(whole.rglob("*.txt"))[:MUTATED]]
    drawn, mutated = _Drawn(), folder / "mutated"
    mutated.mkdir()
    for n, text in enumerate(texts):
        (mutated / f"{n:03d}.txt").write_text(mutate(text, texts, drawn), "utf-8")
    (mutated / "copy.txt").write_text(texts[0], "utf-8")
    (mutated / "empty.txt").write_text("")
    (mutated / "poem.txt").write_text("a poem")
    (mutated / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    return [whole, mutated, *letters, folder / "nowhere.txt"]


def test_the_number_of_processes_changes_nothing(sources: list[Path], tmp_path: Path) -> None:
    found: dict[int, tuple[str, list[Event], list[str]]] = {}
    for jobs in (0, 1, 2, 3):
        store, events = tmp_path / f"{jobs}.db", list[Event]()
        summary = build(sources, store, jobs=jobs, report=events.append)
        with OxigraphStore(store) as opened:
            assert opened.manifest["counts"]["letters"] == summary.stored.letters  # type: ignore[index]
        [failures] = (store / "generations").glob("*/failures.jsonl")
        found[jobs] = state(store), events, failures.read_text("utf-8").splitlines()
    _, events, failed = found[0]
    assert {type(event) for event in events} == {LetterRead, LetterDuplicate, LetterFailed}
    assert len(events) == LETTERS + MUTATED + 4 + 3 + 1
    assert len(failed) >= 4
    assert found[1] == found[2] == found[3] == found[0]

"""Packed texts: found by their spots, taken over as links, and cut out when their letters are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.store.findings import packed
from imrgraph.store.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from imrgraph.store.texts import Spot


def _without(texts: Texts, held: Iterable[Spot]) -> dict[Spot, Spot]:
    """Where the texts are now that were moved, by where they were."""
    spots = {str(spot): spot for spot in held}
    sizes: dict[int, int] = {}
    for file, _, size in spots.values():
        sizes[file] = sizes.get(file, 0) + size
    moved = texts.without(sizes, lambda file: [item for item in spots.items() if item[1][0] == file])
    return {spots[name]: now for name, now in moved}


def test_texts_are_found_again(tmp_path: Path) -> None:
    texts = Texts(tmp_path)
    spots = [texts.write(packed(word)) for word in ("one", "zwei", "three")]
    assert [texts.read(spot) for spot in spots] == ["one", "zwei", "three"]
    texts.close()
    assert Texts(tmp_path).read(spots[1]) == "zwei"


def test_another_generation_links_the_files_and_never_writes_into_them(tmp_path: Path) -> None:
    former, following = tmp_path / "1", tmp_path / "2"
    former.mkdir()
    texts = Texts(former)
    one = texts.write(packed("one"))
    texts.close()
    Texts.take_over(former, following)
    texts = Texts(following)
    two = texts.write(packed("two"))
    assert (texts.read(one), texts.read(two)) == ("one", "two")
    texts.close()
    assert [path.name for path in former.iterdir()] == ["1"]
    assert (former / "1").samefile(following / "1")
    assert (former / "1").read_bytes() == packed("one")


def test_only_what_is_held_stays_whichever_file_it_is_in(tmp_path: Path) -> None:
    texts = Texts(tmp_path)
    old = [texts.write(packed(word)) for word in ("kept", "gone")]
    texts.close()
    texts = Texts(tmp_path)
    new = [texts.write(packed(word)) for word in ("left out", "also kept")]
    moved = _without(texts, [old[0], new[1]])
    assert moved.keys() == {old[0], new[1]}
    assert [texts.read(moved[spot]) for spot in (old[0], new[1])] == ["kept", "also kept"]
    texts.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert held == packed("kept") + packed("also kept")


def test_files_without_holes_stay_as_they_are(tmp_path: Path) -> None:
    texts = Texts(tmp_path)
    spots = [texts.write(packed(word)) for word in ("one", "two")]
    assert _without(texts, spots) == {}
    assert [path.name for path in tmp_path.iterdir()] == ["1"]


def test_nothing_held_leaves_no_text(tmp_path: Path) -> None:
    texts = Texts(tmp_path)
    texts.write(packed("one"))
    assert _without(texts, []) == {}
    texts.close()
    assert b"".join(path.read_bytes() for path in tmp_path.iterdir()) == b""

"""Builds on disks that are too small: what is said, what is left, and what comes of the same build when there is room.

    unshare -rm python -m tests.store.full_disk SOURCES FOLDER mount
    python -m tests.store.full_disk SOURCES FOLDER limit

A store of one letter has room for more and more of what a build of all SOURCES adds; then it gets room, and the same build is
run again. With `mount` the room is that of a file system in memory, mounted within FOLDER, which `unshare` keeps to this
process; with `limit` it is what any file may grow to. One line of JSON is printed for each size.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.data import ontology_dir
from imrgraph.errors import StoreError
from imrgraph.store import vocabularies
from imrgraph.store.build import build
from tests.store.extractors import quick
from tests.store.states import state

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOMY = 1 << 30
_SHARES = {  # of what the build needs, or of its largest file
    "mount": (0.01, 0.3, 0.5, 0.7),
    "limit": (0.01, 0.2, 0.35, 0.5),
}


def main() -> None:
    sources, folder = Path(sys.argv[1]), Path(sys.argv[2])
    vocabularies.vocabulary_files = lambda: [ontology_dir() / "grounds.ttl"]
    disk, base, whole = folder / "disk", folder / "base.db", folder / "whole.db"
    disk.mkdir(parents=True)
    if sys.argv[3] == "mount":
        subprocess.run(["mount", "-t", "tmpfs", "imrgraph", str(disk)], check=True)
    build(min(sources.iterdir()), base, extract=quick)
    build(sources, whole, extract=quick)
    before, after = state(base), state(whole)
    for share in _SHARES[sys.argv[3]]:
        store = disk / "store.db"
        shutil.copytree(base, store)
        if sys.argv[3] == "mount":
            had = shutil.disk_usage(disk).used
            said = _built(
                sources, store, lambda size: _resize(disk, size), had + int(share * sum(_sizes(whole)))
            )
        else:
            said = _built(sources, store, _limit, int(share * max(_sizes(whole))))
        left = state(store)
        summary = build(sources, store, extract=quick)
        result = {
            "share": share,
            "said": said,
            "unchanged": left == before,
            "earlier": summary.earlier,
            "resumed": state(store) == after,
            "files": sorted(path.name for path in store.iterdir()),
        }
        print(json.dumps(result), flush=True)
        shutil.rmtree(store)


def _built(sources: Path, store: Path, room: Callable[[int], object], size: int) -> str:
    """What a build says that has so little room."""
    room(size)
    try:
        build(sources, store, extract=quick)
    except StoreError as error:
        return str(error)
    finally:
        room(_ROOMY)
    return ""


def _sizes(folder: Path) -> list[int]:
    return [path.stat().st_size for path in folder.rglob("*") if path.is_file()]


def _resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


if __name__ == "__main__":
    main()

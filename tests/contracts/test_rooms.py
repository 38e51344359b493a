"""Imports go one way through the rooms, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import imrgraph

_ORDER = "errors records rules data vocab synth read segment cite extract model rdf tables store query graph metrics view report evaluate gaps cli"
_ROOMS = tuple(_ORDER.split())
_PACKAGE = Path(imrgraph.__file__).parent
_HEAVY = (
    "rdflib",
    "pyoxigraph",
    "networkx",
    "pyvis",
    "pyshacl",
    "pypdfium2",
    "ahocorasick",
    "numpy",
    "scipy",
    "matplotlib",
    "jinja2",
    "duckdb",
    "httpx",
    "dask",
    "distributed",
    "fsspec",
)


def _modules() -> list[Path]:
    return [
        path for path in sorted(_PACKAGE.rglob("*.py")) if path.parent != _PACKAGE or path.stem != "__init__"
    ]


def _imported_rooms(path: Path) -> set[str]:
    """The rooms that a module imports from, wherever in it the import stands; `imrgraph` itself is none."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            names = [f"{node.module}.{name.name}" for name in node.names]
        else:
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name.startswith("imrgraph.")}
    return found & {*_ROOMS, *(path.name for path in _PACKAGE.iterdir() if path.is_dir())}


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(_PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    here = path.relative_to(_PACKAGE).parts[0].removesuffix(".py")
    assert _imported_rooms(path) <= set(_ROOMS[: _ROOMS.index(here) + 1])


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        pytest.param("import imrgraph", (*_HEAVY, "typer", "rich"), id="package"),
        pytest.param("from imrgraph.cli import main; main(['--help'])", _HEAVY, id="help"),
        pytest.param(
            "from imrgraph.cli import main; main(['build', '--help'])", _HEAVY, id="help-of-a-command"
        ),
        pytest.param("from imrgraph.cli import main; main(['--version'])", _HEAVY, id="version"),
    ],
)
def test_nothing_heavy_is_imported(code: str, absent: tuple[str, ...]) -> None:
    code += f"\nimport sys; assert not (found := set({absent!r}) & set(sys.modules)), found"
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_building_does_not_import_rdflib(letters: tuple[Path, ...], tmp_path: Path) -> None:
    code = (
        "import sys, imrgraph\n"
        "assert imrgraph.build(sys.argv[1], sys.argv[2], jobs=0).read.letters == 1\n"
        "assert not (found := {'rdflib', 'networkx', 'pyshacl', 'rich'} & set(sys.modules)), found"
    )
    subprocess.run([sys.executable, "-c", code, letters[0], tmp_path / "store"], check=True)

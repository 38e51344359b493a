"""What is built from vocabularies is kept apart for each choice of own files: never by a plain `functools.cache`."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import imrgraph

_PACKAGE = Path(imrgraph.__file__).parent
_ROOT = ("imrgraph.vocab.own", "own_vocabularies")
_PLAIN = {"cache", "lru_cache"}

Name = tuple[str, str]  # module and name of a function or class


def _tops() -> dict[Name, ast.FunctionDef | ast.ClassDef]:
    """The functions and classes of every module."""
    found: dict[Name, ast.FunctionDef | ast.ClassDef] = {}
    for path in sorted(_PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(_PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[module, node.name] = node
    return found


def _used(name: Name, node: ast.AST) -> set[Name]:
    """The functions and classes of the package that a definition names, wherever they were imported from."""
    module = import_module(name[0])
    objects: list[object] = []
    for inner in ast.walk(node):
        if isinstance(inner, ast.ImportFrom) and (inner.module or "").startswith("imrgraph"):
            objects += [getattr(import_module(str(inner.module)), one.name, None) for one in inner.names]
        elif isinstance(inner, ast.Name):
            objects.append(getattr(module, inner.id, None))
    named = ((getattr(one, "__module__", None), getattr(one, "__name__", None)) for one in objects)
    return {(str(where), str(what)) for where, what in named if where and what}


def _is_cached(node: ast.AST) -> bool:
    decorators = getattr(node, "decorator_list", [])
    named = {d.func if isinstance(d, ast.Call) else d for d in decorators}
    return any(isinstance(d, ast.Name) and d.id in _PLAIN for d in named)


def test_nothing_built_from_vocabularies_outlives_them() -> None:
    tops = _tops()
    uses = {name: _used(name, node) for name, node in tops.items()}
    reached = {_ROOT}
    while more := {name for name, used in uses.items() if used & reached} - reached:
        reached |= more
    assert ("imrgraph.vocab.matcher", "matcher") in reached
    assert sorted(name for name in reached & tops.keys() if _is_cached(tops[name])) == []

"""imrgraph: California Independent Medical Review letters as a graph.

`read` gives letters, `extract` what one letter says, `build` a store of many, `open` a store to ask, `query` an
answer, `tables` the same for SQL, `to_networkx` a network, `report` a page with figures, `evaluate` how well a graph says what
readers found; `use_vocabularies` adds concepts and labels of your own to what letters are read with. Everything is imported
on first use, so that importing this costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imrgraph.errors import (
        GoldError,
        ImrGraphError,
        LetterError,
        MissingExtraError,
        QueryError,
        ReportError,
        StoreError,
        SynthError,
        ViewError,
        VocabularyError,
    )
    from imrgraph.evaluate import Report, evaluate
    from imrgraph.gaps import Gap, gaps
    from imrgraph.graph import to_networkx
    from imrgraph.model import extract
    from imrgraph.query.run import Table
    from imrgraph.query.run import run as query
    from imrgraph.read import ReadFailure, read
    from imrgraph.records import (
        Ambiguous,
        Assertion,
        Case,
        Citation,
        Condition,
        Determination,
        Evidence,
        Letter,
        Outcome,
        Party,
        PriorTreatment,
        Reason,
        Resolved,
        Span,
        Stance,
        Unresolved,
    )
    from imrgraph.report import report
    from imrgraph.store import Store
    from imrgraph.store import open_store as open
    from imrgraph.store.build import BuildSummary, build
    from imrgraph.store.tabled import tables
    from imrgraph.vocab.checks import use_vocabularies

__version__ = "0.1.0"
__all__ = [
    "Ambiguous",
    "Assertion",
    "BuildSummary",
    "Case",
    "Citation",
    "Condition",
    "Determination",
    "Evidence",
    "Gap",
    "GoldError",
    "ImrGraphError",
    "Letter",
    "LetterError",
    "MissingExtraError",
    "Outcome",
    "Party",
    "PriorTreatment",
    "QueryError",
    "ReadFailure",
    "Reason",
    "Report",
    "ReportError",
    "Resolved",
    "Span",
    "Stance",
    "Store",
    "StoreError",
    "SynthError",
    "Table",
    "Unresolved",
    "ViewError",
    "VocabularyError",
    "__version__",
    "build",
    "evaluate",
    "extract",
    "gaps",
    "open",
    "query",
    "read",
    "report",
    "tables",
    "to_networkx",
    "use_vocabularies",
]

_ELSEWHERE = {  # public names that are not in `records` or `errors`: where they are, by what name
    "BuildSummary": ("imrgraph.store.build", "BuildSummary"),
    "Gap": ("imrgraph.gaps", "Gap"),
    "ReadFailure": ("imrgraph.read", "ReadFailure"),
    "Report": ("imrgraph.evaluate", "Report"),
    "Store": ("imrgraph.store", "Store"),
    "Table": ("imrgraph.query", "Table"),
    "build": ("imrgraph.store.build", "build"),
    "evaluate": ("imrgraph.evaluate", "evaluate"),
    "extract": ("imrgraph.model", "extract"),
    "gaps": ("imrgraph.gaps", "gaps"),
    "open": ("imrgraph.store", "open_store"),
    "query": ("imrgraph.query", "run"),
    "read": ("imrgraph.read", "read"),
    "report": ("imrgraph.report", "report"),
    "tables": ("imrgraph.store.tabled", "tables"),
    "to_networkx": ("imrgraph.graph", "to_networkx"),
    "use_vocabularies": ("imrgraph.vocab.checks", "use_vocabularies"),
}


class _Package(ModuleType):
    """Keeps `imrgraph.read` the function when the room of the same name is imported.

    The import system then sets the room as an attribute of the package, which would hide the function. Rooms are
    still imported by `from imrgraph.read import ...`.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _ELSEWHERE and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


if not TYPE_CHECKING:  # so that a type checker still knows which names there are

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module 'imrgraph' has no attribute {name!r}")
        if name in _ELSEWHERE:
            module, attribute = _ELSEWHERE[name]
        else:
            module, attribute = "imrgraph.errors" if name.endswith("Error") else "imrgraph.records", name
        value = getattr(import_module(module), attribute)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


sys.modules[__name__].__class__ = _Package

"""Where `ontology/`, `queries/` and the example letters are: in a checkout, or inside an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def _home() -> tuple[Path, bool]:
    packaged = Path(__file__).parent / "_data"
    return (packaged, True) if packaged.is_dir() else (Path(__file__).parent.parent, False)


def ontology_dir() -> Path:
    """The folder of `imrgraph.ttl`, `shapes.ttl`, the SKOS vocabularies and the rules held as data."""
    return _home()[0] / "ontology"


def queries_dir() -> Path:
    """The folder of the questions: SPARQL in `.rq` files, the same question over the tables in `.sql` files."""
    return _home()[0] / "queries"


def example_letters_dir() -> Path:
    """The folder of the three genuine letters (public, redacted State documents)."""
    home, packaged = _home()
    return home / "letters" if packaged else home / "examples" / "letters"

"""The answer to any question as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.graph import answer_graph, choose_columns
from imrgraph.graph.synthetic import mark_of
from imrgraph.query import Table
from imrgraph.query.format import shorten
from imrgraph.rdf.names import in_words
from imrgraph.view.network import network_page

if TYPE_CHECKING:
    from imrgraph.graph import Chosen
    from imrgraph.query import Result
    from imrgraph.store import Store


def view_answer(
    store: Store, answer: Result, columns: Chosen | None = None, *, title: str = "", seed: int = 0
) -> str:
    """The network that an answer holds, as one HTML page that needs no network.

    Args:
        store: what was asked.
        answer: what `imrgraph.query` gave.
        columns: of a SELECT, what `imrgraph.graph.choose_columns` gives; chosen by its rules unless told.
        title: the heading; the question itself unless told.
        seed: of the places.

    Raises:
        QueryError: true or false, or no columns that can be nodes, as `imrgraph.graph.answer_graph` says.
        ViewError: no node, or more than a browser draws.
    """
    if isinstance(answer, Table):
        columns = columns or choose_columns(store, answer)
        question = answer.query.question.removeprefix("Projection: ")
        title = title or question[:1].upper() + question[1:] or answer.query.name or ""
    graph = answer_graph(store, answer, columns)
    return network_page(
        graph, title=title or "An answer", note=_note(answer, columns), mark=mark_of(store), seed=seed
    )


def _note(answer: Result, columns: Chosen | None) -> str:
    if columns is None or not isinstance(answer, Table):
        return "An arrow is a statement of the graph; words, numbers and dates are with the things that they are said of."
    way = ", ".join(f"from {in_words(one)} to {in_words(other)}" for one, other in columns.edges)
    each = f", one for each {in_words(columns.relation)}" if columns.relation else ""
    weight = in_words(columns.counts[0]) if columns.counts else "rows of the answer"
    bound = {name: str(value) for name, value in answer.bound.items() if not str(value).endswith("/")}
    values = "; ".join(
        f"{name} = {shorten(value)}" for name, value in bound.items()
    )  # a whole scheme says nothing
    return f"An arrow leads {way}{each}; the more {weight}, the heavier." + (
        f" Asked with {values}." if values else ""
    )

"""GraphML, and GEXF 1.3 as Gephi reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from imrgraph.graph.exchange.attributes import columns, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

_GEXF = "http://gexf.net/1.3"
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}
_COLOURS = {  # by kind, colour-blind-safe (Okabe and Ito)
    "treatment": (0, 114, 178),
    "guideline": (230, 159, 0),
    "condition": (0, 158, 115),
    "letter": (86, 180, 233),
    "determination": (204, 121, 167),
    "outcome": (213, 94, 0),
}


def to_graphml(graph: nx.Graph) -> str:
    """The network as GraphML, with every attribute typed; control characters become spaces."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(_fit(graph))) + "\n"


def _fit(graph: nx.Graph) -> nx.Graph:
    made = graph.__class__()
    made.add_nodes_from((fit(node), _words(said)) for node, said in graph.nodes(data=True))
    if graph.is_multigraph():
        made.add_edges_from((fit(a), fit(b), fit(key), _words(said)) for a, b, key, said in _keyed(graph))
    else:
        made.add_edges_from((fit(a), fit(b), _words(said)) for a, b, said in graph.edges(data=True))
    return made


def _keyed(graph: nx.Graph) -> Any:
    return graph.edges(keys=True, data=True)


def _words(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fit(value) for name, value in said.items() if value is not None}


def to_gexf(graph: nx.Graph) -> str:
    """The network as GEXF 1.3: attributes typed, a colour for each kind; control characters become spaces.

    An edge's `weight` is GEXF's own, its `relation` GEXF's `kind`.
    """
    return "\n".join(_gexf(graph)) + "\n"


def _gexf(graph: nx.Graph) -> Iterator[str]:
    nodes = [(node, _words(said)) for node, said in graph.nodes(data=True)]
    edges = [(a, b, _words(said)) for a, b, said in graph.edges(data=True)]
    of_nodes = columns(said for _, said in nodes)
    of_edges = columns(said for _, _, said in edges)
    of_nodes.pop("label", None)
    of_edges.pop("weight", None)
    numbered = {node: str(at) for at, (node, _) in enumerate(nodes)}
    yield "<?xml version='1.0' encoding='utf-8'?>"
    yield f'<gexf xmlns="{_GEXF}" xmlns:viz="{_GEXF}/viz" version="1.3">'
    yield "  <meta><creator>imrgraph</creator></meta>"
    kind = "directed" if graph.is_directed() else "undirected"
    yield f'  <graph defaultedgetype="{kind}" mode="static" idtype="string">'
    yield from _declared("node", {"iri": str, **of_nodes})
    yield from _declared("edge", of_edges)
    yield "    <nodes>"
    for node, said in nodes:
        iri = fit(str(node))
        yield f"      <node id={quoteattr(numbered[node])} label={quoteattr(str(said.get('label', iri)))}>"
        yield from _values({"iri": iri, **said}, {"iri": str, **of_nodes})
        if said.get("kind") in _COLOURS:
            red, green, blue = _COLOURS[said["kind"]]
            yield f'        <viz:color r="{red}" g="{green}" b="{blue}"/>'
        yield "      </node>"
    yield "    </nodes>"
    yield "    <edges>"
    for at, (a, b, said) in enumerate(edges):
        weight = f" weight={quoteattr(str(float(said['weight'])))}" if "weight" in said else ""
        relation = f" kind={quoteattr(str(said['relation']))}" if "relation" in said else ""
        yield f'      <edge id="{at}" source="{numbered[a]}" target="{numbered[b]}"{weight}{relation}>'
        yield from _values(said, of_edges)
        yield "      </edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _declared(what: str, types: Mapping[str, type]) -> Iterator[str]:
    if types:
        yield f'    <attributes class="{what}" mode="static">'
        for at, (name, type_) in enumerate(types.items()):
            yield f'      <attribute id="{at}" title={quoteattr(name)} type="{_TYPES[type_]}"/>'
        yield "    </attributes>"


def _values(said: Mapping[str, Any], types: Mapping[str, type]) -> Iterator[str]:
    given = [(at, said[name], type_) for at, (name, type_) in enumerate(types.items()) if name in said]
    if given:
        yield "        <attvalues>"
        for at, value, type_ in given:
            yield f'          <attvalue for="{at}" value={_attribute(value, type_)}/>'
        yield "        </attvalues>"


def _attribute(value: Any, type_: type) -> str:
    """In quotation marks; a line end is written out, since a reader makes a space of it."""
    text = str(value).lower() if type_ is bool else str(type_(value))
    return '"' + escape(text, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}) + '"'

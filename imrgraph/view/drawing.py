"""A network as pyvis holds it, for its vis-network to draw: places fixed, colours and widths left to the page."""

from __future__ import annotations

import json
from typing import Any

_SHAPES = {"circle": "dot", "down": "triangleDown"}  # where vis-network has another word
_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 10**9,
        "dragNodes": False,
        "keyboard": False,
        "selectConnectedEdges": False,
    },
    "nodes": {"borderWidth": 1.5, "chosen": False},
    "edges": {"smooth": False, "chosen": False, "selectionWidth": 0, "hoverWidth": 0},
}


def drawing(data: dict[str, Any]) -> dict[str, Any]:
    """Nodes, edges and options as vis-network takes them.

    Args:
        data: what `network_data` gives.
    """
    from pyvis.network import Network

    network = Network(directed=data["directed"], cdn_resources="in_line")
    nodes, edges = data["nodes"], data["edges"]
    for at in range(nodes["count"]):
        shape = data["kinds"][nodes["kind"][at]]["shape"]
        network.add_node(
            at,
            label=" ",
            shape=_SHAPES.get(shape, shape),
            size=nodes["radius"][at],
            x=nodes["x"][at],
            y=nodes["y"][at],
        )
    way: dict[str, Any] = (
        {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.12},  # one for each direction
        }
        if data["directed"]
        else {}
    )
    network.edges = [  # add_edge looks at all edges each time
        {
            "id": at,
            "from": edges["from"][at],
            "to": edges["to"][at],
            "selfReference": {"size": nodes["radius"][edges["from"][at]] + 7},
            **way,
        }
        for at in range(edges["count"])
    ]
    network.options = _OPTIONS
    drawn, lines, _, _, _, options = network.get_network_data()
    return {"nodes": drawn, "edges": lines, "options": json.loads(options)}

"""Places for the nodes of any network: connected ones near each other, groups apart, always the same.

What was looked at and not taken: igraph and the packages named fa2 have such layouts under the GPL, networkx's own takes
the square of the nodes (a minute for 5,000), scikit-network's goes through the nodes one by one in Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csgraph  # type: ignore[import-untyped]
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from imrgraph.view.forces import adjacency, settle

if TYPE_CHECKING:
    from scipy import sparse  # type: ignore[import-untyped]

    from imrgraph.view.forces import Floats, Ints

_STRENGTHS = (
    0.1,
    10.0,
)  # of edges, times the mean: an edge of 10,000 letters shall not pull all into one point
_SMALL = 8  # nodes of a component up to which the edges' weights are not looked at
_CROWDED = 0.6  # a node's own distance, of the side of the square that each node has for itself
_PUSHES = 60
_BETWEEN = 3.0  # from one component to the next, and twice the space in the block of nodes without edges
_WIDE = 1.6  # times as wide as high, as a screen is


def force_places(sources: Ints, targets: Ints, weights: Floats, nodes: int, *, seed: int = 0) -> Floats:
    """Where to draw the nodes of a network, whichever it is.

    Args:
        sources, targets: the two ends of each edge, as numbers of nodes from 0; direction does not matter. Edges
            between the same two nodes count together, edges from a node to itself not at all.
        weights: of each edge: the heavier, the nearer its ends (by the square root, and from a hundredth to a hundred
            times the mean only). What is not a number counts as the mean.
        nodes: how many nodes there are.
        seed: another one gives another picture of the same network.

    Returns:
        An array (nodes, 2) of x and y, around (0, 0). The unit is the distance that dots should keep: most nodes are that far
        from the nearest other or farther, hardly any nearer than half of it, and none are at the same place. Each component
        has a rectangle for itself, the largest first, in rows from the top; nodes without edges make up a block after the
        last. The same arguments give the same bytes on one machine.

    The time grows about as nodes times their logarithm: a tenth of a second for 300 nodes, some three seconds for 20,000
    nodes with 60,000 edges, on one core.
    """
    sources, targets = np.asarray(sources, dtype=np.intp), np.asarray(targets, dtype=np.intp)
    proper = sources != targets
    near = adjacency(
        sources[proper], targets[proper], _strengths(np.asarray(weights, dtype=np.float64)[proper]), nodes
    )
    _, component = csgraph.connected_components(near, directed=False)
    order = np.argsort(component, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(component[order])) + 1) if nodes else []
    alone = np.array([part[0] for part in parts if len(part) == 1], dtype=np.intp)
    connected = sorted((part for part in parts if len(part) > 1), key=len, reverse=True)
    known: dict[bytes, Floats] = {}
    shapes = [_shape(near[part][:, part].tocsr(), seed, known) for part in connected]
    if len(alone):
        connected.append(alone)
        shapes.append(_block(len(alone)))
    places = np.zeros((nodes, 2))
    for part, shape, corner in zip(connected, shapes, _packed(shapes), strict=True):
        places[part] = shape + corner
    return places - (places.min(axis=0) + places.max(axis=0)) / 2 if nodes else places


def _strengths(weights: Floats) -> Floats:
    usable = np.isfinite(weights) & (weights > 0)
    mean = weights[usable].mean() if usable.any() else 1.0
    relative = np.where(np.isfinite(weights), np.maximum(weights, 0), mean) / mean
    return np.clip(np.sqrt(relative), *_STRENGTHS)


def _shape(near: sparse.csr_array, seed: int, known: dict[bytes, Floats]) -> Floats:
    """The places of a component in its rectangle, from (0, 0) to the right and up; small ones that are alike look alike."""
    if near.shape[0] > _SMALL:
        return _turned(_spread(settle(near, np.random.default_rng(seed))))
    near.data[:] = 1
    pattern = near.toarray().tobytes()
    if pattern not in known:
        known[pattern] = _turned(_spread(settle(near, np.random.default_rng(seed))))
    return known[pattern]


def _spread(places: Floats) -> Floats:
    """In the unit of the result: where dots would lie on each other, they push each other aside."""
    places = places - np.median(places, axis=0)
    radius = np.quantile(np.hypot(*places.T), 0.9)
    places = places * (np.sqrt(len(places) / np.pi) / (_CROWDED * radius))
    for _ in range(_PUSHES):
        one, other = cKDTree(places).query_pairs(0.98, output_type="ndarray").T
        if not len(one):
            break
        apart = places[one] - places[other]
        length = np.maximum(np.hypot(*apart.T), 1e-9)
        push = apart * ((1 - length) / length / 2)[:, None]
        many = np.bincount(np.concatenate([one, other]), minlength=len(places))
        move = np.empty_like(places)
        for axis in (0, 1):
            move[:, axis] = np.bincount(one, push[:, axis], len(places))
            move[:, axis] -= np.bincount(other, push[:, axis], len(places))
        places = places + move / np.maximum(1, many / 2)[:, None]
    return places


def _turned(places: Floats) -> Floats:
    """The longest way across lies level, and the lower left corner is (0, 0)."""
    centred = places - places.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    level = centred @ axes.T
    return np.asarray(level - level.min(axis=0))


def _block(count: int) -> Floats:
    columns = int(np.ceil(np.sqrt(count * _WIDE)))
    row, column = np.divmod(np.arange(count), columns)
    return np.asarray(np.stack([column, row.max() - row], axis=1) * (_BETWEEN / 2))


def _packed(shapes: list[Floats]) -> list[Floats]:
    """The lower left corner of each shape: in rows from the top, in the order given, with space between."""
    sizes = [shape.max(axis=0) + _BETWEEN for shape in shapes]
    area = sum(float(size.prod()) for size in sizes)
    widest = max((float(size[0]) for size in sizes), default=0.0)
    room = max(widest, np.sqrt(area * _WIDE))
    corners, x, y, high = [], 0.0, 0.0, 0.0
    for width, height in sizes:
        if x and x + width > room:
            x, y, high = 0.0, y - high, 0.0
        corners.append(np.array([x, y - height]))
        x, high = x + width, max(high, height)
    return corners

"""Where forces put the nodes of one connected network: connected ones pull each other, all push each other away.

The forces are those of ForceAtlas2: an edge pulls in proportion to its length and strength, two nodes push by the product
of their degrees plus one over their distance, and a gravity in proportion to the distance keeps branches near (M. Jacomy,
T. Venturini, S. Heymann, M. Bastian: ForceAtlas2, a Continuous Graph Layout Algorithm, PLoS ONE 9(6), 2014,
doi 10.1371/journal.pone.0098679). Groups of neighbours are placed before their members (C. Walshaw: A Multilevel Algorithm
for Force-Directed Graph-Drawing, JGAA 7(3), 2003), so that few steps do. Pushing 1/distance is what masses do in the plane,
so that it is found for all at once with a Fourier transform on a mesh (R. Hockney, J. Eastwood: Computer Simulation
Using Particles, 1981, chapter 5): the time grows with n log n, whatever the network's shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import fft, sparse  # type: ignore[import-untyped]
from scipy.sparse import csgraph  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Ints = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    Push = Callable[[Floats], Floats]

_COARSEST = 60  # nodes that are placed by their distances alone
_PAIRWISE = 100  # nodes up to which every pair is counted; beyond, a mesh is quicker
_STEPS_COARSEST = 200
_STEPS = 60
_GRAVITY = 0.05  # 0.01 lets branches run far out, 0.2 bends paths into balls
_MOMENTUM = 0.7
_HURRY = 1.5  # times the step that would balance a node if all others stood still
_STILL = 0.002  # of the picture's radius: the longest step that no longer counts
_SHRINKS = 0.7  # at most so many groups for each node, else the other grouping is taken
_TOGETHER = 4  # nodes of a group around a hub


def settle(near: sparse.csr_array, rng: np.random.Generator) -> Floats:
    """Places of the nodes of a connected network.

    Args:
        near: its symmetric adjacency without loops, strengths above 0.

    Returns:
        An array (nodes, 2), in no certain unit, around no certain point.
    """
    levels, groups = [near], []
    masses = [np.diff(near.indptr) + 1.0]
    while levels[-1].shape[0] > _COARSEST:
        group = _grouped(levels[-1], rng)
        groups.append(group)
        levels.append(_merged(levels[-1], group))
        masses.append(np.bincount(group, masses[-1]))
    places = _by_distances(levels[-1], rng)
    places = _relaxed(places, levels[-1], masses[-1], _STEPS_COARSEST, 1.0)
    for level, mass, group in zip(levels[-2::-1], masses[-2::-1], groups[::-1], strict=True):
        apart = (_reach(places) or 1.0) / np.sqrt(len(places))  # one group alone has no reach
        places = places[group] + rng.normal(scale=apart / 2, size=(len(group), 2))
        places = _relaxed(places, level, mass, _STEPS, 0.1)
    return places


def _relaxed(places: Floats, near: sparse.csr_array, mass: Floats, steps: int, reach: float) -> Floats:
    """After at most so many steps; none is longer than `reach` times the picture's radius, falling to none at the end."""
    push = pairwise_push(mass) if len(places) <= _PAIRWISE else meshed_push(mass)
    one, other, strength = _edges(near)
    stiff = np.asarray(near.sum(axis=1)) * 2 + _GRAVITY * mass
    speed = np.zeros_like(places)
    for step in range(steps):
        force = push(places) - _GRAVITY * mass[:, None] * (places - places.mean(axis=0))
        pull = (places[other] - places[one]) * strength[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(one, pull[:, axis], len(places))
            force[:, axis] -= np.bincount(other, pull[:, axis], len(places))
        speed = _MOMENTUM * speed + (1 - _MOMENTUM) * _HURRY * force / stiff[:, None]
        radius = _reach(places)
        longest = reach * radius * (1 - step / steps)
        length = np.hypot(*speed.T)
        if length.max() < _STILL * radius:
            break
        speed *= np.minimum(1, longest / np.maximum(length, 1e-300))[:, None]
        places = places + speed
    return places


def pairwise_push(mass: Floats) -> Push:
    """The push on each node from all others, counted one by one: product of the masses over the distance."""

    def push(places: Floats) -> Floats:
        apart = places[:, None] - places[None]
        square = np.maximum((apart**2).sum(axis=2), 1e-9)
        force: Floats = np.einsum("ij,ijk->ik", mass / square, apart) * mass[:, None]
        return force

    return push


def meshed_push(mass: Floats) -> Push:
    """As `pairwise_push`, nearly: masses are shared out to the four mesh points around them, forces read from the same four."""
    half = max(64, fft.next_fast_len(int(2 * np.sqrt(len(mass)))))
    size = 2 * half  # so that what leaves the mesh on one side does not push from the other
    offset = fft.fftfreq(size, 1 / size)
    x, y = np.meshgrid(offset, offset, indexing="ij")
    square = x**2 + y**2
    square[0, 0] = 1
    kernels = [fft.rfft2(x / square), fft.rfft2(y / square)]

    def push(places: Floats) -> Floats:
        low = places.min(axis=0)
        width = max(float((places.max(axis=0) - low).max()), 1e-9) / (half - 2)
        at = (places - low) / width
        corner = at.astype(np.intp)
        part = at - corner
        points = [(corner[:, 0] + i) * size + corner[:, 1] + j for i in (0, 1) for j in (0, 1)]
        shares = [abs(1 - i - part[:, 0]) * abs(1 - j - part[:, 1]) for i in (0, 1) for j in (0, 1)]
        mesh = np.bincount(
            np.concatenate(points), np.concatenate([mass * share for share in shares]), size * size
        )
        waves = fft.rfft2(mesh.reshape(size, size))
        force = np.empty_like(places)
        for axis, kernel in enumerate(kernels):
            field = fft.irfft2(waves * kernel, s=(size, size)).ravel()
            force[:, axis] = sum(field[point] * share for point, share in zip(points, shares, strict=True))
        return np.asarray(force * (mass / width)[:, None])

    return push


def _by_distances(near: sparse.csr_array, rng: np.random.Generator) -> Floats:
    """Classical scaling of the numbers of steps between nodes, and a little chance, which parts what is alike."""
    steps = csgraph.shortest_path(near, unweighted=True) ** 2
    centred = steps - steps.mean(axis=0) - steps.mean(axis=1)[:, None] + steps.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    places = np.zeros((len(steps), 2))
    found = min(2, len(values))
    places[:, :found] = (vectors * np.sqrt(np.maximum(values, 0)))[:, ::-1][:, :found]
    return 10 * (places + rng.normal(scale=0.1, size=places.shape))


def _grouped(near: sparse.csr_array, rng: np.random.Generator) -> Ints:
    """The number of each node's group: a head and neighbours of it; no two heads are neighbours.

    Heads are drawn by lot, which gives even groups. Where that leaves nearly as many groups as nodes (around hubs),
    the nodes with most neighbours are the heads, and their groups are parted into small ones.
    """
    lot = rng.permutation(near.shape[0]).astype(np.float64)
    group = _around(near, lot)
    if group.max() + 1 <= _SHRINKS * len(group):
        return group
    group = _around(near, np.diff(near.indptr) + lot / len(lot))
    order = np.lexsort((lot, group))
    first = np.flatnonzero(np.diff(group[order], prepend=-1))
    within = np.arange(len(group)) - np.repeat(first, np.bincount(group))
    found = np.empty_like(group)
    found[order] = np.cumsum(within % _TOGETHER == 0) - 1
    return found


def _around(near: sparse.csr_array, rank: Floats) -> Ints:
    """Groups around heads, who are the nodes of highest rank among those neighbours that are in no group yet (Luby)."""
    count = len(rank)
    row, column = np.repeat(np.arange(count), np.diff(near.indptr)), near.indices
    free, head = np.ones(count, dtype=bool), np.zeros(count, dtype=bool)
    while free.any():
        live = free[row] & free[column]
        highest = np.full(count, -1.0)
        np.maximum.at(highest, row[live], rank[column[live]])
        new = free & (rank > highest)
        head |= new
        free &= ~new
        free[column[new[row]]] = False
    group = np.cumsum(head) - 1
    joins = head[column] & ~head[row]
    one, other, strength = row[joins], column[joins], near.data[joins]
    order = np.lexsort((rank[other], strength, one))
    group[one[order]] = group[other[order]]  # the last one stays: the strongest
    return group


def _merged(near: sparse.csr_array, group: Ints) -> sparse.csr_array:
    """The network of the groups; strengths are added up."""
    one, other, strength = _edges(near)
    between = group[one] != group[other]
    return adjacency(group[one[between]], group[other[between]], strength[between], int(group.max()) + 1)


def adjacency(one: Ints, other: Ints, strength: Floats, count: int) -> sparse.csr_array:
    """A symmetric adjacency of so many nodes; strengths of the same two nodes are added up."""
    both = np.concatenate([one, other]), np.concatenate([other, one])
    return sparse.coo_array((np.concatenate([strength, strength]), both), shape=(count, count)).tocsr()


def _edges(near: sparse.csr_array) -> tuple[Ints, Ints, Floats]:
    upper = sparse.triu(near, k=1).tocoo()
    return upper.row, upper.col, upper.data


def _reach(places: Floats) -> float:
    """The root mean square of the distances from the middle."""
    return float(np.sqrt(((places - places.mean(axis=0)) ** 2).sum(axis=1).mean()))

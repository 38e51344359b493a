"use strict";
// The network, what the filters leave of it, and what is chosen. Nodes and edges are numbers: their place in the data.
const net = (function () {
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const nodes = data.nodes, edges = data.edges;
  const firstEdge = new Uint32Array(nodes.count + 1), edgeOf = new Uint32Array(2 * edges.count);
  const nodeOn = new Uint8Array(nodes.count).fill(1), edgeOn = new Uint8Array(edges.count).fill(1);
  const byStrength = order(nodes.strength);
  const filters = { hidden: data.facets.map(() => new Set()), least: -Infinity, share: [0, 100] };
  const listeners = [];
  let facet = 0;
  let chosen = null; // {node} or {edge}
  let near = new Set(); // nodes that stay in full colour beside the chosen one

  (function connect() {
    for (let e = 0; e < edges.count; e++) {
      firstEdge[edges.from[e] + 1]++;
      if (edges.to[e] !== edges.from[e]) firstEdge[edges.to[e] + 1]++;
    }
    for (let n = 0; n < nodes.count; n++) firstEdge[n + 1] += firstEdge[n];
    const next = firstEdge.slice();
    for (const e of order(edges.weight)) {
      edgeOf[next[edges.from[e]]++] = e;
      if (edges.to[e] !== edges.from[e]) edgeOf[next[edges.to[e]]++] = e;
    }
  })();

  // Weights that are all alike make thin lines, heavier ones grow with the root of how often they outweigh the lightest.
  const positive = edges.weight.filter((weight) => weight > 0);
  const [lightest, heaviest] = positive.reduce(([low, high], weight) => [Math.min(low, weight), Math.max(high, weight)], [Infinity, 0]);
  const span = Math.max(Math.sqrt(heaviest / lightest) - 1, 3);
  /** How thick an edge is, from 0 to 1. */
  const thickness = (edge) => (edges.weight[edge] > 0 ? (Math.sqrt(edges.weight[edge] / lightest) - 1) / span : 0);

  /** Places of the values, the largest first. */
  function order(values) {
    return Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
  }

  /** A node's edges that the filters leave, heaviest first. */
  function edgesOf(node) {
    return edgeOf.subarray(firstEdge[node], firstEdge[node + 1]).filter((e) => edgeOn[e]);
  }
  const otherEnd = (edge, node) => (edges.from[edge] === node ? edges.to[edge] : edges.from[edge]);

  function filtersEdges() {
    return filters.least !== -Infinity || filters.share[0] > 0 || filters.share[1] < 100;
  }
  function isFiltered() {
    return filtersEdges() || filters.hidden.some((hidden) => hidden.size);
  }

  function filter() {
    const [low, high] = filters.share, everyShare = low === 0 && high === 100;
    nodeOn.fill(1);
    data.facets.forEach((one, at) => {
      const hidden = filters.hidden[at];
      if (hidden.size) for (let n = 0; n < nodes.count; n++) if (hidden.has(one.of[n])) nodeOn[n] = 0;
    });
    for (let e = 0; e < edges.count; e++) {
      const share = everyShare ? null : edges.share[e];
      edgeOn[e] = nodeOn[edges.from[e]] && nodeOn[edges.to[e]] && edges.weight[e] >= filters.least
        && (everyShare || (share !== null && share >= low && share <= high)) ? 1 : 0;
    }
    if (filtersEdges()) // what has lost all its connections to them goes too
      for (let n = 0; n < nodes.count; n++)
        if (nodeOn[n] && firstEdge[n + 1] > firstEdge[n] && !edgesOf(n).length) nodeOn[n] = 0;
    if (chosen && !("node" in chosen ? nodeOn[chosen.node] : edgeOn[chosen.edge])) chosen = null;
    choose(chosen);
  }

  function clearFilters() {
    filters.hidden.forEach((hidden) => hidden.clear());
    filters.least = -Infinity;
    filters.share = [0, 100];
    filter();
  }

  function choose(what) {
    chosen = what;
    near = new Set();
    if (what && "node" in what) {
      near.add(what.node);
      edgesOf(what.node).forEach((e) => near.add(otherEnd(e, what.node)));
    } else if (what) near.add(edges.from[what.edge]).add(edges.to[what.edge]);
    changed();
  }
  function chooseNode(node) {
    if (!nodeOn[node]) clearFilters();
    choose({ node: node });
  }
  function changed() { listeners.forEach((listen) => listen()); }

  const faded = (node) => chosen !== null && !near.has(node);
  function edgeFaded(edge) {
    if (chosen === null) return false;
    return "edge" in chosen ? chosen.edge !== edge : edges.from[edge] !== chosen.node && edges.to[edge] !== chosen.node;
  }
  const colour = (node) => data.facets[facet].values[data.facets[facet].of[node]][1];
  /** By how it ended; in networks without outcomes that of both ends where these are alike, else null. */
  function edgeColour(edge) {
    if (data.tones.length) return data.tones[edges.tone[edge]][1];
    const of = data.facets[facet].of;
    return of[edges.from[edge]] === of[edges.to[edge]] ? colour(edges.from[edge]) : null;
  }

  return {
    data, nodes, edges, nodeOn, edgeOn, byStrength, filters, listeners, order, edgesOf, otherEnd, filter, clearFilters,
    isFiltered, choose, chooseNode, changed, faded, edgeFaded, colour, edgeColour,
    get chosen() { return chosen; },
    get facet() { return facet; },
    set facet(at) { facet = at; changed(); },
    kind: (node) => data.kinds[nodes.kind[node]].name,
    thickness,
    place: null, // of a node in the picture, {x, y, r} in pixels; there once it is drawn
    between: (edge) => nodes.label[edges.from[edge]] + (data.directed ? " → " : " – ") + nodes.label[edges.to[edge]],
  };
})();

/** An element with attributes and children; words are text, never markup. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Numbers as people write them. */
const written = (value) => (typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 3 }) : value);
const counted = (number, one) => written(number) + " " + one + (number === 1 ? "" : "s");

/** The colour so much (of 1) of the way to the page's background. */
const paler = (function () {
  const mixed = new Map();
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--ground").trim();
  const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return function (colour, much) {
    const key = colour + much;
    if (!mixed.has(key)) {
      const to = parts(ground);
      const mix = parts(colour).map((part, at) => Math.round(part + (to[at] - part) * much));
      mixed.set(key, "#" + mix.map((part) => part.toString(16).padStart(2, "0")).join(""));
    }
    return mixed.get(key);
  };
})();

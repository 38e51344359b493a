
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const nodes = new vis.DataSet(data.nodes);
  const edges = new vis.DataSet(data.edges);
  const network = new vis.Network(document.getElementById("picture"), { nodes: nodes, edges: edges }, data.options);
  const fit = function () { network.fit({ animation: false }); };
  document.getElementById("fit").addEventListener("click", fit);
  window.addEventListener("resize", fit);

  // A click leaves only the chosen box's connections in full colour; a click beside it brings all back.
  function show(chosen) {
    const lines = new Set(chosen === null ? edges.getIds() : network.getConnectedEdges(chosen));
    const boxes = new Set(chosen === null ? nodes.getIds() : network.getConnectedNodes(chosen).concat(chosen));
    nodes.update(data.nodes.map(function (n) {
      return { id: n.id, opacity: boxes.has(n.id) || n.shape === "text" ? 1 : 0.15 };
    }));
    edges.update(edges.get().map(function (e) {
      return { id: e.id, color: Object.assign({}, e.color, { opacity: lines.has(e.id) ? 0.8 : 0.06 }) };
    }));
  }
  network.on("click", function (at) {
    const chosen = at.nodes.length ? at.nodes[0] : null;
    show(chosen !== null && nodes.get(chosen).shape === "text" ? null : chosen);
  });
  fit();
  document.documentElement.dataset.drawn = "yes";
})();

"use strict";
// vis-network draws, as pyvis set it up; it calls `events` and is asked for places.
function startPicture(area, events) {
  const box = element("div", { class: "drawn" });
  area.prepend(box);
  const drawing = net.data.drawing;
  const WIDTHS = [1, 7];
  const nodes = new vis.DataSet(drawing.nodes);
  const edges = new vis.DataSet(drawing.edges.map((one) => ({ ...one, width: WIDTHS[0] + (WIDTHS[1] - WIDTHS[0]) * net.thickness(one.id) })));
  const network = new vis.Network(box, { nodes: nodes, edges: edges }, drawing.options);
  const still = { animation: false };

  network.on("click", (at) => {
    const node = network.getNodeAt(at.pointer.DOM), edge = network.getEdgeAt(at.pointer.DOM);
    if (node !== undefined) events.choose({ node: node });
    else events.choose(edge === undefined ? null : { edge: edge });
  });
  network.on("hoverNode", (at) => events.point({ node: at.node }, at.pointer.DOM.x, at.pointer.DOM.y));
  network.on("hoverEdge", (at) => events.point({ edge: at.edge }, at.pointer.DOM.x, at.pointer.DOM.y));
  network.on("blurNode", () => events.point(null));
  network.on("blurEdge", () => events.point(null));
  network.on("dragStart", () => events.point(null));
  network.on("afterDrawing", labels.draw);

  function refresh() {
    nodes.update(drawing.nodes.map((one) => {
      const colour = net.faded(one.id) ? paler(net.colour(one.id), 0.8) : net.colour(one.id);
      const look = { background: colour, border: events.ground };
      return { id: one.id, hidden: !net.nodeOn[one.id], color: { ...look, hover: look } };
    }));
    edges.update(drawing.edges.map((one) => {
      const colour = events.edgeColour(one.id);
      return { id: one.id, hidden: !net.edgeOn[one.id], color: { color: colour, hover: colour, opacity: net.edgeFaded(one.id) ? 0.35 : 0.9 } };
    }));
  }
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
  return {
    refresh, zoom,
    fit() { network.fit({ nodes: drawing.nodes.map((one) => one.id).filter((node) => net.nodeOn[node]), animation: false }); },
    show(node) {
      const at = net.place(node), wide = area.clientWidth, high = area.clientHeight;
      if (at.x < 60 || at.y < 40 || at.x > wide - 60 || at.y > high - 40) network.focus(node, Object.assign({ scale: network.getScale() }, still));
    },
    place(node) {
      const at = network.canvasToDOM({ x: net.nodes.x[node], y: net.nodes.y[node] });
      return { x: at.x, y: at.y, r: net.nodes.radius[node] * network.getScale() };
    },
    resize() { network.redraw(); },
  };
}

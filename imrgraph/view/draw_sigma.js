"use strict";
// sigma draws with WebGL; it calls `events` and is asked for places.
function startPicture(area, events) {
  const probe = document.createElement("canvas");
  if (typeof Sigma === "undefined" || !(probe.getContext("webgl2") || probe.getContext("webgl")))
    throw new Error("this browser has no WebGL");
  const EDGE_EVENTS = 25000; // edges; more make pointing slow
  const nodes = net.nodes, edges = net.edges;
  const box = element("div", { class: "drawn" });
  area.prepend(box);

  // How far a point is from the middle of a shape, 1 at its border; each fits into the triangle that sigma paints for a node.
  const SHAPES = {
    circle: "length(p)",
    square: "max(abs(p.x), abs(p.y)) / 0.72",
    diamond: "abs(p.x) + abs(p.y)",
    triangle: "max(-p.y, abs(p.x) * 0.866 + p.y * 0.5) / 0.575",
    down: "max(p.y, abs(p.x) * 0.866 - p.y * 0.5) / 0.575",
    hexagon: "max(abs(p.x) * 0.866 + abs(p.y) * 0.5, abs(p.y)) / 0.866",
  };
  const ground = [1, 3, 5].map((at) => (parseInt(events.ground.slice(at, at + 2), 16) / 255).toFixed(3)).join();
  function program(reach) {
    return class extends Sigma.rendering.NodeCircleProgram {
      getDefinition() {
        return Object.assign(super.getDefinition(), {
          FRAGMENT_SHADER_SOURCE: `
            precision highp float;
            varying vec4 v_color;
            varying vec2 v_diffVector;
            varying float v_radius;
            uniform float u_correctionRatio;
            void main(void) {
              vec2 p = v_diffVector / v_radius;
              float pixel = 2.0 * u_correctionRatio;
              float beyond = (${reach} - 1.0) * v_radius / pixel;
              #ifdef PICKING_MODE
              gl_FragColor = beyond > 0.0 ? vec4(0.0) : v_color;
              #else
              float rim = smoothstep(-1.8, -0.8, beyond) * smoothstep(2.0, 4.0, v_radius / pixel);
              vec4 inside = vec4(mix(v_color.rgb, vec3(${ground}), rim), 1.0);
              gl_FragColor = inside * (1.0 - smoothstep(-0.8, 0.0, beyond));
              #endif
            }`,
        });
      }
    };
  }

  const graph = new graphology.Graph({ type: net.data.directed ? "directed" : "undirected", multi: true });
  const [thin, thick] = edges.count > 5000 ? [1, 7] : [2, 12];
  for (let n = 0; n < nodes.count; n++)
    graph.addNode(n, { x: nodes.x[n], y: -nodes.y[n], size: nodes.radius[n], type: net.data.kinds[nodes.kind[n]].shape });
  for (let e = 0; e < edges.count; e++)
    if (edges.from[e] !== edges.to[e]) // sigma has no loops
      graph.addEdgeWithKey(e, edges.from[e], edges.to[e], { size: thin + (thick - thin) * net.thickness(e) });

  const used = new Set(net.data.kinds.map((kind) => kind.shape));
  const renderer = new Sigma(graph, box, {
    allowInvalidContainer: true,
    defaultEdgeType: net.data.directed ? "arrow" : "line",
    defaultDrawNodeHover: () => {},
    enableEdgeEvents: edges.count <= EDGE_EVENTS,
    hideEdgesOnMove: edges.count > EDGE_EVENTS,
    itemSizesReference: "positions", // radii are in the unit of the places
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    minEdgeThickness: 0.5,
    nodeProgramClasses: Object.fromEntries(Object.entries(SHAPES).filter(([name]) => used.has(name)).map(([name, reach]) => [name, program(reach)])),
    renderLabels: false,
    stagePadding: 45,
    zIndex: true,
    nodeReducer(key) {
      const node = Number(key), faded = net.faded(node);
      return {
        ...graph.getNodeAttributes(key), hidden: !net.nodeOn[node], zIndex: faded ? 0 : 1,
        color: faded ? paler(net.colour(node), 0.8) : net.colour(node),
      };
    },
    edgeReducer(key) {
      const edge = Number(key), faded = net.edgeFaded(edge);
      return {
        ...graph.getEdgeAttributes(key), hidden: !net.edgeOn[edge] || (faded && edges.count > 5000), zIndex: faded ? 0 : 1 + edges.weight[edge],
        color: events.edgeColour(edge),
      };
    },
  });
  renderer.on("clickNode", (at) => events.choose({ node: Number(at.node) }));
  renderer.on("clickEdge", (at) => events.choose({ edge: Number(at.edge) }));
  renderer.on("clickStage", () => events.choose(null));
  renderer.on("enterNode", (at) => events.point({ node: Number(at.node) }, at.event.x, at.event.y));
  renderer.on("leaveNode", () => events.point(null));
  renderer.on("enterEdge", (at) => events.point({ edge: Number(at.edge) }, at.event.x, at.event.y));
  renderer.on("leaveEdge", () => events.point(null));
  renderer.on("afterRender", labels.draw);

  const camera = renderer.getCamera();
  return {
    refresh() { renderer.refresh({ skipIndexation: true }); },
    zoom(factor) { camera.setState({ ratio: camera.getState().ratio / factor }); },
    fit() { camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }); },
    show(node) {
      const at = net.place(node), wide = area.clientWidth, high = area.clientHeight;
      const ratio = Math.min(camera.getState().ratio, Math.max(0.05, Math.sqrt(200 / nodes.count)));
      const away = at.x < 60 || at.y < 40 || at.x > wide - 60 || at.y > high - 40;
      if (!away && ratio >= camera.getState().ratio) return;
      const place = renderer.getNodeDisplayData(node);
      camera.setState({ x: place.x, y: place.y, ratio: ratio });
    },
    place(node) {
      const at = renderer.graphToViewport({ x: nodes.x[node], y: -nodes.y[node] });
      return { x: at.x, y: at.y, r: renderer.scaleSize(nodes.radius[node]) };
    },
    resize() { renderer.resize(); renderer.refresh(); },
  };
}

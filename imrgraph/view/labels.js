"use strict";
// Names over the picture, the strongest first, none over another; and the ring around what is pointed at or chosen.
const labels = (function () {
  const canvas = document.getElementById("labels"), pen = canvas.getContext("2d");
  const MOST = 60, LARGE = 60, IMPORTANT = 8, TRIED = 1500, SIZE = 13, LONGEST = 34;
  const NAMED_GROUPS = 800; // nodes; in smaller networks the names of nodes say enough
  const GROUP = 0.015; // of the nodes: a smaller community has no name in the picture
  let pointed = null;

  function short(words) {
    const letters = Array.from(words);
    return letters.length > LONGEST ? letters.slice(0, LONGEST - 1).join("").trimEnd() + "…" : words;
  }

  function draw() {
    if (!net.place || !canvas.clientWidth) return;
    const wide = canvas.clientWidth, high = canvas.clientHeight, ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(wide * ratio) || canvas.height !== Math.round(high * ratio)) {
      canvas.width = Math.round(wide * ratio);
      canvas.height = Math.round(high * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, wide, high);
    const style = getComputedStyle(canvas), taken = [];
    const ink = style.getPropertyValue("--ink").trim(), ground = style.getPropertyValue("--ground").trim();
    let least = 2.2; // radius of a node that has its name beside it
    pen.textBaseline = "middle";
    pen.lineJoin = "round";

    /** Large nodes, which are not written over but by the most important names. */
    const discs = Array.from(net.byStrength.subarray(0, LARGE)).filter((node) => net.nodeOn[node] && !net.faded(node))
      .map((node) => net.place(node)).filter((at) => at.r > 5)
      .map((at) => [at.x - at.r, at.y - at.r, at.x + at.r, at.y + at.r]);

    const apart = (boxes, box) => boxes.every((one) => box[0] > one[2] || box[2] < one[0] || box[1] > one[3] || box[3] < one[1]);
    function free(box) {
      return box[0] > 0 && box[2] < wide && box[1] > 0 && box[3] < high && apart(taken, box);
    }
    function write(words, box, colour) {
      taken.push(box);
      pen.strokeStyle = ground;
      pen.lineWidth = 3.5;
      pen.strokeText(words, box[0] + 2, (box[1] + box[3]) / 2);
      pen.fillStyle = colour;
      pen.fillText(words, box[0] + 2, (box[1] + box[3]) / 2);
    }
    function name(node, forced, important) {
      const at = net.place(node);
      if (at.x < -20 || at.y < 0 || at.x > wide + 20 || at.y > high || (!forced && !important && at.r < least)) return;
      const words = short(net.nodes.label[node]), size = forced ? SIZE + 1 : Math.min(SIZE + 2, SIZE - 2 + at.r / 5);
      pen.font = (forced ? "600 " : "") + size + "px " + style.fontFamily;
      const width = pen.measureText(words).width + 4, half = size * 0.65, gap = at.r + (forced ? 6 : 2);
      const box = (x, y) => [x, y - half, x + width, y + half];
      const tried = [box(at.x + gap, at.y), box(at.x - gap - width, at.y), box(at.x - width / 2, at.y - gap - half), box(at.x - width / 2, at.y + gap + half)];
      const found = tried.find((one) => free(one) && apart(discs, one)) || (important ? tried.find(free) : null)
        || (forced ? tried[at.x + gap + width > wide ? 1 : 0] : null);
      if (found) write(words, found, net.faded(node) ? paler(ink, 0.6) : ink);
    }
    function groups() {
      const facet = net.data.facets[net.facet];
      if (facet.name !== "community" || net.chosen) return;
      const xs = facet.values.map(() => []), ys = facet.values.map(() => []);
      facet.of.forEach((group, node) => {
        if (!net.nodeOn[node]) return;
        const at = net.place(node);
        xs[group].push(at.x);
        ys[group].push(at.y);
      });
      facet.values.forEach(([words], group) => {
        if (xs[group].length < Math.max(3, GROUP * facet.of.length) || !words.includes(": ")) return;
        const [x, y] = [xs[group], ys[group]].map((values) => values.sort((a, b) => a - b)[values.length >> 1]);
        const shown = short(words.slice(words.indexOf(": ") + 2));
        pen.font = "600 " + (SIZE + 3) + "px " + style.fontFamily;
        const width = pen.measureText(shown).width + 4;
        const box = [x - width / 2, y - SIZE * 0.8, x + width / 2, y + SIZE * 0.8];
        if (free(box)) write(shown, box, ink);
      });
    }
    function ring(node) {
      const at = net.place(node);
      pen.beginPath();
      pen.arc(at.x, at.y, at.r + 4, 0, 2 * Math.PI);
      pen.strokeStyle = ink;
      pen.lineWidth = 2;
      pen.stroke();
    }
    const chosen = net.chosen && "node" in net.chosen ? [net.chosen.node] : [];
    const ends = net.chosen && "edge" in net.chosen ? [net.edges.from[net.chosen.edge], net.edges.to[net.chosen.edge]] : [];
    const forced = new Set([...chosen, ...ends, ...(pointed === null ? [] : [pointed])]);
    forced.forEach((node) => { ring(node); name(node, true); });
    if (net.nodes.count > NAMED_GROUPS) groups();
    if (taken.length > forced.size) least = 5; // names of groups are there instead
    let tried = 0;
    const candidates = chosen.length ? Array.from(net.edgesOf(chosen[0]), (e) => net.otherEnd(e, chosen[0])) : net.byStrength;
    for (const node of candidates) {
      if (taken.length > MOST || tried++ > TRIED) break;
      if (net.nodeOn[node] && !forced.has(node) && !net.faded(node)) name(node, false, least < 5 && tried <= IMPORTANT);
    }
  }

  return {
    draw,
    point(node) { pointed = node; draw(); },
  };
})();

"use strict";
// Names over the picture, the strongest first, none over another; and the ring around what is pointed at or chosen.
const labels = (function () {
  const canvas = document.getElementById("labels"), pen = canvas.getContext("2d");
  const MOST = 90, TRIED = 1500, SIZE = 13, LONGEST = 34;
  let pointed = null;

  function short(words) {
    const letters = Array.from(words);
    return letters.length > LONGEST ? letters.slice(0, LONGEST - 1).join("").trimEnd() + "…" : words;
  }

  function draw() {
    if (!net.place) return;
    const wide = canvas.clientWidth, high = canvas.clientHeight, ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(wide * ratio) || canvas.height !== Math.round(high * ratio)) {
      canvas.width = Math.round(wide * ratio);
      canvas.height = Math.round(high * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, wide, high);
    const style = getComputedStyle(canvas), taken = [];
    const ink = style.getPropertyValue("--ink").trim(), ground = style.getPropertyValue("--ground").trim();
    pen.textBaseline = "middle";
    pen.lineJoin = "round";

    function free(box) {
      return taken.every((one) => box[0] > one[2] || box[2] < one[0] || box[1] > one[3] || box[3] < one[1]);
    }
    function name(node, forced) {
      const at = net.place(node);
      if (at.x < -20 || at.y < 0 || at.x > wide + 20 || at.y > high) return;
      if (!forced && at.r < 2.2) return;
      const words = short(net.nodes.label[node]), size = forced ? SIZE + 1 : Math.min(SIZE + 2, SIZE - 2 + at.r / 5);
      pen.font = (forced ? "600 " : "") + size + "px " + style.fontFamily;
      const width = pen.measureText(words).width;
      const left = at.x + at.r + 4 + width > wide ? at.x - at.r - 4 - width : at.x + at.r + 4;
      const box = [left - 2, at.y - size * 0.65, left + width + 2, at.y + size * 0.65];
      if (!forced && !free(box)) return;
      taken.push(box);
      pen.strokeStyle = ground;
      pen.lineWidth = 3.5;
      pen.strokeText(words, left, at.y);
      pen.fillStyle = net.faded(node) ? paler(ink, 0.6) : ink;
      pen.fillText(words, left, at.y);
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
    let tried = 0;
    const candidates = chosen.length ? Array.from(net.edgesOf(chosen[0]), (e) => net.otherEnd(e, chosen[0])) : net.byStrength;
    for (const node of candidates) {
      if (taken.length > MOST || tried++ > TRIED) break;
      if (net.nodeOn[node] && !forced.has(node) && !net.faded(node)) name(node, false);
    }
  }

  return {
    draw,
    point(node) { pointed = node; draw(); },
  };
})();

"use strict";
// Search, legend, filters, tabs and keys; starts the picture.
const controls = (function () {
  const find = (id) => document.getElementById(id);
  const area = find("picture"), nodes = net.nodes, edges = net.edges, data = net.data;
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink").trim(), ground = style.getPropertyValue("--ground").trim();
  let picture = null;

  // Search
  const search = find("search"), hits = find("hits"), HITS = 12;
  const folded = nodes.label.map((label) => label.toLowerCase());
  let found = [], active = 0;
  function look() {
    const words = search.value.trim().toLowerCase();
    const all = words ? Array.from(net.byStrength).filter((node) => folded[node].includes(words)) : [];
    const rank = (node) => (folded[node] === words ? 0 : folded[node].startsWith(words) ? 1 : 2);
    found = all.sort((a, b) => rank(a) - rank(b)).slice(0, HITS);
    active = 0;
    hits.replaceChildren(...found.map((node, at) => element("li", {
      id: "hit-" + at, role: "option", "aria-selected": String(at === 0),
      mousedown(event) { event.preventDefault(); go(node); },
    }, nodes.label[node], element("small", null, net.kind(node)))));
    if (words && all.length !== found.length) hits.append(element("li", { class: "more" }, written(all.length) + " in all; go on typing"));
    if (words && !all.length) hits.append(element("li", { class: "more" }, "No name has this in it."));
    openHits(Boolean(words));
  }
  function openHits(open) {
    hits.hidden = !open;
    search.setAttribute("aria-expanded", String(open));
    if (open && found.length) search.setAttribute("aria-activedescendant", "hit-" + active);
    else search.removeAttribute("aria-activedescendant");
  }
  function go(node) {
    openHits(false);
    tab(true);
    net.chooseNode(node);
    show(node);
    area.focus();
  }
  search.addEventListener("input", look);
  search.addEventListener("focus", look);
  search.addEventListener("blur", () => openHits(false));
  search.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      active = (active + step + found.length) % found.length;
      Array.from(hits.querySelectorAll("[role=option]")).forEach((one, at) => one.setAttribute("aria-selected", String(at === active)));
      openHits(true);
      event.preventDefault();
    } else if (event.key === "Enter" && found.length) go(found[active]);
    else if (event.key === "Escape") { search.value = ""; look(); area.focus(); event.stopPropagation(); }
  });

  // Legend and filters
  const SVG = "http://www.w3.org/2000/svg";
  const OUTLINES = {
    circle: "M8 1.5a6.5 6.5 0 1 0 .01 0Z", square: "M2.5 2.5H13.5V13.5H2.5Z", diamond: "M8 1 15 8 8 15 1 8Z",
    triangle: "M8 1.5 15 14H1Z", down: "M8 14.5 15 2H1Z", hexagon: "M1 8 4.5 2H11.5L15 8 11.5 14H4.5Z",
  };
  function swatch(path, attributes) {
    const svg = document.createElementNS(SVG, "svg"), drawn = document.createElementNS(SVG, "path");
    for (const [key, value] of Object.entries({ width: 16, height: 16, "aria-hidden": "true" })) svg.setAttribute(key, value);
    for (const [key, value] of Object.entries({ d: path, ...attributes })) drawn.setAttribute(key, value);
    svg.append(drawn);
    return svg;
  }
  function legend() {
    const at = net.facet, facet = data.facets[at], numbers = new Array(facet.values.length).fill(0);
    facet.of.forEach((value) => numbers[value]++);
    const parts = [];
    if (data.facets.length > 1) {
      const pick = element("select", { id: "facet", change(event) { net.facet = Number(event.target.value); legend(); find("facet").focus(); } },
        ...data.facets.map((one, place) => element("option", { value: place, selected: place === at }, one.name)));
      parts.push(element("p", { class: "row" }, element("label", { for: "facet" }, "Colour by"), pick));
    } else parts.push(element("h2", null, "Colours"));
    parts.push(element("ul", { class: "values" }, ...facet.values.map(([words, colour], value) => {
      const shape = facet.name === "kind" ? data.kinds.find((kind) => kind.name === words).shape : "circle";
      const box = element("input", {
        type: "checkbox", checked: !net.filters.hidden[at].has(value),
        change(event) { net.filters.hidden[at][event.target.checked ? "delete" : "add"](value); net.filter(); },
      });
      return element("li", null, element("label", null, box, swatch(OUTLINES[shape], { fill: colour, stroke: paler(ink, 0.25) }),
        element("span", null, words), element("small", null, written(numbers[value]))));
    })));
    if (data.kinds.length > 1 && facet.name !== "kind")
      parts.push(element("h3", null, "Shapes"), element("ul", { class: "marks" }, ...data.kinds.map((kind) => element("li", null,
        swatch(OUTLINES[kind.shape], { fill: "none", stroke: ink, "stroke-width": 1.5 }), kind.name))));
    if (data.tones.length) {
      const used = new Set(edges.tone);
      parts.push(element("h3", null, "Connections"), element("ul", { class: "marks" }, ...data.tones.flatMap(([words, colour], tone) =>
        used.has(tone) ? [element("li", null, swatch("M0 8H16", { stroke: colour, "stroke-width": 3.5 }), words)] : [])));
    }
    find("legend").replaceChildren(...parts, ...sliders());
  }
  function sliders() {
    const parts = [], steps = Array.from(new Set(edges.weight)).sort((a, b) => a - b);
    const slider = (id, words, most, value, moved) => {
      const range = element("input", { id: id, type: "range", min: 0, max: most, value: value });
      const told = element("output", { for: id });
      const say = () => { told.textContent = moved(Number(range.value)); };
      range.addEventListener("input", () => { say(); later(); });
      say();
      parts.push(element("p", { class: "row" }, element("label", { for: id }, words), told), range);
      return range;
    };
    if (steps.length > 1) {
      const at = Math.max(0, steps.indexOf(net.filters.least));
      slider("least", "Weight at least", steps.length - 1, at, (place) => {
        net.filters.least = place ? steps[place] : -Infinity;
        return place ? written(steps[place]) : "any";
      });
    }
    if (data.tones.length) {
      const [low, high] = net.filters.share;
      const from = slider("low", "Overturned at least", 100, low, (share) => { net.filters.share[0] = share; return share + " %"; });
      const to = slider("high", "Overturned at most", 100, high, (share) => { net.filters.share[1] = share; return share + " %"; });
      from.addEventListener("change", () => { if (Number(to.value) < Number(from.value)) { to.value = from.value; to.dispatchEvent(new Event("input")); } });
      to.addEventListener("change", () => { if (Number(to.value) < Number(from.value)) { from.value = to.value; from.dispatchEvent(new Event("input")); } });
    }
    if (parts.length) parts.unshift(element("h3", null, "Show only"));
    return parts;
  }
  let waiting = 0;
  function later() { // once for a whole movement of a slider's thumb
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; net.filter(); });
  }
  find("reset").addEventListener("click", () => { net.clearFilters(); legend(); area.focus(); });

  // Tabs
  function tab(toPicture) {
    [["picture", toPicture], ["table", !toPicture]].forEach(([name, on]) => {
      find(name + "-tab").setAttribute("aria-selected", String(on));
      find(name + "-tab").tabIndex = on ? 0 : -1;
      find(name + "-view").hidden = !on;
    });
    find("fit").hidden = !toPicture;
    if (!toPicture) tables.refresh();
    else if (picture) picture.resize();
  }
  find("picture-tab").addEventListener("click", () => tab(true));
  find("table-tab").addEventListener("click", () => tab(false));
  find("bar").querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const toPicture = find("table-tab") === document.activeElement;
    tab(toPicture);
    find(toPicture ? "picture-tab" : "table-tab").focus();
  });

  // Picture and keys
  function show(node) { if (picture && !find("picture-view").hidden) picture.show(node); }
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  function walk(way) {
    const chosen = net.chosen && "node" in net.chosen ? net.chosen.node : null;
    if (chosen === null) {
      const first = net.byStrength.find((node) => net.nodeOn[node]);
      if (first !== undefined) { net.chooseNode(first); show(first); }
      return;
    }
    const here = net.place(chosen);
    let best = null, least = Infinity;
    net.edgesOf(chosen).forEach((edge) => {
      const other = net.otherEnd(edge, chosen), at = net.place(other);
      const along = (at.x - here.x) * way[0] + (at.y - here.y) * way[1];
      const aside = Math.abs((at.x - here.x) * way[1]) + Math.abs((at.y - here.y) * way[0]);
      if (along > 0 && along + 2 * aside < least) { best = other; least = along + 2 * aside; }
    });
    if (best !== null) { net.chooseNode(best); show(best); }
  }
  area.addEventListener("keydown", (event) => {
    if (!picture || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in WAYS) walk(WAYS[event.key]);
    else if (event.key === "+" || event.key === "=") picture.zoom(1.3);
    else if (event.key === "-") picture.zoom(1 / 1.3);
    else if (event.key === "0") picture.fit();
    else if (event.key === "Enter") panel.focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input[type=search], select")) { search.focus(); search.select(); event.preventDefault(); }
    else if (event.key === "Escape") { net.choose(null); if (!find("picture-view").hidden) area.focus(); }
  });
  find("fit").addEventListener("click", () => picture && picture.fit());

  // How strong an edge's colour is, by its weight and how many there are.
  const heaviest = edges.weight.reduce((most, weight) => Math.max(most, weight), 0) || 1;
  let calm = 0;
  const lightest = edges.weight.reduce((least, weight) => Math.min(least, weight), heaviest);
  const steps = edges.weight.map((weight) => Math.round(8 * Math.sqrt((weight - lightest) / (heaviest - lightest || 1))) / 8);
  const plain = paler(ink, 0.45);
  const events = {
    ink, ground,
    choose: net.choose,
    point: panel.point,
    edgeColour(edge) {
      const colour = net.edgeColour(edge) || plain;
      if (net.edgeFaded(edge)) return paler(colour, 0.9);
      return paler(colour, net.chosen ? 0.15 : calm * (1 - 0.75 * steps[edge]));
    },
  };
  function status() {
    const on = (flags) => flags.reduce((sum, one) => sum + one, 0), lines = on(net.edgeOn);
    calm = lines > 20000 ? 0.86 : lines > 4000 ? 0.8 : lines > 1000 ? 0.7 : lines > 150 ? 0.45 : 0.2;
    find("reset").hidden = !net.isFiltered();
    find("shown").textContent = net.isFiltered() ? counted(on(net.nodeOn), "node") + " and " + counted(lines, "connection") + " shown" : "";
  }
  function start() {
    document.documentElement.classList.add("script");
    tab(true);
    legend();
    net.listeners.push(status);
    try {
      picture = startPicture(area, events);
    } catch (error) {
      tab(false);
      find("picture-tab").disabled = true;
      find("why").textContent = "There is no picture: " + error.message + ". The tables hold the same.";
      find("why").hidden = false;
      return;
    }
    net.listeners.push(picture.refresh);
    status();
    picture.refresh();
    picture.fit();
    net.place = picture.place;
    labels.draw();
    new ResizeObserver(() => { if (area.clientWidth) { picture.resize(); labels.draw(); } }).observe(area);
  }
  return { tab, show, start };
})();
controls.start();
document.documentElement.dataset.drawn = "yes";

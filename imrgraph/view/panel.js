"use strict";
// What is said of the chosen or pointed-at node or edge.
const panel = (function () {
  const box = document.getElementById("details"), live = document.getElementById("live");
  const hint = document.getElementById("hint");
  const TIES = 12;
  const nodes = net.nodes, edges = net.edges;

  function facts(pairs) {
    const list = element("dl");
    pairs.filter((pair) => pair[1] !== null && pair[1] !== undefined && pair[1] !== "")
      .forEach((pair) => list.append(element("dt", null, pair[0]), element("dd", null, String(written(pair[1])))));
    return list;
  }
  const further = (part, at) => part.columns.map((column) => [column.name, column.values[at]]);
  const share = (edge) => (edges.share.length && edges.share[edge] !== null ? edges.share[edge] + " %" : null);

  function nodeFacts(node) {
    return [["kind", net.kind(node)], ["connections", nodes.degree[node]], ["weight of all", nodes.strength[node]],
      ...further(nodes, node)];
  }
  function edgeFacts(edge) {
    return [["weight", edges.weight[edge]], ...further(edges, edge), ["share overturned", share(edge)]];
  }

  function ties(node) {
    const all = net.edgesOf(node);
    const list = element("ul", { class: "ties" });
    all.slice(0, TIES).forEach((edge) => list.append(tie(edge, node)));
    const parts = [element("h3", null, "Strongest connections"), list];
    if (all.length > TIES) parts.push(element("button", {
      type: "button",
      click(event) {
        all.slice(TIES).forEach((edge) => list.append(tie(edge, node)));
        list.children[TIES].querySelector("button").focus();
        event.target.remove();
      },
    }, "Show " + counted(all.length - TIES, "more").replace(/s$/, "")));
    return all.length ? parts : [];
  }
  function tie(edge, node) {
    const other = net.otherEnd(edge, node);
    const way = net.data.directed ? (edges.from[edge] === node ? "→ " : "← ") : "";
    return element("li", null,
      element("button", { type: "button", click() { net.chooseNode(other); controls.show(other); } }, way + nodes.label[other]),
      element("button", {
        type: "button", class: "weight", "aria-label": "the connection with " + nodes.label[other] + ", weight " + written(edges.weight[edge]),
        click() { net.choose({ edge: edge }); },
      }, String(written(edges.weight[edge]))));
  }

  function letters(part, at, key) {
    const found = net.data.letters[part][at];
    if (!found) return [];
    const [number, shown] = found;
    const rows = shown.map((item) => element("tr", null, ...net.data.letters.items[item].map((cell) => element("td", null, String(cell)))));
    const head = element("thead", null, element("tr", null, ...["letter", "item", "outcome"].map((word) => element("th", { scope: "col" }, word))));
    const made = [element("h3", null, "Disputed items behind it: " + written(number)), element("table", null, head, element("tbody", null, ...rows))];
    const more = number - shown.length;
    if (net.data.letters.command) {
      const quoted = "'" + key.replace(/'/g, "'\\''") + "'";
      made.push(element("p", null, (more > 0 ? "And " + written(more) + " more. " : "") + "All of them:"),
        element("code", null, net.data.letters.command + " " + quoted),
        element("p", null, "One of the letters:"), element("code", null, "imrgraph view letter " + rows[0].cells[0].textContent));
    } else if (more > 0) made.push(element("p", null, "And " + written(more) + " more."));
    return made;
  }

  function show() {
    const chosen = net.chosen;
    box.hidden = chosen === null;
    box.replaceChildren();
    if (chosen === null) { live.textContent = ""; return; }
    const close = element("button", { type: "button", class: "close", "aria-label": "Clear the choice", click() { net.choose(null); } }, "×");
    if ("node" in chosen) {
      const node = chosen.node;
      box.append(close, element("h2", { tabindex: "-1" }, nodes.label[node]), facts(nodeFacts(node)), ...ties(node), ...letters("nodes", node, nodes.name[node]));
      live.textContent = nodes.label[node] + ", " + net.kind(node) + ", " + counted(nodes.degree[node], "connection");
    } else {
      const edge = chosen.edge, ends = [edges.from[edge], edges.to[edge]];
      const list = element("ul", { class: "ties" }, ...ends.map((node) => element("li", null, element("button", {
        type: "button", click() { net.chooseNode(node); controls.show(node); } }, nodes.label[node]))));
      box.append(close, element("h2", { tabindex: "-1" }, "Connection"), list, facts(edgeFacts(edge)),
        ...letters("edges", edge, ends.map((node) => nodes.name[node]).join(">")));
      live.textContent = "Connection " + net.between(edge) + ", weight " + written(edges.weight[edge]);
    }
    box.scrollTop = 0;
  }

  /** Details beside the pointer; nothing where `what` is null. */
  function point(what, x, y) {
    hint.hidden = what === null;
    labels.point(what && "node" in what ? what.node : null);
    if (what === null) return;
    const title = "node" in what ? nodes.label[what.node] : net.between(what.edge);
    hint.replaceChildren(element("strong", null, title), facts("node" in what ? nodeFacts(what.node) : edgeFacts(what.edge)));
    const area = hint.parentElement;
    hint.style.left = Math.max(4, Math.min(x + 14, area.clientWidth - hint.offsetWidth - 6)) + "px";
    hint.style.top = Math.max(4, Math.min(y + 14, area.clientHeight - hint.offsetHeight - 6)) + "px";
  }

  net.listeners.push(show);
  return { point, focus() { const head = box.querySelector("h2"); if (head) head.focus(); } };
})();

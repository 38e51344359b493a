"use strict";
// The tables: those rows that the filters leave, in the order that a click on a heading asks for.
const tables = (function () {
  const MOST = 1000;
  const nodes = net.nodes, edges = net.edges;
  const further = (part) => part.columns.map((column) => (at) => column.values[at]);
  const both = [
    {
      table: document.getElementById("nodes"), on: net.nodeOn, count: nodes.count, by: 3, down: true,
      cells: [(at) => nodes.label[at], net.kind, (at) => nodes.degree[at], (at) => nodes.strength[at], ...further(nodes)],
      choose: (at) => ({ node: at }),
    },
    {
      table: document.getElementById("edges"), on: net.edgeOn, count: edges.count, by: 2, down: true,
      cells: [(at) => nodes.label[edges.from[at]], (at) => nodes.label[edges.to[at]], (at) => edges.weight[at], ...further(edges)],
      choose: (at) => ({ edge: at }),
    },
  ];

  function compare(a, b) {
    if (a === b) return 0;
    if (a === null || a === undefined) return 1; // nothing comes last in either order
    if (b === null || b === undefined) return -1;
    if (typeof a === "number" && typeof b === "number") return a - b;
    return a < b ? -1 : 1;
  }

  function fill(one) {
    const cell = one.cells[one.by], found = [];
    for (let at = 0; at < one.count; at++) if (one.on[at]) found.push(at);
    const empty = (at) => cell(at) === null || cell(at) === undefined;
    found.sort((a, b) => (one.down && !empty(a) && !empty(b) ? -1 : 1) * compare(cell(a), cell(b)) || a - b);
    const body = element("tbody");
    found.slice(0, MOST).forEach((at) => {
      const row = element("tr");
      one.cells.forEach((said, column) => {
        const value = said(at), words = value === null || value === undefined ? "" : String(written(value));
        const to = () => { controls.tab(true); net.choose(one.choose(at)); controls.show(one.choose(at).node ?? edges.from[at]); panel.focus(); };
        row.append(element("td", { class: typeof value === "number" ? "number" : null },
          column === 0 ? element("button", { type: "button", class: "link", click: to }, words) : words));
      });
      body.append(row);
    });
    one.table.tBodies[0].replaceWith(body);
    const cut = found.length > MOST ? "The first " + written(MOST) + " of " : "";
    one.table.previousElementSibling.textContent = cut + counted(found.length, "row") + (net.isFiltered() ? ", as filtered" : "");
    Array.from(one.table.tHead.rows[0].cells).forEach((head, column) => {
      head.setAttribute("aria-sort", column === one.by ? (one.down ? "descending" : "ascending") : "none");
    });
  }

  both.forEach((one) => {
    Array.from(one.table.tHead.rows[0].cells).forEach((head, column) => {
      const words = head.textContent;
      head.replaceChildren(element("button", {
        type: "button", class: "sort",
        click() {
          one.down = one.by === column ? !one.down : typeof one.cells[column](0) === "number";
          one.by = column;
          fill(one);
        },
      }, words));
    });
  });

  /** Nothing is filled in before it is looked at. */
  function refresh() {
    if (!document.getElementById("table-view").hidden) both.forEach(fill);
  }
  net.listeners.push(refresh);
  return { refresh };
})();

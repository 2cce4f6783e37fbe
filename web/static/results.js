"use strict";
// The tables of results found in, put in another order and jumped about in. They stand as ranked without this script, and
// come anew while counting goes on: what was typed and chosen is put on them again.
const tools = document.getElementById("tools"), find = document.getElementById("find"), found = document.getElementById("found");
const order = new Map();  // by the heading of a table: its column, and whether upwards
const SHOWN = "tbody tr:not([hidden])";
const chinese = new Intl.Collator("zh-CN");

function ranked() { return [...document.querySelectorAll("#results section.ranked")]; }

function said(cell) { return "value" in cell.dataset ? cell.dataset.value : cell.textContent.trim(); }

function between(one, other, numbers) {
  if (!one || !other) return one ? -1 : other ? 1 : 0;  // what is lacking comes last, whichever way
  return numbers ? Number(one) - Number(other) : chinese.compare(one, other);
}

function put(section) {
  const name = section.querySelector("h2").textContent, heads = [...section.querySelectorAll("thead th")];
  const [column, up] = order.get(name) || [0, true];
  heads.forEach((head, place) => { if (head.dataset.sort) head.setAttribute("aria-sort", place !== column ? "none" : up ? "ascending" : "descending"); });
  const body = section.querySelector("tbody"), numbers = heads[column].classList.contains("n");
  const rows = [...body.rows].sort((a, b) => {
    const one = said(a.cells[column]), other = said(b.cells[column]), way = between(one, other, numbers);
    return (up || !one || !other ? way : -way) || Number(said(a.cells[0])) - Number(said(b.cells[0]));
  });
  body.append(...rows);
}

function narrow() {
  const wanted = find.value.trim();
  let shown = 0, all = 0;
  for (const section of ranked()) {
    for (const row of section.querySelectorAll("tbody tr")) { row.hidden = !row.querySelector("th").textContent.includes(wanted); all += 1; shown += row.hidden ? 0 : 1; }
    section.hidden = !section.querySelector(SHOWN);
  }
  const words = !wanted ? "" : shown ? `${shown} / ${all} 个单位，按回车看第一个` : "没有这样的单位";
  if (found.textContent !== words) found.textContent = words;
}

function equip() {
  const sections = ranked();
  tools.hidden = !sections.length;
  sections.forEach((section, table) => {
    section.querySelectorAll("th[data-sort]").forEach((head, column) => {
      if (head.querySelector("button")) return;
      const button = document.createElement("button"), name = section.querySelector("h2").textContent;
      button.type = "button"; button.className = "sort"; button.id = `sort-${table}-${column}`; button.textContent = head.textContent;
      button.addEventListener("click", () => {
        const before = order.get(name) || [0, true];
        order.set(name, [column, before[0] === column ? !before[1] : head.dataset.sort === "up"]);
        put(section);
      });
      head.replaceChildren(button);
    });
    put(section);
  });
  document.getElementById("jump").replaceChildren(...[...document.querySelectorAll("#results section.ranked, #results h2[id]")].map((place) => {
    const link = document.createElement("a");
    link.href = `#${place.id}`; link.textContent = (place.querySelector("h2") || place).textContent;
    return link;
  }));
  narrow();
}

find.addEventListener("input", (event) => { if (!event.isComposing) narrow(); });
find.addEventListener("compositionend", narrow);
find.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const first = document.querySelector(`#results section.ranked ${SHOWN} th a`);
  if (event.key === "Enter" && find.value.trim() && first) location.href = first.href;
  if (event.key === "Escape") { find.value = ""; narrow(); }
});
document.getElementById("jump").addEventListener("click", (event) => {
  if (!event.target.closest("a")) return;
  find.value = ""; narrow();  // or what one jumps to might be hidden
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  find.focus();
});
document.addEventListener("htmx:afterSettle", equip);
equip();

"use strict";
// A table that takes what Excel copies: pasted into a cell, it fills the cells to the right and below, with rows added.
const table = document.querySelector("table.pasted tbody");
function add(count) {
  for (let times = 0; times < count; times += 1) {
    const last = table.rows[table.rows.length - 1], row = last.cloneNode(true), number = table.rows.length;
    row.cells[0].textContent = number + 1;
    for (const words of row.querySelectorAll(".wrong")) words.remove();
    [...row.querySelectorAll("input")].forEach((cell, column) => {
      cell.value = ""; cell.name = `c-${number}-${column}`;
      cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+/, number + 1));
      cell.removeAttribute("aria-invalid"); cell.removeAttribute("aria-describedby");
    });
    table.append(row);
  }
}
if (table) {
  document.getElementById("more").addEventListener("click", () => add(20));
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [, row, column] = event.target.name.split("-").map(Number);
    text.split("\n").forEach((line, down) => {
      while (table.rows.length <= row + down) add(1);
      const cells = table.rows[row + down].querySelectorAll("input");
      line.split("\t").forEach((value, right) => { if (cells[column + right]) cells[column + right].value = value.trim(); });
    });
  });
}
// What is typed is kept as it is typed: a tab that is closed loses nothing.
const typing = document.querySelector("form[data-typed]");
let unsent = 0;
function send() {
  clearTimeout(unsent); unsent = 0;
  fetch(typing.dataset.typed, { method: "POST", keepalive: true, body: new URLSearchParams(new FormData(typing)) });
}
if (typing) {
  for (const kind of ["input", "paste"]) typing.addEventListener(kind, () => { clearTimeout(unsent); unsent = setTimeout(send, 300); });
  typing.addEventListener("submit", () => { clearTimeout(unsent); unsent = 0; });
  window.addEventListener("pagehide", () => { if (unsent) send(); });
}
// The small forms: what was typed stays in this browser until a campaign is opened, whatever is refused before.
const SMALL = "begin|";
for (const form of document.querySelectorAll("form[method=post]:not([data-typed])")) {
  const fields = [...form.elements].filter((one) => one.name && one.matches("input:not([type=hidden],[type=file])"));
  if (!fields.length) continue;
  const key = SMALL + form.getAttribute("action"), typed = JSON.parse(localStorage.getItem(key) || "{}");
  for (const one of fields) if (one.name in typed && one.value === one.defaultValue) one.value = typed[one.name];
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map((one) => [one.name, one.value])))));
}
// The start page's server ends when it is first asked for the campaign's login; the campaign's own takes its address.
const waiting = document.getElementById("waiting");
async function ask() {
  try {
    const reply = await fetch("/login");
    if (reply.ok) {
      const setup = await fetch(waiting.dataset.setup);
      location.href = setup.ok ? waiting.dataset.setup : "/";
      return;
    }
  } catch (error) { waiting.dataset.asked = "between the two"; }
  setTimeout(ask, 400);
}
if (waiting) {
  for (const key of Object.keys(localStorage)) if (key.startsWith(SMALL)) localStorage.removeItem(key);
  ask();
}
// The demo: how far it is, and opened by itself once it is made.
const making = document.getElementById("demo");
async function howFar() {
  try {
    const now = await (await fetch("/demo/state")).json();
    if (!now.running) { location.reload(); return; }
    document.getElementById("doing").textContent = now.doing;
    document.getElementById("far").textContent = now.total ? `${now.done} / ${now.total}` : "";
    if (now.total) { making.max = now.total; making.value = now.done; } else making.removeAttribute("value");
  } catch (error) { document.getElementById("far").textContent = "连不上程序；请确认打开它的那个窗口还开着"; }
  setTimeout(howFar, 500);
}
if (making) setTimeout(howFar, 500);
const opening = document.getElementById("made");
if (opening) opening.requestSubmit();

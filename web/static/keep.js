"use strict";
// What is typed into any form stays in this browser until it was taken in: no refusal, no session that ends, no closed
// tab loses it. Each account of each workspace has its own: one address serves them all, by turns. A refusal stands
// beside the fields it speaks of. Passwords are not kept.
const KEPT_ALIVE = 60000;  // letters: a browser sends no more than 64 KiB once its page is left
const KEPT = "input:not([type=hidden],[type=password],[type=radio],[type=checkbox],[type=file]), textarea, select";
const seen = new WeakSet();
keepAll();
document.body.addEventListener("htmx:load", keepAll);  // a part of the page that came anew has new forms

function keepAll() {
  for (const form of document.querySelectorAll("form[data-keep], form[method=post]")) {
    if (seen.has(form)) continue;
    seen.add(form);
    if ([...form.elements].some((one) => one.name && one.matches(KEPT) && !one.matches("select"))) keep(form);
  }
}

// By which it is known again: its own word, or where it goes and which of those that go there it is.
function called(form) {
  if (form.dataset.keep) return form.dataset.keep;
  const to = form.getAttribute("action"), alike = [...document.forms].filter((one) => one.getAttribute("action") === to);
  return `${to} ${alike.indexOf(form)}`;
}

// What the server wrote, whatever was typed before this script had come.
function served(one) {
  if (!one.options) return one.defaultValue;
  return ([...one.options].find((option) => option.defaultSelected) || one.options[0] || one).value;
}

function keep(form) {
  const key = ["typed", document.body.dataset.workspace, document.body.dataset.account, location.pathname, called(form)].join("|");
  const fields = [...form.elements].filter((one) => one.name && one.matches(KEPT));
  const shown = new Map(fields.map((one) => [one.name, served(one)]));
  const changed = () => fields.filter((one) => one.value !== shown.get(one.name));
  const note = document.createElement("p");
  note.className = "kept"; note.hidden = true; note.setAttribute("role", "status"); form.prepend(note);
  const forget = () => localStorage.removeItem(key);
  let left = false;

  const typed = JSON.parse(localStorage.getItem(key) || "{}");
  const early = changed();
  let others = 0, again = 0;
  for (const one of fields) {
    if (early.includes(one) || !(one.name in typed) || typed[one.name].value === one.value) continue;
    if (typed[one.name].over !== one.value) others += 1;
    one.value = typed[one.name].value;
    again += 1;
  }
  if (again) {
    note.textContent = `接着上次没有交的填写：${again} 处${others ? `，其中 ${others} 处现在的内容已经变了，请核对` : ""}。`;
    const drop = document.createElement("button");
    drop.type = "button"; drop.textContent = "不要了，用现有的";
    drop.addEventListener("click", () => { for (const one of fields) one.value = shown.get(one.name); forget(); note.hidden = true; });
    note.append(drop); note.hidden = false;
    if (form.closest("details")) form.closest("details").open = true;
  }

  const remember = () => {
    const rows = changed().map((one) => [one.name, { value: one.value, over: shown.get(one.name) }]);
    if (rows.length) localStorage.setItem(key, JSON.stringify(Object.fromEntries(rows))); else forget();
  };
  form.addEventListener("input", remember);
  if (early.length) remember();
  form.addEventListener("taken", () => { for (const one of fields) shown.set(one.name, one.value); forget(); note.hidden = true; });
  window.addEventListener("beforeunload", (event) => { if (!left && form.isConnected && changed().length) event.preventDefault(); });
  if (form.method !== "post") return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    unmark(form);
    let reply;
    left = true;  // it goes on when the page is left meanwhile
    const to = event.submitter && event.submitter.hasAttribute("formaction") ? event.submitter.formAction : form.action;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const keepalive = body.toString().length < KEPT_ALIVE;
    try { reply = await fetch(to, { method: "POST", keepalive, headers: { Accept: "application/json" }, body }); }
    catch (error) { left = false; tell("连不上工作台，还没有交；填的留在这里，请确认打开它的那个窗口还开着，再交一次", true); return; }
    if (reply.ok) { forget(); location.href = reply.url; return; }
    if (reply.status === 401) { location.href = "/login"; return; }
    left = false;
    const found = await reply.json().catch(() => ({ message: "没有交成；填的留在这里，请刷新页面再试" }));
    mark(form, found);
  });
}

// Words of a refusal, each beside its field; what belongs to no field stands over the form.
function mark(form, found) {
  for (const [name, words] of Object.entries(found.fields || {})) {
    const field = form.elements[name], said = document.createElement("small");
    said.className = "wrong"; said.id = `wrong-${name}`; said.textContent = words;
    field.setAttribute("aria-invalid", "true"); field.setAttribute("aria-describedby", said.id); field.after(said);
  }
  const whole = document.createElement("p");
  whole.className = "wrong"; whole.setAttribute("role", "alert"); whole.textContent = found.message; form.prepend(whole);
  (form.querySelector("[aria-invalid]") || whole).scrollIntoView({ block: "center" });
  const first = form.querySelector("[aria-invalid]");
  if (first) first.focus();
}

function unmark(form) {
  for (const said of form.querySelectorAll(".wrong")) said.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) { field.removeAttribute("aria-invalid"); field.removeAttribute("aria-describedby"); }
}

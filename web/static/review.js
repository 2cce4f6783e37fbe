"use strict";
// One row after another: the next ones and their pictures are there before the key is up.
const desk = document.getElementById("desk");
const choices = JSON.parse(desk.dataset.choices);
const tab = crypto.getRandomValues(new Uint32Array(4)).join("-");
const passed = [];
let queue = [], current = null, fetching = null, busy = false, done = 0;

const at = (id) => document.getElementById(id);
const key = (row) => `${row.sheet}/${row.item}`;
const pictureOf = (row) => `/pictures/row/${row.sheet}/${encodeURIComponent(row.item)}.png`;

function fill() {
  if (fetching || queue.length >= 2) return fetching;
  const known = queue.map(key).concat(current ? [key(current)] : []);
  fetching = post("/review/next", {
    tab, differing: desk.dataset.differing === "true", reason: desk.dataset.reason, batch: desk.dataset.batch, passed: passed.concat(known),
  }).then((found) => {
    for (const row of found.rows) {
      if (queue.some((other) => key(other) === key(row)) || (current && key(current) === key(row))) continue;
      row.picture = new Image(); row.picture.src = pictureOf(row); queue.push(row);
    }
  }).catch((error) => tell(error.message, true)).finally(() => { fetching = null; });
  return fetching;
}

async function advance() {
  if (!queue.length) { at("what").textContent = "正在取下一行…"; await fill(); }
  current = queue.shift() || null;
  show();
  fill();
}

function show() {
  for (const button of document.querySelectorAll(".key.hit")) button.classList.remove("hit");
  const picture = at("picture"), said = at("said");
  if (!current) {
    at("what").textContent = "这里没有等您判定的行了"; picture.removeAttribute("src"); picture.alt = ""; at("caption").textContent = "按“结束”回到复核页。"; count(); said.hidden = true;
    for (const button of document.querySelectorAll(".key")) button.disabled = true;
    return;
  }
  for (const button of document.querySelectorAll(".key")) button.disabled = false;
  at("what").textContent = `${current.item}　${current.name}`;
  count();
  at("caption").textContent = "";
  picture.src = pictureOf(current); picture.alt = `第 ${current.item} 行 ${current.name} 的图像`;
  at("sheet").href = `/review/sheet/${current.sheet}`;
  said.hidden = !(current.said && current.said.length);
  if (!said.hidden) said.textContent = `两人分别判为：${current.said.join("、")}。请您裁定。`;
}

function count() {
  at("count").textContent = `${current ? `${current.batch} 批` : ""}${done ? `　本次已判 ${done} 行` : ""}`;
}

async function decide(verdict, choice, button) {
  if (!current || busy) return;
  const row = current;
  if (button) button.classList.add("hit");
  busy = true;
  passed.push(key(row));
  const sent = post("/review/decide", { tab, sheet: row.sheet, item: row.item, verdict, choice });
  const shown = advance();
  try { await sent; done += 1; count(); }
  catch (error) {
    if (!error.status) { passed.pop(); if (current) queue.unshift(current); current = row; show(); }
    tell(`第 ${row.item} 行 ${row.name}：${error.message}`, true);
  }
  await shown;
  busy = false;
}

async function skip() {
  if (!current) return;
  const row = current;
  passed.push(key(row));
  post("/review/skip", { tab, sheet: row.sheet, item: row.item }).catch((error) => tell(error.message, true));
  await advance();
}

async function undo() {
  try {
    const row = await post("/review/undo", { tab });
    const place = passed.indexOf(key(row));
    if (place >= 0) passed.splice(place, 1);
    if (current) queue.unshift(current);
    current = row; done = Math.max(0, done - 1); show(); tell("已撤回上一行，请重新判定");
  } catch (error) { tell(error.message, true); }
}

async function wholePage() {
  if (!current) return;
  const dialog = at("page"), holder = at("pageholder");
  if (dialog.open) { dialog.close(); return; }
  holder.textContent = "正在取整张票…"; dialog.showModal();
  const row = current, reply = await fetch(`/pictures/places/${row.sheet}`, { headers: { Accept: "application/json" } });
  if (!reply.ok) { holder.textContent = "这张票的扫描件不在了，看不到整张；请按原图判定"; return; }
  const about = await reply.json(), place = about.places[row.item], space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg"), image = document.createElementNS(space, "image"), box = document.createElementNS(space, "rect");
  svg.setAttribute("viewBox", `0 0 ${about.width} ${about.height}`); svg.setAttribute("role", "img"); svg.setAttribute("aria-label", `整张票，第 ${row.item} 行加框`);
  image.setAttribute("href", `/pictures/sheet/${row.sheet}.jpg`); image.setAttribute("width", about.width); image.setAttribute("height", about.height);
  for (const [name, value] of [["x", place.left - 6], ["y", place.top - 6], ["width", place.right - place.left + 12], ["height", place.bottom - place.top + 12]]) box.setAttribute(name, value);
  svg.append(image, box); holder.replaceChildren(svg);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const dialog = document.querySelector("dialog[open]");
  if (dialog) { if (event.key === " " || event.key === "?") { event.preventDefault(); dialog.close(); } return; }
  const pressed = event.key.toLowerCase(), number = Number(pressed);
  const buttons = document.querySelectorAll(".key[data-choice], .key[data-verdict]");
  if (event.repeat) return;
  if (number >= 1 && number <= choices.length) decide("valid", choices[number - 1], buttons[number - 1]);
  else if (pressed === "0") decide("blank", "", document.querySelector("[data-verdict=blank]"));
  else if (pressed === "x") decide("multiple", "", document.querySelector("[data-verdict=multiple]"));
  else if (pressed === "s") skip();
  else if (pressed === "u") undo();
  else if (pressed === "a" && current) location.href = at("sheet").href;
  else if (pressed === " " && !(event.target instanceof HTMLButtonElement)) wholePage();
  else if (pressed === "?" || pressed === "？") at("helptext").showModal();
  else return;
  event.preventDefault();
});
for (const button of document.querySelectorAll(".key[data-choice]")) button.addEventListener("click", () => decide("valid", button.dataset.choice, button));
for (const button of document.querySelectorAll(".key[data-verdict]")) button.addEventListener("click", () => decide(button.dataset.verdict, "", button));
at("skip").addEventListener("click", skip);
at("undo").addEventListener("click", undo);
at("whole").addEventListener("click", wholePage);
at("closepage").addEventListener("click", () => at("page").close());
at("help").addEventListener("click", () => at("helptext").showModal());
at("helptext").querySelector("button").addEventListener("click", () => at("helptext").close());
setInterval(() => { if (current) post("/review/heartbeat", { tab }).catch(() => {}); }, 30000);
addEventListener("pagehide", () => { post("/review/release", { tab }, true).catch(() => {}); });
advance();

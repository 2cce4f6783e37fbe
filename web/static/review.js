"use strict";
// One row after another: the next ones and their pictures are there before the key is up.
const desk = document.getElementById("desk");
const choices = JSON.parse(desk.dataset.choices);
const typing = document.getElementById("typing");  // there where names are typed, or several choices
const tab = crypto.getRandomValues(new Uint32Array(4)).join("-");
const skipped = [], under = new Map();  // under way: answers the server has not acknowledged yet, by key
const AHEAD = 3, SKIPS_KEPT = 900;
const answered = [];  // in the order of the keys: answers may arrive in another
const HELD_MS = 3000;  // the last answer stays here so long, or until the next: taken back, nobody ever had it
let held = null;
let queue = [], current = null, fetching = null, done = 0, elsewhere = 0, later = 0;
const AGAIN_MS = 5000;  // rows open elsewhere are free when that tab is closed, or has been silent for 90 s

const at = (id) => document.getElementById(id);
const key = (row) => `${row.sheet}/${row.item}`;
const pictureOf = (row) => `/pictures/row/${row.sheet}/${encodeURIComponent(row.item)}.png`;
const known = () => queue.concat(current ? [current] : []).map(key).concat(held ? [key(held.row)] : [], [...under.keys()], skipped.slice(-SKIPS_KEPT));

function load(row) {
  row.picture = new Image();
  row.picture.onload = row.picture.onerror = () => { if (row === current) caption(); };
  row.picture.src = pictureOf(row);
  return row;
}

function fill() {
  if (fetching || queue.length >= AHEAD) return fetching;
  fetching = post("/review/next", {
    tab, differing: desk.dataset.differing === "true", reason: desk.dataset.reason, batch: desk.dataset.batch, passed: known(),
  }).then((found) => {
    const seen = new Set(known());
    elsewhere = found.elsewhere;
    for (const row of found.rows) if (!seen.has(key(row))) queue.push(load(row));
  }).catch((error) => tell(error.message, true)).finally(() => { fetching = null; });
  return fetching;
}

async function advance() {
  current = null;
  if (!queue.length) { at("what").textContent = "正在取下一行…"; give(); await Promise.allSettled(under.values()); await fill(); }
  if (current) return;  // an answer that did not get through came back meanwhile
  current = queue.shift() || null;
  show();
  fill();
}

function caption() {
  const picture = current.picture;
  at("caption").textContent = !picture.complete ? "正在取图…" : picture.naturalWidth ? "" : "这一行的图像取不到；请按空格看整张票，或按 S 跳过";
}

// No answer counts before its ink stands on the screen: here, or on the whole sheet.
function drawn(row) {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    row.seen = true;
    if (row === current) ready();
  }));
}

function ready() {
  const seen = Boolean(current && current.seen);
  desk.dataset.seen = seen;
  for (const button of document.querySelectorAll(".key[data-choice], .key[data-verdict]")) button.disabled = !seen;
}

function show() {
  for (const button of document.querySelectorAll(".key.hit")) button.classList.remove("hit");
  const picture = at("picture"), said = at("said");
  if (!current) {
    at("what").textContent = elsewhere ? `其余 ${elsewhere} 行正在别处打开` : "这里没有等您判定的行了"; picture.removeAttribute("src"); picture.alt = ""; at("caption").textContent = elsewhere ? "在别人那里，或在您没有关的另一个标签页里；那边放下或关掉以后，最多一分半钟，会自动接到这里。" : "按“结束”回到复核页。"; count();
    clearTimeout(later);
    if (elsewhere) later = setTimeout(advance, AGAIN_MS);
    said.hidden = true;
    for (const button of document.querySelectorAll(".key")) if (button.id !== "undo") button.disabled = true;
    desk.dataset.seen = false;
    return;
  }
  const row = current;
  row.seen = false;
  for (const button of document.querySelectorAll(".key")) button.disabled = false;
  ready();
  offer();
  at("what").textContent = current.name === current.item ? current.item : `${current.item}　${current.name}`;
  count();
  caption();
  picture.src = pictureOf(current); picture.alt = `第 ${current.item} 行 ${current.name} 的图像`;
  picture.decode().then(() => drawn(row), () => { if (row === current) caption(); });
  at("sheet").href = `/review/sheet/${current.sheet}`;
  said.hidden = !(current.said && current.said.length);
  if (!said.hidden) said.textContent = `两人分别判为：${current.said.join("、")}。请您裁定。`;
}

// The buttons of this row's own choices, and a field where something is typed of it.
function offer() {
  for (const button of document.querySelectorAll(".key[data-choice]")) button.hidden = !current.choices.includes(button.dataset.choice);
  if (!typing) return;
  typing.hidden = !current.typed;
  at("typedwhat").textContent = current.typed; at("typed").value = "";
}

// Of all that waited when the page was opened: what others judge meanwhile is not in it.
function count() {
  const whole = Math.max(done, Number(desk.dataset.left));
  at("count").textContent = `${current ? `${current.batch} 批　` : ""}本次已判 ${done} 行，共 ${whole} 行`;
  at("far").value = done; at("far").max = whole || 1;
}

function decide(verdict, choice, button) {
  if (!current || under.size >= 8) return;
  if (!current.seen) { tell("这一行的图像还没有显示，这一键没有记；请等图出来再按"); return; }
  if (button) button.classList.add("hit");
  give();
  held = { row: current, verdict, choice, timer: setTimeout(give, HELD_MS) };
  done += 1;
  advance();
}

// Send the answer that is still held.
function give() {
  if (!held) return;
  const { row, verdict, choice, timer } = held;
  clearTimeout(timer);
  held = null;
  const sent = post("/review/decide", { tab, sheet: row.sheet, item: row.item, verdict, choice }, true)
    .catch((error) => {
      done -= 1; count();
      answered.splice(answered.indexOf(row), 1);
      if (!error.status) { if (current) queue.unshift(current); current = row; show(); }
      tell(`第 ${row.item} 行 ${row.name}：${error.message}`, true);
    })
    .finally(() => under.delete(key(row)));
  under.set(key(row), sent);
  answered.push(row);
}

function skip() {
  if (!current) return;
  const row = current;
  skipped.push(key(row));
  post("/review/skip", { tab, sheet: row.sheet, item: row.item }).catch((error) => tell(error.message, true));
  advance();
}

function again(row) {
  queue = queue.filter((other) => key(other) !== key(row));
  if (current && key(current) !== key(row)) queue.unshift(current);
  current = row; done = Math.max(0, done - 1); show(); tell("已撤回上一行，请重新判定");
}

async function undo() {
  if (held) { const { row, timer } = held; clearTimeout(timer); held = null; again(load(row)); return; }
  try {
    await Promise.allSettled(under.values());
    const last = answered.at(-1);
    const row = load(await post("/review/undo", last ? { tab, sheet: last.sheet, item: last.item } : { tab }));
    answered.pop();
    again(row);
  } catch (error) { tell(error.message, true); }
}

async function wholePage() {
  if (!current) return;
  const dialog = at("page"), holder = at("pageholder");
  if (dialog.open) { dialog.close(); return; }
  holder.textContent = "正在取整张票…"; dialog.showModal();
  const row = current, reply = await fetch(`/pictures/places/${row.sheet}`, { headers: { Accept: "application/json" } });
  if (!reply.ok) { holder.textContent = "这张票的扫描件不在了，看不到整张；请按原图判定"; return; }
  const about = await reply.json(), space = "http://www.w3.org/2000/svg";
  if (!dialog.open || row !== current) return;
  const svg = document.createElementNS(space, "svg"), image = document.createElementNS(space, "image"), box = document.createElementNS(space, "polygon");
  svg.setAttribute("viewBox", `0 0 ${about.width} ${about.height}`); svg.setAttribute("role", "img"); svg.setAttribute("aria-label", `整张票，第 ${row.item} 行加框`);
  image.setAttribute("href", `/pictures/sheet/${row.sheet}.jpg`); image.setAttribute("width", about.width); image.setAttribute("height", about.height);
  const outline = about.outlines[row.item] || [];
  image.addEventListener("load", () => drawn(row));
  box.setAttribute("points", outline.map((corner) => corner.join(",")).join(" "));
  svg.append(image, box); holder.replaceChildren(svg);
  if (svg.clientHeight > holder.clientHeight && outline.length) holder.scrollTop = svg.clientHeight * outline[0][1] / about.height - holder.clientHeight / 2;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const dialog = document.querySelector("dialog[open]");
  if (dialog) { if (event.key === " " || event.key === "?") { event.preventDefault(); dialog.close(); } return; }
  if (event.target === document.getElementById("typed")) return;  // letters of a name
  const pressed = event.key.toLowerCase(), number = Number(pressed);
  const buttons = document.querySelectorAll(".key[data-choice], .key[data-verdict]");
  if (event.repeat) return;
  if (number >= 1 && number <= choices.length && !buttons[number - 1].hidden) decide("valid", choices[number - 1], buttons[number - 1]);
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
if (typing) typing.addEventListener("submit", (event) => {
  event.preventDefault();
  const word = at("typed").value.trim();
  if (word) decide("valid", word); else tell("还没有录入；没有写、没有选的按 0", true);
});
at("skip").addEventListener("click", skip);
at("undo").addEventListener("click", undo);
at("whole").addEventListener("click", wholePage);
at("closepage").addEventListener("click", () => at("page").close());
at("help").addEventListener("click", () => at("helptext").showModal());
at("helptext").querySelector("button").addEventListener("click", () => at("helptext").close());
const leaving = document.querySelector("form[action='/logout']");
if (leaving) leaving.addEventListener("submit", give);  // page.js waits for it
setInterval(() => { if (current) post("/review/heartbeat", { tab }).catch(() => {}); }, 30000);
addEventListener("beforeunload", give);  // before anything else goes out, such as leaving for good
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });  // what this tab had is free since it was left
addEventListener("pagehide", () => { give(); post("/review/release", { tab }, true).catch(() => {}); });
advance();

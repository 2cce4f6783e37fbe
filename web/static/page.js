"use strict";
// What all pages share: words for the clerk, requests that carry the session's token, uploads by drag and drop.
const csrf = document.body.dataset.csrf;

function tell(words, bad) {
  const note = document.getElementById("note");
  note.textContent = words;
  note.classList.toggle("bad", Boolean(bad));
  note.hidden = false;
  clearTimeout(note.timer);
  note.timer = setTimeout(() => { note.hidden = true; }, bad ? 8000 : 3500);
}

const underWay = new Set();

function post(path, body, keepalive) {
  const sent = posted(path, body, keepalive);
  underWay.add(sent);
  sent.catch(() => {}).finally(() => underWay.delete(sent));
  return sent;
}

// Whoever has signed out is no longer believed: what is under way arrives first, and what did not arrive keeps the page.
document.addEventListener("submit", async (event) => {
  if (event.target.getAttribute("action") !== "/logout" || !underWay.size) return;
  event.preventDefault();
  const ends = await Promise.allSettled(underWay);
  if (ends.every((end) => end.status === "fulfilled")) event.target.submit();
});

async function posted(path, body, keepalive) {
  let reply;
  try {
    reply = await fetch(path, {
      method: "POST", keepalive: Boolean(keepalive), body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "Accept": "application/json", "X-CSRF-Token": csrf },
    });
  } catch (error) {
    throw new Error("连不上工作台；请确认打开它的那个窗口还开着，再试一次");
  }
  if (reply.status === 401) { location.href = "/login"; throw new Error("已退出登录"); }
  const found = await reply.json();
  if (!reply.ok) { const error = new Error(found.message || "没有做成；请刷新页面再试"); error.status = reply.status; throw error; }
  return found;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-outcome]");
  if (!button) return;
  try {
    const found = await post("/review/page", { page: Number(button.dataset.page), outcome: button.dataset.outcome });
    tell(found.settled ? "两人一致，已记入" : "已记下，等另一人确认");
    if (found.settled) button.closest("article").remove();
    else { for (const other of button.parentElement.children) other.classList.remove("main"); button.classList.add("main"); }
  } catch (error) { tell(error.message, true); }
});

document.addEventListener("htmx:responseError", (event) => {
  let words = "没有做成；请刷新页面再试";
  try { words = JSON.parse(event.detail.xhr.responseText).message || words; } catch (error) { /* not ours */ }
  if (event.detail.xhr.status === 401) { location.href = "/login"; return; }
  tell(words, true);
});
document.addEventListener("htmx:sendError", () => tell("连不上工作台；请确认打开它的那个窗口还开着", true));

// When long work has ended, lists of what it brought ask for themselves again.
let busy = Boolean(document.querySelector("#jobs[data-busy=yes]"));
document.addEventListener("htmx:afterSettle", () => {
  const now = Boolean(document.querySelector("#jobs[data-busy=yes]"));
  if (busy && !now) document.body.dispatchEvent(new Event("finished"));
  busy = now;
});

// What waits, beside the menu's names; nothing in the menu is replaced, or whoever is in it by keyboard would be thrown out.
const MENU_MS = 20000;
async function waiting() {
  const reply = await fetch("/menu", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!reply || !reply.ok) return;  // the next thing somebody does tells why
  const counts = await reply.json();
  for (const place of document.querySelectorAll("[data-waiting]")) {
    const count = counts[place.dataset.waiting];
    place.hidden = !count; place.textContent = count ? `${count}` : ""; place.title = count ? `${count} 项待办` : "";
  }
}
waiting();
setInterval(waiting, MENU_MS);
document.body.addEventListener("finished", waiting);

// A picture that cannot be had says so in its place; in review the desk says it itself.
function lacking(image) {
  if (image.closest("#desk, dialog") || !image.getAttribute("src")) return;
  const words = document.createElement("p");
  words.className = "lacking"; words.textContent = `${image.alt || "图像"}：打不开。扫描件可能已移走或损坏，请看原纸，或重新扫描这一页`;
  image.replaceWith(words);
}
document.addEventListener("error", (event) => { if (event.target instanceof HTMLImageElement) lacking(event.target); }, true);
for (const image of document.images) if (image.complete && !image.naturalWidth) image.src = image.getAttribute("src");  // it failed before

// ---- uploads ----
for (const drop of document.querySelectorAll(".drop")) {
  const input = drop.querySelector("input[type=file]");
  const list = document.getElementById(drop.dataset.list);
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); upload(drop, list, event.dataTransfer.files); });
  const given = () => { const files = [...input.files]; input.value = ""; upload(drop, list, files); };  // emptied: no browser puts back what was sent
  input.addEventListener("change", given);
  if (input.files.length) given();  // before this script had come
}

async function upload(drop, list, files) {
  const pile = Math.random().toString(36).slice(2, 12);
  let kept = 0;
  for (const file of files) {
    const line = document.createElement("li"), name = document.createElement("span"), state = document.createElement("span");
    name.textContent = file.name; state.textContent = "正在上传…"; state.setAttribute("role", "status"); line.append(name, state); list.append(line);
    try {
      const taken = await send(`${drop.dataset.to}?pile=${pile}&name=${encodeURIComponent(file.name)}`, file, state);
      kept += 1; state.textContent = taken.name === file.name ? "已收下" : `已收下，存为“${taken.name}”`;
    }
    catch (error) { state.textContent = error.message; state.className = "tag red"; }
  }
  if (!kept) return;
  try {
    const wish = { pile };
    for (const name of ["batch", "paper"]) if (document.getElementById(name)) wish[name] = document.getElementById(name).value;
    const found = await post(drop.dataset.then, wish);
    tell(found.message);
    if (found.reload) location.reload();
    document.body.dispatchEvent(new Event("jobs"));
  } catch (error) { tell(error.message, true); }
}

function send(path, file, state) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => { state.textContent = `正在上传 ${Math.round(100 * event.loaded / event.total)}%`; };
    request.onerror = () => reject(new Error("上传中断；请再试一次"));
    request.onload = () => {
      if (request.status < 300) { resolve(JSON.parse(request.responseText)); return; }
      let words = request.responseText;
      try { words = JSON.parse(words).message; } catch (error) { /* plain words */ }
      reject(new Error(words || "没有收下"));
    };
    request.send(file);
  });
}

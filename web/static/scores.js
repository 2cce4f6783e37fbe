"use strict";
// A grid of scores: digits, arrows, Enter. What is typed is kept cell by cell; the cursor never waits for it.
const cells = [...document.querySelectorAll(".score")];
const points = (cell) => cell.querySelector(".points"), unit = (cell) => cell.querySelector(".unit");
const here = () => cells.findIndex((cell) => cell.contains(document.activeElement));
const wide = () => cells.filter((cell) => cell.offsetTop === cells[0].offsetTop).length || 1;

function go(place) {
  const cell = cells[place];
  if (!cell) return;
  (unit(cell).value ? points(cell) : unit(cell)).focus();
  cell.scrollIntoView({ block: "nearest" });
}

async function keep(cell) {
  const score = points(cell).value.trim(), state = cell.querySelector(".state");
  if (!score || score === cell.dataset.kept) return;
  state.textContent = "正在存…"; state.className = "state";
  try {
    await post("/scores", { page: cell.dataset.page, position: Number(cell.dataset.position), unit: unit(cell).value, score }, true);
    cell.dataset.kept = score; state.textContent = "已存"; cell.classList.add("kept"); cell.classList.remove("bad");
  } catch (error) {
    state.textContent = error.message; cell.classList.add("bad"); cell.classList.remove("kept");
  }
  document.getElementById("kept").textContent = `本页 ${cells.length} 个，已存 ${cells.filter((other) => other.dataset.kept).length} 个`;
}

for (const cell of cells) {
  points(cell).addEventListener("input", () => { points(cell).value = points(cell).value.replace(/[^0-9.．。xX废]/g, "").toUpperCase(); });
  points(cell).addEventListener("change", () => keep(cell));
  if (points(cell).value !== points(cell).defaultValue && points(cell) !== document.activeElement) keep(cell);  // typed before this script had come
}
document.addEventListener("keydown", (event) => {
  const at = here();
  if (at < 0 || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const cell = cells[at], inUnit = document.activeElement === unit(cell);
  if (event.key === "Enter") {
    event.preventDefault();
    if (inUnit) { points(cell).focus(); return; }
    keep(cell);
    if (at + 1 < cells.length) go(at + 1); else document.getElementById("more").focus();
    return;
  }
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: wide(), ArrowUp: -wide() }[event.key];
  if (!step || inUnit) return;
  event.preventDefault();
  go(at + step);
});
if (cells.length && here() < 0) go(0);

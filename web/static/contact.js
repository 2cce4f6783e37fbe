"use strict";
const cells = [...document.querySelectorAll(".cell")], button = document.getElementById("send");
const chosen = () => cells.filter((cell) => cell.getAttribute("aria-pressed") === "true");
for (const cell of cells) cell.addEventListener("click", () => {
  cell.setAttribute("aria-pressed", String(cell.getAttribute("aria-pressed") !== "true"));
  const count = chosen().length;
  button.disabled = !count;
  document.getElementById("chosen").textContent = count ? `选中 ${count} 行` : "没有选中";
});
document.addEventListener("keydown", (event) => {
  const at = cells.indexOf(document.activeElement), row = cells.filter((cell) => cell.offsetTop === (cells[0] || {}).offsetTop).length || 1;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
  if (at < 0 || !step) return;
  event.preventDefault();
  const next = cells[at + step];
  if (next) next.focus();
});
button.addEventListener("click", async () => {
  try {
    const found = await post("/contact/send", { rows: chosen().map((cell) => [cell.dataset.sheet, cell.dataset.item]) });
    tell(`已送复核 ${found.sent} 行`);
    for (const cell of chosen()) { cell.setAttribute("aria-pressed", "false"); cell.disabled = true; }
    button.disabled = true; document.getElementById("chosen").textContent = "没有选中";
  } catch (error) { tell(error.message, true); }
});

"use strict";
// All waiting rows of one sheet: keys fill the row at hand and go on to the next; one confirmation sends them.
const form = document.getElementById("sheetform");
if (form) {
  const rows = [...form.querySelectorAll(".sheetrow")];
  const tab = crypto.getRandomValues(new Uint32Array(4)).join("-");
  const answers = () => Object.fromEntries(rows.map((row) => [row.dataset.item, row.querySelector("input:checked")]).filter(([, input]) => input).map(([item, input]) => [item, input.value]));
  const count = () => { document.getElementById("chosen").textContent = `已选 ${Object.keys(answers()).length} 行，共 ${rows.length} 行`; };
  const focus = (place) => { const row = rows[Math.max(0, Math.min(rows.length - 1, place))]; (row.querySelector("input:checked") || row.querySelector("input")).focus(); row.scrollIntoView({ block: "center" }); };
  const here = () => Math.max(0, rows.findIndex((row) => row.contains(document.activeElement)));
  form.addEventListener("change", count);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const pressed = event.key.toLowerCase(), number = Number(pressed);
    const inputs = [...rows[here()].querySelectorAll("input")], last = inputs.length - 2;  // this row's own choices, then the two
    const index = pressed === "0" ? last : pressed === "x" ? last + 1 : number >= 1 && number <= last ? number - 1 : -1;
    if (index >= 0) { inputs[index].checked = true; count(); focus(here() + 1); }
    else if (pressed === "arrowdown") focus(here() + 1);
    else if (pressed === "arrowup") focus(here() - 1);
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = answers();
    if (!Object.keys(chosen).length) { tell("还没有选任何一行", true); return; }
    try {
      const found = await post("/review/sheet", { tab, sheet: form.dataset.sheet, rows: chosen });
      tell(`已逐行记下 ${found.decided} 行`);
      setTimeout(() => { location.href = "/review/rows"; }, 700);
    } catch (error) { tell(error.message, true); }
  });
  focus(0); count();
}

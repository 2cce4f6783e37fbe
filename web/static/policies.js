"use strict";
// Several policies at once: how many are ticked, and one box for all that wait.
const boxes = [...document.querySelectorAll("input[form=sign][name=name]")];
const all = document.getElementById("all"), chosen = document.getElementById("chosen");
if (all) {
  const open = boxes.filter((box) => box.dataset.settled === "no");
  const count = () => { const many = boxes.filter((box) => box.checked).length; chosen.textContent = many ? `已选 ${many} 项` : "勾选后由监督人签"; };
  all.disabled = !open.length;
  const tick = () => { for (const box of open) box.checked = all.checked; count(); };
  all.addEventListener("change", tick);
  for (const box of boxes) box.addEventListener("change", count);
  if (all.checked) tick(); else count();  // whoever was quicker than this script has ticked it already
}

"use strict";
for (const form of document.querySelectorAll(".opinion form")) {
  for (const offer of form.querySelectorAll(".offer")) {
    offer.addEventListener("click", () => {
      const units = form.elements.units, named = units.value.split("、").filter(Boolean);
      if (!named.includes(offer.dataset.unit)) units.value = [...named, offer.dataset.unit].join("、");
      units.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  const amend = form.querySelector(".amend"), save = form.querySelector(".amending");
  const open = () => {
    for (const field of form.elements) { field.readOnly = false; if (field.type === "radio") field.disabled = false; }
    save.hidden = false;
    amend.hidden = true;
  };
  if (amend) {
    amend.addEventListener("click", () => { open(); form.elements.text.focus(); });
    if ([...form.elements].some((field) => field.defaultValue !== undefined && field.type !== "radio" && field.value !== field.defaultValue)) open();
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const card = form.closest(".opinion");
    try {
      const found = await post("/opinions", { sheet: card.dataset.sheet, text: form.elements.text.value, units: form.elements.units.value, belongs: form.elements.belongs ? form.elements.belongs.value : "" });
      form.querySelector(".tag").textContent = found.settled ? "已核对" : "等另一人核对";
      form.querySelector(".tag").className = found.settled ? "tag green" : "tag";
      form.dispatchEvent(new Event("taken"));
      tell(found.settled ? "两人一致，已存定" : "已存，等另一人核对");
      const next = card.nextElementSibling;
      if (next && next.querySelector("textarea")) next.querySelector("textarea").focus();
    } catch (error) { tell(error.message, true); }
  });
}

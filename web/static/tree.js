"use strict";
// The tree behind a number: unfolded whole and folded again; on paper it is whole.
const fold = document.getElementById("fold"), parts = [...document.querySelectorAll(".tree details")];
let standing = [];
if (fold && parts.length) {
  fold.hidden = false;
  fold.addEventListener("click", (event) => {
    const wish = event.target.dataset.fold;
    if (wish) for (const part of parts) part.open = wish === "open" || part === parts[0];
  });
  window.addEventListener("beforeprint", () => { standing = parts.map((part) => part.open); for (const part of parts) part.open = true; });
  window.addEventListener("afterprint", () => { parts.forEach((part, place) => { part.open = standing[place]; }); });
}

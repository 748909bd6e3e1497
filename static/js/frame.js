import { attach } from "kindred/attach";
import "./focus.js";

const TYPING = "input, textarea, select, [contenteditable]";

// "/" goes to the search field, as in many places.
attach("[data-search-key]", (field) => {
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest(TYPING) || event.metaKey || event.ctrlKey || event.altKey;
    if (event.key !== "/" || busy || field.offsetParent === null) return;
    event.preventDefault();
    field.focus();
  });
});

// Ctrl+Z undoes what was done last, as long as the page still tells of it.
document.addEventListener("keydown", (event) => {
  const isUndo = event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!isUndo || event.target.closest("input:not([type=checkbox], [type=radio], [type=range]), textarea")) return;
  const last = [...document.querySelectorAll("[data-notice] .undo")].pop();
  if (!last) return;
  event.preventDefault();
  last.click();
});

attach("[data-close-notice]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => button.closest("[data-notice]").remove());
});

// On a phone the bar makes room while one scrolls down, and is back at the first move up.
let before = window.scrollY;
document.addEventListener(
  "scroll",
  () => {
    const moved = window.scrollY - before;
    if (Math.abs(moved) < 12) return;
    before = window.scrollY;
    const away = moved > 0 && window.scrollY > 120;
    document.documentElement.dataset.chrome = away ? "away" : "here";
  },
  { passive: true },
);

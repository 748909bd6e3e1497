import { attach } from "kindred/attach";
import "./naming.js";
import "./sheet.js";

const SWIPE = 48; // px sideways that turn the page
const FACTS = "kindred-hide-facts";

document.addEventListener("keydown", (event) => {
  const page = document.querySelector("[data-photo-page]");
  if (!page || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target.closest("video, textarea, input:not([type=checkbox]), [data-sheet]")) return;
  if (event.key === "Escape" && !page.closest("dialog")) page.querySelector("[data-close]").click();
  page.querySelector(`[data-leaf="${event.key}"]`)?.click();
  page.querySelector(`[data-toggle="${event.key.toLowerCase()}"]`)?.click();
});

attach("[data-photo-page]", (page) => {
  for (const leaf of page.querySelectorAll("[data-preview]")) new Image().src = leaf.dataset.preview;
  const facts = page.querySelector("#hide-facts");
  facts.checked = localStorage.getItem(FACTS) === "1";
  facts.addEventListener("change", () => localStorage.setItem(FACTS, facts.checked ? "1" : ""));
});

attach("[data-lights]", (row) => {
  const light = (on) => document.getElementById(row.dataset.lights)?.classList.toggle("lit", on);
  for (const name of ["pointerenter", "focusin"]) row.addEventListener(name, () => light(true));
  for (const name of ["pointerleave", "focusout"]) row.addEventListener(name, () => light(false));
});

attach("[data-swipe]", (stage) => {
  let from = null;
  stage.addEventListener("touchstart", (event) => {
    from = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  stage.addEventListener("touchend", (event) => {
    if (!from || "zoomed" in stage.dataset || window.visualViewport.scale > 1.05) return;
    const dx = event.changedTouches[0].clientX - from.clientX;
    const dy = event.changedTouches[0].clientY - from.clientY;
    if (Math.abs(dx) < SWIPE || Math.abs(dx) < 1.5 * Math.abs(dy)) return;
    stage.querySelector(`[data-leaf="${dx > 0 ? "ArrowLeft" : "ArrowRight"}"]`)?.click();
  });
  stage.addEventListener("dblclick", (event) => {
    if (event.target.closest("a, video")) return;
    stage.toggleAttribute("data-zoomed");
    stage.scrollTo(stage.scrollWidth / 2 - stage.clientWidth / 2, stage.scrollHeight / 2 - stage.clientHeight / 2);
  });
});

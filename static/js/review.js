import { attach } from "kindred/attach";

const KEYS = { y: "[data-yes]", n: "[data-no]", u: "[data-later]" };
const SWIPE = 72; // px that are an answer

// One keystroke each: Y yes, N no, U not sure, Z takes the last answer back; numbers choose.
document.addEventListener("keydown", (event) => {
  const review = document.querySelector("[data-review]");
  if (!review || event.metaKey || event.ctrlKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, [popover]")) return;
  const key = event.key.toLowerCase();
  if (key === "z") document.querySelector("#notices .undo")?.click();
  else if (KEYS[key]) review.querySelector(KEYS[key])?.click();
  else if (/^[1-9]$/.test(key)) {
    const choices = review.querySelectorAll("[data-candidate], [data-pieces] input");
    choices[Number(key) - 1]?.click();
  } else if (key === "/" || key === "w") return;
  else return;
  event.preventDefault();
});

attach("[data-review]", (review) => {
  for (const address of (review.dataset.next ?? "").split(" ").filter(Boolean)) new Image().src = address;
});

// A swipe to the right is yes, to the left no, upwards not sure.
attach("[data-swipe-answer]", (card) => {
  let from = null;
  const way = (event) => [
    event.changedTouches[0].clientX - from.clientX,
    event.changedTouches[0].clientY - from.clientY,
  ];
  card.addEventListener("touchstart", (event) => {
    from = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  card.addEventListener("touchmove", (event) => {
    if (from) card.style.translate = `${way(event)[0] / 2}px`;
  }, { passive: true });
  card.addEventListener("touchend", (event) => {
    if (!from) return;
    const [dx, dy] = way(event);
    card.style.translate = "";
    const sideways = Math.abs(dx) > SWIPE && Math.abs(dx) > 1.5 * Math.abs(dy);
    const upwards = dy < -SWIPE && Math.abs(dy) > 1.5 * Math.abs(dx);
    if (!sideways && !upwards) return;
    const answer = upwards ? KEYS.u : dx > 0 ? KEYS.y : KEYS.n;
    card.closest("[data-review]").querySelector(answer)?.click();
  });
  card.addEventListener("touchcancel", () => { card.style.translate = ""; });
});

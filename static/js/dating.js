import { attach } from "kindred/attach";

const SWIPE = 72; // px sideways that are an answer
const ANSWERS = { y: "[data-yes]", n: "[data-no]" };

// Y and N answer for the photo one is at, else for the first.
document.addEventListener("keydown", (event) => {
  const answer = ANSWERS[event.key.toLowerCase()];
  if (!answer || event.metaKey || event.ctrlKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const here = event.target.closest("[data-dating]") ?? document.querySelector("[data-dating]");
  here?.querySelector(answer)?.click();
});

// So do a swipe to the right and one to the left.
attach("[data-dating]", (dating) => {
  const image = dating.querySelector(".dating-photo img");
  let from = null;
  const shift = (event) => event.changedTouches[0].clientX - from.clientX;
  dating.addEventListener("touchstart", (event) => {
    from = event.touches.length === 1 && event.target === image ? event.touches[0] : null;
  }, { passive: true });
  dating.addEventListener("touchmove", (event) => {
    if (from) image.style.translate = `${shift(event) / 2}px`;
  }, { passive: true });
  dating.addEventListener("touchend", (event) => {
    if (!from) return;
    const far = shift(event);
    const high = event.changedTouches[0].clientY - from.clientY;
    image.style.translate = "";
    if (Math.abs(far) < SWIPE || Math.abs(far) < 2 * Math.abs(high)) return;
    dating.querySelector(far > 0 ? "[data-yes]" : "[data-no]")?.click();
  });
  dating.addEventListener("touchcancel", () => {
    image.style.translate = "";
  });
});

import { attach } from "kindred/attach";

const LONG = 450; // ms that a finger rests
const STILL = 10; // px that it may move meanwhile
const AFTER = 800; // ms in which the tap that ends it may still come

// A finger that rests on the link of a card says so with the event "long-press".
attach("[data-picking]", (page) => {
  let waiting, from;
  const stop = () => clearTimeout(waiting);

  function swallow(click) {
    click.preventDefault();
    click.stopPropagation();
  }

  page.addEventListener("pointerdown", (event) => {
    stop();
    const card = event.target.closest("[data-pick-card] > a")?.parentElement;
    if (event.pointerType === "mouse" || !card) return;
    from = event;
    waiting = setTimeout(() => {
      card.dispatchEvent(new CustomEvent("long-press", { bubbles: true }));
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, true), AFTER);
    }, LONG);
  });
  page.addEventListener("pointermove", (event) => {
    if (from && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > STILL) stop();
  });
  for (const over of ["pointerup", "pointercancel"]) page.addEventListener(over, stop);
  page.addEventListener("contextmenu", (event) => {
    const touched = event.pointerType === "touch" && event.target.closest("[data-pick-card]");
    if (touched) event.preventDefault();
  });
});

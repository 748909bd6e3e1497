import { attach } from "kindred/attach";

const PAUSE = 120; // ms that a month must stay near: a fling past it loads nothing

const waiting = new Map();

// Months come when they are within a screen of the window.
const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(waiting.get(target));
      if (!isIntersecting) continue;
      const ask = () => target.isConnected && window.htmx.trigger(target, "near");
      waiting.set(target, setTimeout(ask, PAUSE));
    }
  },
  { rootMargin: "100% 0px" },
);

attach("[data-far]", (month) => near.observe(month));

import { attach } from "kindred/attach";

const STAYS = 1200; // ms on a phone after the last movement

/** Let a finger or the mouse run along the years; show the month it is on and go there. */
function start(scrubber) {
  const bubble = scrubber.querySelector("output");
  const links = [...scrubber.querySelectorAll("a[data-month]")];
  let shown = null;

  const at = (y) =>
    links.find((link) => link.getBoundingClientRect().bottom > y) ?? links[links.length - 1];

  const show = (y) => {
    const link = at(y);
    bubble.textContent = link.dataset.month;
    bubble.style.top = `${y - scrubber.getBoundingClientRect().top}px`;
    bubble.hidden = false;
    return link;
  };

  const go = (link) => {
    if (link === shown) return;
    shown = link;
    document.querySelector(link.hash)?.scrollIntoView({ behavior: "instant" });
  };

  scrubber.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    scrubber.setPointerCapture(event.pointerId);
    scrubber.dataset.held = "";
    go(show(event.clientY));
  });
  scrubber.addEventListener("pointermove", (event) => {
    const link = show(event.clientY);
    if ("held" in scrubber.dataset) go(link);
  });
  const release = () => {
    delete scrubber.dataset.held;
    bubble.hidden = true;
    shown = null;
  };
  scrubber.addEventListener("pointerup", release);
  scrubber.addEventListener("pointercancel", release);
  scrubber.addEventListener("pointerleave", () => {
    if (!("held" in scrubber.dataset)) bubble.hidden = true;
  });
  scrubber.addEventListener("click", (event) => event.detail && event.preventDefault());

  markWhereWeAre(links);
}

function markWhereWeAre(links) {
  let timer;
  const mark = () => {
    const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    const sections = links.map((link) => document.querySelector(link.hash));
    const place = sections.findLastIndex((one) => one && one.getBoundingClientRect().top <= top + 8);
    links.forEach((link, index) => {
      if (index === Math.max(0, place)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  let asked = false;
  const onScroll = () => {
    document.documentElement.dataset.scrolling = "";
    clearTimeout(timer);
    timer = setTimeout(() => delete document.documentElement.dataset.scrolling, STAYS);
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      mark();
    });
  };
  document.addEventListener("scroll", onScroll, { passive: true });
  mark();
}

attach("[data-scrubber]", start);

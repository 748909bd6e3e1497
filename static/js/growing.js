import { attach } from "kindred/attach";
import { player } from "./player.js";
import { faceOf, fetchAhead, isCalm, portrait } from "./portrait.js";

const NEAR = 72; // px from the end of the strip at which it moves on
const BEGIN = 1200; // ms after which it plays by itself, once for each person and window

/** The same face through the years: the large one, its age, and the strip that follows. */
function start(hero) {
  const links = [...hero.querySelectorAll("[data-glimpse]")];
  const faces = links.map(faceOf);
  const slider = hero.querySelector("[data-slider]");
  const frame = hero.querySelector("[data-portrait]");
  const turnTo = portrait(frame);
  const strip = links[0].closest("ol");
  const rest = Number(slider.value);
  let current = links[rest];

  function mark(link) {
    current.removeAttribute("aria-current");
    current = link;
    link.setAttribute("aria-current", "true");
    const from = link.offsetLeft - strip.scrollLeft;
    if (from > NEAR && from + link.offsetWidth < strip.clientWidth - NEAR) return;
    const left = link.offsetLeft + (link.offsetWidth - strip.clientWidth) / 2;
    strip.scrollTo({ left, behavior: isCalm() ? "instant" : "smooth" });
  }

  function show(place, quick) {
    const link = links[place];
    const words = link.dataset.glimpse;
    mark(link);
    slider.setAttribute("aria-valuetext", words);
    hero.querySelector("[data-big]").textContent = link.dataset.big;
    const then = hero.querySelector("[data-then]:not([data-glimpse])");
    then.querySelector("[data-beside]").textContent = link.dataset.beside || "that time";
    then.href = link.dataset.then;
    frame.href = link.href;
    frame.setAttribute("aria-label", `The photo: ${words}`);
    turnTo(faces[place], quick);
    fetchAhead(faces, place + 1);
  }

  const { begin } = player(hero, show);
  mark(current);
  const seen = `kindred-grew-up-${location.pathname}`;
  const arrives = !location.search && !location.hash && window.scrollY < 40;
  if (!arrives || isCalm() || sessionStorage.getItem(seen)) return;
  sessionStorage.setItem(seen, "1");
  setTimeout(() => document.hidden || Number(slider.value) !== rest || begin(rest), BEGIN);
}

attach("[data-growing]", start);

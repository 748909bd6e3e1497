import { attach } from "kindred/attach";
import { player } from "./player.js";
import { faceOf, fetchAhead, portrait } from "./portrait.js";

/** Two people side by side: one slider over the ages at which both were photographed. */
attach("[data-same-age]", (compared) => {
  const pairs = [...compared.querySelectorAll("[data-pair]")];
  const list = pairs[0].closest("ol");
  const slider = compared.querySelector("[data-slider]");
  const sides = [...compared.querySelectorAll("[data-portrait]")].map((frame, side) => {
    const links = pairs.map((pair) => pair.querySelectorAll("a")[side]);
    const words = frame.closest("figure").querySelector("[data-words]");
    return { frame, links, words, faces: links.map(faceOf), turnTo: portrait(frame) };
  });

  function show(place, quick) {
    const pair = pairs[place];
    for (const one of pairs) one.toggleAttribute("data-shown", one === pair);
    slider.setAttribute("aria-valuetext", pair.dataset.pair);
    compared.querySelector("[data-big]").textContent = pair.dataset.pair;
    for (const { frame, links, words, faces, turnTo } of sides) {
      frame.href = links[place].href;
      words.textContent = links[place].dataset.words;
      turnTo(faces[place], quick);
      fetchAhead(faces, place + 1);
    }
    list.scrollTo({ left: pair.offsetLeft + (pair.offsetWidth - list.clientWidth) / 2 });
  }

  player(compared, show);
  pairs[0].toggleAttribute("data-shown", true);
});

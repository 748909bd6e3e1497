import { attach } from "kindred/attach";

const dialog = () => document.querySelector("[data-stage]");
const isOpen = () => dialog()?.open ?? false;
let lastSeen = "";
let opener = null;

async function show(url) {
  lastSeen = new URL(url, location.href).pathname;
  await window.htmx.ajax("GET", url, { target: "#photo", swap: "outerHTML" });
}

function open(link) {
  opener = link;
  const waiting = document.querySelector("#photo");
  const thumbnail = link.querySelector("img")?.cloneNode() ?? document.createElement("span");
  thumbnail.className = "on-its-way";
  waiting.replaceChildren(thumbnail);
  dialog().showModal();
  dialog().append(document.getElementById("notices")); // what is beneath cannot be reached
  history.pushState({ stage: true }, "", link.href);
  show(link.href);
}

function turn(link) {
  history.replaceState(history.state, "", link.href);
  show(link.href);
}

function close() {
  document.body.append(document.getElementById("notices"));
  dialog().close();
  document.querySelector("#photo").replaceChildren(); // stops a video
  const found = [...document.querySelectorAll(`[data-photo][href^="${lastSeen}"]`)];
  const tile =
    found.find((link) => link === opener) ?? found.find((link) => link.matches(".tile")) ?? found[0];
  tile?.scrollIntoView({ block: "nearest", behavior: "instant" });
  tile?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!plain || event.defaultPrevented) return;
  const link = event.target.closest("[data-photo], [data-leaf], [data-close]");
  if (!link || (!link.matches("[data-leaf]") && !dialog())) return;
  event.preventDefault();
  if (link.matches("[data-photo]")) open(link);
  else if (link.matches("[data-leaf]")) turn(link);
  else history.back();
});

window.addEventListener("popstate", () => {
  if (isOpen()) close();
  else if (history.state?.stage) location.reload(); // forward again: its own page shows it
});

attach("[data-stage]", (stage) => {
  stage.addEventListener("cancel", (event) => {
    event.preventDefault();
    history.back();
  });
});

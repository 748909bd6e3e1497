import { attach } from "kindred/attach";

// "Add a name" opens the field with the cursor in it; Escape closes it.
attach("[data-ask]", (ask) => {
  ask.addEventListener("toggle", () => {
    if (ask.open) ask.querySelector("[data-name-field]").focus();
  });
  ask.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    ask.open = false;
    ask.querySelector("summary").focus();
  });
});

// Up and down go through the field and what it suggests.
attach("[data-naming]", (form) => {
  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [form.querySelector("[data-name-field]"), ...form.querySelectorAll(".suggestion")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
});

// Once somebody has a name, the next one is asked for.
attach("[data-named]", (card) => {
  let next = card.nextElementSibling;
  while (next && !next.querySelector("[data-ask]")) next = next.nextElementSibling;
  if (next) next.querySelector("[data-ask]").open = true;
  else card.querySelector("a").focus();
});

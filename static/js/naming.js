import { attach } from "kindred/attach";

function ask(fold) {
  fold.open = true; // and the one that was open closes: they share a name
  fold.querySelector("[data-name-field]").focus();
}

function nextOf(card) {
  let next = card.nextElementSibling;
  while (next && !next.querySelector("[data-ask]")) next = next.nextElementSibling;
  return next?.querySelector("[data-ask]");
}

// "Add a name" opens the field with the cursor in it; Escape closes it.
attach("[data-ask]", (fold) => {
  const summary = fold.querySelector("summary");
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    ask(fold);
  });
  fold.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    fold.open = false;
    summary.focus();
  });
  // The next one is asked for at once; the answer may take its time.
  fold.addEventListener("submit", () => {
    const next = nextOf(fold.parentElement);
    if (next) setTimeout(() => ask(next)); // once htmx has read what was typed
  });
  // Refused: a question came back instead.
  fold.addEventListener("htmx:load", () => {
    if (fold.querySelector("[role=alert]")) ask(fold);
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

// The last one: there is nobody to go on to.
attach("[data-named]", (card) => {
  if (document.activeElement === document.body && !nextOf(card)) card.querySelector("a").focus();
});

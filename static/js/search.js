import { attach } from "kindred/attach";

// The search field with what it suggests: a combobox as WAI-ARIA has it, the cursor stays in the field.
attach("[data-search-field]", (field) => {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  const options = () => [...list.querySelectorAll("[role=option]")];
  let active = -1;

  function mark(place) {
    const all = options();
    active = place;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    if (place < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", all[place].id);
    all[place]?.scrollIntoView({ block: "nearest" });
  }

  function open(shown) {
    list.hidden = !shown;
    field.setAttribute("aria-expanded", String(shown));
    mark(-1);
  }

  function choose(option) {
    field.value = option.dataset.words;
    open(false);
    field.form.requestSubmit();
  }

  function step(by) {
    const count = options().length;
    if (!count) return;
    if (list.hidden) open(true);
    // One place before the first is the field itself, so one gets back to what was typed.
    mark(((active + 1 + by + count + 1) % (count + 1)) - 1);
  }

  list.addEventListener("htmx:afterSwap", () => {
    options().forEach((option, number) => (option.id = `${list.id}-${number}`));
    open(options().length > 0 && document.activeElement === field);
  });
  field.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) step(by);
    else if (event.key === "Enter" && active >= 0) choose(options()[active]);
    else if (event.key === "Escape" && !list.hidden) open(false);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => open(false));
  // A press on the list must not take the cursor from the field.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
});

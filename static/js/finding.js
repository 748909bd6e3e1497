import { attach } from "kindred/attach";

// As gallery.queries.people.folded has it: without case and accents.
const folded = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");

// Who is on the page already is sorted out at once; the server brings the others.
attach("[data-find]", (form) => {
  const field = form.querySelector("[data-find-field]");
  const sort = () => {
    const wanted = ` ${folded(field.value)}`;
    for (const card of document.querySelectorAll("#named > [data-name]")) {
      card.hidden = !` ${folded(card.dataset.name)}`.includes(wanted);
    }
  };
  field.addEventListener("input", sort);
  document.addEventListener("htmx:afterSwap", (event) => event.target.id === "named" && sort());
  if (!field.hasAttribute("hx-get")) form.addEventListener("submit", (event) => event.preventDefault());
});

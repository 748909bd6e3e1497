import { attach } from "kindred/attach";

// A link beside its field: one press copies it. Where the browser may not, the text is selected.
attach("[data-copy]", (place) => {
  const field = place.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button primary";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Press Ctrl+C"; // no clipboard without https
    }
  });
  field.addEventListener("focus", () => field.select());
  place.append(button);
});

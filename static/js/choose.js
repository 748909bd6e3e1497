import { attach } from "kindred/attach";

// Choosing many: Shift takes a range, Ctrl+A all, Escape none; a bar says how many and what to do.
attach("[data-choose]", (form) => {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const bar = form.querySelector("[data-chosen-bar]");
  if (!bar) return;
  let last = null;

  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    bar.hidden = count === 0;
    bar.querySelector("[data-count]").textContent = `${count} chosen`;
  };
  const all = (checked) => {
    for (const box of boxes) box.checked = checked;
    tell();
  };

  form.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(at, last), Math.max(at, last)];
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    }
    last = at;
    tell();
  });
  form.addEventListener("keydown", (event) => {
    if (event.target.closest("[popover], input:not([type=checkbox])")) return;
    if (event.key === "Escape") all(false);
    if (event.key.toLowerCase() !== "a" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    all(true);
  });
  form.addEventListener("reset", () => setTimeout(tell));
  // Whom the field suggests is chosen for these faces, too.
  form.querySelector("[data-action]")?.addEventListener("htmx:load", (event) => {
    const { action } = event.currentTarget.dataset;
    for (const button of event.currentTarget.querySelectorAll("button")) button.formAction = action;
  });
  tell();
});

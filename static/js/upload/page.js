import { attach } from "kindred/attach";
import { stayAwake } from "./awake.js";
import { makeList } from "./list.js";
import { makeQueue } from "./queue.js";
import { send } from "./send.js";
import { sumUp } from "./totals.js";

attach("[data-upload]", (form) => {
  const page = form.parentElement;
  const part = (name) => page.querySelector(`[data-${name}]`);
  const files = form.querySelector("input[type=file]");
  const token = form.elements.csrfmiddlewaretoken.value;
  const how = { address: form.dataset.upload, token };
  const queue = makeQueue({
    send: (file, onProgress) => send(file, { ...how, onProgress }),
    onChange: () => soon(),
  });
  const list = makeList(part("files"), part("row"), queue.retry);
  const busy = () => queue.items.length > 0 && !sumUp(queue.items).over;
  const keepAwake = stayAwake(busy);

  let planned = false;
  const soon = () => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      draw();
    });
  };

  const draw = () => {
    if (!queue.items.length) return;
    const { over, share, headline, details } = sumUp(queue.items);
    part("uploads").hidden = false;
    tell(part("headline"), headline);
    tell(part("totals"), details);
    part("meter").value = share;
    part("meter").hidden = over;
    part("after").hidden = !over;
    part("again").hidden = !queue.items.some(({ state }) => state === "failed");
    const more = list.show(queue.items);
    part("more").hidden = !more;
    tell(part("more"), `and ${more} more`);
    keepAwake();
    if (over) document.body.dispatchEvent(new Event("work-began"));
  };

  const take = (chosen) => {
    queue.add(chosen);
    form.dataset.begun = "";
  };
  files.required = false;
  part("plain").hidden = true;
  files.addEventListener("change", () => {
    take([...files.files]);
    files.value = ""; // so that the same file can be chosen again
  });
  part("again").addEventListener("click", () => {
    queue.items.filter(({ state }) => state === "failed").forEach(queue.retry);
  });
  dropOn(part("target"), take);
  window.addEventListener("beforeunload", (event) => {
    if (busy()) event.preventDefault();
  });
});

function tell(place, words) {
  if (place.textContent !== words) place.textContent = words; // or a screen reader would repeat it
}

function dropOn(target, take) {
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    target.dataset.over = "";
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) delete target.dataset.over;
  });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    delete target.dataset.over;
    take([...event.dataTransfer.files]);
  });
}

const NOTES = { waiting: "Waiting", pausing: "Waiting for the network", sending: "" };
const SHOWN = 8;

/**
 * The list under the totals: what is on its way, what failed, and a few that wait. Rows of files
 * that are safe disappear.
 *
 * @param {HTMLElement} list
 * @param {HTMLTemplateElement} template
 * @param {(item: object) => void} retry
 */
export function makeList(list, template, retry) {
  const rows = new Map();

  const row = (item) => {
    if (rows.has(item)) return rows.get(item);
    const made = template.content.firstElementChild.cloneNode(true);
    made.querySelector("[data-name]").textContent = item.file.name;
    made.querySelector("[data-retry]").addEventListener("click", () => retry(item));
    picture(made.querySelector("[data-picture]"), item.file);
    rows.set(item, made);
    return made;
  };

  const show = (items) => {
    const trouble = items.filter(({ state }) => state === "refused" || state === "failed");
    const open = items.filter(({ state }) => state in NOTES);
    open.sort((a, b) => (b.state === "sending") - (a.state === "sending"));
    const wanted = [...open.slice(0, SHOWN), ...trouble];
    for (const [item, made] of rows) {
      if (wanted.includes(item)) continue;
      made.remove();
      rows.delete(item);
    }
    wanted.forEach((item, place) => {
      const made = row(item);
      if (list.children[place] !== made) list.insertBefore(made, list.children[place] ?? null);
      fill(made, item);
    });
    return open.length - Math.min(open.length, SHOWN);
  };

  return { show };
}

function fill(row, { file, state, sent, reason }) {
  row.querySelector("[data-note]").textContent = reason || NOTES[state];
  row.querySelector("[data-retry]").hidden = state !== "failed";
  const bar = row.querySelector("[data-bar]");
  bar.hidden = state !== "sending";
  bar.value = file.size ? (100 * sent) / file.size : 100;
}

function picture(place, file) {
  if (!file.type.startsWith("image/")) return;
  const image = new Image();
  const address = URL.createObjectURL(file);
  image.alt = "";
  image.addEventListener("load", () => URL.revokeObjectURL(address));
  image.addEventListener("error", () => { // such as HEIC, which this browser may not know
    URL.revokeObjectURL(address);
    image.remove();
  });
  image.src = address;
  place.append(image);
}

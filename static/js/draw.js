import { attach } from "kindred/attach";

const EDGES = ["left", "top", "right", "bottom"];
const LEAST = 1; // percent
const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (value) => Math.min(100, Math.max(0, value));

// A frame drawn with mouse or finger, or moved by arrows; the numbers beneath are what is sent.
attach("[data-draw]", (form) => {
  const area = form.querySelector("[data-draw-area]");
  const box = form.querySelector("[data-draw-box]");
  const fields = EDGES.map((name) => form.elements[name]);
  const read = () => fields.map((field) => Number(field.value));
  form.querySelector("[data-draw-numbers]").dataset.drawn = "";
  if (!fields[0].value) {
    const frame = area.getBoundingClientRect();
    const side = 0.3 * Math.min(frame.width, frame.height);
    const [x, y] = [(50 * side) / frame.width, (50 * side) / frame.height];
    [50 - x, 50 - y, 50 + x, 50 + y].forEach((value, i) => { fields[i].value = value; });
  }

  function show([left, top, right, bottom]) {
    [left, top, right, bottom].forEach((value, i) => { fields[i].value = value.toFixed(2); });
    Object.assign(box.style, {
      left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%`,
    });
    box.hidden = false;
  }

  const at = (event) => {
    const frame = area.getBoundingClientRect();
    return [
      within((100 * (event.clientX - frame.left)) / frame.width),
      within((100 * (event.clientY - frame.top)) / frame.height),
    ];
  };

  function moved([left, top, right, bottom], dx, dy) {
    const x = Math.min(100 - right, Math.max(-left, dx));
    const y = Math.min(100 - bottom, Math.max(-top, dy));
    return [left + x, top + y, right + x, bottom + y];
  }

  area.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    area.setPointerCapture(event.pointerId);
    const [x, y] = at(event);
    const before = read();
    const moving = event.target === box;
    const follow = (next) => {
      const [nx, ny] = at(next);
      if (moving) show(moved(before, nx - x, ny - y));
      else show([Math.min(x, nx), Math.min(y, ny), Math.max(x, nx) + 0.1, Math.max(y, ny) + 0.1].map(within));
    };
    const end = () => {
      area.removeEventListener("pointermove", follow);
      const [left, top, right, bottom] = read();
      if (right - left < LEAST || bottom - top < LEAST) show(before); // a tap
      box.focus({ preventScroll: true });
    };
    area.addEventListener("pointermove", follow);
    area.addEventListener("pointerup", end, { once: true });
    area.addEventListener("pointercancel", end, { once: true });
  });
  box.addEventListener("keydown", (event) => {
    const [dx, dy] = STEP[event.key] ?? [];
    if (dx === undefined) return;
    event.preventDefault();
    const [left, top, right, bottom] = read();
    if (!event.shiftKey) return show(moved(read(), dx, dy));
    return show([left, top, Math.max(left + LEAST, within(right + dx)), Math.max(top + LEAST, within(bottom + dy))]);
  });
  show(read());
});

const STOPS = "summary, a[href], button, input:not([type=hidden]), select, textarea";

let trail = []; // ids of what holds the focus, the nearest first

const isLost = () => document.activeElement === document.body || document.activeElement === null;

function trailOf(element) {
  const ids = [];
  for (let one = element; one; one = one.parentElement) if (one.id) ids.push(one.id);
  return ids;
}

/** The first stop in an element that can be seen, a heading of a fold before all others. */
function stopIn(element) {
  const found = [element, ...element.querySelectorAll(STOPS)].filter(
    (one) => one.matches(STOPS) && !one.disabled && one.checkVisibility({ visibilityProperty: true }),
  );
  return found.find((one) => one.matches("summary")) ?? found[0];
}

/** Go on near the place where the focus was last, outside of notices. */
export function refocus() {
  if (!isLost()) return;
  for (const id of trail) {
    const element = document.getElementById(id);
    const stop = element && (id === "main" ? element : stopIn(element));
    if (!stop) continue;
    stop.focus({ preventScroll: true });
    if (!isLost()) return;
  }
  document.getElementById("main")?.focus({ preventScroll: true });
}

// Where an answer takes the place of what had the focus, nobody is thrown back to the top.
document.addEventListener("focusin", (event) => {
  if (!event.target.closest("[data-notice], [data-sheet]")) trail = trailOf(event.target);
});
document.addEventListener("htmx:afterSettle", refocus);

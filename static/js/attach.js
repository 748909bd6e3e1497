/**
 * Call `start` with each element that matches, now and after each htmx swap; each only once.
 *
 * @param {string} selector
 * @param {(element: HTMLElement) => void} start
 */
export function attach(selector, start) {
  const seen = new WeakSet();
  const look = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (seen.has(element)) continue;
      seen.add(element);
      start(element);
    }
  };
  look(document);
  document.addEventListener("htmx:load", (event) => look(event.detail.elt));
}

const SAFE = new Set(["kept", "duplicate"]);
const OVER = new Set(["kept", "duplicate", "refused", "failed"]);

/**
 * Sum up a queue in words.
 *
 * @param {Array} items
 * @returns {{ over: boolean, share: number, headline: string, details: string }}
 */
export function sumUp(items) {
  const count = (test) => items.filter(({ state }) => test(state)).length;
  const safe = count((state) => SAFE.has(state));
  const over = count((state) => OVER.has(state)) === items.length;
  const size = items.reduce((sum, { file }) => sum + file.size, 0);
  const sent = items.reduce((sum, item) => sum + (OVER.has(item.state) ? item.file.size : item.sent), 0);
  const details = [
    [count((state) => state === "duplicate"), "already here"],
    [count((state) => state === "refused"), "could not be taken"],
    [count((state) => state === "failed"), "did not get through"],
  ];
  return {
    over,
    share: size ? (100 * sent) / size : 100,
    headline: headline(items.length, safe, over),
    details: details.filter(([n]) => n).map(([n, words]) => `${n} ${words}`).join(" · "),
  };
}

function headline(all, safe, over) {
  if (!over && !navigator.onLine) return "No network. It goes on by itself when it is back.";
  if (!over) return `${safe} of ${all} are safe. Keep this page open.`;
  if (safe < all) return `${safe} of ${all} are safe on the server.`;
  const what = all === 1 ? "It is" : `All ${all} are`;
  const held = matchMedia("(pointer: coarse)").matches;
  return `${what} safe on the server. You can ${held ? "put the phone away" : "close this page"}.`;
}

const PARALLEL = 3;
const TRIES = 6;
const FIRST_PAUSE = 1000; // ms, doubled after each failure

/**
 * A queue of files, three on their way at a time. It waits while the device is offline, tries
 * again after a pause when the network stumbles, and calls `onChange` whenever something moved.
 * An item is { file, state, sent, reason, tries }; its states are waiting, sending, pausing,
 * kept, duplicate, refused and failed.
 *
 * @param {{ send: Function, onChange: () => void }} parts
 */
export function makeQueue({ send, onChange }) {
  const items = [];
  let stopped = "";

  const add = (files) => {
    for (const file of files) {
      items.push({ file, state: "waiting", sent: 0, reason: "", tries: 0 });
    }
    pump();
  };

  const retry = (item) => {
    Object.assign(item, { state: "waiting", sent: 0, reason: "", tries: 0 });
    stopped = "";
    pump();
  };

  const pump = () => {
    let free = PARALLEL - items.filter(({ state }) => state === "sending").length;
    for (const item of items) {
      if (free <= 0 || stopped || !navigator.onLine) break;
      if (item.state !== "waiting") continue;
      free -= 1;
      start(item);
    }
    onChange();
  };

  const start = async (item) => {
    item.state = "sending";
    item.tries += 1;
    const { outcome, reason = "" } = await send(item.file, (bytes) => {
      item.sent = Math.min(bytes, item.file.size);
      onChange();
    });
    Object.assign(item, { sent: item.file.size, reason });
    if (outcome === "again") again(item);
    else if (outcome === "stop") stop(item, reason);
    else item.state = outcome;
    pump();
  };

  const again = (item) => {
    item.sent = 0;
    if (!navigator.onLine) {
      Object.assign(item, { state: "waiting", tries: item.tries - 1 }); // not the server's fault
    } else if (item.tries >= TRIES) {
      Object.assign(item, { state: "failed", reason: "The server cannot be reached." });
    } else {
      item.state = "pausing";
      setTimeout(() => {
        item.state = "waiting";
        pump();
      }, FIRST_PAUSE * 2 ** (item.tries - 1));
    }
  };

  const stop = (item, reason) => {
    stopped = reason;
    for (const one of items) {
      if (one === item || one.state === "waiting") {
        Object.assign(one, { state: "failed", sent: 0, reason });
      }
    }
  };

  window.addEventListener("online", pump);
  window.addEventListener("offline", onChange);
  return { items, add, retry };
}

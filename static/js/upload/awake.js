/**
 * Keep the screen on while there is something to send, where the browser can.
 *
 * @param {() => boolean} busy
 */
export function stayAwake(busy) {
  let lock = null;
  const renew = async () => {
    if (!busy() || lock || document.hidden || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => (lock = null));
    } catch (error) {
      if (error.name !== "NotAllowedError") throw error; // a low battery may forbid it
    }
  };
  const release = () => lock?.release();
  document.addEventListener("visibilitychange", renew);
  return () => (busy() ? renew() : release());
}

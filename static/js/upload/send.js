const KEPT = { 200: "duplicate", 201: "kept" };
const NO_WAY = new Set([413, 415, 422]); // will never be taken
const FULL = 507; // may be taken once somebody has made room
const NOT_YOURS = new Set([401, 403, 404]);

/**
 * Send one file. Resolves, never rejects, with what came of it:
 * "kept", "duplicate", "refused" (with the reason), "failed" (likewise, but may be tried later),
 * "again" (the network or the server stumbled) or "stop" (signed out, or not allowed).
 *
 * @param {File} file
 * @param {{ address: string, token: string, onProgress: (bytes: number) => void }} how
 * @returns {Promise<{ outcome: string, reason?: string }>}
 */
export function send(file, { address, token, onProgress }) {
  const form = new FormData();
  form.append("csrfmiddlewaretoken", token);
  form.append("modified", String(file.lastModified));
  form.append("file", file, file.name);
  form.append("end", "whole"); // last: tells the server that nothing was cut off
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(); // fetch tells no progress of what is sent
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
    request.addEventListener("load", () => resolve(answer(request)));
    for (const trouble of ["error", "abort", "timeout"]) {
      request.addEventListener(trouble, () => resolve({ outcome: "again" }));
    }
    request.open("POST", address);
    request.send(form);
  });
}

function answer({ status, response }) {
  const reason = response?.reason;
  if (status in KEPT) return { outcome: KEPT[status] };
  if (NO_WAY.has(status)) return { outcome: "refused", reason };
  if (status === FULL) return { outcome: "failed", reason };
  if (NOT_YOURS.has(status)) {
    return { outcome: "stop", reason: reason ?? "Please load this page again." };
  }
  return { outcome: "again" };
}

const FADE = 450; // ms from one face to the next
const AHEAD = 3; // faces that are fetched before they are needed

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Where a small face shows the picture, and how it is turned. */
export function faceOf(link) {
  const image = link.querySelector(".turned");
  return { src: image.src, turned: image.style.transform };
}

export function fetchAhead(faces, from) {
  for (const face of faces.slice(from, from + AHEAD)) new Image().src = face.src;
}

/**
 * A frame in which one face becomes another, the eyes where they were.
 *
 * @param {HTMLElement} frame with an image in it
 * @returns {(face: {src: string, turned: string}, quick?: boolean) => Promise<void>}
 */
export function portrait(frame) {
  let shown = frame.querySelector(".layer");
  let asked = 0;
  return async (face, quick = false) => {
    const turn = ++asked;
    const next = shown.cloneNode(true);
    const [backing, image] = next.children;
    backing.src = image.src = face.src;
    image.style.transform = face.turned;
    await Promise.allSettled([backing.decode(), image.decode()]); // a picture may be gone
    if (turn !== asked) return; // a later face was faster
    const before = shown;
    shown = next;
    frame.append(next);
    const duration = calm.matches ? 0 : quick ? FADE / 3 : FADE;
    await next.animate({ opacity: [0, 1] }, { duration, easing: "ease-in-out" }).finished;
    before.remove();
  };
}

export const isCalm = () => calm.matches;

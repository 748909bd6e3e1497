const STEP = 800; // ms that each place is shown

/**
 * A slider that can also play by itself, from its first place to the last.
 *
 * @param {HTMLElement} root holds [data-slider] and [data-play]; a touch in it ends the play
 * @param {(place: number, quick: boolean) => void} show
 * @returns {{go: (place: number) => void, begin: (then?: number) => void}}
 */
export function player(root, show) {
  const slider = root.querySelector("[data-slider]");
  const button = root.querySelector("[data-play]");
  const last = Number(slider.max);
  let clock = 0;

  function go(place, quick = false) {
    slider.value = place;
    show(place, quick);
  }

  function stop() {
    clearInterval(clock);
    clock = 0;
    button.classList.remove("playing");
    button.setAttribute("aria-label", "Play");
  }

  /** Play on from here, or from the start; at the end rest at the last place, or at `then`. */
  function begin(then = last) {
    button.classList.add("playing");
    button.setAttribute("aria-label", "Pause");
    const here = Number(slider.value);
    go(here === last || then !== last ? 0 : here + 1);
    clock = setInterval(() => {
      if (document.hidden) return;
      const place = Number(slider.value);
      if (place < last) return go(place + 1);
      stop();
      if (then !== last) go(then);
    }, STEP);
  }

  slider.addEventListener("input", () => {
    stop();
    show(Number(slider.value), true);
  });
  button.addEventListener("click", () => (clock ? stop() : begin()));
  for (const name of ["pointerdown", "keydown"]) {
    root.addEventListener(name, (event) => {
      if (clock && !event.target.closest("[data-play]")) stop();
    });
  }
  return { go, begin };
}

import { attach } from "kindred/attach";

const SETTLES = 400; // ms in which the page is where the slider led it

/**
 * Once the hero has left, its slider is at hand in a bar above the photos: it leads to those of an
 * age, and follows while one scrolls.
 */
function start(bar) {
  const hero = document.querySelector("[data-growing]");
  const photos = document.querySelector("[data-years]");
  const links = [...hero.querySelectorAll("[data-glimpse]")];
  const slider = bar.querySelector("[data-age-slider]");
  let led = 0;

  function tell(place) {
    const words = links[place].dataset.glimpse;
    const face = links[place].querySelector("img").cloneNode();
    face.loading = "eager";
    slider.value = place;
    slider.setAttribute("aria-valuetext", words);
    bar.querySelector("[data-words]").textContent = words;
    bar.querySelector(".face").replaceChildren(face);
  }

  async function lead(link) {
    const there = () => document.getElementById(`y${link.dataset.year}`);
    if (!there()) {
      await window.htmx.ajax("GET", link.dataset.then, {
        target: "[data-years]",
        swap: "innerHTML",
        select: "unset",
      });
    }
    tell(links.indexOf(link));
    led = performance.now();
    (there() ?? photos).scrollIntoView({ behavior: "instant" });
  }

  function follow() {
    if (!bar.isConnected) return; // another page has taken its place
    const top = parseFloat(getComputedStyle(bar).top);
    const edge = top + bar.offsetHeight;
    const shows = hero.getBoundingClientRect().bottom <= top;
    const among = shows && photos.getBoundingClientRect().bottom > 2 * edge;
    bar.parentElement.classList.toggle("past-hero", among);
    if (performance.now() - led < SETTLES) return;
    const marks = [...photos.querySelectorAll(".year-mark")];
    const mark = marks.findLast((one) => one.getBoundingClientRect().top <= edge + 8) ?? marks[0];
    const place = links.findLastIndex((link) => Number(link.dataset.year) <= Number(mark?.id.slice(1)));
    if (place >= 0 && shows) tell(place);
  }

  hero.querySelector("[data-then]:not([data-glimpse])").addEventListener("click", (event) => {
    event.preventDefault();
    lead(links.find((link) => link.hasAttribute("aria-current")));
  });
  slider.addEventListener("input", () => tell(Number(slider.value)));
  slider.addEventListener("change", () => lead(links[Number(slider.value)]));
  let asked = 0;
  document.addEventListener("scroll", () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(follow);
  }, { passive: true });
}

attach("[data-age-bar]", start);

import { attach } from "kindred/attach";

const TYPING = "input:not([type=checkbox]), textarea, select";

const boxOf = (card) => card?.querySelector("[name=person][form=picked]");

// Cards are selected with their checks, a long press, or any tap once one is; then the bar acts.
attach("[data-picking]", (page) => {
  const bar = page.querySelector("[data-picked]");
  if (!bar) return;
  const begin = page.querySelector("[data-pick-begin]");
  const cards = () => [...page.querySelectorAll("[data-pick-card]:not([hidden])")].filter(boxOf);
  const picked = () => cards().filter((card) => boxOf(card).checked);
  let last = null; // the card from which a range goes

  function show(on = picked().length > 0) {
    const count = picked().length;
    page.toggleAttribute("data-picks", on);
    bar.toggleAttribute("data-open", on);
    bar.querySelector("[data-pick-count]").textContent = count ? `${count} selected` : "Select faces";
    for (const act of bar.querySelectorAll("[data-pick-act]")) {
      act.disabled = count < Number(act.dataset.pickAct || 1);
    }
  }

  function end() {
    for (const card of cards()) boxOf(card).checked = false;
    const stop = bar.contains(document.activeElement) && (boxOf(last?.isConnected ? last : null) ?? begin);
    last = null;
    show(false);
    if (stop) stop.focus({ preventScroll: true });
  }

  function pick(card, checked, range) {
    const list = cards().filter((one) => one.parentElement === card.parentElement);
    const [from, to] = [list.indexOf(range && last ? last : card), list.indexOf(card)];
    const between = from < 0 ? [card] : list.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const one of between) boxOf(one).checked = checked;
    last = card;
    show(true);
  }

  function all() {
    const list = (last ?? page.querySelector(".wide [data-pick-card]") ?? cards()[0])?.parentElement;
    const theirs = cards().filter((card) => card.parentElement === list);
    const whole = theirs.every((card) => boxOf(card).checked);
    for (const card of theirs) boxOf(card).checked = !whole;
    show(true);
  }

  page.addEventListener(
    "click",
    (event) => {
      const card = event.target.closest("[data-pick-card]");
      const box = boxOf(card);
      const checks = event.target === box;
      if (!box || (!checks && event.target.closest(".pick"))) return;
      if (!checks && !page.hasAttribute("data-picks")) return;
      if (!checks) event.preventDefault();
      pick(card, checks ? box.checked : !box.checked, event.shiftKey);
    },
    true,
  );

  page.addEventListener("long-press", (event) => {
    if (!page.hasAttribute("data-picks") && boxOf(event.target)) pick(event.target, true, false);
  });

  const keys = (event) => {
    if (!page.isConnected) return document.removeEventListener("keydown", keys);
    if (!page.hasAttribute("data-picks") || event.target.closest(TYPING)) return;
    if (event.key === "Escape") end();
    if (event.key !== "a" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    all();
  };
  document.addEventListener("keydown", keys);

  // Those who were hidden leave the page; what lies beyond comes up.
  page.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || !event.target.closest("[data-picked]")) return;
    const gone = picked();
    const next = cards().find((card) => gone.at(-1)?.compareDocumentPosition(card) & 4) ?? cards()[0];
    for (const card of gone) {
      const list = card.parentElement;
      card.remove();
      if (!list.childElementCount) (list.closest("section") ?? list).hidden = true;
    }
    end();
    (next?.isConnected ? next.querySelector("a") : begin).focus({ preventScroll: true });
    window.dispatchEvent(new Event("scroll"));
  });

  for (const part of [begin, ...bar.querySelectorAll("[hidden]")]) part.hidden = false;
  begin.addEventListener("click", () => show(true));
  bar.querySelector("[data-pick-end]").addEventListener("click", end);
  bar.querySelector("[data-pick-all]").addEventListener("click", all);
  show(); // what the browser kept checked
});

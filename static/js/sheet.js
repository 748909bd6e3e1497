import { attach } from "kindred/attach";

// One face opens above the page it is on; what is kept there closes it again.
attach("[data-sheet-link]", (link) => {
  link.addEventListener("click", async (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const sheet = document.querySelector("[data-sheet]");
    const body = sheet.querySelector("[data-sheet-body]");
    body.replaceChildren();
    sheet.showModal();
    await window.htmx.ajax("GET", link.href, { target: body, swap: "innerHTML", select: "#one-face" });
    sheet.querySelector("summary, .menu-item, a")?.focus({ preventScroll: true });
  });
});

attach("[data-sheet]", (sheet) => {
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close(); // beside it
  });
  sheet.addEventListener("cancel", (event) => event.stopPropagation()); // not the photo below as well
  sheet.addEventListener("htmx:afterRequest", (event) => {
    const changed = event.detail.requestConfig.verb !== "get";
    if (changed && event.detail.successful && sheet.isConnected) sheet.close();
  });
});

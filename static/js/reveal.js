import { attach } from "kindred/attach";

// A password is easier to get right when it can be looked at.
attach("[data-reveal]", (place) => {
  const field = place.querySelector("input[type=password]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-label", shown ? "Hide the password" : "Show the password");
  };
  button.addEventListener("click", () => show(field.type === "password"));
  field.closest("form").addEventListener("submit", () => show(false));
  show(false);
  place.append(button);
});

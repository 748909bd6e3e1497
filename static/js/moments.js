import { attach } from "kindred/attach";

// A moment of somebody in a video: go there and play.
attach("[data-moment]", (button) => {
  button.addEventListener("click", () => {
    const video = document.querySelector("[data-photo-page] video");
    video.currentTime = Number(button.dataset.moment);
    video.scrollIntoView({ block: "center" });
    video.play();
  });
});

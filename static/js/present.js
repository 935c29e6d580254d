// A meeting on a screen: one section at a time; arrows, space and the two buttons turn, F is full screen.
(() => {
  "use strict";

  const slides = [...document.querySelectorAll("[data-slides] > .slide")];
  const turn = document.querySelector("[data-slide-turn]");
  if (!slides.length || !turn) return;
  const place = turn.querySelector("[data-slide-place]");
  const full = document.querySelector("[data-full-screen]");
  let at = Math.max(0, slides.findIndex((slide) => `#${slide.id}` === window.location.hash));

  const show = (index, focus) => {
    at = Math.min(Math.max(index, 0), slides.length - 1);
    slides.forEach((slide, number) => { slide.hidden = number !== at; });
    place.textContent = `${at + 1} / ${slides.length}`;
    turn.querySelector("[data-slide='-1']").disabled = at === 0;
    turn.querySelector("[data-slide='1']").disabled = at === slides.length - 1;
    window.history.replaceState(null, "", `#${slides[at].id}`);
    if (focus) slides[at].focus();
    window.scrollTo(0, 0);
  };

  const toggle = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  };

  turn.hidden = false;
  if (full && document.documentElement.requestFullscreen) {
    full.hidden = false;
    full.addEventListener("click", toggle);
  }
  turn.addEventListener("click", (event) => {
    const button = event.target.closest("[data-slide]");
    if (button) show(at + Number(button.dataset.slide), true);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.("input, textarea, select, button, a") && event.key === " ") return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      show(at + steps[event.key], true);
    } else if (event.key === "f" || event.key === "F") toggle();
  });
  show(at, false);
})();

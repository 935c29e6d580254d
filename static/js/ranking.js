// The number beside each slider follows it; the result below is fetched by htmx.
(() => {
  "use strict";

  document.querySelectorAll("[data-ranking] [data-weight]").forEach((slider) => {
    const shown = document.querySelector(`output[for="${CSS.escape(slider.id)}"]`);
    if (!shown) return;
    const follow = () => { shown.textContent = slider.value; };
    slider.addEventListener("input", follow);
    follow();
  });
})();

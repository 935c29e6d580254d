// Officers found by name: an answer that arrives after a choice was made does not undo the choice.
(() => {
  "use strict";

  let kept = null;
  const options = (event) => event.detail.target?.matches?.(".officer-options") ? event.detail.target : null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    kept = options(event)?.querySelector("input[type=radio]:checked")?.closest("label") ?? null;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const list = options(event);
    if (!list || !kept) return;
    const { value } = kept.querySelector("input");
    const same = [...list.querySelectorAll("input[type=radio]")].find((radio) => radio.value === value);
    if (same) same.checked = true;
    else {
      list.prepend(kept);
      kept.querySelector("input").checked = true;
    }
    kept = null;
  });
})();

// The full form of an incident: a suggested place is taken with one tap.
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-choose]");
    const field = button && document.getElementById(button.dataset.choose);
    if (!field) return;
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
})();

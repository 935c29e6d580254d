// Puts what an element shows on the clipboard: <button data-copy="its id" data-copied="Copied">.
(() => {
  "use strict";

  document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const shown = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(shown.textContent.trim());
      button.textContent = button.dataset.copied;
    } catch {
      // No clipboard without a secure connection: what is to be copied stands selected instead.
      getSelection().selectAllChildren(shown);
    }
  });
})();

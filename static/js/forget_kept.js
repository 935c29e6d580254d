// On a shared phone a kept page is for whoever kept it: where nobody or somebody else is signed in, it is thrown away.
// Entries that wait to be sent are no part of it and stay.
(() => {
  "use strict";

  const PREFIX = "quick-page-";

  async function forget(person) {
    for (const name of await window.caches.keys()) {
      if (name.startsWith(PREFIX) && !(person && name.startsWith(`${PREFIX}${person}-`))) await window.caches.delete(name);
    }
  }

  if (!window.caches) return;
  const { person } = document.body.dataset; // a page of an error says nothing of who is signed in
  if (person !== undefined) forget(person).catch(() => {});
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) forget("").catch(() => {});
  });
})();

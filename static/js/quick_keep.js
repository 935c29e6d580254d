// Keeps the quick entry's page for when there is no line: a page made for keeping and just the files that it uses, in a
// cache named by the person and the release. A service worker gives them out; forget_kept.js throws them away.
(() => {
  "use strict";

  const PREFIX = "quick-page-";

  /** The files of the kept page, and the fonts that this page took. */
  const filesOf = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const named = [...page.querySelectorAll("link[href], script[src]")].map((one) => one.getAttribute("href") || one.getAttribute("src"));
    const fonts = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => /\.woff2?(\?|$)/.test(name));
    return [...new Set([...named, ...fonts].map((one) => new URL(one, window.location).href))];
  };

  /** A page that came while its worker was beginning is missed by the worker's own claim: it asks to be taken in. */
  async function answeredFor() {
    const registration = await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) registration.active.postMessage("claim");
  }

  async function keep({ owner, version, keptPage }) {
    const answer = await window.fetch(keptPage, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const text = await answer.clone().text();
    // Somebody else may have signed in meanwhile, in another tab.
    if (new DOMParser().parseFromString(text, "text/html").body.dataset.person !== owner) return;
    const name = `${PREFIX}${owner}-${version}`;
    const cache = await window.caches.open(name);
    await cache.addAll(filesOf(text));
    for (const old of await cache.keys()) if (new URL(old.url).pathname === new URL(keptPage, window.location).pathname) await cache.delete(old);
    await cache.put(keptPage, answer);
    for (const other of await window.caches.keys()) if (other.startsWith(PREFIX) && other !== name) await window.caches.delete(other);
    document.documentElement.dataset.quickKept = version;
  }

  /** The page that was kept says whether the line is back. */
  function showLine(line) {
    const show = () => {
      line.querySelector("[data-kept-down]").hidden = false;
      line.querySelector("[data-kept-up]").hidden = true;
    };
    window.addEventListener("offline", show);
    window.addEventListener("online", () => {
      line.querySelector("[data-kept-down]").hidden = true;
      line.querySelector("[data-kept-up]").hidden = false;
    });
  }

  const form = document.querySelector("form[data-quick-entry]");
  const line = document.querySelector("[data-kept-line]");
  if (line) showLine(line);
  else if (form && "serviceWorker" in navigator && window.caches) {
    const begin = async () => {
      try {
        await navigator.serviceWorker.register(form.dataset.worker, { updateViaCache: "none" });
        await answeredFor();
        await document.fonts.ready;
        await keep(form.dataset);
      } catch (error) {
        // no room, or the line went: what was kept before stays
      }
    };
    if (document.readyState === "complete") begin();
    else window.addEventListener("load", begin);
  }
})();

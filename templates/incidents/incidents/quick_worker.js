// The quick entry without a line: its page and its files from what the page kept (quick_keep.js), and only when the
// network does not answer. It keeps nothing itself and touches no other request. Release {{ version }}.
"use strict";

const PAGE = "{{ page|escapejs }}";
const KEPT = "{{ kept|escapejs }}";
const FILES = "{{ files|escapejs }}";
const PREFIX = "quick-page-";
const PATIENCE = 8000;

const ours = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

/** The kept page of the commune that was asked for; of whichever was kept when none was named. */
async function keptPage(asked) {
  const commune = asked.searchParams.get("commune");
  for (const name of await ours()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const address = new URL(request.url);
      if (address.pathname === KEPT && (!commune || address.searchParams.get("commune") === commune)) return cache.match(request);
    }
  }
  return undefined;
}

async function keptFile(request) {
  for (const name of await ours()) {
    const found = await (await caches.open(name)).match(request);
    if (found) return found;
  }
  return undefined;
}

/** The network's answer; what was kept when it fails or takes too long. */
async function answer(event, kept) {
  const network = fetch(event.request);
  network.catch(() => {});
  const late = new Promise((done) => { setTimeout(done, PATIENCE); });
  try {
    const first = await Promise.race([network, late]);
    if (first && ![502, 503, 504].includes(first.status)) return first;
  } catch (error) {
    // no line
  }
  return (await kept()) || network;
}

/** A person who may no longer open the page, or is signed out, keeps none. */
async function page(event) {
  const said = await answer(event, () => keptPage(new URL(event.request.url)));
  if (said.type === "opaqueredirect" || said.status === 403) await Promise.all((await ours()).map((name) => caches.delete(name)));
  return said;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data === "claim") event.waitUntil(self.clients.claim());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const asked = new URL(request.url);
  if (request.method !== "GET" || asked.origin !== self.location.origin) return;
  if (request.mode === "navigate" && asked.pathname === PAGE) event.respondWith(page(event));
  else if (asked.pathname.startsWith(FILES)) event.respondWith(answer(event, () => keptFile(request)));
});

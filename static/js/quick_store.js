// Entries kept on this device until the server has them, photos too: a small store in IndexedDB.
(() => {
  "use strict";

  const NAME = "quick-entries";
  const STORE = "entries";

  const asked = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });

  /** Each entry: key, owner (the person's id), at, address, fields ([name, value] pairs), photo (a Blob or null), shown (a line for people), refused (a sentence or ""). */
  class QuickStore {
    async open() {
      const request = window.indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
      this.base = await asked(request);
    }

    rows(mode) {
      return this.base.transaction(STORE, mode).objectStore(STORE);
    }

    put(entry) {
      return asked(this.rows("readwrite").put(entry));
    }

    drop(key) {
      return asked(this.rows("readwrite").delete(key));
    }

    /** One person's entries, the earliest first; a phone passed on shows nobody else's. */
    async of(owner) {
      const all = await this.all();
      return all.filter((entry) => entry.owner === owner).sort((one, other) => one.at - other.at);
    }

    /** How many entries of other people wait here. */
    async others(owner) {
      return (await this.all()).filter((entry) => entry.owner !== owner).length;
    }

    all() {
      return asked(this.rows("readonly").getAll());
    }
  }

  window.QuickStore = QuickStore;
})();

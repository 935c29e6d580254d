// The quick entry's hint: once kind, place and time are known, and while there is a line, what may be the same
// incident. It asks for nothing and holds nothing up; without an answer of ours there is no hint.
(() => {
  "use strict";

  const OURS = "X-Incident-Entry";
  const PAUSE = 400;
  const PATIENCE = 10000;
  // What is typed is never sent for a hint.
  const ASKED_OF = ["category", "latitude", "longitude", "place", "when", "occurred_from", "occurred_until"];

  class QuickHints {
    constructor(form) {
      this.form = form;
      this.box = form.querySelector("[data-quick-hints]");
      this.asking = null;
      this.timer = 0;
      form.addEventListener("change", (event) => { if (ASKED_OF.includes(event.target.name)) this.soon(); });
      form.addEventListener("quick:filled", () => this.soon());
      form.addEventListener("reset", () => this.forget());
      window.addEventListener("offline", () => this.forget());
      window.addEventListener("online", () => this.soon());
    }

    soon() {
      this.forget();
      this.timer = window.setTimeout(() => this.ask(), PAUSE);
    }

    /** A hint about what stood here before is no longer true. */
    forget() {
      window.clearTimeout(this.timer);
      this.asking?.abort();
      this.asking = null;
      this.box.replaceChildren();
    }

    async ask() {
      if (!navigator.onLine || !this.form.querySelector("[name=category]:checked")) return;
      const stop = new AbortController();
      this.asking = stop;
      const clock = window.setTimeout(() => stop.abort(), PATIENCE);
      try {
        const answer = await window.fetch(this.address(), { signal: stop.signal });
        const said = answer.ok && answer.headers.get(OURS) ? await answer.text() : "";
        if (this.asking === stop) this.box.innerHTML = said;
      } catch (error) {
        // no line after all: no hint
      } finally {
        window.clearTimeout(clock);
      }
    }

    address() {
      const asked = new URL(this.box.dataset.address, window.location);
      const data = new FormData(this.form);
      for (const name of ASKED_OF) asked.searchParams.set(name, data.get(name) || "");
      return asked;
    }
  }

  document.querySelectorAll("form[data-quick-entry]").forEach((form) => new QuickHints(form));
})();

// Cells that are typed but not on the server yet: kept on this device, sent in order, tried again when the line is back.
(() => {
  "use strict";

  const KEPT_DAYS = 30;
  const PATIENCE = 20000;
  const PAUSES = [2000, 4000, 8000, 15000, 30000];
  const OURS = "X-Report-Cell";

  /** Each entry: cell, version, at, pending (the fields being sent; sent again unchanged until their fate is known), next (typed since), refused. */
  class Queue extends EventTarget {
    constructor({ place, address, token, extra }) {
      super();
      Object.assign(this, { place, address, token, extra });
      this.entries = new Map();
      this.line = "up";
      this.failures = 0;
      this.timer = 0;
      this.running = null;
      window.addEventListener("online", () => this.send());
    }

    // --- what is kept ---

    put(cell, fields, version) {
      const entry = this.entries.get(cell) || { cell, version, pending: null, next: null };
      entry.next = fields;
      entry.at = Date.now();
      entry.refused = false;
      // While something is under way its answer brings the version to save upon.
      if (!entry.pending) entry.version = version;
      this.entries.set(cell, entry);
      this.keep(entry);
      this.tell("queued", { cell });
      this.send();
    }

    drop(cell) {
      this.entries.delete(cell);
      try {
        window.localStorage.removeItem(this.place + cell);
      } catch (error) {
        // Nothing was kept here.
      }
    }

    keep(entry) {
      try {
        window.localStorage.setItem(this.place + entry.cell, JSON.stringify(entry));
      } catch (error) {
        // No room or no permission: the page itself still holds what was typed.
      }
    }

    /** What this device kept from an earlier visit, the earliest first; what is too old is thrown away. */
    kept() {
      const found = [];
      try {
        for (const name of Object.keys(window.localStorage)) {
          if (!name.startsWith(this.place)) continue;
          const entry = JSON.parse(window.localStorage.getItem(name));
          if (entry?.cell && Date.now() - entry.at < KEPT_DAYS * 86400000) found.push(entry);
          else window.localStorage.removeItem(name);
        }
      } catch (error) {
        return found;
      }
      return found.sort((one, other) => one.at - other.at);
    }

    take(entry) {
      this.entries.set(entry.cell, entry);
    }

    has(cell) {
      return this.entries.has(cell);
    }

    get waiting() {
      return [...this.entries.values()].filter((entry) => !entry.refused);
    }

    get refused() {
      return [...this.entries.values()].filter((entry) => entry.refused);
    }

    // --- sending ---

    /** Send what waits, one after the other; resolves when nothing waits or the line is gone. */
    send() {
      window.clearTimeout(this.timer);
      this.running = this.running || this.run().finally(() => { this.running = null; });
      return this.running;
    }

    async run() {
      for (let entry = this.first(); entry; entry = this.first()) {
        if (!(await this.sendOne(entry))) return;
      }
      this.lineIs("up");
    }

    first() {
      return this.waiting.sort((one, other) => one.at - other.at)[0];
    }

    async sendOne(entry) {
      if (!entry.pending) {
        entry.pending = entry.next;
        entry.next = null;
        this.keep(entry);
      }
      this.tell("sending", { cell: entry.cell });
      const answer = await this.post(entry);
      if (!answer) return this.lost("down");
      // A sign-in page, or a token that a new sign-in has changed: nothing of ours has answered.
      if (!answer.headers.get(OURS)) return this.lost(answer.redirected || [403, 404].includes(answer.status) ? "signed-out" : "down");
      this.failures = 0;
      this.lineIs("up");
      this.settle(entry, answer, await answer.text());
      return true;
    }

    async post(entry) {
      const body = new URLSearchParams([...entry.pending, [`version-${entry.cell}`, entry.version], ...this.extra]);
      const stop = new AbortController();
      const clock = window.setTimeout(() => stop.abort(), PATIENCE);
      try {
        return await fetch(this.address(entry.cell), {
          method: "POST", body, signal: stop.signal, headers: { "X-CSRFToken": this.token },
          // Outlives the page when it is closed just now; browsers allow that for small bodies only.
          keepalive: body.toString().length < 50000,
        });
      } catch (error) {
        return null;
      } finally {
        window.clearTimeout(clock);
      }
    }

    settle(entry, answer, html) {
      const sent = entry.pending;
      entry.pending = null;
      if (answer.ok) {
        entry.version = answer.headers.get("X-Report-Version");
        if (entry.next) this.keep(entry);
        else this.drop(entry.cell);
        this.tell("saved", { cell: entry.cell, html, version: entry.version });
        return;
      }
      if (entry.next) return; // typed on meanwhile: only the last word counts
      entry.next = sent;
      entry.refused = true;
      this.keep(entry);
      this.tell(answer.status === 409 ? "conflict" : "refused", { cell: entry.cell, html });
    }

    lost(line) {
      this.lineIs(line);
      const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
      this.failures += 1;
      if (line === "down") this.timer = window.setTimeout(() => this.send(), pause);
      return false;
    }

    lineIs(line) {
      const before = this.line;
      this.line = line;
      this.tell("line", { line, before, waiting: this.waiting });
    }

    tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }

  window.ReportQueue = Queue;
})();

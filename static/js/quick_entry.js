// The quick entry: kept on this device first, then sent; sent again when the line is back, never recorded twice
// (each entry has a key that the server knows it by).
(() => {
  "use strict";

  const OURS = "X-Incident-Entry";
  const PATIENCE = 30000;
  const PAUSES = [3000, 6000, 12000, 30000];

  class QuickEntry {
    constructor(form) {
      this.form = form;
      this.words = form.dataset;
      this.status = form.querySelector("[data-quick-status]");
      this.list = new window.QuickList(document.querySelector("[data-quick-queue]"), this.words, {
        edit: (entry) => this.edit(entry),
        throwAway: (entry) => this.throwAway(entry),
        link: (one, other, kind) => this.link(one, other, kind),
      });
      this.store = new window.QuickStore();
      this.typed = new window.QuickTyped(form, this.words);
      this.edited = null; // a refused entry that is in the form again
      this.stuck = new Set(); // entries that the server fails on: the others do not wait for them
      this.sending = null;
      this.failures = 0;
      this.timer = 0;
      this.sent = [];
      this.isKeeping = false;
      form.addEventListener("submit", (event) => this.submitted(event));
      form.addEventListener("change", (event) => this.changed(event));
      window.addEventListener("online", () => this.send());
      window.addEventListener("offline", () => this.show());
      this.begin();
    }

    async begin() {
      this.typed.restore();
      this.showTimes();
      try {
        await this.store.open();
      } catch (error) {
        this.store = null; // no store on this device: the form is sent as any other
        return;
      }
      await this.correctOn();
      await this.show();
      this.send();
    }

    /** A correction that was begun before the tab was loaded anew goes on: under its key, with its place and its time. */
    async correctOn() {
      const key = this.typed.edited;
      if (!key) return;
      const entry = (await this.store.of(this.words.owner)).find((one) => one.key === key && one.refused);
      const typed = this.typed.read();
      this.typed.edited = "";
      if (!entry) return;
      this.fill(entry);
      this.typed.put(typed);
      this.typed.keep();
      this.showTimes();
    }

    field(name) {
      return this.form.elements[name];
    }

    changed(event) {
      if (event.target.name === "when") this.showTimes();
    }

    showTimes() {
      this.form.querySelector("[data-quick-times]").hidden = this.field("when").value !== "other";
    }

    // --- keeping ---

    async submitted(event) {
      if (!this.store) return;
      event.preventDefault();
      if (this.isKeeping) return; // a second tap while the first is being kept
      const missing = this.typed.missing();
      if (missing) {
        this.ask(missing);
        return;
      }
      this.isKeeping = true;
      try {
        await this.store.put(this.entry());
      } catch (error) {
        this.say(this.words.saidFull);
        return;
      } finally {
        this.isKeeping = false;
      }
      this.clear();
      this.say(this.words.saidKept);
      await this.show();
      this.send();
    }

    /** Without a line nobody would be told what is missing before the people in question have gone. */
    ask({ field, said }) {
      this.say(said);
      field.focus();
      field.scrollIntoView({ block: "center" });
    }

    /** What was typed, as of when it was first typed: "just now" of a corrected entry is the one of then. */
    entry() {
      const isSame = this.edited?.key === this.field("submission_key").value;
      this.field("entered_at").value = isSame ? this.edited.enteredAt : new Date().toISOString();
      const data = new FormData(this.form);
      const photo = data.get("photo");
      data.delete("photo");
      data.delete("csrfmiddlewaretoken");
      const kind = this.form.querySelector("[name=category]:checked");
      return {
        key: this.field("submission_key").value,
        owner: this.words.owner,
        at: Date.now(),
        address: this.form.action,
        fields: [...data.entries()],
        photo: photo && photo.size ? photo : null,
        shown: [kind?.nextElementSibling?.textContent.trim(), this.field("summary").value.trim()].filter(Boolean).join(": "),
        refused: "",
      };
    }

    /** An empty form for the next entry; the phone's position is asked for anew when it is old, or was another entry's. */
    clear() {
      const place = ["latitude", "longitude", "accuracy"].map((name) => [name, this.field(name).value]);
      this.form.reset();
      for (const [name, value] of place) this.field(name).value = value;
      this.field("submission_key").value = window.crypto.randomUUID();
      this.edited = null;
      this.typed.edited = "";
      this.typed.forget();
      this.form.querySelectorAll(".invalid-feedback").forEach((said) => said.remove());
      document.querySelectorAll("[data-error-summary]").forEach((said) => said.remove());
      const names = this.form.querySelector("[data-photo-names]");
      if (names) names.textContent = "";
      this.showTimes();
      this.form.dispatchEvent(new CustomEvent("quick:cleared"));
    }

    // --- sending ---

    /** Send what waits. Asked while it is being sent, it is sent once more: the line may have come back meanwhile. */
    send() {
      if (!this.store) return null;
      if (this.sending) {
        this.askedAgain = true;
        return this.sending;
      }
      window.clearTimeout(this.timer);
      this.sending = this.run().finally(() => this.sentAll());
      return this.sending;
    }

    sentAll() {
      this.sending = null;
      if (!this.askedAgain) return;
      this.askedAgain = false;
      this.send();
    }

    async run() {
      for (let entry = await this.first(); entry; entry = await this.first()) {
        const isOver = await this.sendOne(entry);
        await this.show();
        if (!isOver) return;
      }
      if (this.stuck.size === 0) return;
      this.stuck.clear();
      this.lost("down");
    }

    async first() {
      return (await this.store.of(this.words.owner)).find((entry) => !entry.refused && !this.stuck.has(entry.key));
    }

    async sendOne(entry) {
      this.say(this.words.saidSending);
      const answer = await this.post(entry);
      if (!answer) return this.lost("down");
      if (answer.status === 500) {
        this.stuck.add(entry.key);
        return true;
      }
      if (!answer.headers.get(OURS)) return this.notOurs(answer);
      if (answer.status === 409) return this.lost("other"); // whoever is signed in now did not type it
      this.failures = 0;
      this.line = "up";
      const { said } = answer;
      if (answer.ok) {
        await this.store.drop(entry.key);
        this.sent.push(said);
        this.say(this.words.saidSent.replace("{number}", said.number));
        if (said.same.length) this.status.append(" · ", this.list.way("#queue-title", this.words.saidAskSame));
        return true;
      }
      entry.refused = said.reason;
      entry.isElsewhere = Boolean(said.is_elsewhere);
      await this.store.put(entry);
      this.say(this.words.saidRefused.replace("{reason}", entry.refused));
      return true;
    }

    async post(entry) {
      const body = new FormData();
      if (!this.field("csrfmiddlewaretoken").value) await this.renew(); // none is kept with a page
      entry.fields.forEach(([name, value]) => body.append(name, value));
      if (!body.has("owner")) body.append("owner", entry.owner); // kept by a page from before entries named their writer
      if (entry.photo) body.append("photo", entry.photo, "photo.jpg");
      return this.fetch(entry.address, { method: "POST", body, headers: { "X-CSRFToken": this.field("csrfmiddlewaretoken").value } });
    }

    /** The answer, and what it says when it is ours; null when the line fails or takes too long before its end. */
    async fetch(address, options = {}) {
      const stop = new AbortController();
      const clock = window.setTimeout(() => stop.abort(), PATIENCE);
      try {
        const answer = await window.fetch(address, { ...options, signal: stop.signal, headers: { Accept: "application/json", ...options.headers } });
        const { ok, status, redirected, headers } = answer;
        const text = await answer.text();
        return { ok, status, redirected, headers, said: headers.get(OURS) ? JSON.parse(text) : null };
      } catch (error) {
        return null;
      } finally {
        window.clearTimeout(clock);
      }
    }

    /** A token that a new sign-in has changed is asked for anew; else somebody must sign in. */
    async notOurs(answer) {
      if (answer.status === 403 && !this.askedToken) {
        this.askedToken = true;
        if (await this.renew()) return true;
      }
      this.askedToken = false;
      return this.lost(answer.redirected || [403, 404].includes(answer.status) ? "signed-out" : "down");
    }

    async renew() {
      const fresh = await this.fetch(this.form.action);
      if (!fresh?.headers.get(OURS)) return false;
      this.field("csrfmiddlewaretoken").value = fresh.said.token;
      return true;
    }

    lost(line) {
      this.line = line;
      this.say({ down: this.words.saidKept, other: this.words.saidOther }[line] || this.words.saidSignedOut);
      const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
      this.failures += 1;
      this.timer = window.setTimeout(() => this.send(), pause);
      return false;
    }

    // --- what people see ---

    say(sentence) {
      this.status.textContent = sentence;
    }

    async show() {
      if (!this.store?.base) return;
      const entries = await this.store.of(this.words.owner);
      let line = "";
      if (entries.length && this.line === "signed-out") line = this.words.saidSignedOut;
      else if (entries.length && this.line === "other") line = this.words.saidOther;
      else if (entries.length) line = navigator.onLine && this.line !== "down" ? this.words.saidUp : this.words.saidDown;
      const others = await this.store.others(this.words.owner);
      const said = others ? this.words.saidOthers.replace("{count}", others) : "";
      this.list.show(entries, this.sent, [line, said].filter(Boolean).join(" "));
    }

    /** Link an entry that was sent with what it may be the same as; the incident's page can do it as well. */
    async link(one, other, kind) {
      const body = new FormData();
      body.append("number", other.number);
      body.append("kind", kind);
      const answer = await this.fetch(one.link, { method: "POST", body, headers: { "X-CSRFToken": this.field("csrfmiddlewaretoken").value } });
      const isLinked = Boolean(answer?.ok && answer.headers.get(OURS));
      if (isLinked) other.linked = true;
      this.say((isLinked ? this.words.saidLinked : this.words.saidNotLinked).replace("{number}", other.number));
      await this.show();
    }

    /** A refused entry goes back into the form, its photo and its place too; it stays kept until it is sent again under its key. */
    async edit(entry) {
      if (this.typed.isBegun && this.edited?.key !== entry.key && !window.confirm(this.words.saidReplaceSure)) return;
      this.fill(entry);
      this.say(entry.refused);
      this.field("summary").focus();
    }

    fill(entry) {
      this.form.reset();
      const enteredAt = entry.fields.find(([name]) => name === "entered_at")?.[1];
      this.edited = { key: entry.key, enteredAt: enteredAt || new Date(entry.at).toISOString() };
      for (const [name, value] of entry.fields) {
        // Entered for a commune that it cannot go to any more: it goes to the one of this page.
        if (name === "commune" && entry.isElsewhere) continue;
        const control = this.field(name);
        if (control) control.value = value;
      }
      if (entry.photo) {
        const carrier = new DataTransfer();
        carrier.items.add(new File([entry.photo], "photo.jpg", { type: entry.photo.type || "image/jpeg" }));
        this.field("photo").files = carrier.files;
      }
      this.typed.edited = entry.key;
      this.typed.keep();
      this.form.dispatchEvent(new CustomEvent("quick:reopened"));
      this.form.dispatchEvent(new CustomEvent("quick:filled"));
      this.showTimes();
    }

    async throwAway(entry) {
      if (!window.confirm(this.words.saidDropSure)) return;
      await this.store.drop(entry.key);
      if (this.edited?.key === entry.key) this.clear();
      await this.show();
    }
  }

  document.querySelectorAll("form[data-quick-entry]").forEach((form) => new QuickEntry(form));
})();

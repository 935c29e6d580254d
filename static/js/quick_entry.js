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
      this.panel = document.querySelector("[data-quick-queue]");
      this.store = new window.QuickStore();
      this.sending = null;
      this.failures = 0;
      this.timer = 0;
      this.sent = [];
      this.isKeeping = false;
      form.addEventListener("submit", (event) => this.submitted(event));
      form.addEventListener("change", (event) => this.changed(event));
      form.querySelector("[data-quick-locate]").addEventListener("click", () => this.locate());
      window.addEventListener("online", () => this.send());
      window.addEventListener("offline", () => this.show());
      this.begin();
    }

    async begin() {
      this.showTimes();
      this.locate();
      try {
        await this.store.open();
      } catch (error) {
        this.store = null; // no store on this device: the form is sent as any other
        return;
      }
      await this.show();
      this.send();
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

    // --- where ---

    locate() {
      const said = this.form.querySelector("[data-quick-position]");
      if (!navigator.geolocation) {
        said.textContent = this.words.saidNoPosition;
        return;
      }
      said.textContent = this.words.saidLocating;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          this.field("latitude").value = coords.latitude.toFixed(6);
          this.field("longitude").value = coords.longitude.toFixed(6);
          this.field("accuracy").value = Math.round(coords.accuracy);
          said.textContent = this.words.saidLocated.replace("{metres}", Math.round(coords.accuracy));
        },
        () => { said.textContent = this.words.saidNoPosition; },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    }

    // --- keeping ---

    async submitted(event) {
      if (!this.store) return;
      event.preventDefault();
      if (this.isKeeping) return; // a second tap while the first is being kept
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

    entry() {
      this.field("entered_at").value = new Date().toISOString();
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

    /** An empty form for the next entry, where the phone still is. */
    clear() {
      const place = ["latitude", "longitude", "accuracy"].map((name) => [name, this.field(name).value]);
      this.form.reset();
      for (const [name, value] of place) this.field(name).value = value;
      this.field("submission_key").value = window.crypto.randomUUID();
      this.form.querySelectorAll(".invalid-feedback").forEach((said) => said.remove());
      document.querySelectorAll("[data-error-summary]").forEach((said) => said.remove());
      const names = this.form.querySelector("[data-photo-names]");
      if (names) names.textContent = "";
      this.showTimes();
    }

    // --- sending ---

    send() {
      if (!this.store) return null;
      window.clearTimeout(this.timer);
      this.sending = this.sending || this.run().finally(() => { this.sending = null; });
      return this.sending;
    }

    async run() {
      for (let entry = await this.first(); entry; entry = await this.first()) {
        const isOver = await this.sendOne(entry);
        await this.show();
        if (!isOver) return;
      }
    }

    async first() {
      return (await this.store.of(this.words.owner)).find((entry) => !entry.refused);
    }

    async sendOne(entry) {
      this.say(this.words.saidSending);
      const answer = await this.post(entry);
      if (!answer) return this.lost("down");
      if (!answer.headers.get(OURS)) return this.notOurs(answer);
      this.failures = 0;
      this.line = "up";
      const said = await answer.json();
      if (answer.ok) {
        await this.store.drop(entry.key);
        this.sent.push(said);
        this.say(this.words.saidSent.replace("{number}", said.number));
        return true;
      }
      entry.refused = Object.values(said.errors).flat().map((one) => one.message).join(" ");
      await this.store.put(entry);
      this.say(this.words.saidRefused.replace("{reason}", entry.refused));
      return true;
    }

    async post(entry) {
      const body = new FormData();
      entry.fields.forEach(([name, value]) => body.append(name, value));
      if (entry.photo) body.append("photo", entry.photo, "photo.jpg");
      return this.fetch(entry.address, { method: "POST", body, headers: { "X-CSRFToken": this.field("csrfmiddlewaretoken").value } });
    }

    async fetch(address, options = {}) {
      const stop = new AbortController();
      const clock = window.setTimeout(() => stop.abort(), PATIENCE);
      try {
        return await window.fetch(address, { ...options, signal: stop.signal, headers: { Accept: "application/json", ...options.headers } });
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
        const fresh = await this.fetch(this.form.action);
        if (fresh?.headers.get(OURS)) {
          this.field("csrfmiddlewaretoken").value = (await fresh.json()).token;
          return true;
        }
      }
      this.askedToken = false;
      return this.lost(answer.redirected || [403, 404].includes(answer.status) ? "signed-out" : "down");
    }

    lost(line) {
      this.line = line;
      this.say(line === "down" ? this.words.saidKept : this.words.saidSignedOut);
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
      const entries = await this.store.of(this.words.owner);
      this.panel.hidden = entries.length === 0 && this.sent.length === 0;
      this.panel.classList.toggle("is-clear", entries.length === 0);
      const line = this.panel.querySelector("[data-quick-line]");
      if (entries.length === 0) line.textContent = "";
      else if (this.line === "signed-out") line.textContent = this.words.saidSignedOut;
      else line.textContent = navigator.onLine && this.line !== "down" ? this.words.saidUp : this.words.saidDown;
      const list = this.panel.querySelector("[data-quick-list]");
      list.replaceChildren(...entries.map((entry) => this.waitingLine(entry)), ...this.sent.slice(-5).reverse().map((one) => this.sentLine(one)));
    }

    waitingLine(entry) {
      const item = this.line_("bi-hourglass-split", entry.shown || "…", entry.refused);
      if (entry.refused) {
        item.classList.add("is-refused");
        item.append(this.button(this.words.saidEdit, () => this.edit(entry)));
        item.append(this.button(this.words.saidDrop, () => this.throwAway(entry)));
      }
      return item;
    }

    sentLine(one) {
      const item = this.line_("bi-check-circle-fill", this.words.saidSent.replace("{number}", one.number), "");
      const link = document.createElement("a");
      link.href = one.url;
      link.textContent = this.words.saidOpen;
      link.className = "btn btn-sm btn-secondary";
      item.append(link);
      return item;
    }

    line_(icon, text, small) {
      const item = document.createElement("li");
      const sign = document.createElement("i");
      sign.className = `bi ${icon}`;
      sign.setAttribute("aria-hidden", "true");
      const words = document.createElement("div");
      words.textContent = text;
      if (small) {
        const more = document.createElement("small");
        more.textContent = small;
        words.append(more);
      }
      item.append(sign, words);
      return item;
    }

    button(text, action) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-secondary";
      button.textContent = text;
      button.addEventListener("click", action);
      return button;
    }

    /** A refused entry goes back into the form, its photo too. */
    async edit(entry) {
      this.form.reset();
      for (const [name, value] of entry.fields) {
        const control = this.field(name);
        if (control) control.value = value;
      }
      if (entry.photo) {
        const carrier = new DataTransfer();
        carrier.items.add(new File([entry.photo], "photo.jpg", { type: entry.photo.type || "image/jpeg" }));
        this.field("photo").files = carrier.files;
      }
      await this.store.drop(entry.key);
      this.showTimes();
      await this.show();
      this.say(entry.refused);
      this.field("summary").focus();
    }

    async throwAway(entry) {
      if (!window.confirm(this.words.saidDropSure)) return;
      await this.store.drop(entry.key);
      await this.show();
    }
  }

  document.querySelectorAll("form[data-quick-entry]").forEach((form) => new QuickEntry(form));
})();

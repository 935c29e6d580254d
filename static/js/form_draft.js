// A form's draft: kept on the server a moment after each change, on this device while there is no line. A form with
// data-draft-not-here is kept on the server alone: what it says is nothing for the storage of a shared device.
(() => {
  "use strict";

  const WAIT = 2500;
  const KEPT_DAYS = 7;

  class Draft {
    constructor(form) {
      this.form = form;
      this.words = form.dataset;
      this.status = form.querySelector("[data-draft-status]");
      this.place = `draft:${form.dataset.draftOwner}:${window.location.pathname}`;
      this.staysOff = "draftNotHere" in form.dataset;
      this.sending = null;
      this.timer = 0;
      this.last = JSON.stringify(this.values());
      form.addEventListener("input", () => this.later());
      form.addEventListener("change", () => this.later());
      form.addEventListener("submit", (event) => this.submitted(event));
      window.addEventListener("online", () => this.save());
      window.addEventListener("pageshow", (event) => {
        const [visit] = window.performance.getEntriesByType("navigation");
        if (event.persisted || visit?.type === "back_forward") this.askWhetherSent();
      });
      if (!this.staysOff) this.restore();
    }

    /** Somebody came back to the form: what an earlier attempt was told is no longer so once it has arrived. */
    async askWhetherSent() {
      try {
        const answer = await fetch(this.words.draft, { headers: { Accept: "application/json" } });
        if (!answer.ok || !(await answer.json()).received) return;
      } catch (error) {
        return; // Offline: the form stays as it is.
      }
      document.querySelectorAll("[data-error-summary], .invalid-feedback").forEach((said) => said.remove());
      this.form.querySelectorAll(".is-invalid").forEach((control) => control.classList.remove("is-invalid"));
      this.say(this.words.saidReceived);
    }

    /** What would be sent, days as they are sent: without files, which no draft keeps. */
    values() {
      const found = {};
      for (const [name, value] of new FormData(this.form)) {
        if (name === "csrfmiddlewaretoken" || value instanceof File) continue;
        const control = this.form.elements[name];
        if (control instanceof Element && "notDrafted" in control.dataset) continue;
        found[name] = value;
      }
      return found;
    }

    later() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), WAIT);
    }

    async save() {
      const values = this.values();
      const text = JSON.stringify(values);
      if (text === this.last) return;
      if (!navigator.onLine) {
        this.keepHere(values);
        return;
      }
      this.sending?.abort();
      const sending = new AbortController();
      this.sending = sending;
      try {
        const answer = await fetch(this.words.draft, {
          signal: sending.signal,
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
          body: text,
        });
        if (!answer.ok) throw new Error(String(answer.status));
        const said = await answer.json();
        this.last = text;
        this.forgetHere();
        this.say(said.received ? this.words.saidReceived : this.words.saidSaved.replace("{time}", said.saved));
        if (!said.received) this.form.dispatchEvent(new Event("saved", { bubbles: true }));
      } catch (error) {
        if (!sending.signal.aborted) this.keepHere(values);
      }
    }

    keepHere(values) {
      if (this.staysOff) {
        this.say(this.words.saidUnsaved);
        return;
      }
      try {
        window.localStorage.setItem(this.place, JSON.stringify({ at: Date.now(), draft: this.words.draft, values }));
        this.say(this.words.saidOffline);
        this.form.dispatchEvent(new Event("saved", { bubbles: true }));
      } catch (error) {
        // No room or no permission: the page itself still holds what was typed.
      }
    }

    forgetHere() {
      try {
        window.localStorage.removeItem(this.place);
      } catch (error) {
        // Nothing was kept here.
      }
    }

    submitted(event) {
      window.clearTimeout(this.timer);
      if (navigator.onLine || this.staysOff) {
        this.sending?.abort(); // a draft that came after the form itself would stand there for nothing
        return;
      }
      event.preventDefault();
      this.keepHere(this.values());
    }

    /** What this device kept while offline goes back into the form, unless it has arrived meanwhile. */
    async restore() {
      let kept = null;
      try {
        kept = JSON.parse(window.localStorage.getItem(this.place) || "null");
      } catch (error) {
        return;
      }
      if (!kept || Date.now() - kept.at > KEPT_DAYS * 86400000) return;
      try {
        const answer = await fetch(kept.draft, { headers: { Accept: "application/json" } });
        if (answer.ok && (await answer.json()).received) {
          this.forgetHere();
          return;
        }
      } catch (error) {
        // Still offline: fill the form in all the same.
      }
      this.fill(kept);
    }

    fill(kept) {
      this.words.draft = kept.draft;
      for (const [name, value] of Object.entries(kept.values)) {
        const control = this.form.elements[name];
        if (!control) continue;
        if (control instanceof RadioNodeList) control.value = value;
        else if (control.type === "checkbox") control.checked = control.value === value;
        else if (control.type === "radio") control.checked = control.value === value;
        else control.value = value;
        const first = control instanceof RadioNodeList ? control[0] : control;
        first.dispatchEvent(new Event("change", { bubbles: true }));
      }
      this.say(this.words.saidRestore);
    }

    say(sentence) {
      if (this.status) this.status.textContent = sentence;
    }
  }

  document.querySelectorAll("form[data-draft]").forEach((form) => new Draft(form));
})();

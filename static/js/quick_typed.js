// What is being typed in the quick entry: what is still missing, and a copy that outlives a reload of this tab.
(() => {
  "use strict";

  const KEPT = ["category", "place", "when", "occurred_from", "occurred_until", "summary"];

  class QuickTyped {
    constructor(form, words) {
      this.form = form;
      this.words = words;
      this.name = `quick-typed-${words.owner}-${words.commune}`;
      this.edited = ""; // the key of the entry that is being corrected
      const keep = () => this.keep();
      form.addEventListener("input", keep);
      form.addEventListener("change", keep);
    }

    value(name) {
      return this.form.elements[name].value.trim();
    }

    /** The first field that an entry needs and that is empty, with the sentence that asks for it; null where none is. */
    missing() {
      const { elements } = this.form;
      const isSomewhere = this.value("place") || (elements.latitude.value && elements.longitude.value);
      if (!this.value("category")) return { field: elements.category[0], said: this.words.saidNoKind };
      if (!isSomewhere) return { field: elements.place, said: this.words.saidNoPlace };
      if (this.value("when") === "other" && !this.value("occurred_from")) return { field: elements.occurred_from, said: this.words.saidNoTime };
      if (!this.value("summary")) return { field: elements.summary, said: this.words.saidNoSummary };
      return null;
    }

    /** True where something would be lost if the form were filled with something else. */
    get isBegun() {
      return Boolean(this.value("summary") || this.form.elements.photo.files.length);
    }

    keep() {
      const typed = this.read();
      try {
        if (this.isBegun) window.sessionStorage.setItem(this.name, JSON.stringify({ typed, edited: this.edited }));
        else this.forget();
      } catch (error) {
        // no room or no store: it is kept on the page alone
      }
    }

    /** Put back what was typed before the tab was loaded anew, unless the page came with something of its own. */
    restore() {
      if (this.isBegun) return;
      try {
        const kept = JSON.parse(window.sessionStorage.getItem(this.name) || "{}");
        this.edited = kept.edited || "";
        this.put(kept.typed || []);
      } catch (error) {
        this.forget();
      }
    }

    read() {
      return KEPT.map((name) => [name, this.form.elements[name].value]);
    }

    put(typed) {
      for (const [name, value] of typed) this.form.elements[name].value = value;
    }

    forget() {
      window.sessionStorage.removeItem(this.name);
    }
  }

  window.QuickTyped = QuickTyped;
})();

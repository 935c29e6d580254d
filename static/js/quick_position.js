// The quick entry's place, unless another is chosen: where the phone is while the entry is made. An entry that is
// corrected keeps the place that was kept with it, until its writer asks for the phone's of now.
(() => {
  "use strict";

  const FRESH = 60000;

  class QuickPosition {
    constructor(form) {
      this.form = form;
      this.said = form.querySelector("[data-quick-position]");
      this.at = 0;
      this.asked = 0; // the latest question's number: what answers an earlier one comes too late
      this.isKept = false; // whether the place in the form was kept with an entry that is corrected
      form.querySelector("[data-quick-locate]").addEventListener("click", () => this.locate());
      // One walks on between two entries, and with the phone in the pocket.
      form.addEventListener("focusin", () => this.renew());
      form.addEventListener("quick:reopened", () => this.keep());
      form.addEventListener("quick:cleared", () => this.begin());
      document.addEventListener("visibilitychange", () => { if (!document.hidden) this.renew(); });
      if (form.hasAttribute("data-returned")) this.keep(); // the server gave it back
      else this.locate();
    }

    /** Leave the place of an entry that is corrected as it is, and say so. */
    keep() {
      this.isKept = true;
      this.asked += 1;
      this.isAsking = false;
      const { latitude, accuracy } = this.form.elements;
      const words = this.form.dataset;
      if (!latitude.value) this.said.textContent = words.saidKeptNone;
      else if (accuracy.value) this.said.textContent = words.saidKeptPosition.replace("{metres}", Math.round(Number(accuracy.value)));
      else this.said.textContent = words.saidKeptPoint;
    }

    /** The next entry begins where the phone is now, not where the corrected one was made. */
    begin() {
      if (!this.isKept) {
        this.renew();
        return;
      }
      this.isKept = false;
      this.put("", "", "");
      this.locate();
    }

    /** Ask anew where the phone is, unless that is known since a minute at most. */
    renew() {
      if (!this.isKept && !this.isAsking && Date.now() - this.at > FRESH) this.locate();
    }

    locate() {
      if (!navigator.geolocation) {
        this.lost();
        return;
      }
      this.isAsking = true;
      this.asked += 1;
      const question = this.asked;
      const ifLatest = (answer) => (found) => { if (question === this.asked) answer(found); };
      this.said.textContent = this.form.dataset.saidLocating;
      navigator.geolocation.getCurrentPosition(
        ifLatest(({ coords }) => this.located(coords)),
        ifLatest(() => this.lost()),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
      );
    }

    located(coords) {
      const words = this.form.dataset;
      this.isAsking = false;
      this.at = Date.now();
      this.put(coords.latitude.toFixed(6), coords.longitude.toFixed(6), Math.round(coords.accuracy));
      this.said.textContent = (this.isKept ? words.saidRenewed : words.saidLocated).replace("{metres}", Math.round(coords.accuracy));
      this.form.dispatchEvent(new CustomEvent("quick:filled"));
    }

    /** Where the phone was some time ago is not where it is; but what was kept with an entry is where that was made. */
    lost() {
      const words = this.form.dataset;
      this.isAsking = false;
      if (!this.isKept && Date.now() - this.at > FRESH) this.put("", "", "");
      this.said.textContent = this.isKept && this.form.elements.latitude.value ? words.saidNotRenewed : words.saidNoPosition;
    }

    put(latitude, longitude, accuracy) {
      const fields = this.form.elements;
      fields.latitude.value = latitude;
      fields.longitude.value = longitude;
      fields.accuracy.value = accuracy;
    }
  }

  document.querySelectorAll("form[data-quick-entry]").forEach((form) => new QuickPosition(form));
})();

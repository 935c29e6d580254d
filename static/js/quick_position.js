// The quick entry's place, unless another is chosen: where the phone is.
(() => {
  "use strict";

  class QuickPosition {
    constructor(form) {
      this.form = form;
      this.said = form.querySelector("[data-quick-position]");
      form.querySelector("[data-quick-locate]").addEventListener("click", () => this.locate());
      this.locate();
    }

    locate() {
      const words = this.form.dataset;
      if (!navigator.geolocation) {
        this.said.textContent = words.saidNoPosition;
        return;
      }
      this.said.textContent = words.saidLocating;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => this.located(coords),
        () => { this.said.textContent = words.saidNoPosition; },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    }

    located(coords) {
      const fields = this.form.elements;
      fields.latitude.value = coords.latitude.toFixed(6);
      fields.longitude.value = coords.longitude.toFixed(6);
      fields.accuracy.value = Math.round(coords.accuracy);
      this.said.textContent = this.form.dataset.saidLocated.replace("{metres}", Math.round(coords.accuracy));
      this.form.dispatchEvent(new CustomEvent("quick:filled"));
    }
  }

  document.querySelectorAll("form[data-quick-entry]").forEach((form) => new QuickPosition(form));
})();

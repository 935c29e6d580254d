/* Choosing a place in a form: tap the map, use the phone's position, or type latitude and longitude.
   The two fields are the truth; the map only helps to fill them, so the form works without it. */
(function () {
  "use strict";

  const DECIMALS = 6;

  class PlacePicker {
    constructor(root) {
      this.root = root;
      this.words = root.dataset;
      this.latitude = document.getElementById(root.dataset.latitudeField);
      this.longitude = document.getElementById(root.dataset.longitudeField);
      // A form that keeps how a point was found has a field for the phone's accuracy.
      this.accuracy = this.latitude.form?.querySelector("[name=accuracy]");
      this.communeField = document.getElementById(root.dataset.communeField || "");
      this.status = root.querySelector("[data-place-status]");
      this.boundary = null;
      this.marker = null;
      this.map = window.groundMap.make(root.querySelector("[data-place-map]"));
      this.outline = L.geoJSON(null, { interactive: false, className: "place-outline" }).addTo(this.map);
      this.listen();
      this.showTyped({ centre: true });
      this.loadBoundary();
    }

    listen() {
      this.map.on("click", (event) => this.choose(event.latlng, this.words.saidChosen));
      this.on("[data-place-locate]", () => this.locate());
      this.on("[data-place-centre]", () => this.choose(this.map.getCenter(), this.words.saidChosen));
      this.on("[data-place-clear]", () => this.clear());
      for (const field of [this.latitude, this.longitude]) {
        field.addEventListener("change", () => this.showTyped({ centre: true }));
        field.addEventListener("input", () => this.keepAccuracy(""));
      }
      if (this.communeField) {
        this.communeField.addEventListener("change", () => this.loadBoundary());
      }
    }

    on(selector, action) {
      const button = this.root.querySelector(selector);
      if (button) {
        button.addEventListener("click", action);
      }
    }

    async loadBoundary() {
      const commune = this.communeField ? this.communeField.value : this.words.commune;
      this.boundary = null;
      this.outline.clearLayers();
      if (!commune || !this.words.boundaryUrl) {
        return;
      }
      try {
        const address = `${this.words.boundaryUrl}?commune=${encodeURIComponent(commune)}`;
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        if (!answer.ok) {
          return;
        }
        const collection = await answer.json();
        const drawn = collection.features.filter((feature) => feature.geometry);
        this.boundary = drawn.length ? drawn[0] : null;
        this.outline.addData({ type: "FeatureCollection", features: drawn });
        window.groundMap.markSchematic(this.root.querySelector("[data-place-map]"), drawn);
        this.showWhole();
        this.warnIfOutside();
      } catch (error) {
        // Offline: the fields and the phone's position still work, only the outline is missing.
        this.boundary = null;
      }
    }

    showWhole() {
      if (this.boundary && !this.marker) {
        this.map.fitBounds(this.outline.getBounds(), { padding: [12, 12] });
      }
    }

    typed() {
      const read = (field) => Number.parseFloat(field.value.replace(",", "."));
      const latitude = read(this.latitude);
      const longitude = read(this.longitude);
      return Number.isFinite(latitude) && Number.isFinite(longitude) ? L.latLng(latitude, longitude) : null;
    }

    showTyped({ centre }) {
      const place = this.typed();
      if (!place) {
        this.removeMarker();
        return;
      }
      this.mark(place);
      if (centre) {
        this.map.setView(place, Math.max(this.map.getZoom(), 15));
      }
      this.warnIfOutside();
    }

    keepAccuracy(metres) {
      if (this.accuracy) this.accuracy.value = metres;
    }

    choose(place, said) {
      this.latitude.value = place.lat.toFixed(DECIMALS);
      this.longitude.value = place.lng.toFixed(DECIMALS);
      this.mark(place);
      this.say(said, "info");
      this.warnIfOutside();
      // Draft saving and other listeners hear the change as if it had been typed.
      [this.latitude, this.longitude].forEach((field) =>
        field.dispatchEvent(new Event("input", { bubbles: true })),
      );
    }

    mark(place) {
      if (this.marker) {
        this.marker.setLatLng(place);
        return;
      }
      const icon = L.divIcon({ className: "place-pin", iconSize: [32, 32], iconAnchor: [16, 30] });
      this.marker = L.marker(place, { icon: icon, draggable: true, keyboard: false, alt: this.words.saidChosen });
      this.marker.on("dragend", () => this.choose(this.marker.getLatLng(), this.words.saidChosen));
      this.marker.addTo(this.map);
    }

    removeMarker() {
      if (this.marker) {
        this.marker.remove();
        this.marker = null;
      }
    }

    clear() {
      this.latitude.value = "";
      this.longitude.value = "";
      this.removeMarker();
      this.say("", "info");
      this.showWhole();
      this.latitude.dispatchEvent(new Event("input", { bubbles: true }));
    }

    locate() {
      if (!navigator.geolocation) {
        this.say(this.words.saidNoPosition, "warning");
        return;
      }
      this.say(this.words.saidLocating, "info");
      navigator.geolocation.getCurrentPosition(
        (found) => this.located(found.coords),
        () => this.say(this.words.saidNoPosition, "warning"),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
      );
    }

    located(coordinates) {
      const place = L.latLng(coordinates.latitude, coordinates.longitude);
      const metres = Math.round(coordinates.accuracy);
      this.choose(place, this.words.saidLocated.replace("{metres}", String(metres)));
      this.keepAccuracy(metres);
      this.map.setView(place, 16);
    }

    warnIfOutside() {
      const place = this.typed();
      const known = place && this.boundary;
      const outside = known && !window.groundMap.pointInGeometry(this.boundary.geometry, place.lng, place.lat);
      this.root.classList.toggle("place-outside", Boolean(outside));
      if (outside) {
        this.say(this.words.saidOutside.replace("{commune}", this.boundary.properties.name), "warning");
      }
    }

    say(sentence, level) {
      this.status.textContent = sentence || "";
      this.status.classList.toggle("text-warning-emphasis", level === "warning");
    }
  }

  document.querySelectorAll("[data-place-picker]").forEach((root) => new PlacePicker(root));
})();

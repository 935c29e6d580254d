// Incidents on a map: the server counts them by cell and month, this draws numbers or heat and turns the months.
(() => {
  "use strict";

  const WAIT = 250;
  const SMALLEST = 22;
  const LARGEST = 58;

  class IncidentMap {
    constructor(element) {
      this.element = element;
      this.words = element.dataset;
      const tools = element.parentElement;
      this.slider = tools.querySelector("[data-month]");
      this.label = tools.querySelector("[data-month-label]");
      this.count = tools.querySelector("[data-map-count]");
      this.answer = { months: [], heaps: [], points: [], total: 0 };
      this.month = ""; // chosen month in words; empty: the whole period
      this.map = window.groundMap.make(element);
      this.outline = L.geoJSON(null, { interactive: false, className: "place-outline" }).addTo(this.map);
      this.marks = L.layerGroup().addTo(this.map);
      this.heat = L.heatLayer ? L.heatLayer([], { radius: 28, blur: 20, minOpacity: 0.25 }) : null;
      tools.querySelectorAll("[name=drawn]").forEach((radio) => radio.addEventListener("change", () => this.draw()));
      this.tools = tools;
      this.slider.addEventListener("input", () => this.turn());
      this.begin();
    }

    async begin() {
      await this.loadOutline();
      await this.load({ everything: true });
      this.map.on("moveend", () => {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.load({}), WAIT);
      });
    }

    async loadOutline() {
      if (!this.words.boundaryUrl) return;
      const answer = await this.ask(this.words.boundaryUrl);
      if (!answer) return;
      this.outline.addData({ type: "FeatureCollection", features: answer.features.filter((one) => one.geometry) });
      window.groundMap.markSchematic(this.element, answer.features);
      const bounds = this.outline.getBounds();
      if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [12, 12] });
    }

    async ask(address) {
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        return answer.ok ? await answer.json() : null;
      } catch (error) {
        return null;
      }
    }

    async load({ everything }) {
      const address = new URL(this.words.url, window.location.href);
      const bounds = this.map.getBounds();
      address.searchParams.set("zoom", this.map.getZoom().toFixed(2));
      if (!everything || this.outline.getLayers().length) {
        address.searchParams.set("box", [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()].map((one) => one.toFixed(5)).join(","));
      }
      const turn = (this.asked = (this.asked || 0) + 1);
      const answer = await this.ask(address);
      if (turn !== this.asked) return; // the map has moved on meanwhile
      if (!answer) {
        this.count.textContent = this.words.saidLost;
        return;
      }
      this.answer = answer;
      this.slider.max = answer.months.length;
      this.slider.disabled = answer.months.length < 2;
      const at = answer.months.indexOf(this.month);
      this.slider.value = at + 1;
      if (at < 0) this.month = "";
      this.draw();
    }

    turn() {
      this.month = this.answer.months[Number(this.slider.value) - 1] || "";
      this.draw();
    }

    /** [latitude, longitude, number] of the heaps in the chosen month. */
    shown() {
      const at = this.answer.months.indexOf(this.month);
      return this.answer.heaps
        .map(([latitude, longitude, count, months]) => [latitude, longitude, at < 0 ? count : months[at]])
        .filter(([, , number]) => number > 0);
    }

    draw() {
      const heaps = this.shown();
      const total = heaps.reduce((sum, [, , number]) => sum + number, 0);
      const isHeat = this.heat && this.tools.querySelector("[name=drawn]:checked")?.value === "heat";
      const most = Math.max(1, ...heaps.map(([, , number]) => number));
      this.label.textContent = this.month || this.words.saidWhole;
      this.slider.setAttribute("aria-valuetext", this.label.textContent);
      const said = this.answer.is_cut ? this.words.saidCut : this.words.saidCount;
      this.count.textContent = said.replace("{count}", total.toLocaleString(document.documentElement.lang || "vi"));
      this.marks.clearLayers();
      if (this.heat) this.map.removeLayer(this.heat);
      if (isHeat) {
        this.heat.setOptions({ max: most });
        this.heat.setLatLngs(heaps).addTo(this.map);
      } else if (this.answer.points.length) this.drawPoints();
      else heaps.forEach((heap) => this.mark(heap, most));
    }

    drawPoints() {
      for (const one of this.answer.points) {
        if (this.month && one.month !== this.month) continue;
        const title = `${one.number} · ${one.kind} · ${one.when}`;
        const dot = L.marker([one.latitude, one.longitude], { icon: L.divIcon({ className: "incident-dot", iconSize: [18, 18] }), title, alt: title, keyboard: true });
        dot.on("click keypress", () => window.location.assign(one.url));
        this.marks.addLayer(dot);
      }
    }

    mark([latitude, longitude, number], most) {
      const size = Math.round(SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(number / most));
      const icon = L.divIcon({ className: "incident-heap", html: `<span>${number}</span>`, iconSize: [size, size] });
      const mark = L.marker([latitude, longitude], { icon, alt: String(number), keyboard: true });
      mark.on("click keypress", () => this.map.setView([latitude, longitude], Math.min(this.map.getZoom() + 2, 17)));
      this.marks.addLayer(mark);
    }
  }

  document.querySelectorAll("[data-incident-map]").forEach((element) => new IncidentMap(element));
})();

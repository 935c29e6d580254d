// Incidents on a map: the server counts them by cell and month, this draws numbers or heat and turns the months.
(() => {
  "use strict";

  const WAIT = 250;
  const SMALLEST = 22;
  const LARGEST = 58;
  // Circles may touch, and overlap a little at their rims, where no number stands.
  const COVERED = 0.9;

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
      this.months = []; // all that were in sight so far, in order
      this.map = window.groundMap.make(element);
      // The communes' ground is filled: it lies below the heat, which has no pane of its own.
      this.map.createPane("ground").style.zIndex = 350;
      this.outline = L.geoJSON(null, { interactive: false, className: "place-outline", pane: "ground" }).addTo(this.map);
      this.marks = L.layerGroup().addTo(this.map);
      this.heat = L.heatLayer ? L.heatLayer([], { radius: 28, blur: 20, minOpacity: 0.05 }) : null;
      tools.querySelectorAll("[name=drawn]").forEach((radio) => radio.addEventListener("change", () => this.draw()));
      this.tools = tools;
      this.legend = tools.querySelector("[data-heat-legend]");
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
      this.remember(answer.months);
      this.draw();
    }

    /** The slider keeps every month that was in sight, and the one that is chosen, when the map moves to where there is less. */
    remember(months) {
      const order = (month) => month.split("/").reverse().join("");
      this.months = [...new Set([...this.months, ...months])].sort((one, other) => order(one).localeCompare(order(other)));
      this.slider.max = this.months.length;
      this.slider.disabled = this.months.length < 2;
      this.slider.value = this.months.indexOf(this.month) + 1;
    }

    turn() {
      this.month = this.months[Number(this.slider.value) - 1] || "";
      this.draw();
    }

    /** [latitude, longitude, number] of the heaps in the chosen month. */
    shown() {
      const at = this.answer.months.indexOf(this.month);
      return this.answer.heaps
        .map(([latitude, longitude, count, months]) => [latitude, longitude, this.month ? months[at] || 0 : count])
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
      this.legend.hidden = !isHeat;
      this.marks.clearLayers();
      if (isHeat) {
        // The layer knows no ground before it is on the map, and none after: it is put there first and stays while it is drawn.
        if (!this.map.hasLayer(this.heat)) this.heat.addTo(this.map);
        // By itself the layer fades what is seen from afar: at the present zoom a heap is as hot as it is large.
        this.heat.setOptions({ max: most, maxZoom: this.map.getZoom() });
        this.heat.setLatLngs(heaps);
        return;
      }
      if (this.heat && this.map.hasLayer(this.heat)) this.takeHeatAway();
      if (this.answer.points.length) this.drawPoints();
      else this.apart(heaps).forEach((heap) => this.mark(heap));
    }

    /** Heaps of neighbouring cells whose circles would cover each other's numbers are one heap, at their common middle. */
    apart(heaps) {
      let kept = heaps;
      let before;
      do {
        before = kept.length;
        const most = Math.max(1, ...kept.map(([, , number]) => number));
        const placed = [];
        for (const [latitude, longitude, number] of kept) {
          const at = this.map.latLngToLayerPoint([latitude, longitude]);
          const size = this.sizeOf(number, most);
          const near = placed.find((one) => one.at.distanceTo(at) < (COVERED * (one.size + size)) / 2);
          if (near) near.heaps.push([latitude, longitude, number]);
          else placed.push({ at, size, heaps: [[latitude, longitude, number]] });
        }
        kept = placed.map((one) => {
          const number = one.heaps.reduce((sum, heap) => sum + heap[2], 0);
          const middle = (part) => one.heaps.reduce((sum, heap) => sum + heap[part] * heap[2], 0) / number;
          return [middle(0), middle(1), number, this.sizeOf(number, most)];
        });
      } while (kept.length < before);
      return kept;
    }

    sizeOf(number, most) {
      return Math.round(SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(Math.min(1, number / most)));
    }

    /** Remove the heat with what it was about to draw: that would look for its map. */
    takeHeatAway() {
      L.Util.cancelAnimFrame(this.heat._frame);
      this.heat._frame = null;
      this.map.removeLayer(this.heat);
    }

    /** Incidents at one point, as a complicated place gives it, share a dot: it says how many and lists them. */
    drawPoints() {
      const together = new Map();
      for (const one of this.answer.points) {
        if (this.month && one.month !== this.month) continue;
        const at = `${one.latitude.toFixed(5)},${one.longitude.toFixed(5)}`;
        together.set(at, [...(together.get(at) || []), one]);
      }
      for (const several of together.values()) this.dot(several);
    }

    dot(several) {
      const words = (one) => `${one.number} · ${one.kind} · ${one.when}`;
      const [first] = several;
      const isOne = several.length === 1;
      const title = isOne ? words(first) : several.map((one) => one.number).join(", ");
      const icon = L.divIcon(isOne
        ? { className: "incident-dot", iconSize: [18, 18] }
        : { className: "incident-heap", html: `<span>${several.length}</span>`, iconSize: [SMALLEST, SMALLEST] });
      const dot = L.marker([first.latitude, first.longitude], { icon, title, alt: title, keyboard: true });
      if (isOne) dot.on("click keypress", () => window.location.assign(first.url));
      else {
        const list = document.createElement("ul");
        list.className = "list-unstyled mb-0";
        for (const one of several) {
          const link = document.createElement("a");
          link.href = one.url;
          link.textContent = words(one);
          const item = document.createElement("li");
          item.append(link);
          list.append(item);
        }
        dot.bindPopup(list, { maxHeight: 220 });
      }
      this.marks.addLayer(dot);
    }

    mark([latitude, longitude, number, size]) {
      const icon = L.divIcon({ className: "incident-heap", html: `<span>${number}</span>`, iconSize: [size, size] });
      const mark = L.marker([latitude, longitude], { icon, alt: String(number), keyboard: true });
      mark.on("click keypress", () => this.map.setView([latitude, longitude], Math.min(this.map.getZoom() + 2, 17)));
      this.marks.addLayer(mark);
    }
  }

  document.querySelectorAll("[data-incident-map]").forEach((element) => new IncidentMap(element));
})();

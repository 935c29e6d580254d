/* The map of areas: takes each area's colour, value and link from its row in the table on the same page, so that
   map and table can never disagree; complicated places lie on top, gathered in clusters. */
(function () {
  "use strict";

  const MOST_NAMES = 60; // more names than this would cover the map
  const NARROW = 480; // px; a phone's map starts without names, the switch above it brings them
  const NAME_TOPS = [6, 20, -24]; // px below or above the middle of the area, tried in this order

  class AreaMap {
    constructor(root) {
      this.root = root;
      this.status = root.parentElement.querySelector("[data-map-status]");
      this.rows = this.readRows();
      this.map = window.groundMap.make(root);
      this.names = [];
      this.areas = L.geoJSON(null, {
        style: (feature) => this.look(feature),
        pointToLayer: (feature, place) =>
          L.circleMarker(place, { radius: 14, ...this.look(feature) }),
        onEachFeature: (feature, layer) => this.dress(feature, layer),
      }).addTo(this.map);
      this.listen();
      this.load(root.dataset.areasUrl, (collection) => this.showAreas(collection));
      if (root.dataset.placesUrl) {
        this.places = this.makePlaces().addTo(this.map);
        this.load(root.dataset.placesUrl, (collection) => this.showPlaces(collection));
      }
    }

    readRows() {
      const rows = new Map();
      document.querySelectorAll("[data-area]").forEach((row) => {
        const link = row.querySelector("a");
        const cell = row.querySelector("[data-area-value], td");
        rows.set(row.dataset.area, {
          element: row,
          step: row.dataset.step,
          value: cell ? cell.textContent.trim() : "",
          url: link ? link.href : "",
        });
      });
      return rows;
    }

    row(feature) {
      return this.rows.get(String(feature.id));
    }

    look(feature) {
      const row = this.row(feature);
      const known = row && row.step !== "" && row.step !== undefined;
      return { className: `map-area ${known ? `heat-${row.step}` : "no-figure"}`, weight: 1.5 };
    }

    dress(feature, layer) {
      const row = this.row(feature);
      const value = row && row.value && row.value !== "—" ? row.value : this.root.dataset.saidUnknown || "—";
      layer.bindTooltip(this.words(feature.properties.name, value), { sticky: true });
      layer.on("mouseover", () => this.mark(row, layer, true));
      layer.on("mouseout", () => this.mark(row, layer, false));
      if (row && row.url) {
        layer.on("click", () => window.location.assign(row.url));
      }
    }

    words(name, value) {
      const box = document.createElement("span");
      const strong = document.createElement("strong");
      strong.textContent = name;
      box.append(strong, document.createTextNode(`: ${value}`));
      return box;
    }

    mark(row, layer, on) {
      if (row) {
        row.element.classList.toggle("map-row-marked", on);
      }
      const path = layer.getElement && layer.getElement();
      if (path) {
        path.classList.toggle("map-area-marked", on);
      }
    }

    showAreas(collection) {
      const drawn = collection.features.filter((feature) => feature.geometry);
      this.areas.addData({ type: "FeatureCollection", features: drawn });
      if (drawn.length) {
        this.map.fitBounds(this.areas.getBounds(), { padding: [10, 10] });
      }
      window.groundMap.markSchematic(this.root, drawn);
      this.makeNames(drawn);
      this.listenToRows();
    }

    makeNames(drawn) {
      if (drawn.length > MOST_NAMES) {
        return;
      }
      const pane = this.map.createPane("names"); // above the places, yet letting clicks through
      pane.classList.add("map-names");
      this.areas.eachLayer((layer) => {
        const middle = layer.getBounds ? layer.getBounds().getCenter() : layer.getLatLng();
        const text = document.createElement("span");
        text.textContent = layer.feature.properties.name.replace(/^(Xã|Thị trấn|Phường|Đặc khu) /, "");
        const icon = L.divIcon({ className: "map-name", html: text, iconSize: [0, 0] });
        this.names.push(L.marker(middle, { icon: icon, interactive: false, keyboard: false, pane: "names" }));
      });
      this.nameLayer = L.layerGroup(this.names).addTo(this.map);
      this.map.on("zoomend layeradd", () => this.placeNamesSoon());
      const box = document.querySelector("[data-map-names]");
      if (box && this.root.clientWidth < NARROW) {
        box.checked = false;
        this.nameLayer.remove();
      }
      this.hideCollidingNames();
    }

    placeNamesSoon() {
      window.clearTimeout(this.placing);
      this.placing = window.setTimeout(() => this.hideCollidingNames(), 250); // once the marks stand still
    }

    /** A name steps aside for marks; names that would cover one another stay hidden until the map is drawn larger. */
    hideCollidingNames() {
      const marks = [...this.root.querySelectorAll(".map-place, .map-cluster")].map((mark) => mark.getBoundingClientRect());
      const shown = [];
      const covers = (boxes, box) =>
        boxes.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
      this.names.forEach((marker) => {
        const text = marker.getElement() && marker.getElement().firstElementChild;
        if (!text) {
          return;
        }
        text.hidden = false;
        const boxAt = (top) => {
          text.style.top = `${top}px`;
          return text.getBoundingClientRect();
        };
        const free = NAME_TOPS.find((top) => !covers([...marks, ...shown], boxAt(top)));
        const box = boxAt(free === undefined ? NAME_TOPS[0] : free);
        text.hidden = covers(shown, box);
        if (!text.hidden) {
          shown.push(box);
        }
      });
    }

    /** Paper has its own size: the map is drawn to it, and afterwards to the screen again. */
    fitTo(paper) {
      this.root.classList.toggle("for-paper", paper);
      this.map.invalidateSize({ animate: false, pan: false });
      if (this.areas.getLayers().length) {
        this.map.fitBounds(this.areas.getBounds(), { padding: [10, 10], animate: false });
      }
      this.hideCollidingNames();
    }

    listenToRows() {
      this.areas.eachLayer((layer) => {
        const row = this.row(layer.feature);
        if (row) {
          ["mouseenter", "focusin"].forEach((name) =>
            row.element.addEventListener(name, () => this.mark(row, layer, true)),
          );
          ["mouseleave", "focusout"].forEach((name) =>
            row.element.addEventListener(name, () => this.mark(row, layer, false)),
          );
        }
      });
    }

    makePlaces() {
      if (!L.markerClusterGroup) {
        return L.layerGroup();
      }
      return L.markerClusterGroup({
        showCoverageOnHover: false,
        maxClusterRadius: 26,
        iconCreateFunction: (cluster) => this.clusterIcon(cluster.getChildCount()),
      });
    }

    clusterIcon(count) {
      const text = document.createElement("span");
      text.textContent = String(count);
      text.title = (this.root.dataset.saidCluster || "{count}").replace("{count}", String(count));
      return L.divIcon({ className: "map-cluster", html: text, iconSize: [28, 28] });
    }

    showPlaces(collection) {
      collection.features.forEach((feature) => {
        const [longitude, latitude] = feature.geometry.coordinates;
        const place = feature.properties;
        const late = place.overdue ? " place-overdue" : "";
        const icon = L.divIcon({ className: `map-place place-${place.state}${late}`, iconSize: [20, 20] });
        const said = `${place.name} (${place.kind}): ${place.state_label}`;
        const title = place.overdue ? `${said}, ${this.root.dataset.saidOverdue || ""}` : said;
        const marker = L.marker([latitude, longitude], { icon: icon, title: title, alt: title });
        const open = () => window.location.assign(place.url);
        marker.on("click", open);
        marker.on("keypress", (event) => event.originalEvent.key === "Enter" && open());
        this.places.addLayer(marker);
      });
    }

    listen() {
      window.addEventListener("beforeprint", () => this.fitTo(true));
      window.addEventListener("afterprint", () => this.fitTo(false));
      this.toggle("[data-map-places]", () => this.places);
      this.toggle("[data-map-names]", () => this.nameLayer);
    }

    toggle(selector, layerOf) {
      const box = document.querySelector(selector);
      if (box) {
        box.addEventListener("change", () => {
          const layer = layerOf();
          if (layer) {
            box.checked ? layer.addTo(this.map) : layer.remove();
            this.hideCollidingNames();
          }
        });
      }
    }

    async load(address, show) {
      try {
        const answer = await fetch(address, { headers: { Accept: "application/geo+json, application/json" } });
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        show(await answer.json());
      } catch (error) {
        if (this.status) {
          this.status.textContent = this.root.dataset.saidFailed || "";
        }
      }
    }
  }

  document.querySelectorAll("[data-area-map]").forEach((root) => new AreaMap(root));
})();

/* The plain map under every page that shows one: a Leaflet map without tiles unless an address for them is set. */
(function () {
  "use strict";

  const CAN_DUOC = [10.53, 106.6]; // only until boundaries or a point are known
  const VIETNAM = [
    [6.0, 102.0],
    [23.6, 118.0],
  ];

  /** Make the map in `element`; tile address and attribution come from its data attributes. */
  function makeGroundMap(element, options) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(element, {
      center: CAN_DUOC,
      zoom: 11,
      minZoom: 5,
      maxZoom: 18,
      zoomSnap: 0.25,
      zoomDelta: 0.75,
      maxBounds: L.latLngBounds(VIETNAM).pad(0.3),
      attributionControl: Boolean(element.dataset.tileUrl),
      zoomAnimation: !still,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
      zoomControl: false,
      ...options,
    });
    L.control
      .zoom({ zoomInTitle: element.dataset.zoomIn || "+", zoomOutTitle: element.dataset.zoomOut || "−" })
      .addTo(map);
    if (element.dataset.tileUrl) {
      L.tileLayer(element.dataset.tileUrl, { attribution: element.dataset.tileAttribution || "" }).addTo(map);
      map.attributionControl.setPrefix(false);
    }
    return map;
  }

  /** Whether [longitude, latitude] lies inside a GeoJSON Polygon or MultiPolygon (even–odd rule, holes respected). */
  function pointInGeometry(geometry, longitude, latitude) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons.some(function (rings) {
      return rings.reduce((inside, ring) => inside !== crossesOddly(ring, longitude, latitude), false);
    });
  }

  function crossesOddly(ring, x, y) {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) {
        odd = !odd;
      }
    }
    return odd;
  }

  /** Say that an outline is a drawing of ours wherever one is shown: unhides the page's mark for it. */
  function markSchematic(element, features) {
    const mark = element.parentElement.querySelector("[data-map-schematic]");
    if (mark) {
      mark.hidden = !features.some((feature) => feature.properties.schematic);
    }
  }

  window.groundMap = { make: makeGroundMap, pointInGeometry: pointInGeometry, markSchematic: markSchematic };
})();

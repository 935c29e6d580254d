// Places as marks on a map: a sign for the kind, shape and colour for the state (as on the map of areas), a link in each pop-up.
(() => {
  "use strict";

  const read = (id) => {
    const source = id && document.getElementById(id);
    return source ? JSON.parse(source.textContent) : null;
  };
  const element = (name, text, css) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (css) made.className = css;
    return made;
  };

  const sign = (point) => {
    const mark = element("div", "", `place-mark place-${point.state_code}`);
    // A place that a list beside the map numbers wears its number, any other the sign of its kind.
    mark.append(point.mark ? element("b", point.mark, "bi") : element("i", "", `bi bi-${point.icon}`));
    return L.divIcon({ className: "", html: mark, iconSize: [30, 30], iconAnchor: [15, 15] });
  };

  const popup = (point) => {
    const box = element("div");
    const name = element(point.url ? "a" : "b", point.name);
    if (point.url) name.href = point.url;
    box.append(name, element("div", `${point.kind} · ${point.commune}`), element("div", point.state));
    return box;
  };

  const outlines = async (map, address) => {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      L.geoJSON(await answer.json(), { interactive: false, className: "place-outline" }).addTo(map).bringToBack();
    } catch (error) {
      // Without the outlines the points still show where the places are.
    }
  };

  const cluster = () => L.markerClusterGroup({
    showCoverageOnHover: false,
    maxClusterRadius: 44,
    iconCreateFunction: (group) => L.divIcon({
      className: "",
      html: element("div", String(group.getChildCount()), "place-cluster"),
      iconSize: [38, 38],
    }),
  });

  const draw = (root) => {
    const points = read(root.dataset.points) || [];
    const map = window.groundMap.make(root);
    const layer = L.markerClusterGroup && points.length > 1 ? cluster() : L.featureGroup();
    for (const point of points) {
      const place = [point.latitude, point.longitude];
      layer.addLayer(L.marker(place, { icon: sign(point), title: `${point.name} (${point.state})`, alt: `${point.name} (${point.state})` }).bindPopup(popup(point)));
    }
    layer.addTo(map);
    const boundary = read(root.dataset.outline);
    const outline = boundary && L.geoJSON(boundary, { interactive: false, className: "place-outline" }).addTo(map);
    if (root.dataset.boundaryUrl) outlines(map, root.dataset.boundaryUrl);
    const bounds = outline ? outline.getBounds().extend(layer.getBounds()) : layer.getBounds();
    const fit = () => {
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [28, 28], maxZoom: 15, animate: false });
    };
    fit();
    // Paper has its own size, and so has the screen again afterwards.
    ["beforeprint", "afterprint"].forEach((moment) => window.addEventListener(moment, () => {
      root.classList.toggle("for-paper", moment === "beforeprint");
      map.invalidateSize({ animate: false, pan: false });
      fit();
    }));
  };

  document.querySelectorAll("[data-places-map]").forEach(draw);
})();

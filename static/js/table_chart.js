// Draws a chart from the table beside it (partials/chart_with_table.html): one source, so both always agree.
(() => {
  "use strict";

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colours = () => ["--accent", "--gold", "--info", "--bad", "--muted"].map(token);
  const dashes = [[], [6, 4], [2, 3], [10, 4, 2, 4], [1, 2]];
  const points = ["circle", "rect", "triangle", "rectRot", "star"];

  const text = (cell) => cell.textContent.trim();
  const figure = (cell) => (cell.dataset.value === undefined || cell.dataset.value === "" ? null : Number(cell.dataset.value));

  const readTable = (table) => {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows];
    return {
      labels: rows.map((row) => text(row.cells[0])),
      series: heads.map((head, i) => ({ label: text(head), data: rows.map((row) => figure(row.cells[i + 1])) })),
    };
  };

  const dress = (kind, series) => series.map((one, i) => ({
    ...one,
    borderColor: colours()[i % 5],
    backgroundColor: kind === "line" ? "transparent" : colours()[i % 5],
    borderDash: kind === "line" ? dashes[i % 5] : [],
    pointStyle: points[i % 5],
    pointRadius: 2.5,
    borderWidth: 2,
    borderRadius: kind === "line" ? 0 : 3,
    maxBarThickness: 28,
    spanGaps: false,
  }));

  const draw = (holder) => {
    if (holder.dataset.drawn || !window.Chart) return;
    holder.dataset.drawn = "1";
    const kind = holder.dataset.chart;
    const across = kind === "bar-across";
    const { labels, series } = readTable(holder.querySelector("table"));
    const frame = holder.querySelector("[data-chart-canvas]");
    frame.hidden = false;
    const language = document.documentElement.lang;
    Chart.defaults.font.family = token("--bs-font-sans-serif");
    Chart.defaults.color = token("--muted");
    const value = { beginAtZero: true, grid: { color: token("--line") }, ticks: { precision: 0 } };
    const name = { grid: { display: false } };
    new Chart(frame.querySelector("canvas"), {
      type: kind === "line" ? "line" : "bar",
      data: { labels, datasets: dress(kind, series) },
      options: {
        locale: language,
        indexAxis: across ? "y" : "x",
        maintainAspectRatio: false,
        animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 300 },
        interaction: { mode: "index", intersect: false, axis: across ? "y" : "x" },
        plugins: { legend: { display: series.length > 1, position: "bottom", labels: { usePointStyle: true } } },
        scales: across ? { x: value, y: name } : { x: name, y: value },
      },
    });
    // With the picture shown, the table folds away behind its summary; without scripts it simply stands there.
    holder.querySelector("details").open = false;
  };

  const begin = (root) => root.querySelectorAll("[data-chart]").forEach(draw);
  begin(document);
  document.addEventListener("htmx:load", (event) => begin(event.target));
  // Paper has its own width: the frame takes it before the page is laid out anew, and the picture follows.
  const fit = (paper) =>
    Object.values(window.Chart?.instances || {}).forEach((chart) => {
      chart.canvas.parentElement.classList.toggle("for-paper", paper);
      chart.resize();
    });
  window.addEventListener("beforeprint", () => fit(true));
  window.addEventListener("afterprint", () => fit(false));
})();

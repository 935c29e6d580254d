// A report's sheet: one section at a time, and keys that lead from cell to cell.
(() => {
  "use strict";

  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const sections = [...sheet.querySelectorAll("[data-section]")];
  const cells = new window.ReportCells(sheet);
  document.documentElement.classList.add("has-script");

  const words = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
  const speak = (sentence) => { sheet.querySelector("[data-sheet-said]").textContent = sentence; };

  // --- sections: one is shown, the others wait in the page, so that no line is needed to turn to them ---
  let current = null;
  const markStep = () => {
    const strip = sheet.querySelector("#sheet-steps");
    for (const link of strip.querySelectorAll("[data-step]")) {
      if (link.dataset.step !== current?.id) {
        link.removeAttribute("aria-current");
        continue;
      }
      link.setAttribute("aria-current", "true");
      strip.scrollLeft = link.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2;
    }
    const next = sheet.querySelector("[data-sheet-next]");
    if (next) next.hidden = !sections[sections.indexOf(current) + 1];
  };
  const showSection = (section) => {
    current = section;
    for (const one of sections) one.classList.toggle("is-away", one !== section);
    markStep();
  };
  const firstControl = (cell) => cell?.querySelector("[data-cell-value]");
  const goTo = (hash) => {
    const target = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    const section = target?.closest("[data-section]");
    if (!section) return;
    showSection(section);
    if (target === section) {
      window.scrollTo({ top: Math.max(sheet.getBoundingClientRect().top + window.scrollY - 70, 0) });
      return;
    }
    target.scrollIntoView({ block: "center" });
    firstControl(target)?.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", () => goTo(window.location.hash));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && link.hash === window.location.hash) goTo(link.hash); // the same address twice changes no hash
  });
  sheet.querySelector("[data-sheet-next]")?.addEventListener("click", () => {
    const next = sections[sections.indexOf(current) + 1];
    if (next) window.location.hash = next.id;
  });
  if (sections.length) showSection(sections[0]);
  goTo(window.location.hash);

  // --- keys ---
  const controls = () => [...sheet.querySelectorAll("[data-cell-control] [data-cell-value]")];
  const focusOn = (control) => {
    if (!control) return;
    const section = control.closest("[data-section]");
    if (section !== current) showSection(section);
    control.focus();
    control.scrollIntoView({ block: "nearest" });
  };
  const step = (from, by) => {
    const all = controls();
    const main = from.closest("[data-cell-notes]") ? firstControl(from.closest("[data-cell]")) : from;
    focusOn(all[all.indexOf(main) + by]);
  };
  /** Inside a table the arrows stay in their column. */
  const stepInColumn = (from, by) => {
    const row = from.closest("[data-row]");
    const rows = [...row.parentElement.rows];
    const other = rows[rows.indexOf(row) + by];
    const column = from.closest("td").cellIndex;
    if (other) focusOn(other.cells[column].querySelector("[data-cell-value]"));
    else step(by > 0 ? [...rows.at(-1).querySelectorAll("[data-cell-value]")].at(-1) : rows[0].querySelector("[data-cell-value]"), by);
  };
  sheet.addEventListener("keydown", (event) => {
    const control = event.target;
    if (!control.matches("[data-cell-value]") || event.isComposing || event.altKey || event.metaKey) return;
    if (event.ctrlKey) return;
    const isLong = control.tagName === "TEXTAREA";
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || isLong) return;
    event.preventDefault();
    if (event.key !== "Enter" && control.closest("[data-row]")) stepInColumn(control, by);
    else step(control, by);
  });
  sheet.addEventListener("focusin", (event) => {
    if (event.target.matches("input.cell-number")) event.target.select();
  });
  // Tab leads from cell to cell; what stands beside them opens with Ctrl+Enter.
  if ("open" in sheet.dataset) sheet.querySelectorAll(".cell-tool").forEach((tool) => { tool.tabIndex = -1; });

  window.addEventListener("beforeprint", () => {
    for (const copy of sheet.querySelectorAll("[data-cell-print]")) {
      copy.textContent = copy.parentElement.querySelector("textarea")?.value ?? "";
    }
  });

  window.ReportSheet = { sheet, cells, words, speak, markStep, firstControl, refresh: () => {}, commitAll: () => {} };
})();

// The side panel of a report's cell: opened by its button or Ctrl+Enter, closed by Esc, which leads back to the cell.
(() => {
  "use strict";

  const page = window.ReportSheet;
  const panel = document.querySelector("[data-panel]");
  if (!page || !panel) return;
  const body = panel.querySelector("[data-panel-body]");
  const { sheet, firstControl } = page;
  let about = null;

  const open = (link) => {
    about = link.closest("[data-cell]");
    page.commitAll();
    sheet.querySelectorAll(".is-looked-at").forEach((one) => one.classList.remove("is-looked-at"));
    about.classList.add("is-looked-at");
    panel.hidden = false;
    sheet.classList.add("has-panel");
    body.setAttribute("aria-busy", "true");
    window.htmx.ajax("GET", link.href, { target: body, swap: "innerHTML" });
    panel.focus({ preventScroll: true });
  };
  const close = () => {
    panel.hidden = true;
    sheet.classList.remove("has-panel");
    about?.classList.remove("is-looked-at");
    (firstControl(about) || about?.querySelector("[data-cell-panel]"))?.focus();
  };

  sheet.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-cell-panel]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey || !event.target.matches("[data-cell-value]")) return;
    event.preventDefault();
    open(event.target.closest("[data-cell]").querySelector("a[data-cell-panel]"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden && !document.querySelector("dialog[open]")) close();
  });
  panel.querySelector("[data-panel-close]").addEventListener("click", close);
  panel.addEventListener("click", (event) => {
    const take = event.target.closest("[data-panel-take]");
    const button = take && about?.querySelector("[data-cell-take]");
    if (button) page.takeBack(about, button.dataset.cellTake).then(close);
  });

  // A comment that is empty or too long comes back with its sentence.
  panel.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) event.detail.shouldSwap = true;
  });
  panel.addEventListener("htmx:afterSwap", () => {
    body.removeAttribute("aria-busy");
    // What was pressed is gone with the swap: the focus stays in the panel.
    if (document.activeElement === document.body) panel.focus({ preventScroll: true });
  });
  panel.addEventListener("htmx:afterRequest", (event) => {
    const isSent = event.detail.requestConfig?.verb === "post" && event.detail.successful;
    if (isSent && about) page.refresh(about.dataset.cell);
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    panel.addEventListener(name, (event) => {
      if (event.detail.xhr?.status === 422) return;
      body.removeAttribute("aria-busy");
      if (!body.childElementCount) body.textContent = sheet.dataset.saidNoPanel;
    });
  }
})();

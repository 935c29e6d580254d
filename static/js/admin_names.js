// Names for the admin's nameless fields: cells of inline tables and split dates are read out by their column or row.
(() => {
  "use strict";

  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() || "";

  // The head of the column that a cell of an inline table stands in.
  const column = (field) => {
    const cell = field.closest("td");
    const table = cell?.closest(".tabular")?.querySelector("table");
    if (!table) return "";
    const heads = [...table.tHead.rows[0].cells].flatMap((head) => Array(head.colSpan).fill(head));
    return words(heads[cell.cellIndex]);
  };
  const row = (field) => words(field.closest(".form-row, .fieldBox")?.querySelector("label, legend")).replace(/:$/, "");

  const nameOf = (field) => column(field) || row(field);
  const isNamed = (field) => field.labels?.length || field.hasAttribute("aria-label") || field.type === "hidden";

  const nameAll = (root) => {
    for (const field of root.querySelectorAll("input, select, textarea")) {
      if (!isNamed(field) && nameOf(field)) field.setAttribute("aria-label", nameOf(field));
    }
    for (const box of root.querySelectorAll(".select2-selection")) {
      const select = box.closest(".select2")?.previousElementSibling;
      const name = select && (words(select.labels?.[0]).replace(/:$/, "") || select.getAttribute("aria-label") || nameOf(select));
      if (!name) continue;
      box.setAttribute("aria-label", name);
      box.querySelector("[role=textbox]")?.setAttribute("aria-label", name);
    }
    root.querySelectorAll("th.original:empty").forEach((head) => head.setAttribute("aria-hidden", "true"));
  };

  nameAll(document); // at once: a slow picture must not keep the fields nameless
  // The admin dresses its choice boxes at its own moment around the load event.
  window.addEventListener("load", () => {
    [0, 60].forEach((wait) => window.setTimeout(() => nameAll(document), wait));
    window.setTimeout(() => {
      nameAll(document);
      document.documentElement.dataset.named = "";
    }, 400);
  });
  document.addEventListener("formset:added", (event) => window.setTimeout(() => nameAll(event.target)));
})();

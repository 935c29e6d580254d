// A proposal shows only the fields that its kind speaks of; without scripts all of them stand there.
(() => {
  "use strict";

  document.querySelectorAll("form[data-project-form]").forEach((form) => {
    const parts = form.querySelectorAll("[data-kinds]");
    const follow = () => {
      const chosen = form.querySelector("input[name=kind]:checked");
      parts.forEach((part) => { part.hidden = !chosen || part.dataset.kinds !== chosen.value; });
    };
    form.addEventListener("change", (event) => { if (event.target.name === "kind") follow(); });
    window.addEventListener("pageshow", follow);
    follow();
  });

  // An amount is read back as it will be understood: 2,4 tỷ → 2.400.000.000.
  const words = { "": 1, nghin: 1e3, ngan: 1e3, tr: 1e6, trieu: 1e6, million: 1e6, ty: 1e9, ti: 1e9, billion: 1e9 };
  const read = (typed) => {
    const plain = typed.toLowerCase().replace(/[đ₫]/g, "d").normalize("NFD").replace(/[\u0300-\u036f\s]/g, "");
    const match = plain.match(/^([\d.,]+)([a-z]*?)(?:dong|vnd|d)?$/);
    if (!match || !(match[2] in words)) return null;
    const grouped = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(match[1]);
    const number = Number((grouped ? match[1].replaceAll(".", "") : match[1]).replace(",", "."));
    return Number.isFinite(number) ? number * words[match[2]] : null;
  };
  document.querySelectorAll("[data-money]").forEach((field) => {
    const said = document.createElement("span");
    said.className = "money-read";
    said.setAttribute("aria-live", "polite");
    field.after(said);
    const follow = () => {
      const amount = read(field.value);
      said.textContent = amount ? `= ${new Intl.NumberFormat(document.documentElement.lang).format(amount)} ₫` : "";
    };
    field.addEventListener("input", follow);
    follow();
  });
})();

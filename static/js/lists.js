// Lists: ticking rows and saying how many, closing menus. Everything else works without scripts.
(() => {
  "use strict";

  const count = (form) => {
    const ticks = [...form.querySelectorAll('input[name="row"]')];
    const chosen = ticks.filter((tick) => tick.checked).length;
    const every = form.querySelector("[data-all-matching]")?.checked;
    const label = form.querySelector("[data-bulk-count]");
    const total = label.dataset.total;
    label.textContent = label.dataset.text
      .replace("%(chosen)s", every ? total : String(chosen))
      .replace("%(total)s", total);
    const all = form.querySelector("[data-tick-all]");
    all.checked = chosen > 0 && chosen === ticks.length;
    all.indeterminate = chosen > 0 && chosen < ticks.length;
    const idle = !every && chosen === 0;
    const bar = form.querySelector("[data-bulk-bar]");
    bar.classList.toggle("is-idle", idle);
    bar.querySelector('button[type="submit"]').disabled = idle;
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-rows-form]");
    if (!form) return;
    if (event.target.matches("[data-tick-all]")) {
      form.querySelectorAll('input[name="row"]').forEach((tick) => { tick.checked = event.target.checked; });
    }
    count(form);
  });

  const closeMenus = (but) => document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== but) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  const begin = () => document.querySelectorAll("[data-rows-form]").forEach(count);
  begin();
  document.addEventListener("htmx:afterSettle", begin);
})();

// Dates as Vietnam writes them: a browser in another language would show 02/28/2020 in a native date field. At a desk the
// field becomes text in dd/mm/yyyy with a calendar button; a phone keeps its own picker, which follows the phone's language.
(() => {
  "use strict";

  if (!matchMedia("(pointer: fine)").matches) return;
  const { dateHint, dateWrong, dateOpen } = document.body.dataset;
  if (!dateHint) return;

  const two = (number) => String(number).padStart(2, "0");

  const shown = (iso) => (/^\d{4}-\d\d-\d\d$/.test(iso) ? iso.split("-").reverse().join("/") : iso);

  // Reads 28/2/2020, 28.02.2020, 28-2-20, 28022020 and 2020-02-28; gives yyyy-mm-dd, or null where there is no such day.
  const read = (text) => {
    const written = text.trim();
    const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written)?.slice(1).reverse()
      || /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d\d)$/.exec(written)?.slice(1)
      || /^(\d\d)(\d\d)(\d{4})$/.exec(written)?.slice(1);
    if (!parts) return null;
    const [day, month] = parts.map(Number);
    let year = Number(parts[2]);
    if (parts[2].length === 2) year += year > 30 ? 1900 : 2000;
    const date = new Date(Date.UTC(year, month - 1, day));
    const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    return exists ? `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}` : null;
  };

  const settle = (field) => {
    const iso = read(field.value);
    field.setCustomValidity(field.value.trim() && !iso ? dateWrong : "");
    if (iso) field.value = shown(iso);
    return iso;
  };

  const calendar = (field) => {
    const native = document.createElement("input");
    native.type = "date";
    native.tabIndex = -1;
    native.className = "date-native";
    native.setAttribute("aria-hidden", "true");
    for (const limit of ["min", "max"]) if (field.hasAttribute(limit)) native[limit] = field.getAttribute(limit);
    native.addEventListener("change", (event) => {
      event.stopPropagation();
      field.value = shown(native.value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
    const button = document.createElement("button");
    button.type = "button";
    button.className = "date-button";
    button.setAttribute("aria-label", dateOpen);
    button.title = dateOpen;
    button.innerHTML = '<i class="bi bi-calendar3" aria-hidden="true"></i>';
    button.disabled = field.disabled || field.readOnly;
    button.addEventListener("click", () => { native.value = read(field.value) || ""; native.showPicker?.(); });
    return [button, native];
  };

  const dress = (field) => {
    const iso = field.value;
    field.type = "text";
    field.value = shown(iso);
    field.inputMode = "numeric";
    field.placeholder = dateHint;
    field.autocomplete = field.getAttribute("autocomplete") || "off";
    field.dataset.dateText = "";
    const frame = document.createElement("span");
    frame.className = "date-field";
    field.replaceWith(frame);
    frame.append(field, ...calendar(field));
  };

  const begin = (root) => root.querySelectorAll("input[type=date]:not(.date-native, [data-native])").forEach(dress);
  // Before any other listener, so that whoever reads the field finds a settled date.
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-date-text]")) settle(event.target);
  }, true);

  // What is sent is yyyy-mm-dd, as a native field sends it: a page that comes back with a mistake shows the date again.
  document.addEventListener("formdata", (event) => {
    for (const field of event.target.querySelectorAll("[data-date-text][name]")) {
      const iso = read(field.value);
      if (iso && event.formData.getAll(field.name).length === 1) event.formData.set(field.name, iso);
    }
  });

  begin(document);
  document.addEventListener("htmx:load", (event) => begin(event.target));
})();

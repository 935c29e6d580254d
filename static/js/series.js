// Indicators over time: another form or jurisdiction offers other boxes, so the page is asked again without the old ticks.
(() => {
  "use strict";

  const depends = { form: ["indicator", "commune", "from", "until"], jurisdiction: ["commune"] };

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-series-again]")) return;
    const form = event.target.form;
    for (const name of depends[event.target.name] || []) {
      form.querySelectorAll(`[name="${name}"]`).forEach((field) => { field.disabled = true; });
    }
    form.requestSubmit();
  });
})();

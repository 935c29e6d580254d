// The frame's own behaviour: "/" for the search box, messages that go away, the offline banner, printing, measured colours.
(() => {
  "use strict";

  // "/" goes to the search box, as long as the person is not typing somewhere.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (at instanceof HTMLElement && (at.isContentEditable || /^(input|textarea|select)$/i.test(at.tagName))) return;
    const box = document.querySelector("[data-search-box]");
    if (!box || box.offsetParent === null) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // Good news leaves after ten seconds unless someone is reading it; warnings and errors stay until closed.
  const closeMessage = (message) => message.remove();
  const watchMessage = (message) => {
    if (message.dataset.watched) return;
    message.dataset.watched = "1";
    message.querySelector("[data-close]")?.addEventListener("click", () => closeMessage(message));
    if (!message.hasAttribute("data-leaves")) return;
    let timer = 0;
    const start = () => { timer = window.setTimeout(() => closeMessage(message), 10000); };
    const stop = () => window.clearTimeout(timer);
    for (const name of ["mouseenter", "focusin"]) message.addEventListener(name, stop);
    for (const name of ["mouseleave", "focusout"]) message.addEventListener(name, start);
    start();
  };
  const watchMessages = () => document.querySelectorAll("[data-message]").forEach(watchMessage);

  // On a phone a row of tabs is wider than the screen: the one that is open is in sight.
  document.querySelectorAll(".nav-pills .active").forEach((tab) => {
    const row = tab.parentElement;
    row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  });

  // A lost line is said at once, and so is its return.
  const showLine = () => {
    const banner = document.querySelector("[data-offline]");
    if (banner) banner.hidden = navigator.onLine;
  };
  window.addEventListener("online", showLine);
  window.addEventListener("offline", showLine);

  // The content security policy forbids style attributes: data-vars="share: 40%" becomes the CSS variable --share.
  const setVariables = (root) => root.querySelectorAll("[data-vars]").forEach((element) => {
    for (const pair of element.dataset.vars.split(";")) {
      const [name, value] = pair.split(":").map((part) => part.trim());
      if (name && value) element.style.setProperty(`--${name}`, value);
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-print]");
    if (button) window.print();
    if (event.target.closest?.("[data-go-back]")) window.history.back();
  });

  // On paper every table behind a chart is open; afterwards as it was.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".chart details:not([open])")];
    opened.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));

  // On a phone the filters start folded, so that the rows are in sight.
  const foldFilters = (root) => {
    if (matchMedia("(max-width: 767.98px)").matches) {
      root.querySelectorAll("details.filter-bar[open]").forEach((bar) => { bar.open = Boolean(bar.querySelector(".is-invalid, .text-danger")); });
    }
  };
  foldFilters(document);

  // A table of periods begins with the latest: what is oldest lies to the left, out of sight.
  const showLatest = (root) => {
    root.querySelectorAll("[data-latest-last]").forEach((box) => { box.scrollLeft = box.scrollWidth; });
  };

  const begin = (root) => { showLatest(root); setVariables(root); watchMessages(); showLine(); };
  begin(document);
  document.addEventListener("htmx:load", (event) => begin(event.target));
})();

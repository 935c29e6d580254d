// A link to another form of the same list takes along the filters that were changed without loading the page.
(() => {
  "use strict";

  const before = window.location.search;
  document.querySelectorAll("[data-follows-filter]").forEach((link) => {
    link.addEventListener("click", () => {
      if (window.location.search !== before) link.href = link.dataset.followsFilter + window.location.search;
    });
  });
})();

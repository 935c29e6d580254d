// Forms that behave: no double submit, a question before what cannot be undone, a warning before typed text is lost.
(() => {
  "use strict";

  const submitters = (form) => [
    ...form.querySelectorAll("button:not([type=button]):not([type=reset]), input[type=submit]"),
    ...(form.id ? document.querySelectorAll(`button[form="${CSS.escape(form.id)}"]`) : []),
  ];

  // The pressed button's name and value must still travel, so buttons are disabled only after the form has been read.
  const lock = (form, pressed) => {
    if (form.dataset.sent) return false;
    form.dataset.sent = "1";
    window.setTimeout(() => {
      for (const button of submitters(form)) {
        if (button.disabled) continue;
        button.disabled = true;
        button.dataset.lockedBySubmit = "1";
      }
      pressed?.setAttribute("aria-busy", "true");
    });
    return true;
  };
  const unlock = (root) => {
    root.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    root.querySelectorAll("[data-locked-by-submit]").forEach((button) => {
      button.disabled = false;
      delete button.dataset.lockedBySubmit;
      button.removeAttribute("aria-busy");
    });
  };

  // --- the question ---
  const ask = (source, form, pressed) => {
    const dialog = document.querySelector("[data-ask]");
    if (!dialog?.showModal) return false;
    dialog.querySelector("[data-ask-text]").textContent = source.dataset.confirm;
    const yes = dialog.querySelector("[data-ask-yes]");
    yes.textContent = source.dataset.confirmYes || yes.dataset.defaultText;
    yes.className = source.hasAttribute("data-confirm-danger") ? "btn btn-danger" : "btn btn-primary";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "1";
      form.requestSubmit(pressed || undefined);
    }, { once: true });
    dialog.showModal();
    return true;
  };

  // --- what a field cannot read (letters in a number, half a day) would be sent as if nothing had been typed ---
  document.addEventListener("submit", (event) => {
    const unread = [...event.target.elements].find((field) => field.validity?.badInput && !field.closest("[hidden]"));
    if (!unread) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const folded = unread.closest("details");
    if (folded) folded.open = true;
    unread.reportValidity();
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const pressed = event.submitter;
    const source = pressed?.dataset.confirm ? pressed : form.dataset.confirm ? form : null;
    if (source && !form.dataset.confirmed && ask(source, form, pressed)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    delete form.dataset.confirmed;
  }, true);
  // Last of all listeners, so that a form which another script has stopped is not locked.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method.toLowerCase() !== "post" || form.hasAttribute("data-no-guard")) return;
    if ([...form.attributes].some(({ name }) => name.startsWith("hx-"))) return;
    if (!lock(form, event.submitter)) event.preventDefault();
  });
  window.addEventListener("pageshow", () => unlock(document));

  // --- typed text is not lost by a slip: only forms that really changed ask ---
  const written = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]));
  const guarded = new Map();
  const guard = (root) => root.querySelectorAll("form[data-guard]").forEach((form) => {
    if (!guarded.has(form)) guarded.set(form, written(form));
  });
  window.addEventListener("beforeunload", (event) => {
    for (const [form, before] of guarded) {
      if (form.isConnected && !form.dataset.sent && written(form) !== before) event.preventDefault();
    }
  });
  // Whoever has saved a draft of the form says so: form.dispatchEvent(new Event("saved", {bubbles: true})).
  document.addEventListener("saved", (event) => {
    if (guarded.has(event.target)) guarded.set(event.target, written(event.target));
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-autosubmit]")) event.target.form?.requestSubmit();
  });

  // A dialog of the page itself (partials/confirm_dialog.html) opens from any button that names it.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog-open]");
    if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
    const closer = event.target.closest?.("[data-dialog-close]");
    if (closer) closer.closest("dialog")?.close();
  });

  // The first mistake gets the focus, so that a screen reader and a small screen both start there.
  document.querySelector("[data-error-summary]")?.focus();

  guard(document);
  document.addEventListener("htmx:load", (event) => guard(event.target));
})();

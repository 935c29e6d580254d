// Before a guarded form is sent: does the session still stand, and is it this person's? If not, the page stays with all that was typed.
(() => {
  "use strict";

  const PATIENCE = 10000;
  const dialog = document.querySelector("[data-session-dialog]");
  if (!dialog?.showModal) return;
  const words = dialog.dataset;
  const said = dialog.querySelector("[data-session-said]");
  const signIn = dialog.querySelector("[data-session-sign-in]");
  const again = dialog.querySelector("[data-session-again]");
  let held = null;
  let isAsking = false;

  /** What stands in the way of sending, or the token to send with. */
  const asked = async () => {
    try {
      const answer = await fetch(words.url, {
        headers: { Accept: "application/json" },
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) return { problem: "ended" };
      if (!answer.ok) return { problem: "down" };
      const { person, token } = await answer.json();
      return String(person) === words.person ? { token } : { problem: "other" };
    } catch (error) {
      return { problem: "down" };
    }
  };

  const renew = (token) => {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  };

  const tell = (problem) => {
    signIn.hidden = problem !== "ended";
    said.textContent = "";
    if (!dialog.open) dialog.showModal();
    // Set after the dialog is there, so that a screen reader says it, the second time too.
    window.setTimeout(() => { said.textContent = words[`said${problem[0].toUpperCase()}${problem.slice(1)}`]; });
    (signIn.hidden ? again : signIn).focus();
  };

  const send = async () => {
    if (isAsking || !held) return;
    isAsking = true;
    const { form, pressed } = held;
    const button = dialog.open ? again : pressed;
    button?.setAttribute("aria-busy", "true");
    const { problem, token } = await asked();
    button?.removeAttribute("aria-busy");
    isAsking = false;
    if (problem) {
      tell(problem);
      return;
    }
    held = null;
    if (dialog.open) dialog.close();
    renew(token);
    form.dataset.stands = "1";
    form.dataset.confirmed = "1"; // the question, where there is one, has been answered
    form.requestSubmit(pressed?.isConnected ? pressed : undefined);
  };

  // After the question of forms.js, before whatever else listens to the form.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-guard]") || form.getAttribute("method")?.toLowerCase() !== "post") return;
    if (form.dataset.stands) {
      delete form.dataset.stands;
      return;
    }
    // A form with a draft keeps itself on the device while there is no line.
    if (form.dataset.draft && !("draftNotHere" in form.dataset) && !navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isAsking) return;
    held = { form, pressed: event.submitter };
    send();
  }, true);
  again.addEventListener("click", send);
})();

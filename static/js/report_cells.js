// The lines of a report's sheet in the page: reading what is typed, filling it in again, showing an answer and a state.
(() => {
  "use strict";

  const ICONS = { empty: "circle", saved: "check2", sending: "arrow-repeat", waiting: "cloud-slash", wrong: "x-octagon-fill" };

  class Cells {
    constructor(sheet) {
      this.sheet = sheet;
      this.handedOver = new Map(); // what the queue or the server has of each cell
      for (const cell of sheet.querySelectorAll("[data-cell]")) this.handOver(cell);
    }

    at(key) {
      return this.sheet.querySelector(`#cell-${CSS.escape(key)}`);
    }

    values(cell) {
      return [...cell.querySelectorAll("[data-cell-value]")];
    }

    fields(cell) {
      return this.values(cell).map((control) => [control.name, control.value]);
    }

    version(cell) {
      return cell.querySelector("[data-cell-version]")?.value || "0";
    }

    signature(cell) {
      return JSON.stringify(this.fields(cell));
    }

    handOver(cell) {
      this.handedOver.set(cell.dataset.cell, this.signature(cell));
    }

    isTyped(cell) {
      return this.signature(cell) !== this.handedOver.get(cell.dataset.cell);
    }

    get typed() {
      return [...this.sheet.querySelectorAll("[data-cell]:not([data-read-only])")].filter((cell) => this.isTyped(cell));
    }

    /** Put values back by the names of their controls; a table gets as many rows as it needs. */
    fill(cell, fields) {
      for (const [name, value] of fields) {
        let control = this.named(cell, name);
        while (!control && /^cell-\d+-\d+-/.test(name) && this.addRow(cell)) control = this.named(cell, name);
        if (control) control.value = value;
      }
    }

    named(cell, name) {
      return this.values(cell).find((control) => control.name === name);
    }

    addRow(cell) {
      const blank = cell.querySelector("template[data-cell-blank]");
      const body = cell.querySelector("[data-cell-body]");
      if (!blank || !body || body.rows.length > 250) return null;
      const row = blank.content.firstElementChild.cloneNode(true);
      const places = [...body.querySelectorAll("[name]")].map((control) => Number(control.name.split("-")[2]));
      const place = Math.max(-1, ...places) + 1;
      for (const control of row.querySelectorAll("[name]")) control.name = control.name.replace("-N-", `-${place}-`);
      body.append(row);
      return row;
    }

    // --- states ---

    show(cell, state, word) {
      cell.dataset.state = state;
      const place = cell.querySelector("[data-cell-state]");
      const icon = document.createElement("i");
      icon.className = `bi bi-${ICONS[state]}`;
      icon.title = word;
      icon.setAttribute("aria-hidden", "true");
      const hidden = document.createElement("span");
      hidden.className = "visually-hidden";
      hidden.textContent = word;
      place?.replaceChildren(icon, hidden);
      this.markInvalid(cell);
    }

    markInvalid(cell) {
      const control = cell.querySelector("[data-cell-control] [data-cell-value]");
      control?.toggleAttribute("aria-invalid", cell.dataset.state === "wrong");
      if (control?.hasAttribute("aria-invalid")) control.setAttribute("aria-invalid", "true");
    }

    say(cell, html) {
      const place = cell.querySelector("[data-cell-refused]");
      place.innerHTML = html;
      return place.querySelector("[data-said]")?.textContent.trim() || "";
    }

    // --- an answer of the server ---

    /** Show the lines of an answer; cells with something typed keep it, and the version that it was typed upon. */
    patch(html, isBusy) {
      const answer = document.createElement("template");
      answer.innerHTML = html;
      const told = new Set();
      for (const fresh of answer.content.querySelectorAll("[data-cell]")) {
        const old = this.at(fresh.dataset.cell);
        told.add(fresh.dataset.cell);
        if (old) this.patchOne(old, fresh, isBusy(old));
      }
      for (const cell of this.sheet.querySelectorAll("[data-cell]")) {
        if (!told.has(cell.dataset.cell) && !isBusy(cell)) this.clear(cell);
      }
      for (const id of ["sheet-steps", "sheet-counter"]) {
        const fresh = answer.content.getElementById(id);
        if (fresh) document.getElementById(id)?.replaceWith(fresh);
      }
    }

    patchOne(old, fresh, isBusy) {
      const part = (cell, name) => cell.querySelector(`[data-cell-${name}]`);
      const notes = part(old, "notes");
      if (!isBusy) {
        const here = document.activeElement;
        old.className = fresh.className;
        old.dataset.state = fresh.dataset.state;
        part(old, "state").replaceWith(part(fresh, "state").cloneNode(true));
        part(old, "refused").replaceChildren();
        if (!part(old, "control").contains(here)) this.renew(old, fresh);
        const version = part(fresh, "version");
        if (version && part(old, "version")) part(old, "version").value = version.value;
      }
      const isWritten = isBusy && notes.querySelector("[data-cell-value]");
      if (!isWritten && !notes.contains(document.activeElement)) notes.innerHTML = part(fresh, "notes").innerHTML;
      this.markInvalid(old);
      if (!isBusy) this.handOver(old);
    }

    /** Take over what the server keeps: figures are written anew (1234 becomes 1.234), tables drawn anew. */
    renew(old, fresh) {
      const [mine, theirs] = [old, fresh].map((cell) => cell.querySelector("[data-cell-control]"));
      const control = mine.querySelector("input.cell-number, textarea");
      if (!control || mine.querySelector("[data-cell-body]")) mine.innerHTML = theirs.innerHTML;
      else control.value = theirs.querySelector("[data-cell-value]").value;
    }

    /** Nothing is said about this cell any more. */
    clear(cell) {
      const notes = cell.querySelector("[data-cell-notes]");
      const isPlain = ["saved", "empty"].includes(cell.dataset.state);
      if (isPlain && !notes.childElementCount) return;
      if (!notes.contains(document.activeElement)) notes.replaceChildren();
      if (cell.hasAttribute("data-read-only")) return;
      const isEmpty = this.values(cell).every((control) => !control.value.trim());
      this.show(cell, isEmpty ? "empty" : "saved", this.sheet.dataset[isEmpty ? "wordEmpty" : "wordSaved"]);
      this.handOver(cell);
    }
  }

  window.ReportCells = Cells;
})();

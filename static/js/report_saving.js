// Saves each cell of a report as it is left; says what waits, what was refused, and what somebody else has saved.
(() => {
  "use strict";

  const page = window.ReportSheet;
  if (!page) return;
  const { sheet, cells, words, speak, markStep, firstControl } = page;
  const said = sheet.dataset;
  const part = (name) => sheet.querySelector(`[data-sheet-${name}]`);
  const token = sheet.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const keying = sheet.querySelector("[data-section-form] [name=key]") ? [["key", "1"]] : [];
  const address = (key) => said.cellUrl.replace("/0/", `/${key}/`);
  const queue = new window.ReportQueue({ place: `report:${said.owner}:${said.report}:`, address, token, extra: keying });

  const showLine = (sentence, buttons = []) => {
    part("line").hidden = !sentence;
    part("line-text").textContent = sentence;
    for (const name of ["retry", "sign-in", "forget"]) part(name).hidden = !buttons.includes(name);
  };

  // A closed report takes nothing any more: what this device still keeps of it is told, and may be forgotten.
  if (!("open" in said)) {
    const left = "closed" in said ? queue.kept() : [];
    const line = (entry) => `${cells.at(entry.cell)?.dataset.line}: ${(entry.next || entry.pending || []).map(([, value]) => value).filter(Boolean).join(", ")}`;
    if (left.length) showLine(words(said.saidLeft, { cells: left.map(line).join("; ") }), ["forget"]);
    part("forget").addEventListener("click", () => {
      left.forEach((entry) => queue.drop(entry.cell));
      showLine("");
    });
    return;
  }

  const isBusy = (cell) => queue.has(cell.dataset.cell) || cells.isTyped(cell);
  const commit = (cell) => {
    if (cell.hasAttribute("data-read-only") || !cells.isTyped(cell)) return;
    cells.handOver(cell);
    queue.put(cell.dataset.cell, cells.fields(cell), cells.version(cell));
  };
  const commitAll = () => cells.typed.forEach(commit);

  // --- when cells are saved ---
  let pause = 0;
  const cellOf = (event) => event.target.closest?.("[data-cell]");
  sheet.addEventListener("change", (event) => { if (cellOf(event)) commit(cellOf(event)); });
  sheet.addEventListener("focusout", (event) => {
    const cell = cellOf(event);
    if (cell && !cell.contains(event.relatedTarget)) commit(cell);
  });
  // Long texts are saved in every pause, not only at the end.
  sheet.addEventListener("input", (event) => {
    const cell = cellOf(event);
    if (!cell || event.target.tagName !== "TEXTAREA") return;
    window.clearTimeout(pause);
    pause = window.setTimeout(() => commit(cell), 3000);
  });
  document.addEventListener("visibilitychange", () => { commitAll(); queue.send(); });
  window.addEventListener("pagehide", commitAll);
  // A page that the browser brings back whole shows an old sheet: read it anew.
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

  // --- what became of them ---
  const inCell = (name, action) => queue.addEventListener(name, ({ detail }) => {
    const cell = cells.at(detail.cell);
    if (cell) action(cell, detail);
  });
  const showSending = (cell) => cells.show(cell, queue.line === "up" ? "sending" : "waiting", queue.line === "up" ? said.saidSending : said.saidWaiting);
  inCell("queued", showSending);
  inCell("sending", showSending);
  inCell("saved", (cell, { html, version }) => {
    // Our own save brought this version, so whatever was typed since stands upon it.
    if (cell.querySelector("[data-cell-version]")) cell.querySelector("[data-cell-version]").value = version;
    cells.patch(html, isBusy);
    markStep();
    sheet.querySelectorAll(".was-last").forEach((one) => one.classList.remove("was-last"));
    cell.classList.add("was-last");
    // Notes that came with the answer may have moved the cell that is being filled now.
    if (document.activeElement?.matches("[data-cell-value]")) document.activeElement.scrollIntoView({ block: "nearest" });
    speak(words(said.saidSaved, { line: cell.dataset.line }));
  });
  const refuse = (cell, { html }) => {
    const why = cells.say(cell, html);
    cells.show(cell, "wrong", why);
    speak(words(said.saidWrong, { line: cell.dataset.line, why }));
  };
  inCell("refused", refuse);
  inCell("conflict", refuse);

  // --- the line ---
  queue.addEventListener("line", ({ detail: { line, before, waiting } }) => {
    const count = waiting.length;
    if (line === "up") {
      if (before === "up") return;
      showLine("");
      speak(said.saidBack);
      return;
    }
    for (const { cell } of waiting) if (cells.at(cell)) showSending(cells.at(cell));
    if (line === "down") showLine(words(said.saidOffline, { count }), ["retry"]);
    else showLine(words(said.saidSignIn, { count }), ["sign-in", "retry"]);
  });
  part("retry").addEventListener("click", () => queue.send());
  part("sign-in").href = said.signIn;

  // --- two people at one cell, the records' figure, rows of tables ---
  page.refresh = async (key) => {
    const answer = await fetch(address(key) + window.location.search).catch(() => null);
    if (answer?.ok && answer.headers.get("X-Report-Cell")) cells.patch(await answer.text(), isBusy);
    markStep();
  };
  const keepMine = (cell, version) => {
    cells.say(cell, "");
    cells.handOver(cell);
    queue.put(cell.dataset.cell, cells.fields(cell), version);
    firstControl(cell)?.focus();
  };
  const takeTheirs = async (cell) => {
    queue.drop(cell.dataset.cell);
    cells.handOver(cell);
    await page.refresh(cell.dataset.cell);
    firstControl(cell)?.focus();
  };
  page.takeBack = async (cell, url) => {
    await queue.send();
    const body = new URLSearchParams([[`version-${cell.dataset.cell}`, cells.version(cell)], ...keying]);
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null);
    if (!answer?.headers.get("X-Report-Cell")) return queue.lost("down");
    const html = await answer.text();
    if (!answer.ok) return refuse(cell, { html });
    queue.drop(cell.dataset.cell);
    cells.handOver(cell);
    document.activeElement?.blur();
    cells.patch(html, isBusy);
    markStep();
    return firstControl(cell)?.focus();
  };
  const removeRow = (cell, row) => {
    row.remove();
    if (!cell.querySelector("[data-row]")) cells.addRow(cell);
    commit(cell);
    firstControl(cell)?.focus();
  };
  sheet.addEventListener("click", (event) => {
    const cell = cellOf(event);
    const pressed = (name) => event.target.closest(`[data-${name}]`);
    if (!cell) return;
    if (pressed("keep-mine")) keepMine(cell, pressed("conflict").dataset.version);
    if (pressed("take-theirs")) takeTheirs(cell);
    if (pressed("row-add")) cells.addRow(cell)?.querySelector("[data-cell-value]")?.focus();
    if (pressed("row-remove")) removeRow(cell, pressed("row"));
    if (pressed("cell-take")) {
      event.preventDefault();
      page.takeBack(cell, pressed("cell-take").dataset.cellTake);
    }
  });
  sheet.addEventListener("click", (event) => {
    const section = event.target.closest("[data-fill-zero]")?.closest("[data-section]");
    for (const control of section?.querySelectorAll("[data-cell-control] > input.cell-number") || []) {
      if (!control.value.trim()) {
        control.value = "0";
        commit(control.closest("[data-cell]"));
      }
    }
  });
  sheet.addEventListener("submit", (event) => event.preventDefault());

  // --- leaving for the last look: first everything is sent ---
  document.querySelectorAll("[data-sheet-leave]").forEach((link) => link.addEventListener("click", async (event) => {
    commitAll();
    if (!queue.entries.size) return;
    event.preventDefault();
    await queue.send();
    if (!queue.entries.size) window.location.assign(link.href);
    else if (queue.refused.length) window.location.hash = `cell-${queue.refused[0].cell}`;
    else {
      const sentence = words(said.saidStays, { count: queue.waiting.length });
      showLine(sentence, ["retry"]);
      speak(sentence);
    }
  }));

  // --- what this device kept from before ---
  for (const entry of queue.kept()) {
    const cell = cells.at(entry.cell);
    if (!cell || cell.hasAttribute("data-read-only")) continue;
    cells.fill(cell, entry.next || entry.pending || []);
    cells.handOver(cell);
    queue.take({ ...entry, refused: false });
    showSending(cell);
  }
  if (queue.entries.size) {
    speak(words(said.saidRestored, { count: queue.entries.size }));
    queue.send();
  }
})();

// What the quick entry keeps and has sent, as lines: each that waits, each that was recorded, and what that may be
// the same as.
(() => {
  "use strict";

  const LATEST = 5;

  class QuickList {
    /** actions: edit(entry), throwAway(entry), link(sent, other, kind). */
    constructor(panel, words, actions) {
      this.panel = panel;
      this.words = words;
      this.actions = actions;
    }

    show(entries, sent, line) {
      this.panel.hidden = entries.length === 0 && sent.length === 0 && !line;
      this.panel.classList.toggle("is-clear", entries.length === 0);
      this.panel.querySelector("[data-quick-line]").textContent = line;
      const latest = sent.filter((one, at) => at >= sent.length - LATEST || this.isAsking(one)).reverse();
      const list = this.panel.querySelector("[data-quick-list]");
      list.replaceChildren(...entries.map((entry) => this.waiting(entry)), ...latest.map((one) => this.recorded(one)));
    }

    isAsking(one) {
      return one.same.length > 0 && !one.same.some((other) => other.linked);
    }

    waiting(entry) {
      const item = this.item("bi-hourglass-split", entry.shown || "…");
      if (entry.refused) {
        item.classList.add("is-refused");
        item.querySelector("div").append(this.small(entry.refused));
        item.append(this.button(this.words.saidEdit, () => this.actions.edit(entry)));
        item.append(this.button(this.words.saidDrop, () => this.actions.throwAway(entry)));
      }
      return item;
    }

    recorded(one) {
      const item = this.item("bi-check-circle-fill", this.words.saidSent.replace("{number}", one.number));
      const open = this.way(one.url, this.words.saidOpen);
      open.className = "btn btn-sm btn-secondary";
      item.append(open);
      if (one.doubt) item.querySelector("div").append(this.small(one.doubt));
      const same = one.same.map((other) => this.question(one, other));
      if (same.length) item.querySelector("div").append(...same);
      return item;
    }

    /** What the entry may be the same as: linked with one tap, or said to be linked. */
    question(one, other) {
      const said = this.small("");
      said.className = "quick-same";
      const name = this.way(other.url, other.number);
      if (other.linked) {
        said.append(this.words.saidLinked.replace("{number}", other.number));
        return said;
      }
      said.append(`${this.words.saidAskSame} `, name, ` · ${other.said} `);
      said.append(this.button(this.words.saidSame, () => this.actions.link(one, other, "duplicate")));
      said.append(this.button(this.words.saidRelated, () => this.actions.link(one, other, "related")));
      return said;
    }

    item(icon, text) {
      const item = document.createElement("li");
      const sign = document.createElement("i");
      sign.className = `bi ${icon}`;
      sign.setAttribute("aria-hidden", "true");
      const words = document.createElement("div");
      words.textContent = text;
      item.append(sign, words);
      return item;
    }

    small(text) {
      const small = document.createElement("small");
      small.textContent = text;
      return small;
    }

    way(address, text) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = text;
      return link;
    }

    button(text, action) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-secondary";
      button.textContent = text;
      button.addEventListener("click", action);
      return button;
    }
  }

  window.QuickList = QuickList;
})();

// The grid for keying: Enter and the arrows move between boxes as in a spreadsheet; Tab as everywhere.
(() => {
  "use strict";

  const grid = document.querySelector("[data-entry-grid]");
  if (!grid) return;
  const boxes = () => [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);

  const step = (box, down, right) => {
    const rows = boxes();
    const y = rows.findIndex((row) => row.includes(box));
    const x = rows[y].indexOf(box);
    for (let row = y + down, column = x + right; rows[row]?.[column]; row += down, column += right) {
      const next = rows[row][column];
      if (!next.disabled) {
        next.focus();
        next.select();
        return true;
      }
      if (!down && !right) return false;
    }
    return false;
  };

  grid.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || event.altKey || event.ctrlKey || event.metaKey) return;
    const moves = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    if (event.key === "ArrowRight" && box.selectionEnd === box.value.length) moves.ArrowRight = [0, 1];
    if (event.key === "ArrowLeft" && box.selectionStart === 0) moves.ArrowLeft = [0, -1];
    const move = moves[event.key];
    if (move && step(box, ...move)) event.preventDefault();
    else if (event.key === "Enter") event.preventDefault();
  });
})();

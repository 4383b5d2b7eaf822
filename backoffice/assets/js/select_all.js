// One tick for all rows of a table, in the empty first cell of its header.

import { translated } from "./words.js";

export function startSelectAll(scope) {
  for (const table of scope.querySelectorAll("table[data-select-all]:not([data-select-all-started])")) start(table);
}

function start(table) {
  table.dataset.selectAllStarted = "";
  const name = table.dataset.selectAll;
  const boxes = () => [...table.querySelectorAll(`input[name="${name}"]`)];
  const all = tick(table.tHead.rows[0].cells[0], `select-all-${name}`);
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
  });
  table.addEventListener("change", () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  });
}

function tick(cell, id) {
  const box = Object.assign(document.createElement("input"), { type: "checkbox", id, className: "govuk-checkboxes__input" });
  const label = Object.assign(document.createElement("label"), { htmlFor: id, className: "govuk-label govuk-checkboxes__label" });
  const words = Object.assign(document.createElement("span"), { className: "oq-queue__all", textContent: translated("Select all on this page") });
  const item = Object.assign(document.createElement("div"), { className: "govuk-checkboxes__item" });
  const group = Object.assign(document.createElement("div"), { className: "govuk-checkboxes govuk-checkboxes--small" });
  label.append(words);
  item.append(box, label);
  group.append(item);
  cell.append(group);
  return box;
}

// Counts the ticked cases of the queue, and remembers them while the table is read anew.

import { translated } from "./words.js";

const BOXES = 'input[type="checkbox"][name="case"][form="change-many"]';
const ticked = new Set();

export function startChangeMany(scope) {
  for (const box of scope.querySelectorAll(BOXES)) if (ticked.has(box.value)) box.checked = true;
  const form = document.querySelector("form[data-change-many]");
  if (!form) return;
  if (!document.body.dataset.changeManyStarted) {
    document.body.dataset.changeManyStarted = "";
    document.addEventListener("change", (event) => {
      if (event.target.closest("table") || event.target.matches(BOXES)) count();
    });
    window.addEventListener("pageshow", count); // a browser that comes back has ticked them again
  }
  count();
}

// What is not on the page any more is not sent, so it does not count either.
function count() {
  const chosen = [...document.querySelectorAll(BOXES)].filter((box) => box.checked);
  ticked.clear();
  for (const box of chosen) ticked.add(box.value);
  const place = document.querySelector("form[data-change-many] [data-change-count]");
  const words = inWords(chosen.length);
  if (place && place.textContent !== words) place.textContent = words;
}

function inWords(number) {
  if (number === 0) return translated("No case is chosen");
  return number === 1 ? translated("1 case chosen") : translated("%(count)s cases chosen", { count: number });
}

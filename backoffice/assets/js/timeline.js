// The story of a case: long words fold, and a link to one entry finds it also where it happened long ago.

import { translated } from "./words.js";

const LONG = 360; // pixels: about fifteen lines
const ENTRY = /^#(contact|note|event)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function startTimeline(scope) {
  for (const words of scope.querySelectorAll("#timeline .oq-item__body:not([data-folding])")) fold(words);
  if (scope === document && document.getElementById("timeline")) {
    find();
    window.addEventListener("hashchange", find);
  }
}

function fold(words) {
  words.dataset.folding = "";
  const item = words.closest(".oq-item");
  if (words.scrollHeight <= LONG * 1.3 || (item.id && `#${item.id}` === location.hash)) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "oq-item__unfold";
  const set = (folded) => {
    words.classList.toggle("oq-item__body--folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? translated("Show all of it") : translated("Show less");
  };
  set(true);
  button.addEventListener("click", () => set(button.getAttribute("aria-expanded") === "true"));
  words.addEventListener("focusin", () => set(false)); // a link among the words that cannot be seen
  words.after(button);
}

// The server hears nothing of what stands after "#": where the entry is not on the page, ask for the page that has it.
function find() {
  const { hash, pathname, search } = location;
  if (!ENTRY.test(hash) || document.getElementById(hash.slice(1))) return;
  const wanted = hash.slice(1);
  if (new URLSearchParams(search).get("at") === wanted) return; // it is on another case
  location.replace(`${pathname}?at=${wanted}${hash}`);
}

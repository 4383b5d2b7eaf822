// Below a text that is being written: its characters, parts and price, and a button that puts plain marks in.

import { announce } from "./announce.js";
import { count, inWords, offer, plain } from "./segments.js";
import { translated } from "./words.js";

const PAUSE = 1500; // milliseconds after which somebody who does not see the line is told

export function startTextCounts(scope) {
  for (const place of scope.querySelectorAll("[data-text-count]:not([data-text-count-started])")) start(place);
}

function start(place) {
  place.dataset.textCountStarted = "";
  const area = place.closest("form").querySelector("textarea");
  const line = place.querySelector("[data-count-words]");
  const button = place.querySelector("[data-count-plain]");
  describe(area, line.id);
  let timer;
  const tell = () => {
    show(place, area.value.trim(), line, button);
    clearTimeout(timer);
    timer = setTimeout(() => { place.querySelector("[data-count-said]").textContent = line.textContent; }, PAUSE);
  };
  area.addEventListener("input", tell);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    area.value = plain(area.value);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
    announce(translated("Replaced with plain ones"));
  });
  show(place, area.value.trim(), line, button);
}

function show(place, text, line, button) {
  line.textContent = inWords(text, Number(place.dataset.longest), place.dataset.pence);
  line.classList.toggle("oq-late", count(text).characters > Number(place.dataset.longest));
  const words = offer(text);
  button.textContent = words;
  button.hidden = !words;
}

function describe(area, id) {
  const known = (area.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  area.setAttribute("aria-describedby", [...new Set([...known, id])].join(" "));
}

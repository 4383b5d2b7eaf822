// What a preview says is spoken when it differs from what was spoken last, and the writer has paused.

import { announce } from "./announce.js";

const PAUSE_MS = 1500;

export function startRuleEditor(scope) {
  for (const panel of scope.querySelectorAll("[data-preview]:not([data-preview-started])")) start(panel);
}

function start(panel) {
  panel.dataset.previewStarted = "";
  let spoken = "";
  let timer;
  panel.addEventListener("htmx:afterSwap", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const words = panel.querySelector("[data-preview-words]")?.dataset.previewWords ?? "";
      if (words === spoken) return;
      spoken = words;
      announce(words);
    }, PAUSE_MS);
  });
}

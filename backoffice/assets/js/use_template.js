// "Use this" puts a template's words after what was typed, without a new page.

import { announce } from "./announce.js";
import { translated } from "./words.js";

export function startTemplates(scope) {
  for (const button of scope.querySelectorAll("[data-use-template]:not([data-use-template-started])")) start(button);
}

function start(button) {
  button.dataset.useTemplateStarted = "";
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const form = button.closest("form");
    const select = form.elements.template;
    const words = select.selectedOptions[0]?.dataset.words;
    if (!words) {
      announce(translated("Choose a template first"));
      select.focus();
      return;
    }
    const area = form.querySelector("textarea");
    area.value = area.value.trim() ? `${area.value.trim()}\n\n${words}` : words;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
    announce(translated("The template's words are in the reply"));
  });
}

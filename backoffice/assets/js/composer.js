// A composer sends with Ctrl+Enter and warns before unsent words are lost.

const unsent = new Set();

export function startComposers(scope) {
  for (const form of scope.querySelectorAll("form[data-composer]:not([data-composer-started])")) start(form);
}

function start(form) {
  form.dataset.composerStarted = "";
  let before = written(form);
  form.addEventListener("input", () => {
    if (written(form) === before) unsent.delete(form);
    else unsent.add(form);
  });
  form.addEventListener("submit", () => unsent.delete(form));
  // What is kept as a draft is not lost.
  form.addEventListener("oq:kept", () => {
    before = written(form);
    unsent.delete(form);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
    event.preventDefault();
    // The button is pressed, so that its guard against a double press counts.
    (form.querySelector("[data-send]") ?? form.querySelector("button[type=submit], button:not([type])")).click();
  });
}

function written(form) {
  return [...form.querySelectorAll("textarea")].map((area) => area.value).join("\n");
}

window.addEventListener("beforeunload", (event) => {
  if ([...unsent].some((form) => form.isConnected)) event.preventDefault();
});

// The drop-in sheet by keyboard: Enter and the arrows stay in the column, and what is half filled is kept as a draft.

import { translated } from "./words.js";

const PAUSE = 1500; // milliseconds without a key

export function startDropIn(scope) {
  for (const form of scope.querySelectorAll("form[data-drop-in]:not([data-drop-in-started])")) start(form);
}

function start(form) {
  form.dataset.dropInStarted = "";
  form.addEventListener("keydown", (event) => onKey(form, event));
  form.addEventListener("htmx:afterSwap", (event) => reveal(event.target.closest(".oq-sheet__who")));
  keepWhileTyping(form);
}

// The line below a row is there only where it says something.
function reveal(line) {
  if (line) line.hidden = !line.querySelector("fieldset, .govuk-error-message, input");
}

function onKey(form, event) {
  const control = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.querySelector("[data-drop-in-save]").click();
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || !control.closest(".oq-sheet__cell")) return;
  const step = stepOf(control, event);
  if (!step) return;
  event.preventDefault();
  move(form, control, step);
}

// Down, up or nothing. A list of choices keeps its arrows; in a text of several lines they walk through its lines first.
function stepOf(control, event) {
  if (event.key === "Enter") return event.shiftKey ? 0 : 1;
  if (event.shiftKey || control.tagName === "SELECT") return 0;
  if (event.key === "ArrowDown") return atEdge(control, "end") ? 1 : 0;
  if (event.key === "ArrowUp") return atEdge(control, "start") ? -1 : 0;
  return 0;
}

function atEdge(control, edge) {
  if (control.tagName !== "TEXTAREA" || !control.value.includes("\n")) return true;
  const { selectionStart, value } = control;
  return edge === "end" ? !value.slice(selectionStart).includes("\n") : !value.slice(0, selectionStart).includes("\n");
}

function move(form, control, step) {
  const column = control.name.split("-")[1];
  const controls = [...form.querySelectorAll(`.oq-sheet__cell [name$="-${column}"]`)];
  const next = controls[controls.indexOf(control) + step];
  if (!next) return;
  next.focus();
  next.select?.();
}

function keepWhileTyping(form) {
  let timer;
  let running;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  const save = async () => {
    clearTimeout(timer);
    running = new AbortController();
    tell(form, await post(form, running.signal));
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // A tab that is closed or a laptop that falls asleep does not wait for the pause.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer && form.isConnected) save();
  });
  // What is still on its way must not bring back a sheet that has just been saved.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = undefined;
    running?.abort();
  });
}

async function post(form, signal) {
  try {
    const answer = await fetch(form.dataset.dropIn, {
      method: "POST", body: new URLSearchParams(new FormData(form)), signal, credentials: "same-origin",
      redirect: "manual", keepalive: true,
    });
    if (answer.ok) {
      const clock = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      return translated("Kept %(clock)s. Only you see it until you save it.", { clock });
    }
    return answer.status === 422 ? await answer.text() : translated("This sheet is not kept. Copy what you wrote before you leave this page.");
  } catch (error) {
    return error.name === "AbortError" ? "" : translated("This sheet is not kept: the connection is gone.");
  }
}

function tell(form, words) {
  form.querySelector("[data-drop-in-kept]").textContent = words;
}

// Keeps what somebody writes as their draft while they write. The button beside "send" does the same without scripts.

import { translated } from "./words.js";

const PAUSE = 1500; // milliseconds without a key

export function startDrafts(scope) {
  for (const form of scope.querySelectorAll("form[data-draft-url]:not([data-draft-started])")) start(form);
}

function start(form) {
  form.dataset.draftStarted = "";
  let timer;
  let running;
  const save = async () => {
    clearTimeout(timer);
    running = new AbortController();
    const sent = words(form);
    const answer = await post(form, running.signal);
    if (!answer.ok) tell(form, answer.words);
    else if (words(form) === sent) kept(form, sent);
  };
  form.addEventListener("input", (event) => {
    if (event.target.name === "template") return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  // A save that is still on its way must not bring back what has just been sent.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort();
  });
}

function words(form) {
  return form.querySelector("textarea").value;
}

async function post(form, signal) {
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST", body: new FormData(form), signal, credentials: "same-origin", redirect: "manual",
    });
    if (answer.ok) return { ok: true };
    return { ok: false, words: answer.status === 422 ? await answer.text() : translated("Your draft is not kept. Copy it before you leave this page.") };
  } catch (error) {
    return { ok: false, words: error.name === "AbortError" ? "" : translated("Your draft is not kept: the connection is gone.") };
  }
}

function kept(form, sent) {
  const now = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  tell(form, sent.trim() ? translated("Your draft, kept %(clock)s. Only you see it.", { clock: now }) : "");
  form.dispatchEvent(new CustomEvent("oq:kept"));
}

function tell(form, said) {
  const place = form.querySelector("[data-draft-kept]");
  if (place) place.textContent = said;
}

// The screen of a call: kept while somebody types, a timer, fields that belong to an outcome, and the key that opens it.
// Without scripts a link opens it, its buttons keep it, and every field is shown.

import { announce } from "./announce.js";
import { translated } from "./words.js";

const PAUSE = 600; // milliseconds without a key
const LONGEST_WAIT = 2_500; // of somebody who never pauses
const TRY_AGAIN = 5_000;
const IDLE = 60_000; // a page that was opened for so long before anybody typed did not begin with the call

let flush = async () => {};

export function startCalls(scope) {
  for (const form of scope.querySelectorAll("form[data-call]:not([data-call-started])")) {
    form.dataset.callStarted = "";
    sendByKey(form);
    showForOutcome(form);
    keepChoices(form);
    if (form.dataset.keepUrl) keepWhileTyping(form);
  }
  for (const place of scope.querySelectorAll("[data-timer]:not([data-timer-started])")) startTimer(place);
  for (const place of scope.querySelectorAll("[data-going-url]:not([data-going-started])")) showGoing(place);
}

// F2 is no character, so nobody opens a call while they type or speak; the link beside it does the same.
document.addEventListener("keydown", async (event) => {
  if (event.key !== "F2" || event.repeat || event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
  const link = document.querySelector("[data-call-key]");
  if (!link) return;
  event.preventDefault();
  await flush();
  location.assign(link.href);
});

function sendByKey(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
    event.preventDefault();
    form.querySelector("[data-send]").click();
  });
}

// Fields that one outcome alone needs; what is wrong or filled in stays in sight.
function showForOutcome(form) {
  const parts = [...form.querySelectorAll("[data-shown-for]")];
  const show = () => {
    const chosen = form.querySelector("input[name=outcome]:checked")?.value;
    for (const part of parts) {
      const needed = part.dataset.shownFor === chosen || part.querySelector(".govuk-error-message") !== null;
      part.hidden = !needed && ![...part.querySelectorAll("input")].some((field) => field.value);
    }
  };
  form.addEventListener("change", (event) => { if (event.target.name === "outcome") show(); });
  show();
}

// A look-up that was asked before somebody chose answers after it: the choice stands where it is still on offer.
function keepChoices(form) {
  const names = ["person", "case"];
  let chosen = {};
  const ours = (event) => event.detail.target?.id === "found";
  form.addEventListener("htmx:beforeSwap", (event) => {
    if (!ours(event)) return;
    chosen = Object.fromEntries(names.map((name) => [name, form.querySelector(`input[name=${name}]:checked`)?.value]));
  });
  form.addEventListener("htmx:afterSwap", (event) => {
    if (!ours(event)) return;
    for (const name of names) {
      const again = [...form.querySelectorAll(`input[name=${name}]`)].find((each) => each.value === chosen[name]);
      if (!chosen[name] || !again || again.checked) continue;
      again.checked = true;
      again.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

function startTimer(place) {
  place.dataset.timerStarted = "";
  place.ariaHidden = "true";
  const began = Date.now() - Number(place.dataset.timer) * 1000;
  const tell = () => {
    const seconds = Math.max(0, Math.floor((Date.now() - (place.oqBegan ?? began)) / 1000));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    place.textContent = translated(", %(time)s ago", { time });
  };
  tell();
  setInterval(tell, 1000);
}

async function showGoing(place) {
  place.dataset.goingStarted = "";
  try {
    const answer = await fetch(place.dataset.goingUrl, { credentials: "same-origin", redirect: "manual" });
    if (answer.status === 200) place.innerHTML = await answer.text();
    if (justLeft()) setTimeout(showGoing, 1_000, place);
  } catch {
    // The list is on the page of a call too; nothing is lost with it.
  }
}

// The last words of a page that was left travel beside the next page: it looks once more when they have arrived.
const LEFT = "oq:left";

function justLeft() {
  const found = sessionStorage.getItem(LEFT);
  sessionStorage.removeItem(LEFT);
  return found !== null;
}

function keepWhileTyping(form) {
  const opened = Date.now();
  let timer;
  let running;
  let typedAt = 0; // when the first key was pressed that is not kept yet
  let left = false;
  let over = false; // it is on record, or somebody else's: nothing more can be kept
  let trouble = ""; // why the last save did not get through, in words

  const save = async () => {
    clearTimeout(timer);
    if (running || over || left || !typedAt) return;
    const since = typedAt;
    typedAt = 0;
    running = new AbortController();
    const answer = await post(form, running.signal);
    running = undefined;
    if (left) return;
    over = answer.final;
    trouble = answer.ok || answer.final ? "" : answer.words;
    if (answer.ok) return void (typedAt ? later() : kept(form));
    typedAt ||= since;
    tell(form, answer.words);
    if (!over) timer = setTimeout(save, TRY_AGAIN);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(PAUSE, typedAt + LONGEST_WAIT - Date.now())));
  };

  const typed = () => {
    if (form.dataset.fresh !== undefined) beginNow(form, opened);
    typedAt ||= Date.now();
    left = false;
    later();
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  // What a button sends is kept or logged by it: a save on its way must not bring it back.
  form.addEventListener("submit", (event) => {
    if (trouble) return void onceItIsKept(event);
    freshen(form);
    left = true;
    clearTimeout(timer);
    running?.abort();
  });
  // Logged out or without a network, another page would take the place of what was typed: it is sent once a save gets through.
  const onceItIsKept = async (event) => {
    event.preventDefault();
    const button = event.submitter;
    while (running) await new Promise((resolve) => setTimeout(resolve, 100));
    typedAt ||= Date.now();
    if (trouble) await save();
    if (!trouble) return void form.requestSubmit(button);
    const words = translated("Not sent. %(why)s", { why: trouble });
    tell(form, words);
    form.querySelector("[data-kept]")?.classList.add("oq-late");
    announce(words);
  };
  const leave = () => {
    if (left || over || !(typedAt || running)) return;
    freshen(form);
    navigator.sendBeacon(form.dataset.keepUrl, new FormData(form));
    sessionStorage.setItem(LEFT, "1");
  };
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  window.addEventListener("pageshow", () => { left = false; });
  flush = async () => {
    if (running || typedAt) leave();
    typedAt = 0;
  };
}

// The clock of the server, moved on by how long the page was open.
function beginNow(form, opened) {
  delete form.dataset.fresh;
  const waited = Date.now() - opened;
  if (waited < IDLE) return;
  const began = new Date(Date.parse(form.elements.began.value) + waited);
  form.elements.began.value = began.toISOString();
  const place = document.querySelector("[data-timer]");
  if (place) place.oqBegan = Date.now();
  const said = document.querySelector("[data-began]");
  if (said) said.textContent = began.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

// Whoever logged in again in another window has a new token; the one on this page is not taken any more.
function freshen(form) {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) form.elements.csrfmiddlewaretoken.value = token;
}

async function post(form, signal) {
  freshen(form);
  try {
    const answer = await fetch(form.dataset.keepUrl, {
      method: "POST", body: new FormData(form), signal, credentials: "same-origin", redirect: "manual",
    });
    if (answer.ok) return { ok: true, final: false };
    if (answer.status === 409) return { ok: false, final: true, words: await answer.text() };
    if (answer.status === 404) return { ok: false, final: true, words: translated("Not kept: this call is not yours any more.") };
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      return { ok: false, final: false, words: translated("Not kept: you are logged out. Log in in another window, then go on here.") };
    }
    return { ok: false, final: false, words: translated("Not kept yet. It is tried again while this page is open.") };
  } catch {
    return { ok: false, final: false, words: translated("Not kept yet: the connection is gone. It is tried again while this page is open.") };
  }
}

function kept(form) {
  const now = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  tell(form, translated("Kept %(clock)s. Only you see it.", { clock: now }));
  form.querySelector("[data-kept]")?.classList.remove("oq-late");
  const links = form.querySelector("[data-when-kept]");
  if (links) links.hidden = false;
}

function tell(form, words) {
  const place = form.querySelector("[data-kept]");
  if (place) place.textContent = words;
}

// Keeps an element with data-live-url up to date. The stream only says "look again"; htmx does the looking.
// Where streams fail, the element looks by itself every ten seconds while its page is in view.

import { announce } from "./announce.js";

const POLL_MS = 10_000;
const RETRY_MS = 4_000;
const followed = new Map(); // an element's id → what serves it

export function startLive(scope) {
  for (const element of scope.querySelectorAll("[data-live-url]:not([data-live-started])")) {
    element.dataset.liveStarted = "";
    follow(element);
  }
}

// A swapped element keeps a stream that works. Its address is signed for an hour; when a stream ends for good,
// polling brings a fresh address and with it a new stream.
function follow({ id, dataset }) {
  if (followed.get(id)?.works()) return;
  followed.get(id)?.stop();
  followed.set(id, "EventSource" in window ? stream(id, dataset.liveUrl) : poll(id));
}

function stream(id, url) {
  const source = new EventSource(url);
  source.onmessage = () => changed(id);
  source.onerror = () => {
    // The browser connects again by itself, unless the answer was final.
    if (source.readyState === EventSource.CLOSED) followed.set(id, poll(id));
  };
  return { works: () => source.readyState !== EventSource.CLOSED, stop: () => source.close() };
}

function poll(id) {
  const timer = setInterval(() => {
    const element = document.getElementById(id);
    if (element && document.visibilityState === "visible" && !isBusy(element)) refresh(element);
  }, POLL_MS);
  return { works: () => false, stop: () => clearInterval(timer) };
}

function changed(id) {
  const element = document.getElementById(id);
  if (!element) return;
  const waits = element.dataset.liveMode === "pill" || isBusy(element);
  if (waits && element.querySelector(".oq-live-pill")) return showPill(element);
  if (waits) return lookLater(id);
  refresh(element);
  announce(element.dataset.liveWords);
}

const later = new Set();

function lookLater(id) {
  if (later.has(id)) return;
  later.add(id);
  setTimeout(() => {
    later.delete(id);
    changed(id);
  }, RETRY_MS);
}

function refresh(element) {
  element.dispatchEvent(new CustomEvent("oq:refresh", { bubbles: true }));
}

// Nothing is swapped under somebody's hands.
function isBusy(element) {
  const active = document.activeElement;
  const inHand = element.contains(active) && active.matches("input, textarea, select, button, a, summary");
  return inHand || element.matches("[data-live-mode=pill]:hover") || element.querySelector("input[type=checkbox]:checked") !== null;
}

function showPill(element) {
  const pill = element.querySelector(".oq-live-pill");
  if (!pill.hidden) return;
  pill.hidden = false;
  announce(pill.textContent.trim());
}

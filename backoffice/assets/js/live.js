// Keeps elements with data-live-url up to date. The one stream of a page only says "look again", and at which; htmx does
// the looking. Where the stream fails, each element looks by itself every ten seconds (data-live-poll: so many
// seconds, or "off") while its page is in view.

import { announce } from "./announce.js";

const POLL_MS = 10_000;
const RETRY_MS = 4_000;
const followed = new Map(); // an element's id → the token of its topic
const polls = new Map(); // an element's id → the timer of its polling
let joined = null; // the stream, and the ids in the order of its tokens

export function startLive(scope) {
  const fresh = [...scope.querySelectorAll("[data-live-url]:not([data-live-started])")];
  if (fresh.length === 0) return;
  for (const element of fresh) {
    element.dataset.liveStarted = "";
    followed.set(element.id, tokenOf(element));
  }
  for (const id of [...followed.keys()].filter((each) => !document.getElementById(each))) {
    followed.delete(id);
    stopPolling(id);
  }
  // A swapped element keeps a stream that works. A token is signed for an hour; when it no longer counts, polling brings
  // a fresh one and with it a new stream.
  if (!works() || fresh.some(({ id }) => !joined.ids.includes(id) || polls.has(id))) join(fresh[0].dataset.liveUrl);
}

function tokenOf({ dataset }) {
  return new URL(dataset.liveUrl, location.href).searchParams.get("token");
}

function works() {
  return joined !== null && joined.source.readyState !== EventSource.CLOSED;
}

function join(url) {
  const ids = [...followed.keys()];
  if (!("EventSource" in window)) return ids.forEach(poll);
  // Streams before this one go on until it follows, so nothing is missed between them. What one that was broken missed is
  // looked for once.
  const before = joined;
  const query = new URLSearchParams(ids.map((id) => ["token", followed.get(id)]));
  const source = new EventSource(`${new URL(url, location.href).pathname}?${query}`);
  const mine = { source, ids, before, followed: false, again: hasMissed(before) };
  joined = mine;
  // Which tokens count. It comes first on every connection, so after a break everything is looked at anew.
  source.addEventListener("follows", ({ data }) => {
    mine.followed = true;
    endBefore(mine);
    const good = places(data);
    ids.forEach((id, place) => (good.has(place) ? stopPolling(id) : poll(id)));
    if (mine.again) ids.forEach(lookAgain);
    mine.again = true;
  });
  source.onmessage = ({ data }) => places(data).forEach((place) => changed(ids[place]));
  source.onerror = () => {
    // The browser connects again by itself, unless the answer was final.
    if (source.readyState !== EventSource.CLOSED) return;
    if (joined !== mine) return; // the one after it takes its place
    endBefore(mine);
    ids.forEach(poll);
  };
}

// One that has just been asked for has missed no more than the page itself, or than those before it.
function hasMissed(stream) {
  if (stream === null || stream.source.readyState === EventSource.OPEN) return false;
  return stream.followed || stream.again || stream.source.readyState === EventSource.CLOSED;
}

// There may be several: each of them gave way before it followed.
function endBefore(stream) {
  for (let each = stream.before; each; each = each.before) each.source.close();
  stream.before = null;
}

function places(data) {
  return new Set(data.split(" ").filter(Boolean).map(Number));
}

function poll(id) {
  const element = document.getElementById(id);
  if (!element || polls.has(id) || element.dataset.livePoll === "off") return;
  const every = Number(element.dataset.livePoll) * 1000 || POLL_MS;
  polls.set(id, setInterval(() => lookAgain(id), every));
}

function stopPolling(id) {
  clearInterval(polls.get(id));
  polls.delete(id);
}

// Without a word: nobody knows whether anything is new.
function lookAgain(id) {
  const element = document.getElementById(id);
  if (element && document.visibilityState === "visible" && !isBusy(element)) refresh(element);
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

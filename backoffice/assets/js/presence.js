// Says that this page of a case is still open and whether somebody writes on it, and shows who else has it open.
// That it was opened the server knows from handing it out, and what it knew then stands on the page.

const BEAT = 20_000;
const STILL_WRITING = 60_000; // after the last key
const GAP = 2_000; // no two beats are closer, however much happens
const ANNOUNCED = 300; // a screen reader says what is put into a place it knows, not what stood there

export function startPresence(scope) {
  const place = scope.querySelector("[data-presence-url]:not([data-presence-started])");
  if (!place) return;
  place.dataset.presenceStarted = "";
  start(place);
}

function start(place) {
  const page = place.dataset.presencePage;
  let wrote = { doing: "looking", at: 0 };
  let told = wrote.doing;
  let last = Date.now();
  let timer;

  const doing = () => (Date.now() - wrote.at < STILL_WRITING ? wrote.doing : "looking");
  const beat = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (document.visibilityState !== "visible") return;
    last = Date.now();
    told = doing();
    show(place, await say(place, page, told));
  };
  const soon = () => {
    timer ??= setTimeout(beat, Math.max(0, last + GAP - Date.now()));
  };

  document.addEventListener("input", ({ target }) => {
    const form = target.closest("form[data-composer]");
    if (!form || !target.matches("textarea")) return;
    wrote = { doing: form.action.endsWith("/note/") ? "note" : "reply", at: Date.now() };
    if (told !== wrote.doing) soon();
  });
  document.addEventListener("submit", () => { wrote = { doing: "looking", at: 0 }; });
  document.addEventListener("visibilitychange", soon);
  place.addEventListener("oq:refresh", soon); // somebody came, left or began to write
  window.addEventListener("pagehide", () => say(place, page, "gone"));
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) soon(); });
  setInterval(beat, BEAT);
  announce(place);
  // Opened behind another page: nobody looks at it yet.
  if (document.visibilityState !== "visible") say(place, page, "gone");
}

function announce(place) {
  const words = place.innerHTML;
  if (words === "") return;
  place.replaceChildren();
  setTimeout(() => { if (place.dataset.shown === undefined) show(place, words); }, ANNOUNCED);
}

// null: not known, so that what is shown stays for now.
async function say(place, page, doing) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  try {
    const answer = await fetch(place.dataset.presenceUrl, {
      method: "POST", body: new URLSearchParams({ page, doing }), headers, keepalive: true,
      credentials: "same-origin", redirect: "manual",
    });
    return answer.status === 200 ? await answer.text() : "";
  } catch {
    return null;
  }
}

// Written only where it differs, so that a screen reader says it once.
function show(place, html) {
  if (html === null || place.dataset.shown === html) return;
  place.dataset.shown = html;
  place.innerHTML = html;
}

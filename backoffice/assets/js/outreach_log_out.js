// Logging out leaves nothing of the outreach page on the device. Visits that wait are never deleted unasked: whoever wrote
// them is taken to a page that says so first. Those of somebody else stay, sealed, until that person hands them in.

import { kept, wipe } from "./outreach_store.js";
import { translated } from "./words.js";

const LEAVE = "/desk/outreach/leave/";
const NOW = "/desk/outreach/now/";

export function startLogOut(scope) {
  if (!("indexedDB" in window) || !("serviceWorker" in navigator)) return;
  for (const form of scope.querySelectorAll("form[action$='/log-out/']:not([data-outreach-started])")) start(form);
  for (const place of scope.querySelectorAll("[data-outreach-count]")) count(place);
}

function start(form) {
  form.dataset.outreachStarted = "";
  form.addEventListener("submit", async (event) => {
    if ("outreachCleared" in form.dataset) return;
    event.preventDefault();
    let goOn = true;
    try {
      goOn = await clear("outreachDelete" in form.dataset);
    } catch (error) {
      console.warn("The outreach page could not be cleared", error);
    }
    if (!goOn) return location.assign(LEAVE);
    form.dataset.outreachCleared = "";
    form.requestSubmit();
  });
}

// Whether to go on logging out.
async function clear(asked) {
  const found = await kept();
  if (found?.count && (await whoever()) !== found.staff) return true;
  if (found?.count && !asked) return false;
  await wipe();
  return true;
}

async function whoever() {
  const answer = await fetch(NOW, { credentials: "same-origin", redirect: "manual" });
  return answer.ok ? (await answer.json()).staff : "";
}

async function count(place) {
  const found = await kept();
  const number = found?.count ?? 0;
  place.textContent = number === 1 ? translated("1 visit") : translated("%(count)s visits", { count: number });
}

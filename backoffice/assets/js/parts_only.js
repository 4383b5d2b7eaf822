// A log-in that has ended answers whatever a page asks for with the page to log in. That page is never a part of
// another, so nothing is put in; what is open, and what is typed there, stays.

const LOG_IN = "/log-in/";

export function partsOnly(event) {
  const came = event.detail.xhr.responseURL;
  if (came && new URL(came).pathname === LOG_IN) event.detail.shouldSwap = false;
}

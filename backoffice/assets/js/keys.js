// Single keys press what is on the page: a control says with data-key which key it answers to. The table of keys in the
// page (#oq-keys) is the only definition. Off where the person switched them off; never while typing, never in a dialog.

import { translated } from "./words.js";

const WAIT = 2_000; // between the two keys of "g q"
const SAID_FOR = 6_000;
const ROWS = ".oq-queue tbody tr, [data-row]";
const OPENS = ".oq-queue__person, [data-open]";
const OF_A_ROW = { select: "input[type=checkbox]", star: "[data-key=star]", open: OPENS };

let presses = new Map(); // "g q" -> its row in the table
let begun = "";
let timer;
let last = ""; // where the row that had the focus leads, should the list be drawn anew

export function startKeys(scope) {
  const dialog = scope.querySelector("#oq-keys:not([data-keys-started])");
  if (!dialog) return;
  dialog.dataset.keysStarted = "";
  presses = new Map([...rowsOfTable()].flatMap((row) => row.dataset.press.split("|").map((press) => [press, row])));
  tellOtherPages(dialog);
  document.addEventListener("keydown", pressed);
}

// Switched off or on in one window, it is so in all of them.
function tellOtherPages(dialog) {
  const channel = new BroadcastChannel("oq-keys");
  channel.postMessage(isOn());
  channel.addEventListener("message", ({ data }) => dialog.toggleAttribute("data-keys", data === true));
}

const table = () => document.getElementById("oq-keys");
const isOn = () => table()?.hasAttribute("data-keys") ?? false;
const rowsOfTable = () => table()?.querySelectorAll("[data-press]") ?? [];

function pressed(event) {
  if (!isOn() || isNotForUs(event)) return void (begun = "");
  const key = letter(event);
  const press = begun ? `${begun} ${key}` : key;
  begun = "";
  clearTimeout(timer);
  if ([...presses.keys()].some((each) => each.startsWith(`${press} `))) {
    begun = press;
    timer = setTimeout(() => { begun = ""; }, WAIT);
    return void event.preventDefault();
  }
  const row = presses.get(press);
  if (!row || key === "Enter") return; // Enter is the link's own
  event.preventDefault();
  act(row.dataset.for);
}

function isNotForUs(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return true;
  if (event.key.length !== 1 || document.querySelector("dialog[open]")) return true;
  const at = event.target.closest?.("input, textarea, select, audio, video, [contenteditable], [role=combobox], [role=listbox]");
  return Boolean(at) && !["checkbox", "radio", "button", "submit"].includes(at.type);
}

// With caps lock on, n is still n.
function letter(event) {
  if (!/^[a-z]$/i.test(event.key)) return event.key;
  return event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase();
}

export function act(code) {
  if (code === "next-row" || code === "earlier-row") return move(code === "next-row" ? 1 : -1);
  if (code === "keys") return showKeys();
  const control = find(code);
  if (!control) return say(translated("Not on this page: %(what)s", { what: wordsOf(code).toLowerCase() }));
  use(control);
}

export function find(code) {
  if (code === "back") return document.querySelector("[data-key=back], nav[aria-label=Back] a");
  const row = currentRow();
  if (code in OF_A_ROW && row) return row.querySelector(OF_A_ROW[code]);
  if (code === "open" || code === "select") return null;
  return [...document.querySelectorAll(`[data-key="${code}"]`)].find((each) => !each.disabled && !each.closest(ROWS)) ?? null;
}

// A fold opens and its field gets the focus, a field gets the focus, anything else is pressed.
function use(control) {
  const fold = control.closest("details");
  if (control === fold) control.open = true;
  if (control !== fold && control.matches("a, button, input[type=checkbox]")) return control.click();
  if (fold) fold.open = true;
  const field = control.matches("input, select, textarea") ? control : control.querySelector("textarea") ?? control.querySelector("input:not([type=hidden]), select");
  const place = field ?? control.querySelector("summary") ?? control;
  place.focus();
  place.scrollIntoView({ block: "center" });
}

function currentRow() {
  return document.activeElement?.closest(ROWS) ?? null;
}

function move(by) {
  const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.querySelector(OPENS));
  if (!rows.length) return say(translated("There is no list on this page"));
  const known = currentRow() ?? rows.find((row) => row.querySelector(OPENS).href === last);
  const at = rows.indexOf(known);
  const wanted = at < 0 ? 0 : at + (currentRow() ? by : 0);
  if (wanted < 0 || wanted >= rows.length) return say(by > 0 ? translated("This is the last row") : translated("This is the first row"));
  const link = rows[wanted].querySelector(OPENS);
  last = link.href;
  link.focus();
  rows[wanted].scrollIntoView({ block: "nearest" });
}

// What the page does not have is not listed.
function showKeys() {
  const dialog = table();
  for (const row of rowsOfTable()) row.hidden = !isHere(row.dataset.for);
  for (const group of dialog.querySelectorAll("[data-key-group]")) {
    group.hidden = !group.querySelector("[data-press]:not([hidden])");
  }
  dialog.showModal();
}

function isHere(code) {
  if (code === "keys") return true;
  const listed = document.querySelector(ROWS)?.querySelector(OPENS);
  if (code === "next-row" || code === "earlier-row") return Boolean(listed);
  if (code in OF_A_ROW) {
    return [...document.querySelectorAll(ROWS)].some((row) => row.querySelector(OF_A_ROW[code])) || Boolean(find(code));
  }
  return Boolean(find(code));
}

const wordsOf = (code) => table().querySelector(`[data-for="${code}"]`).lastElementChild.textContent.trim();

// For the palette: what can be done here, without what needs a row and what leads elsewhere.
export function actionsHere() {
  return [...rowsOfTable()]
    .filter((row) => row.querySelector("[data-key-words]"))
    .filter((row) => !["next-row", "earlier-row", "open", "select"].includes(row.dataset.for) && isHere(row.dataset.for))
    .map((row) => ({ label: wordsOf(row.dataset.for), hint: "", code: row.dataset.for }));
}

function say(words) {
  const place = document.querySelector("[data-said]");
  if (!place) return;
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 50);
  clearTimeout(place.oqTimer);
  place.oqTimer = setTimeout(() => { place.textContent = ""; }, SAID_FOR);
}

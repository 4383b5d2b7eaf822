// The outreach page: made ready with a network, written in without one, handed in when back. docs/adr/0025 says why.

import { problems } from "./outreach_check.js";
import { handInAll, refusal } from "./outreach_desk.js";
import { list, titleOf } from "./outreach_entries.js";
import * as formOf from "./outreach_form.js";
import { startLogOut } from "./outreach_log_out.js";
import { ask } from "./outreach_network.js";
import { announce, complain, networkLine, notice, show } from "./outreach_parts.js";
import * as store from "./outreach_store.js";
import * as vaults from "./outreach_vault.js";
import * as kept from "./outreach_visits.js";
import { translated } from "./words.js";

const IDLE = 10 * 60_000;
const PAUSE = 400; // milliseconds without a key until what is half written is sealed
const READY = 20_000;

const root = document.getElementById("outreach");
const part = (name) => root.querySelector(`[data-form="${name}"]`);
const entryForm = part("entry");
const addresses = { now: root.dataset.now, handIn: root.dataset.handIn };

let vault; // whose this device is; undefined before it is made ready
let who = { state: "looking" };
let editing;
let touched = Date.now();
let pause;
const results = new Map();
let done = [];

start();

async function start() {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  if (!usable()) return;
  listen();
  startLogOut(document); // the frame's own scripts may not have come through
  serveFromHere();
  vault = await store.readVault();
  if (vault) await decide();
  await look();
}

function usable() {
  return Boolean(window.isSecureContext && crypto.subtle && crypto.randomUUID && window.indexedDB
    && navigator.serviceWorker && navigator.locks && window.BroadcastChannel && AbortSignal.timeout);
}

function serveFromHere() {
  const options = { scope: root.dataset.page, updateViaCache: "none" };
  return navigator.serviceWorker.register(root.dataset.worker, options).catch(() => {}); // there is no network
}

// Who is logged in, and how wrong this device's clock is.
async function look() {
  who = await ask(addresses.now);
  if (who.state === "in" && who.staff === vault?.staff) await keepVault({ offset: who.offset });
  await decide();
}

async function decide() {
  const others = vault && who.state === "in" && who.staff !== vault.staff;
  if (others && !(await store.kept())?.count) await forget();
  say();
  if (kept.unlocked()) return show(root, "open");
  if (vault) return showLocked();
  show(root, { in: "new", looking: "" }[who.state] ?? "away");
}

function say() {
  networkLine(root, who.state, vault ? translated("This device holds what %(name)s writes.", { name: vault.name }) : "");
  const quiet = !vault || who.state === "looking" || who.state === "away";
  const words = quiet ? "" : refusal(who, vault);
  const logIn = { href: root.dataset.logIn, text: translated("Log in") };
  if (who.state === "out") notice(root, words || translated("You are not logged in."), logIn);
  else notice(root, words);
}

async function showLocked() {
  const count = await store.waiting();
  root.querySelector("[data-waiting]").textContent = count === 1
    ? translated("1 visit waits on this device, sealed.")
    : translated("%(count)s visits wait on this device, sealed.", { count });
  show(root, "locked");
}

// Making ready, unlocking, locking

async function makeReady(form) {
  const secret = form.elements.secret.value;
  const weak = vaults.tooWeak(secret);
  complain(form, weak);
  if (weak) return;
  await look();
  if (who.state !== "in" || vault) return;
  if (!(await pageIsHere())) {
    complain(form, translated("This device could not keep the page. Stay where the network is good and try again."));
    return;
  }
  navigator.storage?.persist?.();
  const { staff, name, offset } = who;
  const made = await vaults.make(secret, { staff, name, offset });
  await store.writeVault(made.vault);
  vault = made.vault;
  form.reset();
  await open(made.key);
  announce(root, translated("This device is ready. The page opens without a network."));
}

// The worker is active only once all of the page lies on the device.
async function pageIsHere() {
  const late = new Promise((resolve) => { setTimeout(resolve, READY); });
  return Boolean(await Promise.race([navigator.serviceWorker.ready, late]));
}

async function unlock(form) {
  vault = await store.readVault();
  if (!vault) return decide();
  const seconds = vaults.mustWait(vault, Date.now());
  if (seconds) return complain(form, translated("Too many wrong tries. Wait %(seconds)s seconds. Nothing is lost.", { seconds }));
  await keepVault(vaults.counted(vault, Date.now()));
  const key = await vaults.unlock(vault, form.elements.secret.value);
  form.reset();
  complain(form, key ? "" : translated("This is not the passphrase of this device. Nothing is lost; try again."));
  if (!key) return undefined;
  await keepVault(vaults.forgiven(vault));
  return open(key);
}

async function open(key) {
  const draft = await kept.load(key, vault);
  touched = Date.now();
  formOf.clear(entryForm);
  edit(kept.all().find((visit) => visit.id === draft?.editing));
  if (draft) formOf.write(entryForm, draft);
  draw();
  await decide();
  root.querySelector("[data-counted]").focus();
}

// Everything readable leaves the page. What is half written is sealed first.
function lock() {
  if (!kept.unlocked()) return;
  keepDraft();
  emptied();
  decide();
}

function emptied() {
  clearTimeout(pause);
  kept.lock();
  done = [];
  results.clear();
  edit(undefined);
  formOf.clear(entryForm);
  draw();
}

async function forget() {
  await store.wipe();
  serveFromHere();
}

async function keepVault(changes) {
  if (!vault) return;
  vault = { ...vault, ...changes };
  await store.writeVault(vault);
}

// Writing

async function keepVisit() {
  const typed = formOf.read(entryForm);
  const now = new Date(Date.now() + vault.offset);
  const { unshown, ...same } = editing ?? {};
  const visit = { id: crypto.randomUUID(), written_at: now.toISOString(), chosen: "", ...same, ...typed };
  visit.answers = { ...unshown, ...typed.answers };
  const found = problems(typed.fields, now, new Date(visit.written_at), root.dataset.zone);
  formOf.wrong(entryForm, found);
  if (Object.keys(found).length) return;
  await kept.keep(visit);
  results.delete(visit.id);
  await cleared();
  draw();
  announce(root, keptNow(kept.all().length));
}

function keptNow(count) {
  if (count === 1) return translated("Kept on this device. 1 visit to hand in.");
  return translated("Kept on this device. %(count)s visits to hand in.", { count });
}

async function cleared() {
  clearTimeout(pause);
  edit(undefined);
  formOf.clear(entryForm);
  entryForm.elements.number.focus();
  await kept.keepDraft(undefined);
}

function keepDraft() {
  clearTimeout(pause);
  const draft = formOf.untouched(entryForm) ? undefined : { ...formOf.read(entryForm), editing: editing?.id };
  kept.keepDraft(draft).catch(unkept);
}

function edit(visit) {
  editing = visit && { id: visit.id, written_at: visit.written_at, unshown: formOf.unshown(entryForm, visit) };
  root.querySelector("[data-form-title]").textContent = visit
    ? translated("Change the visit of %(who)s", { who: titleOf(visit) })
    : translated("Write a visit down");
}

function change(visit) {
  if (!formOf.untouched(entryForm) && editing?.id !== visit.id) {
    return notice(root, translated("Keep or clear the visit in the form first."));
  }
  edit(visit);
  formOf.write(entryForm, visit);
  root.querySelector("[data-form-title]").focus();
  const said = Object.entries(results.get(visit.id)?.errors ?? {});
  return formOf.wrong(entryForm, Object.fromEntries(said.map(([name, words]) => [name, words.join(" ")])));
}

// Handing in

// The one that is open in the form waits until it is kept.
async function handIn(chosen = kept.all().filter((visit) => visit.id !== editing?.id)) {
  if (!chosen.length) {
    return announce(root, editing ? translated("Keep the visit in the form first.") : translated("Nothing waits to be handed in."));
  }
  announce(root, translated("Handing in."));
  const end = await handInAll(chosen, vault, addresses, told);
  if (end.who) who = end.who;
  if (!kept.unlocked()) return undefined;
  say();
  if (end.words && who.state !== "out") notice(root, end.words);
  root.querySelector("[data-counted]").focus();
  return announce(root, end.words || summed());
}

async function told(visit, answer) {
  touched = Date.now();
  if (answer.status === "taken" || answer.status === "already") {
    const words = [answer.words, answer.assumed].filter(Boolean).join(" ");
    done = [...done, { title: titleOf(visit), words, url: answer.url }];
    return remove(visit);
  }
  if (answer.errors?.case) await kept.keep({ ...visit, chosen: "" });
  results.set(visit.id, answer);
  return draw();
}

async function remove(visit) {
  await kept.remove(visit);
  results.delete(visit.id);
  if (editing?.id === visit.id) edit(undefined);
  draw();
}

function summed() {
  const left = kept.all().length;
  const end = done.length === 1 ? translated("1 visit handed in.") : translated("%(count)s visits handed in.", { count: done.length });
  if (!left) return end;
  const still = left === 1 ? translated("1 visit still needs you.") : translated("%(count)s visits still need you.", { count: left });
  return `${end} ${still}`;
}

function draw() {
  const waiting = kept.all();
  root.querySelector("[data-counted]").textContent = counted(waiting.length);
  list(root.querySelector("[data-list]"), waiting, { results, done, outcomes, act });
}

function counted(count) {
  if (!count) return translated("No visits wait");
  return count === 1 ? translated("1 visit waits to be handed in") : translated("%(count)s visits wait to be handed in", { count });
}

function outcomes(code) {
  const input = [...entryForm.querySelectorAll("[name='outcome']")].find((each) => each.value === code);
  return input?.labels[0]?.textContent.trim() ?? "";
}

// What the buttons do

const ACTS = {
  change,
  delete: async (visit) => {
    await remove(visit);
    root.querySelector("[data-counted]").focus();
  },
  choose: async (visit, chosen) => {
    const decided = { ...visit, chosen };
    await kept.keep(decided);
    await handIn([decided]);
  },
  again: async (visit) => {
    const another = { ...visit, id: crypto.randomUUID() };
    await kept.keep(another);
    await remove(visit);
    await handIn([another]);
  },
};

const PRESSES = {
  "hand-in": () => handIn(),
  lock,
  clear: cleared,
  propose: () => {
    part("new").elements.secret.value = vaults.propose();
    announce(root, translated("A passphrase is proposed. Learn it, or write it down somewhere that is not with this device."));
  },
};

const SUBMITS = {
  new: makeReady,
  locked: unlock,
  entry: keepVisit,
  forget: async (form) => {
    const sure = form.elements.sure.checked;
    complain(form, sure ? "" : translated("Tick that it is deleted for good."));
    if (!sure) return;
    form.reset();
    await forget();
    await look();
  },
};

function act(name, visit, more) {
  notice(root, "");
  return once("hand-in", () => ACTS[name](visit, more));
}

const busy = new Set();

// A second press while the first is at work does nothing: a visit on its way is neither changed nor deleted. What the
// device does not take is said.
async function once(what, work) {
  if (busy.has(what)) return;
  busy.add(what);
  root.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (error) {
    unkept(error);
  } finally {
    busy.delete(what);
    root.setAttribute("aria-busy", String(busy.size > 0));
  }
}

function unkept(error) {
  notice(root, translated("This could not be kept on the device (%(error)s). Write it on paper too.", { error: error.name }));
  console.warn(error);
}

function listen() {
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const { form } = event.target.dataset;
    once(form, () => SUBMITS[form](event.target));
  });
  root.addEventListener("click", (event) => {
    const { press } = event.target.closest("[data-press]")?.dataset ?? {};
    if (press) once(press, PRESSES[press]);
  });
  entryForm.addEventListener("input", () => {
    formOf.showAsked(entryForm);
    clearTimeout(pause);
    pause = setTimeout(keepDraft, PAUSE);
  });
  for (const type of ["input", "keydown", "pointerdown"]) root.addEventListener(type, () => { touched = Date.now(); });
  for (const type of ["online", "offline"]) window.addEventListener(type, look);
  listenForLeaving();
}

function listenForLeaving() {
  const idle = () => Date.now() - touched > IDLE;
  setInterval(() => { if (idle()) lock(); }, 15_000);
  document.addEventListener("visibilitychange", () => (idle() ? lock() : keepDraft()));
  window.addEventListener("pagehide", lock);
  window.addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  store.whenWiped(() => {
    vault = undefined;
    emptied();
    decide();
  });
}

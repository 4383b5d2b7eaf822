// The visits that wait to be handed in: readable in this page while it is unlocked, sealed on the device always.

import * as store from "./outreach_store.js";
import { opened, sealed } from "./outreach_vault.js";

let key; // only while unlocked, only here
let whose;
let waiting = [];

export const unlocked = () => Boolean(key);
export const all = () => [...waiting].sort((a, b) => (a.written_at < b.written_at ? -1 : 1));

// Reads everything before the page counts as unlocked, so that no write can come first. Gives what was half written.
export async function load(secret, vault) {
  const rows = await store.readSealed();
  const read = await Promise.all(rows.map(async (row) => [row.id, await opened(secret, vault, row)]));
  waiting = read.filter(([id]) => id !== store.DRAFT).map(([, visit]) => visit);
  [key, whose] = [secret, vault];
  return read.find(([id]) => id === store.DRAFT)?.[1];
}

export function lock() {
  key = undefined;
  waiting = [];
}

export async function keep(visit) {
  if (!key) return;
  await write(visit.id, visit);
  waiting = [...waiting.filter((each) => each.id !== visit.id), visit];
}

export async function remove(visit) {
  await store.inOrder(() => store.removeSealed(visit.id));
  waiting = waiting.filter((each) => each.id !== visit.id);
}

// What is half written; nothing takes it away.
export async function keepDraft(draft) {
  if (!key) return;
  if (draft) await write(store.DRAFT, draft);
  else await store.inOrder(() => store.removeSealed(store.DRAFT));
}

// With the key as it is now, whatever happens to it while earlier writes are at work.
function write(id, data) {
  const [secret, vault] = [key, whose];
  return store.inOrder(async () => store.writeSealed(await sealed(secret, vault, id, data)));
}

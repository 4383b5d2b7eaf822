// What lies on the device: one vault (salt, whose it is, count of wrong tries) and the sealed visits. And how all of it goes.

const NAME = "onequeue-outreach";
const CACHES = "onequeue-outreach-";
const WORKER_FOLDER = "/desk/outreach/";
export const DRAFT = "draft";

let connection;
let queue = Promise.resolve();

// Writes happen in the order in which they were asked for, and none comes after everything was deleted.
export function inOrder(act) {
  const next = queue.then(act);
  queue = next.catch(() => {});
  return next;
}

function connect() {
  connection ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("vault", { keyPath: "id" });
      asked.result.createObjectStore("sealed", { keyPath: "id" });
    };
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      // Another tab deletes everything, or brings a newer page: do not stand in its way.
      asked.result.onversionchange = close;
      asked.result.onclose = () => { connection = undefined; };
      resolve(asked.result);
    };
  });
  connection.catch(() => { connection = undefined; });
  return connection;
}

export async function close() {
  const open = connection;
  connection = undefined;
  (await open)?.close();
}

// Resolves once the disk has it, not when the request was taken.
async function run(store, mode, act) {
  const database = await connect();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const asked = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const readVault = () => run("vault", "readonly", (store) => store.get("vault"));
export const writeVault = (vault) => run("vault", "readwrite", (store) => store.put(vault));
export const readSealed = () => run("sealed", "readonly", (store) => store.getAll());
export const writeSealed = (row) => run("sealed", "readwrite", (store) => store.put(row));
export const removeSealed = (id) => run("sealed", "readwrite", (store) => store.delete(id));
const keys = () => run("sealed", "readonly", (store) => store.getAllKeys());

export async function waiting() {
  return (await keys()).filter((id) => id !== DRAFT).length;
}

// Whose visits wait on this device and how many, without making anything where there is nothing. A visit half
// written down is one too.
export async function kept() {
  if (!(await exists())) return undefined;
  const vault = await readVault();
  return { staff: vault?.staff, count: (await keys()).length };
}

function exists() {
  return new Promise((resolve) => {
    const asked = indexedDB.open(NAME);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = (event) => {
      event.preventDefault();
      resolve(false);
    };
    asked.onsuccess = () => {
      asked.result.close();
      resolve(true);
    };
  });
}

// Everything of the outreach page leaves this device: the visits, the page, and the worker that serves it. Every open
// outreach page forgets its key first, this one at once.
export async function wipe() {
  window.dispatchEvent(new Event(NAME));
  const tabs = new BroadcastChannel(NAME);
  tabs.postMessage("gone");
  tabs.close();
  await inOrder(remove);
  await forgetPage();
}

async function remove() {
  await close();
  await new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = resolve;
    asked.onerror = () => reject(asked.error);
  });
}

async function forgetPage() {
  for (const name of await caches.keys()) if (name.startsWith(CACHES)) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) {
    if (new URL(worker.scope).pathname === WORKER_FOLDER) await worker.unregister();
  }
}

export function whenWiped(act) {
  window.addEventListener(NAME, act);
  new BroadcastChannel(NAME).addEventListener("message", act);
}

// The service worker of the outreach page. The address that serves it puts `TOLD` before these lines: version, page, shell
// and assets. It keeps the shell and what the shell loads, answers with them where the network does not, and touches no
// other page of the desk.

const PREFIX = "onequeue-outreach-";
const CACHE = PREFIX + TOLD.version;
const PATIENCE = 4000; // milliseconds for a network that is there and does not answer

const keeps = new Set(TOLD.assets.map((address) => new URL(address, self.location.origin).href));
const page = new URL(TOLD.page, self.location.origin).href;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const address = request.url.split(/[?#]/)[0];
  if (request.mode === "navigate" && address === page) event.respondWith(networkFirst(request, TOLD.shell));
  else if (keeps.has(address)) event.respondWith(networkFirst(request, address));
});

// All or nothing: where one is missing, or nobody is logged in, the worker that was there before stays.
async function keepAll() {
  const cache = await caches.open(CACHE);
  for (const address of [TOLD.shell, ...TOLD.assets]) {
    const answer = await fetch(address, { cache: "no-cache", credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    await cache.put(address, answer);
  }
  await self.skipWaiting();
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

async function networkFirst(request, keptAs) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(keptAs);
  if (!kept) return fetch(request);
  try {
    const answer = await Promise.race([fetch(request), late()]);
    return answer.status >= 502 && answer.status <= 504 ? kept : answer;
  } catch {
    return kept;
  }
}

function late() {
  return new Promise((resolve, reject) => setTimeout(reject, PATIENCE, new Error("too slow")));
}

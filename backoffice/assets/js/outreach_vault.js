// What is written without a network, sealed with a key that only a passphrase gives back. The key is in the memory of one
// page and is stored nowhere; neither is the passphrase.

import { translated } from "./words.js";

const ROUNDS = 1_000_000;
const SHORTEST = 12;
const FREE_TRIES = 5;
const LONGEST_WAIT = 15 * 60_000;
const CHECK = "onequeue outreach";

const utf8 = new TextEncoder();

// The same words typed with another keyboard are the same passphrase.
export function tidy(typed) {
  return typed.normalize("NFKC").toLowerCase().split(/[\s-]+/).filter(Boolean).join(" ");
}

// What is wrong with a passphrase, in words; "" where it will do. A few figures are tried out in minutes by whoever
// copies the storage of a stolen phone, whatever this page does about wrong tries.
export function tooWeak(typed) {
  const secret = tidy(typed);
  if (!secret) return translated("Write a passphrase, or let one be proposed.");
  if (secret.length < SHORTEST) {
    return translated("Write %(count)s characters or more. Three or four words are easy to remember.", { count: SHORTEST });
  }
  if (/^[\d\s]+$/.test(secret)) return translated("Write words too: figures alone are soon tried out.");
  if (new Set(secret).size < 5) return translated("Use more different letters.");
  return "";
}

// 48 random bits in syllables that can be said and typed outdoors.
export function propose() {
  const [first, middle] = ["bdfghjklmnprstvz", "aiou"];
  return [...crypto.getRandomValues(new Uint16Array(3))].map((bits) => (
    first[bits & 15] + middle[(bits >> 4) & 3] + first[(bits >> 6) & 15] + middle[(bits >> 10) & 3] + first[bits >> 12]
  )).join("-");
}

export async function make(secret, whose) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await derive(secret, salt, ROUNDS);
  const vault = { id: "vault", salt, rounds: ROUNDS, wrong: 0, waitUntil: 0, ...whose };
  vault.check = await seal(key, label(vault, "vault"), CHECK);
  return { vault, key };
}

// The key, or null where the passphrase is another one.
export async function unlock(vault, secret) {
  const key = await derive(secret, vault.salt, vault.rounds);
  try {
    return (await open(key, label(vault, "vault"), vault.check)) === CHECK ? key : null;
  } catch {
    return null;
  }
}

// Wrong tries make the page wait, longer each time; nothing is ever deleted for them. Counted before the try, so that
// closing the page does not undo it.
export function counted(vault, now) {
  const wrong = vault.wrong + 1;
  const wait = wrong < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT, 30_000 * 2 ** (wrong - FREE_TRIES));
  return { ...vault, wrong, waitUntil: wait ? now + wait : 0 };
}

export function forgiven(vault) {
  return { ...vault, wrong: 0, waitUntil: 0 };
}

// Whole seconds still to wait. A clock that was set back must not lock anybody out for longer than the longest wait.
export function mustWait(vault, now) {
  const left = Math.min(vault.waitUntil - now, LONGEST_WAIT);
  return left > 0 ? Math.ceil(left / 1000) : 0;
}

export async function sealed(key, vault, id, data) {
  return { id, ...(await seal(key, label(vault, id), JSON.stringify(data))) };
}

export async function opened(key, vault, row) {
  return JSON.parse(await open(key, label(vault, row.id), row));
}

// Bound to its place: a sealed row cannot pass for another one, nor for another person's.
function label(vault, id) {
  return utf8.encode(`${vault.staff} ${id}`);
}

async function seal(key, additionalData, text) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, utf8.encode(text)) };
}

async function open(key, additionalData, { iv, box }) {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, box));
}

async function derive(secret, salt, iterations) {
  const typed = await crypto.subtle.importKey("raw", utf8.encode(tidy(secret)), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

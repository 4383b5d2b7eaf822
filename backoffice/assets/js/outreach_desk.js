// Handing in: one visit after another, each answered by itself. One tab at a time does it; the office takes each id once
// whatever happens.

import { ask, handIn } from "./outreach_network.js";
import { translated } from "./words.js";

const LOCK = "onequeue-outreach-hand-in";

const ends = () => ({
  away: translated("There is no network. Everything stays on this device; hand it in later."),
  out: translated("Your log-in has ended. Log in again: everything stays on this device."),
  refused: translated("Your role does not include this page any more. Tell your manager; everything stays on this device."),
});

// Calls `tell(visit, answer)` after each. Resolves to { who, words }: why it ended early, "" where it went through.
export async function handInAll(visits, vault, addresses, tell) {
  return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return { words: translated("Another tab is handing in. Wait for it, then look here again.") };
    let who = await ask(addresses.now);
    if (!refusal(who, vault)) who = { ...who, ...(await eachOf(visits, vault, who, addresses, tell)) };
    return { who, words: refusal(who, vault) };
  });
}

// Why nothing can be handed in now, in words; "" where it can.
export function refusal(who, vault) {
  if (who.state !== "in") return ends()[who.state];
  if (who.staff === vault.staff) return "";
  return translated(
    "You are logged in as %(name)s. These visits are %(owner)s's, who must log in to hand them in. They stay on this device.",
    { name: who.name, owner: vault.name },
  );
}

// One after another. Ends where the network or the log-in does, and then says so as a new `state`.
async function eachOf(visits, vault, who, addresses, tell) {
  for (const visit of visits) {
    const answer = await handIn(addresses.handIn, who.token, packed(visit, vault));
    if (ends()[answer.status]) return { state: answer.status };
    await tell(visit, inWords(answer));
  }
  return {};
}

function packed({ id, written_at, chosen, fields, answers }, vault) {
  return { staff: vault.staff, fields: { ...fields, id, written_at, case: chosen }, answers };
}

function inWords(answer) {
  if (answer.status === "wrong") return { ...answer, words: Object.values(answer.errors).flat().join(" ") };
  if (answer.status === "changed") {
    return { ...answer, words: translated(
      "It was handed in before you changed it, and is on record as it was then. %(where)s Hand it in as another visit, or delete it here.",
      { where: answer.words },
    ) };
  }
  if (answer.status === "broken") {
    return { ...answer, words: translated(
      "The office could not take it (%(code)s). It stays here. Try again; if it goes on, tell whoever runs the office's system.",
      { code: answer.code },
    ) };
  }
  return answer;
}

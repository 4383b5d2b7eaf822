// Everything that the outreach page says to the office. Nothing here keeps anything.

const PATIENCE = 20_000;

// Who is logged in, and how far the device's clock is behind the office's. `state`: "in", "out" (nobody is logged in),
// "refused" (their role does not include the page) or "away" (no network).
export async function ask(address) {
  const began = Date.now();
  const answer = await reach(address, {});
  if (!answer) return { state: "away" };
  if (loggedOut(answer)) return { state: "out" };
  if (answer.status === 403) return { state: "refused" };
  const told = await json(answer);
  if (!told?.staff) return { state: "away" };
  return { state: "in", ...told, offset: Date.parse(told.now) - (began + Date.now()) / 2 };
}

// One visit. `status`: the office's, or "out", "away" or "broken".
export async function handIn(address, token, visit) {
  const answer = await reach(address, {
    method: "POST", body: JSON.stringify(visit), headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });
  if (!answer) return { status: "away" };
  if (loggedOut(answer)) return { status: "out" };
  return (await json(answer)) ?? { status: "broken", code: answer.status };
}

async function reach(address, options) {
  try {
    return await fetch(address, {
      ...options, credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return undefined;
  }
}

function loggedOut(answer) {
  return answer.type === "opaqueredirect" || answer.status === 401;
}

async function json(answer) {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}

// Starts what a page uses. Every page works without it.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, PasswordInput, Radios, SkipLink, createAll,
} from "./govuk-frontend.min.js";
import { announceIn } from "./announce.js";
import { startCalls } from "./call.js";
import { startChangeMany } from "./change_many.js";
import { startComposers } from "./composer.js";
import { startDrafts } from "./draft.js";
import { startDropIn } from "./drop_in.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startLogOut } from "./outreach_log_out.js";
import { startPalette } from "./palette.js";
import { partsOnly } from "./parts_only.js";
import { startPresence } from "./presence.js";
import { startRuleEditor } from "./rule_editor.js";
import { startSelectAll } from "./select_all.js";
import { startSortableRows } from "./sortable_rows.js";
import { startStars } from "./star.js";
import { startTextCounts } from "./text_count.js";
import { startTimeline } from "./timeline.js";
import { startTemplates } from "./use_template.js";

const COMPONENTS = [
  Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, PasswordInput, Radios, SkipLink,
];

// Keys first: whoever knows them presses one as soon as there is something to see.
const STARTERS = [
  startKeys, startPalette,
  ...COMPONENTS.map((Component) => (scope) => createAll(Component, undefined, { scope, onError: tolerateSecondStart })),
  startSelectAll, startChangeMany, startStars, startCalls, startComposers, startTextCounts,
  startTemplates, startDrafts, startDropIn, startPresence, startRuleEditor, startSortableRows, startLive, startLogOut, startTimeline,
  startMoj,
];
const AT_ONCE = 30; // milliseconds, after which whoever is typing comes first

async function start(scope) {
  let since = performance.now();
  for (const starter of STARTERS) {
    if (performance.now() - since > AT_ONCE) {
      await new Promise((goOn) => { setTimeout(goOn); });
      since = performance.now();
    }
    starter(scope);
  }
}

// htmx swaps a part of the page: what was started already stays as it is.
function tolerateSecondStart(error) {
  if (error.name !== "InitError") console.error(error);
}

// MoJ's scripts are larger than all of ours, so only pages that use one load them.
async function startMoj(scope) {
  if (!scope.querySelector("[data-module^='moj-']")) return;
  const moj = await import("./moj-frontend.min.js");
  moj.initAll({ scope });
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
start(document);
document.body.addEventListener("htmx:beforeSwap", partsOnly);
document.body.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return; // the first load, started above
  start(event.target.parentElement ?? document);
  announceIn(event.target);
});

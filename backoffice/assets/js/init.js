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
import { startFolding } from "./folding.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startLogOut } from "./outreach_log_out.js";
import { startPalette } from "./palette.js";
import { partsOnly } from "./parts_only.js";
import { startPresence } from "./presence.js";
import { startRuleEditor } from "./rule_editor.js";
import { startSelectAll } from "./select_all.js";
import { startSortableRows } from "./sortable_rows.js";
import { startTextCounts } from "./text_count.js";
import { startTimeline } from "./timeline.js";
import { startTemplates } from "./use_template.js";

const COMPONENTS = [
  Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, PasswordInput, Radios, SkipLink,
];

function start(scope) {
  for (const Component of COMPONENTS) createAll(Component, undefined, { scope, onError: tolerateSecondStart });
  startCalls(scope);
  startChangeMany(scope);
  startComposers(scope);
  startTextCounts(scope);
  startTemplates(scope);
  startDrafts(scope);
  startDropIn(scope);
  startFolding(scope);
  startKeys(scope);
  startPalette(scope);
  startPresence(scope);
  startRuleEditor(scope);
  startSelectAll(scope);
  startSortableRows(scope);
  startLive(scope);
  startLogOut(scope);
  startTimeline(scope);
  startMoj(scope);
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

// The list of what waits on the device, with what the office said of each.

import { anchor, element } from "./outreach_parts.js";
import { translated } from "./words.js";

const EXCERPT = 160;

// `act(name, visit, more)` is called for each button.
export function list(place, visits, { results, done, outcomes, act }) {
  place.replaceChildren(...done.map(handedIn), ...visits.map((visit) => item(visit, results.get(visit.id), outcomes, act)));
}

function handedIn({ title, words, url }) {
  return element("li", { className: "oq-outreach__item oq-outreach__item--done" },
    element("p", { className: "oq-outreach__who" }, tag(translated("Handed in"), "green"), " ", said("strong", title)),
    element("p", { className: "govuk-body-s" }, words, url ? " " : undefined, url ? anchor(url, translated("Open the case")) : undefined));
}

function item(visit, result, outcomes, act) {
  const { fields } = visit;
  const facts = [written(visit), outcomes(fields.outcome)].filter(Boolean).join(", ");
  return element("li", { className: "oq-outreach__item", data: { id: visit.id } },
    element("p", { className: "oq-outreach__who" }, said("strong", titleOf(visit)), " ", element("span", { textContent: facts })),
    said("p", shortened(fields.words), "govuk-body-s"),
    result && answer(visit, result, act),
    buttons(visit, result, act));
}

export function titleOf({ fields }) {
  return fields.name.trim() || fields.number.trim() || translated("Nobody named");
}

function written({ fields, written_at }) {
  const [day, month, year] = [fields.day_day, fields.day_month, fields.day_year];
  const typed = [day && month && year ? `${day} ${month} ${year}` : "", fields.clock.trim()].filter(Boolean).join(", ");
  const saved = new Date(written_at).toLocaleString(document.documentElement.lang || "en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  return typed || saved;
}

function shortened(words) {
  const letters = [...words];
  return letters.length > EXCERPT ? `${letters.slice(0, EXCERPT).join("")}…` : words;
}

function answer(visit, result, act) {
  const words = element("p", { className: "govuk-error-message", textContent: result.words });
  if (result.status !== "choose") return element("div", { className: "oq-outreach__answer" }, words);
  const choices = [
    ...result.cases.map((each) => ({ value: each.reference, label: each.reference, url: each.url,
      hint: [each.about, each.status, translated("last contact %(day)s", { day: each.last })].filter(Boolean).join(", ") })),
    { value: "new", label: translated("A new case") }, { value: "none", label: translated("No case needed") },
  ];
  const fieldset = element("fieldset", { className: "govuk-fieldset" },
    element("legend", { className: "govuk-fieldset__legend govuk-fieldset__legend--s", textContent: translated("Which case is it about?") }),
    element("div", { className: "govuk-radios govuk-radios--small" }, ...choices.map((each, index) => radio(visit, each, index))));
  const press = () => {
    const chosen = fieldset.querySelector("input:checked");
    if (chosen) act("choose", visit, chosen.value);
    else fieldset.querySelector("input").focus();
  };
  return element("div", { className: "oq-outreach__answer" }, words, fieldset, button(translated("Hand in with this choice"), press, visit));
}

function radio(visit, { value, label, hint, url }, index) {
  const id = `case-${visit.id}-${index}`;
  const input = element("input", { className: "govuk-radios__input", type: "radio", name: `case-${visit.id}`, id, value });
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  return element("div", { className: "govuk-radios__item" }, input,
    element("label", { className: "govuk-label govuk-radios__label", htmlFor: id, textContent: label }),
    hint && element("div", { className: "govuk-hint govuk-radios__hint", id: `${id}-hint` }, said("span", hint), " ",
      Object.assign(anchor(url, translated("Open in a new tab")), { target: "_blank", rel: "noopener" })));
}

function buttons(visit, result, act) {
  const row = element("div", { className: "oq-outreach__buttons" });
  const ordinary = () => row.replaceChildren(
    ...(result?.status === "changed" ? [button(translated("Hand in as another visit"), () => act("again", visit), visit)] : []),
    button(translated("Change"), () => act("change", visit), visit),
    button(translated("Delete"), sure, visit));
  const sure = () => {
    const keep = button(translated("Keep it"), () => { ordinary(); row.lastElementChild.focus(); }, visit);
    row.replaceChildren(button(translated("Delete for good"), () => act("delete", visit), visit), keep);
    keep.focus();
  };
  ordinary();
  return row;
}

// Ten buttons of one name are told apart by whom they are about.
function button(words, onclick, visit) {
  return element("button", { type: "button", className: "govuk-button govuk-button--secondary oq-button--small", onclick }, words,
    element("span", { className: "govuk-visually-hidden", textContent: `, ${titleOf(visit)}` }));
}

function said(tagName, words, className = "") {
  return element(tagName, { className }, element("bdi", { dir: "auto", textContent: words }));
}

function tag(words, tone) {
  return element("strong", { className: `govuk-tag govuk-tag--${tone}`, textContent: words });
}

// The form of one visit: what it holds, filled in again, and what is wrong with it.

import { element } from "./outreach_parts.js";
import { translated } from "./words.js";

// Fields by name, and answers by the code of their question.
export function read(form) {
  const fields = {};
  for (const control of form.elements) {
    if (!control.name || control.name.startsWith("q-")) continue;
    if (control.type === "radio") fields[control.name] = control.checked ? control.value : fields[control.name] ?? "";
    else fields[control.name] = control.type === "checkbox" ? control.checked : control.value;
  }
  return { fields, answers: answersOf(form, fields.service) };
}

function answersOf(form, service) {
  const found = Object.create(null); // any code may be a name in it
  const asked = [...form.querySelectorAll("[data-asked]")].find((each) => each.dataset.asked === service);
  for (const control of asked?.querySelectorAll("input, select, textarea") ?? []) {
    const code = control.name.slice(`q-${service}-`.length);
    if (control.type === "checkbox") {
      if (control.checked) found[code] = [...(found[code] ?? []), control.value];
    } else if (control.value.trim()) found[code] = control.value;
  }
  return found;
}

export function write(form, { fields, answers }) {
  clear(form);
  for (const control of form.elements) {
    if (!control.name) continue;
    const asked = control.closest("[data-asked]")?.dataset.asked;
    if (asked && asked !== fields.service) continue;
    const value = asked ? answers[control.name.slice(`q-${asked}-`.length)] : fields[control.name];
    if (value !== undefined) put(control, value);
  }
  showAsked(form);
}

function put(control, value) {
  if (control.type === "radio") control.checked = control.value === value;
  else if (control.type === "checkbox") control.checked = Array.isArray(value) ? value.includes(control.value) : value === true;
  else control.value = value;
}

export function clear(form) {
  form.reset();
  wrong(form, {});
  showAsked(form);
}

// Whether nobody has typed or chosen anything yet.
export function untouched(form) {
  return [...form.elements].every((control) => {
    if (control.type === "radio" || control.type === "checkbox") return control.checked === control.defaultChecked;
    if (control.tagName === "SELECT") return control.selectedIndex <= 0;
    return !control.name || control.value === control.defaultValue;
  });
}

// Answers of a service that is not offered any more: the form cannot show them, and they must not be lost.
export function unshown(form, { fields, answers }) {
  return [...form.elements.service.options].some((option) => option.value === fields.service) ? {} : answers;
}

// The questions of the chosen service, and of no other.
export function showAsked(form) {
  const service = form.elements.service.value;
  for (const asked of form.querySelectorAll("[data-asked]")) asked.hidden = asked.dataset.asked !== service;
}

// Field names to words. The summary comes first and has the focus, as on every page of the desk.
export function wrong(form, problems) {
  for (const old of form.querySelectorAll("[data-wrong]")) tidyUp(form, old);
  const listed = [];
  for (const [name, words] of Object.entries(problems)) listed.push(line(form, name, words));
  const summary = form.parentElement.querySelector("[data-summary]");
  summary.querySelector("[data-summary-list]").replaceChildren(...listed);
  summary.hidden = !listed.length;
  if (listed.length) summary.focus();
}

function line(form, name, words) {
  const control = form.querySelector(`[name="${CSS.escape(name)}"], [name="${CSS.escape(name)}_day"]`);
  if (!control) return element("li", { textContent: words });
  const outer = outermost(control.closest(".govuk-form-group"));
  const message = element("p", { className: "govuk-error-message", id: `outreach-${name}-error`, data: { wrong: name } },
    element("span", { className: "govuk-visually-hidden", textContent: translated("Error: ") }), words);
  const before = outer.querySelector("legend, label");
  before.after(message);
  outer.classList.add("govuk-form-group--error");
  describe(outer.querySelector("fieldset") ?? control, (ids) => [...ids, message.id]);
  return element("li", {}, element("a", { href: `#${control.id}`, textContent: words }));
}

function outermost(group) {
  const above = group.parentElement.closest(".govuk-form-group");
  return above ? outermost(above) : group;
}

function tidyUp(form, message) {
  const outer = message.closest(".govuk-form-group");
  outer.classList.remove("govuk-form-group--error");
  for (const described of outer.querySelectorAll("[aria-describedby]")) {
    describe(described, (ids) => ids.filter((id) => id !== message.id));
  }
  message.remove();
}

function describe(control, change) {
  const ids = change((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}

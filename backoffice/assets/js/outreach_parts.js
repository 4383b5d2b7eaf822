// Showing one part of the outreach page at a time, and saying things. Text is only ever set as text.

import { translated } from "./words.js";

export function show(root, name) {
  for (const part of root.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
}

// A banner above everything: words, and perhaps one link. Empty words take it away.
export function notice(root, words, link) {
  const place = root.querySelector("[data-notice]");
  place.replaceChildren(element("p", { className: "govuk-body", textContent: words }));
  if (link) place.append(element("p", { className: "govuk-body" }, anchor(link.href, link.text)));
  place.hidden = !words;
}

export function announce(root, words) {
  root.querySelector("[data-announce-here]").textContent = words;
}

const network = () => ({
  in: [translated("With a network"), "green"],
  away: [translated("No network"), "yellow"],
  out: [translated("Logged out"), "orange"],
  refused: [translated("Not your page"), "red"],
});

export function networkLine(root, state, whose) {
  const [words, tone] = network()[state] ?? [translated("Looking"), "grey"];
  const tag = root.querySelector("[data-network]");
  tag.textContent = words;
  tag.className = `govuk-tag govuk-tag--${tone}`;
  root.querySelector("[data-whose]").textContent = whose;
  root.querySelector("[data-line]").hidden = false;
}

// What is wrong with the one field of a small form; "" takes it away.
export function complain(form, words) {
  const place = form.querySelector("[data-error]");
  const field = form.querySelector("input");
  const hint = form.querySelector(".govuk-hint");
  place.replaceChildren(element("span", { className: "govuk-visually-hidden", textContent: translated("Error: ") }), words);
  place.hidden = !words;
  form.querySelector(".govuk-form-group").classList.toggle("govuk-form-group--error", Boolean(words));
  const described = [hint?.id, words && place.id].filter(Boolean).join(" ");
  if (described) field.setAttribute("aria-describedby", described);
  else field.removeAttribute("aria-describedby");
  if (words) field.focus();
}

export function element(tag, set = {}, ...children) {
  const { data = {}, ...properties } = set;
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, data);
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

export function anchor(href, text) {
  return element("a", { className: "govuk-link", href, textContent: text });
}

// The palette: what can be done on this page, and where one can go, by a few typed letters. Ctrl+K or Cmd+K opens it.
// Links and buttons of the pages do the same without it.
import { act, actionsHere } from "./keys.js";
import { translated } from "./words.js";

const PAUSE = 180; // milliseconds without a key
const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

export function startPalette(scope) {
  const dialog = scope.querySelector("#oq-palette:not([data-palette-started])");
  if (!dialog) return;
  dialog.dataset.paletteStarted = "";
  const palette = new Palette(dialog);
  for (const button of document.querySelectorAll("[data-palette-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => palette.open());
  }
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) palette.open();
  });
}

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.box = dialog.querySelector("[role=combobox]");
    this.list = dialog.querySelector("[role=listbox]");
    this.state = dialog.querySelector("[data-palette-state]");
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.key(event));
    dialog.addEventListener("close", () => this.stop());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.pick(event.target.closest("[role=option]")));
  }

  open() {
    this.box.value = "";
    this.remote = [];
    this.dialog.showModal();
    this.box.focus();
    this.typed(0);
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.waiting = false;
  }

  typed(pause = PAUSE) {
    this.stop();
    this.looking = true;
    this.draw();
    this.timer = setTimeout(() => this.look(), pause);
  }

  // An answer that is late belongs to words that are gone: it is broken off.
  async look() {
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const address = `${this.dialog.dataset.paletteUrl}?${new URLSearchParams({ q: this.box.value })}`;
      const answer = await fetch(address, { signal, credentials: "same-origin", redirect: "manual" });
      if (answer.type === "opaqueredirect") return this.failed(translated("You are logged out. Log in again, then go on here."));
      if (!answer.ok) return this.failed(translated("It could not look further. Try again."));
      this.remote = (await answer.json()).groups;
    } catch (error) {
      if (error.name === "AbortError") return;
      return this.failed(translated("It could not look further: the connection is gone."));
    }
    this.looking = false;
    this.draw();
    if (this.waiting) this.pick(this.options[0]);
  }

  failed(message) {
    this.remote = [];
    this.looking = false;
    this.waiting = false;
    this.draw();
    this.state.textContent = message;
  }

  // While it looks, what was found for other words is out of sight.
  draw() {
    const typed = words(this.box.value);
    const here = actionsHere().filter((each) => typed.every((word) => words(each.label).some((other) => other.startsWith(word))));
    const groups = [{ title: translated("On this page"), items: here }, ...(this.looking ? [] : this.remote)].filter((group) => group.items.length);
    this.list.replaceChildren(...groups.map((group, number) => this.group(group, number)));
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, number) => { option.id = `oq-palette-${number}`; });
    this.box.ariaExpanded = String(this.options.length > 0);
    const found = this.options.length;
    this.state.textContent = this.looking
      ? translated("Looking…")
      : found ? translated("%(count)s found", { count: found }) : translated("Nothing found");
    this.mark(found && this.box.value ? 0 : -1);
  }

  group({ title, items }, number) {
    const place = element("div", { role: "group", "aria-labelledby": `oq-palette-group-${number}`, class: "oq-palette__group" });
    place.append(element("div", { id: `oq-palette-group-${number}`, class: "oq-palette__title", role: "presentation" }, title));
    place.append(...items.map((item) => this.option(item)));
    return place;
  }

  option(item) {
    const option = element("div", { role: "option", "aria-selected": "false", class: "oq-palette__item" });
    option.append(element("bdi", {}, item.label));
    if (item.hint) option.append(" ", element("span", { class: "oq-quiet" }, item.hint));
    option.oqItem = item;
    return option;
  }

  mark(number) {
    this.at = number;
    this.options.forEach((option, each) => { option.ariaSelected = String(each === number); });
    const option = this.options[number];
    if (!option) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const many = this.options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (many) this.mark(event.key === "ArrowDown" ? (this.at + 1) % many : (Math.max(this.at, 0) - 1 + many) % many);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.options[this.at]) this.pick(this.options[this.at]);
      else if (this.looking && this.box.value) this.waiting = true; // the first that comes
    }
  }

  pick(option) {
    if (!option) return;
    const { url, code } = option.oqItem;
    this.dialog.close();
    if (url) location.assign(url);
    else act(code);
  }
}

function element(name, attributes, text) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// What scripts say, in the language of the page. Sentences stand in English where they are said; a page that speaks
// another language brings all of them (casework/templatetags/_script_words.py; a test holds the two together).

let table;

export function translated(english, values = {}) {
  table ??= JSON.parse(globalThis.document?.getElementById("oq-words")?.textContent ?? "{}");
  return (table[english] ?? english).replace(/%\((\w+)\)s/g, (_placeholder, name) => values[name]);
}

// How many parts a text is sent in and what it costs, as the phone networks and Twilio count. Knows no page.
// The server counts by the same rules: channels/sms/segments.py and casework/text_parts.py; a test holds them together.

import { translated } from "./words.js";

const PART_BITS = 1120;
const HEADER_BITS = 48;

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
  + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");

export const PLAIN = new Map(Object.entries({
  "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u02bc": "'", "`": "'",
  "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"',
  "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
  "\u2026": "...",
  "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ",
}));

export function count(text) {
  const characters = [...text];
  const outside = [...new Set(characters.filter((each) => !BASIC.has(each) && !EXTENSION.has(each)))];
  const encoding = outside.length ? "UCS-2" : "GSM-7";
  const sizes = characters.map((each) => bits(each, encoding));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  return { characters: characters.length, encoding, segments: whole <= PART_BITS ? 1 : joined(sizes), outside };
}

function bits(character, encoding) {
  if (encoding === "GSM-7") return EXTENSION.has(character) ? 14 : 7;
  return character.length > 1 ? 32 : 16;
}

// Each part of several begins with a header; no character is split over two parts.
function joined(sizes) {
  let parts = 1;
  let used = HEADER_BITS;
  for (const size of sizes) {
    if (used + size > PART_BITS) {
      parts += 1;
      used = HEADER_BITS;
    }
    used += size;
  }
  return parts;
}

export function plain(text) {
  return [...text].map((each) => PLAIN.get(each) ?? each).join("");
}

// What the button that puts plain marks in says; "" where they would save nothing.
export function offer(text) {
  const counted = count(text);
  const saved = counted.segments - count(plain(text)).segments;
  if (saved <= 0) return "";
  const marks = counted.outside.filter((each) => PLAIN.has(each)).map((each) => (each.trim() ? each : translated("a wide space")));
  const said = { marks: marks.join(" "), count: saved };
  return saved === 1
    ? translated("Replace %(marks)s with plain ones: saves 1 part", said)
    : translated("Replace %(marks)s with plain ones: saves %(count)s parts", said);
}

// `pence` as the office set it, in decimal: counted in hundredths, so that no price is off by a rounding.
export function cost(parts, pence) {
  const hundredths = Math.round(parts * Number(pence) * 100);
  if (hundredths <= 0) return "";
  if (hundredths < 10_000) return translated("about %(pence)sp", { pence: trimmed(tenths(hundredths)) });
  return translated("about £%(pounds)s", { pounds: decimal(half_even(hundredths, 100)) });
}

function tenths(hundredths) {
  return decimal(half_even(hundredths, 10) * 10);
}

// To the nearest whole, a half to the even one: as the server's decimals do.
function half_even(amount, unit) {
  const whole = Math.floor(amount / unit);
  const rest = amount - whole * unit;
  if (rest * 2 === unit) return whole + (whole % 2);
  return rest * 2 > unit ? whole + 1 : whole;
}

function decimal(hundredths) {
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}

function trimmed(number) {
  return number.replace(/\.?0+$/, "");
}

export function inWords(text, longest, pence) {
  const counted = count(text);
  const characters = { characters: grouped(counted.characters), longest: grouped(longest) };
  const said = [translated("%(characters)s of %(longest)s characters", characters)];
  said.push(counted.segments === 1 ? translated("1 part") : translated("%(count)s parts", { count: counted.segments }));
  const price = cost(counted.segments, pence);
  if (price) said.push(price);
  said.push(counted.encoding);
  return said.join(", ");
}

function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

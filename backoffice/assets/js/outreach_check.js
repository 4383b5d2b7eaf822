// What can be said about a visit without the office: the same words as the server's, which has the last word.

import { translated } from "./words.js";

const CLOCK = /^(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$/i;
const WORDS = { noon: "12:00", midday: "12:00", midnight: "00:00" };
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

// A field's name to what is wrong with it; empty where nothing is. `saved`: when it was first kept, whose day a time
// without a date belongs to.
export function problems(fields, now, saved, zone) {
  const found = {};
  if (!fields.words.trim()) found.words = translated("Write what it was about, a few words are enough.");
  if (!fields.outcome) found.outcome = translated("Choose how it ended.");
  if (!fields.place) found.place = translated("Choose where it was.");
  if (fields.place === "other" && !fields.place_words.trim()) found.place_words = translated("Write where it was.");
  if (fields.minutes.trim() && !/^\d{1,4}$/.test(fields.minutes.trim())) found.minutes = translated("Write whole minutes, for example 5.");
  return { ...found, ...timeProblems(fields, officeTime(now, zone), officeTime(saved, zone).slice(0, 10)) };
}

function timeProblems(fields, now, savedOn) {
  const clock = fields.clock.trim() ? readClock(fields.clock) : "";
  if (clock === null) return { clock: translated("Write the time like 14:30 or 2.30pm.") };
  const day = readDay(fields.day_day, fields.day_month, fields.day_year);
  if (day === null) return { day: translated("The date must be a real date, for example 27 3 2026.") };
  if (day && !clock && day !== savedOn) return { clock: translated("Write the time too. Roughly is fine, for example 11am.") };
  const at = `${day || savedOn}T${clock || "00:00"}`;
  return at > now ? { day: translated("This is in the future. Write when it took place.") } : {};
}

// "2.30pm" as "14:30"; null where it is no time.
export function readClock(typed) {
  const words = typed.trim().toLowerCase().replace(/\s+/g, " ");
  if (WORDS[words]) return WORDS[words];
  const found = CLOCK.exec(words);
  if (!found) return null;
  let hour = Number(found[1]);
  const half = (found[3] ?? "").replaceAll(".", "");
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === "pm" ? 12 : 0);
  const minute = Number(found[2] ?? 0);
  return hour > 23 || minute > 59 ? null : `${two(hour)}:${two(minute)}`;
}

// "2026-03-27"; "" where nothing was typed, null where it is no day.
export function readDay(day, month, year) {
  const typed = [day, month, year].map((part) => part.trim());
  if (!typed.some(Boolean)) return "";
  const number = monthOf(typed[1]);
  if (!/^\d{1,2}$/.test(typed[0]) || !number || !/^\d{4}$/.test(typed[2])) return null;
  const read = new Date(Date.UTC(Number(typed[2]), number - 1, Number(typed[0])));
  const same = read.getUTCDate() === Number(typed[0]) && read.getUTCMonth() === number - 1;
  return same ? read.toISOString().slice(0, 10) : null;
}

function monthOf(typed) {
  const named = typed.length >= 3 ? MONTHS.indexOf(typed.slice(0, 3).toLowerCase()) + 1 : 0;
  return named || (/^\d{1,2}$/.test(typed) && Number(typed) <= 12 ? Number(typed) : 0);
}

// The office's wall clock as "2026-03-27T14:30", wherever the device believes it is.
export function officeTime(now, zone) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(now);
  const part = (type) => parts.find((each) => each.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

function two(number) {
  return String(number).padStart(2, "0");
}

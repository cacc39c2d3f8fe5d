// What a learner has answered, in the browser's storage: the events of memory.py, a line each, oldest first.
// Whatever stands there is data from outside: it is looked up, and nothing else is done with it.

const KEY = "w2v_lab";

/** @typedef {{ what: string, time?: number } & Record<string, unknown>} Event */

/** @returns {Event[]} */
export function events() {
  return stored()
    .split("\n")
    .map(told)
    .filter((event) => event !== null);
}

function stored() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // a page from a disk, or a reader who keeps nothing
  }
}

/** @param {string} line @returns {Event | null} */
function told(line) {
  try {
    const event = JSON.parse(line);
    return typeof event?.what === "string" ? event : null;
  } catch {
    return null;
  }
}

/** Remember one more event. @param {string} what @param {Record<string, unknown>} about */
export function add(what, about) {
  const before = stored();
  try {
    localStorage.setItem(KEY, `${before}${JSON.stringify({ what, ...about, time: Date.now() / 1000 })}\n`);
  } catch {
    // then this page alone remembers
  }
}

/** The choice that stands for each question answered. @returns {Map<string, string>} */
export function answers() {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { what, question, choice } of events()) {
    if (typeof question !== "string") continue;
    if (what === "again") found.delete(question);
    else if (what === "answer" && typeof choice === "string") found.set(question, choice);
  }
  return found;
}

/** The latest value of a setting. @param {string} name */
export function setting(name) {
  return events().findLast((event) => event.what === "setting" && event.name === name)?.value;
}

/** What Python says of exercises; the same code once more is no attempt, as in a notebook. @param {Event[]} attempts */
export function attempted(attempts) {
  for (const { exercise, passed, slip, code } of attempts) {
    const last = events().findLast((event) => event.what === "attempt" && event.exercise === exercise);
    if (last?.code !== code) add("attempt", { exercise, passed, slip, code });
  }
}

/** The learner's own text, typed in whichever widget. @returns {string | undefined} */
export function text() {
  const told = events().findLast((event) => event.what === "text" && typeof event.text === "string");
  return /** @type {string | undefined} */ (told?.text);
}

/** Forget every answer; settings stay. */
export function forget() {
  for (const question of answers().keys()) add("again", { question });
}

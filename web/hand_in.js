// The file that a learner hands in, from what the browser remembers: what writing.py makes of the same events.

/** @import { Event } from './memory.js' */

/**
 * @typedef {{ what: string, format: number, course: string, questions: Record<string, { lesson: string, choices: string[] }>,
 *   exercises: string[], lessons: Record<string, string>, letters: number }} Known
 */

/** @param {unknown} text @param {Known} known */
const short = (text, { letters }) => (typeof text === "string" ? [...text].slice(0, letters).join("") : "");

/** @param {Event} event */
const time = ({ time: at }) => (typeof at === "number" && at > 0 && at < 1e11 ? at : 0);

/** @param {object} all @param {unknown} name @returns {name is string} */
const has = (all, name) => typeof name === "string" && Object.hasOwn(all, name);

/** @param {Event[]} events @param {Known} known @param {string} name @param {string} language */
export function collected(events, known, name, language) {
  const { what, format, course } = known;
  const predicted = predictions(events, known),
    solved = exercises(events, known);
  const lessons = [...new Set([...predicted, ...solved].map(({ lesson }) => lesson))].sort();
  return {
    what,
    format,
    course,
    name: name.trim(),
    lessons: Object.fromEntries(lessons.map((lesson) => [lesson, known.lessons[lesson]])),
    language,
    predictions: predicted,
    exercises: solved,
    surprises: predicted.filter(({ right }) => !right[0]).map(({ question }) => question),
  };
}

/** Since the first event, and not at what hour. @param {Event} event @param {Event[]} events */
function seconds(event, events) {
  const first = time(events[0]),
    now = time(event);
  return first && now ? Math.round(Math.max(0, now - first) * 1000) / 1000 : 0;
}

/** Whether an event names a question and one of its choices. @param {Event} event @param {Known["questions"]} questions
 * @returns {event is Event & { question: string, choice: string }} */
function given(event, questions) {
  const { what, question, choice } = event;
  return what === "answer" && has(questions, question) && questions[question].choices.includes(/** @type {string} */ (choice));
}

/** @param {Event[]} events @param {Known} known */
function predictions(events, known) {
  /** @type {Map<string, { lesson: string, question: string, choices: string[], seconds: number[], right: boolean[], why: string[] }>} */
  const found = new Map();
  for (const event of events) {
    if (!given(event, known.questions)) continue;
    const { question, choice, right } = event;
    const { lesson } = known.questions[question];
    const entry = found.get(question) ?? { lesson, question, choices: [], seconds: [], right: [], why: [] };
    found.set(question, entry);
    entry.choices.push(choice);
    entry.seconds.push(seconds(event, events));
    entry.right.push(right === true);
  }
  for (const [question, text] of reasons(events)) {
    if (text.trim()) found.get(question)?.why.push(short(text, known));
  }
  return [...found.values()];
}

/** What stands under "Why?"; what was taken back is empty. @param {Event[]} events @returns {Map<string, string>} */
function reasons(events) {
  const found = new Map();
  for (const { what, question, text } of events) if (what === "why" && typeof text === "string") found.set(question, text);
  return found;
}

/** @param {Event[]} events @param {Known} known */
function exercises(events, known) {
  /** @type {Map<string, { lesson: string, exercise: string, code: string, attempts: object[] }>} */
  const found = new Map();
  for (const event of events) {
    const { what, exercise: name, passed, slip, code } = event;
    if (what !== "attempt" || typeof name !== "string" || !known.exercises.includes(name)) continue;
    const [lesson, exercise] = name.split(".");
    const entry = found.get(name) ?? { lesson: lesson.slice(1), exercise, code: "", attempts: [] };
    found.set(name, entry);
    const told = typeof slip === "string" ? slip : null;
    entry.attempts.push({ passed: passed === true, slip: told, seconds: seconds(event, events) });
    entry.code = short(code, known);
  }
  return [...found.values()];
}

/** Give the reader a file. @param {object} told @param {string} name */
export function download(told, name) {
  const blob = new Blob([`${JSON.stringify(told, null, 1)}\n`], { type: "application/json" });
  const href = URL.createObjectURL(blob);
  const word = name.replace(/[^\p{L}\p{N}_-]+/gu, "_").slice(0, 40) || "w2v";
  Object.assign(document.createElement("a"), { href, download: `${word}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

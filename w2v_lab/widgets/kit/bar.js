// The bar under every widget: back to the start, numbers and picture to take along, words, type, language.

/** @import { Attributes } from './types.d.ts' */
/** @import { Lab } from './lab.js' */
import { csv } from "./csv.js";
import { make } from "./dom.js";
import { fragment } from "./link.js";
import { plainName } from "./names.js";
import { save } from "./save.js";
import { stageButton } from "./stage.js";

/**
 * @param {Lab} lab
 * @param {object} parts
 * @param {HTMLElement} [parts.picture] what is saved and described
 * @param {() => string} [parts.words] the state in words
 * @param {boolean} [parts.reset] whether there is a start to go back to
 */
export function bar(lab, { picture, words, reset = true }) {
  const button = (/** @type {string} */ key, /** @type {() => void} */ onclick, /** @type {boolean | undefined} */ pressed = undefined) =>
    make(
      "button.quiet",
      { "data-key": `bar ${key}`, "aria-pressed": pressed === undefined ? null : String(pressed), onclick },
      lab.say(key),
    );
  const turn = (/** @type {"inWords"} */ name) => () => {
    lab.view[name] = !lab.view[name];
    lab.rebuild();
  };
  const paragraph = make("p.words", { class: lab.view.inWords ? null : "aside", id: `words-${Math.random().toString(36).slice(2)}` });
  lab.describe = () => {
    if (words) paragraph.textContent = words();
  };
  lab.describe();
  picture?.setAttribute("role", "group");
  picture?.setAttribute("aria-describedby", paragraph.id);
  const told = make("span.told.small", { role: "status" });
  const other = () => {
    lab.texts.language = lab.texts.language === "en" ? "zh" : "en";
    lab.rebuild();
  };
  return [
    words ? paragraph : null,
    make(
      "footer",
      reset ? button("reset", () => lab.reset()) : null,
      lab.numbers ? button("copy", () => copy(lab, told)) : null,
      picture ? button("save", () => save(picture, lab.mark)) : null,
      button("link", () => link(lab, told)),
      told,
      words ? button("in_words", turn("inWords"), lab.view.inWords) : null,
      make("span.grow"),
      stageButton(lab),
      button("larger", () => retype(lab), lab.view.large),
      button("other_language", other),
    ),
  ];
}

/** Larger type for all widgets of the page, and, where there is a Python, for those to come. @param {Lab} lab */
function retype(lab) {
  const large = !lab.view.large;
  document.dispatchEvent(new CustomEvent("w2v-type", { detail: large }));
  if (lab.talk.python() !== "absent") lab.ask({ type: large ? "large" : "normal" });
}

/** The numbers on show by their names, and what the picture draws without writing it. @param {Lab} lab @returns {[string, number][]} */
function seen(lab) {
  const there = lab.cells.all.filter(({ cell }) => cell.checkVisibility({ visibilityProperty: true }));
  const ids = there.map(({ id }) => id);
  return [...new Map([...named(lab, ids), ...(lab.drawn?.() ?? [])])];
}

/** Numbers by their names, with the id where two have the same name.
 * @param {Lab} lab @param {(string | null)[]} ids @returns {[string, number][]} */
export function named(lab, ids) {
  /** @type {Map<string, number>} */
  const rows = new Map();
  for (const id of new Set(ids)) {
    const value = id === null ? undefined : lab.numbers?.value(id);
    if (id === null || value === undefined) continue;
    const name = plainName(lab, id);
    rows.set(rows.has(name) ? `${name} (${id})` : name, value);
  }
  return [...rows];
}

/** The places of words on a map. @param {Lab} lab @param {number[]} ids @param {(id: number, axis: number) => number} at
 * @returns {[string, number][]} */
export function places(lab, ids, at) {
  return ids.flatMap((id) => ["place_right", "place_up"].map((key, axis) => [lab.say(key, { word: lab.word(id) }), at(id, axis)]));
}

/** All numbers on show as CSV. @param {Lab} lab @param {HTMLElement} told */
function copy(lab, told) {
  const rows = seen(lab);
  take(lab, told, csv(rows), "CSV", lab.say("copied", { count: rows.length }));
}

/** This very state as a link; in a notebook, what `open_link` takes. @param {Lab} lab @param {HTMLElement} told */
function link(lab, told) {
  const { address } = lab.spot;
  take(lab, told, (address ?? "") + fragment(lab), lab.say("link"), lab.say(address ? "link_copied" : "link_for_python"));
}

/** Put a text where it can be pasted from; what is said about it stands beside the button.
 * @param {Lab} lab @param {HTMLElement} told @param {string} text @param {string} label @param {string} said */
async function take(lab, told, text, label, said) {
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = said;
  } catch {
    const area = make("textarea", { rows: 6, "aria-label": label }, text);
    told.replaceChildren(lab.say("copy_by_hand"), area);
    area.select();
  }
  const clear = (/** @type {Event} */ { target }) => {
    if (!told.contains(/** @type {Node} */ (target))) told.replaceChildren();
  };
  lab.root.addEventListener("click", clear, { once: true, capture: true });
}

// Searching as one types: what travelled with the widget is looked through at once, the rest is asked for.

/** @import { Lab } from '../kit/lab.js' */
import { make } from "../kit/dom.js";

const FOUND = 12; // words in the list
const PAUSE = 80; // milliseconds without a key before Python is asked

/** Words that begin with a text, then words that hold it. @param {string[]} folded @param {string} text @param {number} most */
export function lookedUp(folded, text, most = FOUND) {
  const sought = text.toLowerCase();
  /** @type {number[]} */
  const found = [],
    /** @type {number[]} */ within = [];
  if (!sought) return found;
  for (let i = 0; i < folded.length && found.length < most; i++) {
    const at = folded[i].indexOf(sought);
    if (at === 0) found.push(i);
    else if (at > 0 && within.length < most) within.push(i);
  }
  return [...found, ...within].slice(0, most);
}

/** The field and its list, still empty. @param {Lab} lab @param {string} id of the list */
function field(lab, id) {
  const list = make("ul.ex-found", { id, role: "listbox", "aria-label": lab.say("found"), hidden: true });
  const input = make("input", {
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-label": lab.say("search"),
    placeholder: lab.say("search"),
    "data-key": "search",
    spellcheck: "false",
    autocomplete: "off",
  });
  return { list, input };
}

/** Show what was found; one of it may be chosen. @param {Lab} lab @param {HTMLElement} list @param {HTMLElement} input
 * @param {number[]} found @param {number} at @param {(word: number) => void} take */
function open(lab, list, input, found, at, take) {
  list.replaceChildren(
    ...found.map((word, i) => {
      const pick = (/** @type {Event} */ event) => {
        event.preventDefault();
        take(word);
      };
      const told = { role: "option", id: `${list.id}-${i}`, "aria-selected": String(i === at), onpointerdown: pick };
      return make("li", told, make("bdi", lab.word(word)));
    }),
  );
  const some = found.length > 0;
  list.hidden = !some;
  input.setAttribute("aria-expanded", String(some));
  if (some && at >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  else input.removeAttribute("aria-activedescendant");
}

/** A field with a list under it. @param {Lab} lab @param {string[]} words those that travelled, in small letters
 * @param {(word: number | string) => void} choose @param {(told: any) => void} absorb */
export function search(lab, words, choose, absorb) {
  const { trace, state } = lab;
  /** @type {number[]} */
  let found = [];
  let at = -1,
    soon = 0;
  const id = `found-${Math.random().toString(36).slice(2)}`;
  const { list, input } = field(lab, id);
  const show = () => open(lab, list, input, found, at, take);
  const close = () => {
    found = [];
    at = -1;
    show();
  };
  const take = (/** @type {number | string} */ word) => {
    clearTimeout(soon);
    state.typed = "";
    input.value = "";
    close();
    choose(word);
  };
  const more = async (/** @type {string} */ text) => {
    const told = lab.add(await lab.ask({ search: text }));
    if (!told || input.value !== text) return;
    absorb(told);
    found = [...new Set([...found, ...told.found])].slice(0, FOUND);
    show();
  };
  input.addEventListener("input", () => {
    const text = input.value;
    state.typed = text;
    found = lookedUp(words, text);
    at = -1;
    show();
    clearTimeout(soon);
    if (text && found.length < FOUND && trace.V > words.length) soon = setTimeout(() => more(text), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && found.length) {
      event.preventDefault();
      at = (at + by + found.length) % found.length;
      show();
    } else if (event.key === "Enter" && input.value) {
      event.preventDefault();
      const exact = found.find((word) => lab.word(word).toLowerCase() === input.value.toLowerCase());
      take(found[at] ?? exact ?? input.value);
    } else if (event.key === "Escape" && found.length) {
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", close);
  input.value = state.typed ?? "";
  return make("div.ex-search", make("label.small.soft", lab.say("word")), input, list);
}

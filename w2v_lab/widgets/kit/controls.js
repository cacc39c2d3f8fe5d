// What one chooses with: phases, one of a few, a scrubber, a list, a field, a text bar.

/** @import { Attributes } from './types.d.ts' */
/** @import { Lab } from './lab.js' */
import { make } from "./dom.js";

/** @param {string} label @param {Attributes} attributes */
export const button = (label, attributes) => make("button", attributes, label);

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };

/** Arrow keys, Home and End go through a row of choices.
 * @param {KeyboardEvent} event @param {number} chosen @param {number} count @param {(place: number) => void} choose */
function arrows(event, chosen, count, choose) {
  const by = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
  if (by === undefined && !["Home", "End"].includes(event.key)) return;
  event.preventDefault();
  const to = event.key === "Home" ? 0 : event.key === "End" ? count - 1 : chosen + by;
  if (to >= 0 && to < count) choose(to);
}

/** @param {Lab} lab @param {string} text @param {string} key @param {string} sign @param {() => void} onclick */
function arrow(lab, text, key, sign, onclick) {
  return button(sign, { "aria-label": lab.say(text), title: lab.say(text), "data-key": key, onclick });
}

/** A row of phases with ◀ and ▶; `names` are keys of texts, `.show(i)` tells which is on.
 * @param {Lab} lab @param {string[]} names @param {number} chosen @param {(place: number) => void} choose */
export function phases(lab, names, chosen, choose) {
  let now = -1;
  const tabs = names.map((name, i) => button(lab.say(name), { role: "tab", onclick: () => choose(i) }));
  const back = arrow(lab, "back", "back", "◀", () => choose(now - 1));
  const on = arrow(lab, "on", "on", "▶", () => choose(now + 1));
  const next = make("span.leads"); // on the stage the button names where it leads
  on.append(next);
  const onkeydown = (/** @type {KeyboardEvent} */ event) => arrows(event, now, names.length, choose);
  const list = make("div.phases", { role: "tablist", "aria-label": lab.say("phases"), onkeydown }, tabs);
  const show = (/** @type {number} */ place) => {
    if (place === now) return;
    const active = document.activeElement;
    now = place;
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === now));
      tab.tabIndex = i === now ? 0 : -1;
      tab.dataset.key = i === now ? "phase" : `phase ${i}`;
    });
    back.disabled = now === 0;
    on.disabled = now === names.length - 1;
    next.textContent = on.disabled ? "" : ` ${lab.say(names[now + 1])}`;
    const left = [...tabs, back, on].find((node) => node === active);
    if (left && (tabs.includes(left) || left.disabled)) tabs[now].focus();
  };
  show(chosen);
  return Object.assign(make("div.phases", list, make("span.ways", back, on)), { show });
}

/** One of a few: `names` are keys of texts, or `text` makes something to read of them. It shows at once what is chosen.
 * @template {string | number} T
 * @param {Lab} lab @param {string} label @param {T[]} names @param {T} chosen @param {(name: T) => void} choose
 * @param {(name: T) => string} [text] */
export function choice(lab, label, names, chosen, choose, text = (name) => lab.say(String(name))) {
  const each = names.map((name) => button(text(name), { role: "radio", onclick: () => take(name) }));
  const show = (/** @type {T} */ name) => {
    chosen = name;
    each.forEach((node, i) => {
      const on = names[i] === name;
      node.setAttribute("aria-checked", String(on));
      node.tabIndex = on ? 0 : -1;
      node.dataset.key = on ? label : String(names[i]); // the focus stays with what is chosen
    });
  };
  const take = (/** @type {T} */ name) => {
    const focused = each.some((node) => node === document.activeElement);
    show(name);
    if (focused) each[names.indexOf(name)].focus();
    choose(name);
  };
  show(chosen);
  const onkeydown = (/** @type {KeyboardEvent} */ event) => arrows(event, names.indexOf(chosen), names.length, (i) => take(names[i]));
  return make("span.choice", { role: "radiogroup", "aria-label": lab.say(label), onkeydown }, each);
}

/** A scrubber through `count` things with ◀ and ▶; `.range` is its input.
 * @param {Lab} lab @param {string} key @param {number} count @param {number} value @param {(place: number) => void} go */
export function slider(lab, key, count, value, go) {
  const oninput = () => go(Number(range.value));
  const range = make("input", { type: "range", min: 0, max: count - 1, "aria-label": lab.say(key), "data-key": key, oninput });
  range.value = String(value);
  const step = (/** @type {number} */ by) => () => {
    const place = Number(range.value) + by;
    if (place < 0 || place >= count) return;
    range.value = String(place);
    go(place);
  };
  const back = arrow(lab, "one_back", `${key} one_back`, "◀", step(-1));
  const on = arrow(lab, "one_on", `${key} one_on`, "▶", step(1));
  return Object.assign(make("span.slide", back, range, on), { range });
}

/** A list to choose from: pairs of a value and what is read.
 * @param {string} label @param {string} key @param {[number, string][]} entries @param {number} chosen
 * @param {(value: number) => void} choose */
export function list(label, key, entries, chosen, choose) {
  const onchange = (/** @type {Event} */ { target }) => choose(Number(/** @type {HTMLSelectElement} */ (target).value));
  const options = entries.map(([value, text]) => make("option", { value, selected: value === chosen }, text));
  return make("select", { "aria-label": label, "data-key": key, onchange }, options);
}

/** A field for a word; `enter` gets what stands in it.
 * @param {Attributes} attributes @param {(text: string) => void} enter */
export function field(attributes, enter) {
  const onkeydown = (/** @type {KeyboardEvent} */ { key, target }) => {
    if (key === "Enter") enter(/** @type {HTMLInputElement} */ (target).value);
  };
  return make("input", { type: "text", spellcheck: "false", autocomplete: "off", onkeydown, ...attributes });
}

/** The learner's text, and ours. `use` gets what is asked of Python; `beside` stands among the buttons.
 * @param {Lab} lab @param {(request: Record<string, unknown>) => void} use @param {HTMLElement[]} [beside] @param {number} [rows]
 * @param {string[]} [toys] the names of ours */
export function textBar(lab, use, beside = [], rows = 2, toys = ["kingdom", "article"]) {
  const typed = () => use({ text: lab.state.text });
  const oninput = () => {
    lab.state.text = text.value;
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation(); // it runs the text, not the cell
    typed();
  };
  const told = lab.say("your_text");
  const text = make("textarea", {
    rows,
    "aria-label": told,
    placeholder: told,
    "data-key": "text",
    spellcheck: "false",
    oninput,
    onkeydown,
  });
  text.value = lab.state.text;
  const toy = (/** @type {string} */ name) =>
    button(lab.say(`toy_${name}`), { "data-key": name, onclick: () => use({ toy: name, language: lab.texts.language }) });
  const { own = "" } = lab.facts;
  const again = () => {
    text.value = lab.state.text = own;
    typed();
  };
  const mine = own && own !== lab.state.text ? button(lab.say("my_text"), { "data-key": "mine", title: own, onclick: again }) : null;
  const main = make("button.main", { "data-key": "use", onclick: typed }, lab.say("use"));
  const buttons = make("div.buttons", main, mine, beside, make("span.soft.small", lab.say("ours")), toys.map(toy));
  return make("div.bar.text", text, buttons);
}

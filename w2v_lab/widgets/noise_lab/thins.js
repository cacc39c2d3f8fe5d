// Frequent words thin out: under each occurrence its chance to stay, the number drawn for it, and how far a window reaches then.

/** @import { Lab } from "../kit/lab.js" */
import { button, choice, slider } from "../kit/controls.js";
import { make, write } from "../kit/dom.js";
import { given, target } from "./moment.js";

/** @typedef {{ dropped: number[], reach: Record<string, number[]> }} Laid what fell out, and whom each window reaches, by places */

/** @param {Lab} lab @param {number} number @param {string} name */
export function heading(lab, number, name) {
  return make("h4", make("b", `${number} · ${lab.say(name)}`), make("span.soft.small", lab.say(`${name}_about`)));
}

export class Thins {
  /** @param {Lab} lab @param {(pair: number[]) => void} choose @param {() => void} renew */
  constructor(lab, choose, renew) {
    this.lab = lab;
    this.choose = choose;
    /** @type {number[]} */
    this.flat = lab.trace.text.flat();
    this.boxes = this.flat.map((id, place) => box(lab, id, place, () => this.pick(place)));
    const starts = lab.trace.starts;
    this.lines = lab.trace.text.map((_, s) =>
      make(
        "div.line",
        this.boxes.slice(starts[s], starts[s + 1]).map(({ node }) => node),
      ),
    );
    this.said = make("p.sentence", { role: "status" });
    this.kept = make("p.sentence.soft.small");
    this.formula = make("span.formula");
    this.node = make("section.part.thins", heading(lab, 1, "thins"), make("div.lines", this.lines), this.setting(renew));
  }

  /** @param {() => void} renew */
  setting(renew) {
    const { lab } = this,
      { state, trace } = lab;
    const range = slider(lab, "t_slider", trace.thresholds.length, state.t, (at) => {
      state.t = at;
      renew();
    });
    const change = (/** @type {string} */ name) => {
      state.formula = name;
      renew();
    };
    const formulas = choice(lab, "subsampling", trace.formulas, state.formula, change, (name) => lab.say(`formula_${name}`));
    const ends = make("div.ends.small.soft", make("span", lab.say("none_dropped")), make("span", String(trace.thresholds.at(-1))));
    const t = make("span", "t = ", lab.number("t"));
    return make(
      "div.setting",
      make("div.grip", t, make("div.ranged", range, ends)),
      make("div.line", formulas, this.formula),
      this.said,
      this.kept,
    );
  }

  /** @returns {Laid} */
  laid(t = this.lab.state.t) {
    return this.lab.trace.laid[`${t}-${this.lab.state.formula}`];
  }

  /** The name of the chances on show. */
  get chances() {
    return this.lab.state.t ? `keep_${this.lab.state.formula}` : "keep_all";
  }

  /** A word that the window reaches is asked for; any other that is still there is given. @param {number} place */
  pick(place) {
    const { reach } = this.laid(),
      [centre, asked] = this.lab.state.pair;
    const own = reach[place];
    if (reach[centre]?.includes(place) && place !== asked) this.choose([centre, place]);
    else if (own?.length) this.choose([place, own[own.length - 1]]);
  }

  show() {
    const { lab, flat } = this,
      { starts } = lab.trace,
      laid = this.laid();
    const [centre, asked] = lab.state.pair,
      gone = new Set(laid.dropped),
      near = new Set(laid.reach[centre]);
    const role = (/** @type {number} */ place) => (place === centre ? "given" : place === asked ? "asked" : near.has(place) ? "near" : "");
    this.boxes.forEach((each, place) => each.show(this.chances, gone.has(place), role(place)));
    this.lines.forEach((line, s) => line.classList.toggle("here", starts[s] <= centre && centre < starts[s + 1]));
    this.formula.replaceChildren(...written(lab));
    this.said.replaceChildren(...sentence(lab, laid, this.laid(0)));
    write(this.kept, lab.say("kept", { kept: flat.length - gone.size, total: flat.length }));
  }

  rest() {
    return `${this.chances}[${given(this.lab)}]`;
  }

  words() {
    const { lab } = this,
      gone = new Set(this.laid().dropped);
    const told = this.flat.map((id, place) => (gone.has(place) ? lab.say("words_dropped", { word: lab.word(id) }) : lab.word(id)));
    return lab.sentences([this.said.textContent, lab.say("words_thins", { list: lab.join(told) })]);
  }
}

/** One occurrence: its word, a bar as long as its chance to stay with the drawn number as a tick, and what becomes of it.
 * @param {Lab} lab @param {number} id @param {number} place @param {() => void} pick */
function box(lab, id, place, pick) {
  const fill = make("span.fill"),
    tick = make("span.tick", { style: `left: ${100 * (lab.numbers?.value(`stays[${place}]`) ?? 0)}%` });
  const chance = lab.number(`keep_all[${id}]`, { group: "keep", decimals: 2 }),
    r = lab.number(`stays[${place}]`, { group: "stays", decimals: 2 });
  const fate = make("span.fate.small");
  const word = button("", { class: "word", "data-key": `place ${place}`, onclick: pick });
  word.append(make("bdi.cut", lab.word(id)));
  const meter = make("span.meter", { "aria-hidden": "true" }, fill, tick);
  const node = make("div.box", word, meter, chance, make("span.drawn.small.soft", "r ", r), fate);
  const show = (/** @type {string} */ name, /** @type {boolean} */ dropped, /** @type {string} */ role) => {
    node.className = `box ${role}${dropped ? " dropped" : ""}`;
    fill.style.transform = `scaleX(${lab.numbers?.value(`${name}[${id}]`)})`;
    lab.retarget(chance, `${name}[${id}]`, true);
    write(fate, lab.say(dropped ? "fate_dropped" : role ? `fate_${role}` : "fate_stays"));
  };
  return { node, show };
}

/** The formula of the chosen program, as people write it. @param {Lab} lab */
function written(lab) {
  const i = (/** @type {string} */ letter) => make("i", letter);
  if (!lab.state.t) return [lab.say("formula_none")];
  const paper = [i("p"), " = √(", i("t"), " / ", i("f"), ")"];
  return lab.state.formula === "code" ? [...paper, " + ", i("t"), " / ", i("f")] : paper;
}

/** Whom the window of the given word reaches now, and what fell out between the two.
 * @param {Lab} lab @param {Laid} laid @param {Laid} whole */
function sentence(lab, { dropped, reach }, whole) {
  const [centre, asked] = lab.state.pair,
    flat = lab.trace.text.flat();
  const values = { given: lab.word(given(lab)), word: lab.word(target(lab)), window: lab.trace.window };
  const missing = why(centre, asked, dropped, reach[centre]);
  if (missing) return lab.nodes(missing, values);
  if (whole.reach[centre]?.includes(asked)) return lab.nodes("say_in_reach", values);
  const [from, to] = [Math.min(centre, asked), Math.max(centre, asked)];
  const between = dropped.filter((place) => from < place && place < to);
  const list = lab.join(between.map((place) => lab.say("quoted", { word: lab.word(flat[place]) })));
  return lab.nodes("say_reaches_farther", { ...values, list });
}

/** The key of the text that says why a pair is not asked; null where it is.
 * @param {number} centre @param {number} asked @param {number[]} dropped @param {number[] | undefined} near */
function why(centre, asked, dropped, near) {
  if (dropped.includes(centre)) return "say_given_dropped";
  if (!near) return "say_alone";
  if (near.includes(asked)) return null;
  return dropped.includes(asked) ? "say_word_dropped" : "say_out_of_reach";
}

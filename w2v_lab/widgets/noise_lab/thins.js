// Frequent words thin out: under each occurrence its chance to stay, the number drawn for it, and how far a window reaches then.

/** @import { Lab } from "../kit/lab.js" */
import { button, choice, slider } from "../kit/controls.js";
import { make, write } from "../kit/dom.js";
import { next, target } from "./moment.js";

/** @param {Lab} lab @param {(pair: number[]) => void} choose @param {() => void} renew */
export function thins(lab, choose, renew) {
  const { state, trace, numbers } = lab;
  const flat = trace.text.flat();
  const boxes = flat.map((id, p) => box(lab, id, p, () => pick(p)));
  let p = 0;
  const lines = trace.text.map((sentence) => make("div.line", sentence.map(() => boxes[p++].node)));
  const said = make("p.sentence", { role: "status" }),
    kept = make("p.sentence.soft.small");
  const formula = make("span.formula");
  const t = lab.number("t", { group: "t", decimals: 3 });
  const range = slider(lab, "t_slider", trace.thresholds.length, state.t, (at) => {
    state.t = at;
    renew();
  });
  const formulas = choice(lab, "subsampling", trace.formulas, state.formula, (name) => {
    state.formula = name;
    renew();
  }, (name) => lab.say(`formula_${name}`));
  const ends = make("div.ends.small.soft", make("span", lab.say("none_dropped")), make("span", "0.001"));
  const setting = make("div.setting", make("div.grip", make("span", "t = ", t), make("div.ranged", range, ends)), make("div.row", formulas, formula), said, kept);
  const node = make("section.part.thins", heading(lab, 1, "thins"), make("div.lines", lines), setting);

  const laid = (at = state.t) => trace.laid[`${at}-${state.formula}`];
  /** A word that the window reaches is asked for; any other that is still there is given. */
  function pick(place) {
    const reach = laid().reach;
    const near = reach[state.pair[0]] ?? [];
    if (near.includes(place) && place !== state.pair[1]) return choose([state.pair[0], place]);
    const own = reach[place];
    if (own?.length) choose([place, own.at(-1)]);
  }
  function show() {
    const { dropped, reach } = laid(),
      [given, asked] = state.pair,
      near = reach[given] ?? [];
    const gone = new Set(dropped);
    const name = state.t ? `keep_${state.formula}` : "keep_all";
    boxes.forEach((each, place) => {
      const role = place === given ? "given" : place === asked ? "asked" : near.includes(place) ? "near" : "";
      each.show(name, gone.has(place), role, numbers.value(`${name}[${flat[place]}]`));
    });
    const focus = flat.findIndex((_, place) => place === given);
    lines.forEach((line, s) => line.classList.toggle("here", trace.starts[s] <= focus && focus < trace.starts[s + 1]));
    formula.replaceChildren(...written(lab));
    said.replaceChildren(...sentence(lab, laid(), laid(0)));
    write(kept, lab.say("kept", { kept: flat.length - dropped.length, total: flat.length }));
  }
  const rest = () => `${state.t ? `keep_${state.formula}` : "keep_all"}[${next(lab).given}]`;
  const words = () => `${said.textContent} ${lab.say("words_thins", { list: lab.join(flat.map((id, place) => (laid().dropped.includes(place) ? `(${lab.word(id)})` : lab.word(id)))) })}`;
  return { node, show, rest, words };
}

export const heading = (lab, number, name) => make("h4", make("b", `${number} · ${lab.say(name)}`), " ", make("span.soft.small", lab.say(`${name}_about`)));

/** One occurrence: its word, a bar as long as its chance to stay with the drawn number as a tick, and what becomes of it. */
function box(lab, id, place, pick) {
  const fill = make("span.fill"),
    tick = make("span.tick", { style: `left: ${100 * lab.numbers.value(`stays[${place}]`)}%` });
  const chance = lab.number(`keep_all[${id}]`, { group: "keep", decimals: 2 }),
    r = lab.number(`stays[${place}]`, { group: "stays", decimals: 2 });
  const fate = make("span.fate.small");
  const word = button(make("bdi.cut", lab.word(id)), { class: "word", "data-key": `place ${place}`, onclick: pick });
  const node = make("div.box", word, make("span.meter", { "aria-hidden": "true" }, fill, tick), chance, make("span.drawn.small.soft", "r ", r), fate);
  const show = (name, dropped, role, chances) => {
    node.className = `box ${role}${dropped ? " dropped" : ""}`;
    fill.style.transform = `scaleX(${chances})`;
    lab.retarget(chance, `${name}[${id}]`, true);
    write(fate, lab.say(dropped ? "fate_dropped" : role ? `fate_${role}` : "fate_stays"));
  };
  return { node, show };
}

/** The formula of the chosen program, with roots as people write them. */
function written(lab) {
  const i = (text) => make("i", text);
  if (!lab.state.t) return [lab.say("formula_none")];
  const paper = [i("p"), ` = √(`, i("t"), " / ", i("f"), ")"];
  return lab.state.formula === "code" ? [...paper, " + ", i("t"), " / ", i("f")] : paper;
}

/** Whom the window of the given word reaches now, and whether something fell out between the two. */
function sentence(lab, { dropped, reach }, whole) {
  const { state, trace } = lab,
    [given, asked] = state.pair,
    flat = trace.text.flat();
  const word = (place) => lab.word(flat[place]);
  const near = reach[given];
  const values = { given: word(given), word: lab.word(target(lab)), window: trace.window };
  if (dropped.includes(given)) return lab.nodes("say_given_dropped", values);
  if (!near) return lab.nodes("say_alone", values);
  if (!near.includes(asked)) return lab.nodes(dropped.includes(asked) ? "say_word_dropped" : "say_out_of_reach", values);
  const before = whole.reach[given] ?? [];
  if (before.includes(asked)) return lab.nodes("say_in_reach", values);
  const [from, to] = given < asked ? [given, asked] : [asked, given];
  const between = dropped.filter((place) => from < place && place < to).map(word);
  return lab.nodes("say_reaches_farther", { ...values, list: lab.join(between.map((each) => lab.say("quoted", { word: each }))) });
}

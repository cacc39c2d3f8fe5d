// Beside the map: two words compared, an analogy, and two pictures of the whole: lengths, and hubs.

/** @import { Lab } from '../kit/lab.js' */
import { button, choice, field } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { whole } from "../kit/numbers.js";
import { scale } from "../kit/plot.js";
import { inks, sized } from "./map.js";

/** A row of fields for words, and a button that asks with what stands in them.
 * @param {Lab} lab @param {string} name @param {string[]} typed @param {(words: string[]) => void} ask */
function fields(lab, name, typed, ask) {
  const go = () => ask(inputs.map((input) => /** @type {HTMLInputElement} */ (input).value.trim()));
  const inputs = typed.map((word, i) => {
    const label = lab.say(`${name}_${i}`);
    const input = field({ "aria-label": label, placeholder: label, "data-key": `${name} ${i}` }, go);
    input.value = word;
    return input;
  });
  return { inputs, go: button(lab.say(`${name}_ask`), { "data-key": `${name} ask`, onclick: go }) };
}

/** @param {Lab} lab @param {(told: any) => void} absorb */
export function pair(lab, absorb) {
  const { state, trace } = lab;
  const typed = state.pair ?? (trace.pair ?? [state.word, state.word]).map((/** @type {number} */ id) => lab.word(id));
  const { inputs, go } = fields(lab, "pair", typed, async (words) => {
    state.pair = words;
    const told = lab.add(await lab.compute({ pair: words }));
    if (!told) return;
    absorb(told);
    lab.pinned = "pair_cosine";
    lab.rebuild();
  });
  const known = lab.numbers?.value("pair_cosine") !== undefined;
  const result = known
    ? make(
        "output",
        lab.say("cosine_is"),
        " ",
        lab.number("pair_cosine"),
        " ",
        "=",
        " ",
        lab.number("dot"),
        " / ",
        lab.number("both_lengths"),
      )
    : null;
  return make("div.bar.ex-ask", make("b", lab.say("compare")), inputs[0], inputs[1], go, result);
}

/** @param {Lab} lab @param {(told: any) => void} absorb @param {(word: number) => void} choose */
export function analogy(lab, absorb, choose) {
  const { state, trace } = lab;
  state.leftOut ??= true;
  const typed = state.analogy ?? (trace.analogy ?? []).map((/** @type {number} */ id) => lab.word(id));
  const ask = async (/** @type {string[]} */ words) => {
    state.analogy = words;
    const told = lab.add(await lab.compute({ analogy: words, left_out: state.leftOut }));
    if (!told) return;
    absorb(told);
    lab.rebuild();
  };
  const { inputs, go } = fields(
    lab,
    "analogy",
    [0, 1, 2].map((i) => typed[i] ?? ""),
    ask,
  );
  const turn = (/** @type {Event} */ { target }) => {
    state.leftOut = /** @type {HTMLInputElement} */ (target).checked;
    if (trace.answers) ask(inputs.map((input) => /** @type {HTMLInputElement} */ (input).value.trim()));
  };
  const box = make("input", { type: "checkbox", "data-key": "left_out", checked: state.leftOut, onchange: turn });
  const answers = (trace.answers ?? []).map((/** @type {number} */ id, /** @type {number} */ n) =>
    make("span.ex-answer", wordButton(lab, id, `answer ${n}`, choose), lab.number(`answer[${n}]`, { group: "answer" })),
  );
  const words = lab.nodes("analogy", { a: inputs[0], b: inputs[1], c: inputs[2] });
  return make("div.bar.ex-ask", words, go, answers, make("span.grow"), make("label.small", box, " ", lab.say("left_out")));
}

/** A word that can be chosen. @param {Lab} lab @param {number} id @param {string} key @param {(word: number) => void} choose */
export function wordButton(lab, id, key, choose) {
  return button("", { class: "ex-word", "data-key": key, title: lab.word(id), onclick: () => choose(id) }).appendChild(
    make("bdi.cut", lab.word(id)),
  ).parentElement;
}

/** Lengths, or hubs, against frequency. @param {Lab} lab @param {(told: any) => void} absorb @param {(word: number) => void} choose */
export function leaves(lab, absorb, choose) {
  const { state, numbers, trace } = lab;
  const open = async (/** @type {string} */ name) => {
    state.leaf = name;
    if (name !== "none" && !numbers?.arrays[`leaf_${name}`]) {
      const told = lab.add(await lab.compute({ leaf: name }));
      if (!told) return;
      absorb(told);
    }
    lab.rebuild();
  };
  const tabs = choice(lab, "leaves", ["none", "norms", "hubs"], state.leaf ?? "none", open, (name) => lab.say(`leaf_${name}`));
  const told = trace.leaves?.[state.leaf];
  const drawn = numbers?.arrays[`leaf_${state.leaf}`];
  if (!told || !drawn) return { node: make("div.bar", tabs), paint: () => {} };
  const canvas = make("canvas.ex-leaf", { role: "img", "aria-label": lab.say(`leaf_${state.leaf}_about`) });
  const hubs = state.leaf === "hubs" ? hubsTold(lab, told, choose) : null;
  const about = make("p.tight.small", lab.say(`leaf_${state.leaf}_about`));
  const node = make("div", make("div.bar", tabs), make("div.ex-beside", canvas, make("div", about, hubs)));
  return { node, paint: () => canvas.isConnected && scatter(lab, canvas, drawn, told) };
}

/** @param {Lab} lab @param {any} told @param {(word: number) => void} choose */
function hubsTold(lab, told, choose) {
  const share = lab.number("share", { decimals: 3 }),
    most = lab.number("greatest_hub", { decimals: 0 });
  const words = told.most.map((/** @type {number} */ id, /** @type {number} */ n) => wordButton(lab, id, `hub ${n}`, choose));
  return [
    make("p.tight", lab.nodes("hubs_told", { share, most })),
    make("p.tight.small.soft", lab.say("hubs_most")),
    make("p.tight", words),
  ];
}

/** @param {Lab} lab @param {HTMLCanvasElement} canvas @param {any} drawn @param {any} told */
function scatter(lab, canvas, drawn, { reach: [low, high, top] }) {
  const { ctx, wide, high: tall } = sized(canvas),
    ink = inks(lab);
  const x = scale([low, high], [46, wide - 12]),
    y = scale([0, top], [tall - 34, 12]);
  ctx.font = `${ink.type - 1}px ${ink.font}`;
  ctx.fillStyle = ink.soft;
  ctx.strokeStyle = ink.line;
  ctx.textAlign = "center";
  for (let power = Math.ceil(low); power <= high; power++) ctx.fillText(whole(10 ** power), x(power), tall - 18);
  ctx.fillText(lab.say(lab.trace.counted ? "axis_count" : "axis_rank"), (x(low) + x(high)) / 2, tall - 3);
  ctx.textAlign = "right";
  for (const part of [0, 0.5, 1]) {
    ctx.fillText(String(Number((part * top).toPrecision(2))), 40, y(part * top) + 4);
    ctx.beginPath();
    ctx.moveTo(44, y(part * top));
    ctx.lineTo(wide - 8, y(part * top));
    ctx.stroke();
  }
  const { data, step } = drawn;
  ctx.globalAlpha = 0.45;
  ctx.fillStyle = ink.input;
  for (let i = 0; i < data.length; i += 2) ctx.fillRect(x(data[i] * step) - 1.5, y(data[i + 1] * step) - 1.5, 3, 3);
  ctx.globalAlpha = 1;
  const mine = 2 * lab.state.word;
  if (mine >= data.length) return;
  ctx.fillStyle = ink.current;
  ctx.strokeStyle = ink.ink;
  ctx.beginPath();
  ctx.arc(x(data[mine] * step), y(data[mine + 1] * step), 6, 0, 7);
  ctx.fill();
  ctx.stroke();
}

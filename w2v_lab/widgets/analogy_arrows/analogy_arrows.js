// Analogy arrows: from a to b, and the same way on from c; beside the map, who is nearest there.

/** @import { Lab } from '../kit/lab.js' */
import { bar, places } from "../kit/bar.js";
import { choice, field, list } from "../kit/controls.js";
import { draw, make } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { isPlace, listOf, oneOf } from "../kit/link.js";
import { table } from "../kit/table.js";
import { ems, short, spot } from "../kit/words.js";

const WIDE = 620,
  HIGH = 400,
  EDGE = 40;
const TYPE = 14; // pixels, as the style sheet has it

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab,
    kinds = Object.keys(trace.kinds);
  if (!trace.kinds[state.kind]) Object.assign(state, { kind: kinds[0], question: 0 });
  state.ranking ??= "leave_out";
  const kind = trace.kinds[state.kind],
    [a, b, c] = kind.questions[state.question];
  const header = make("header", make("h3", lab.nodes("title", asWords(lab, [a, b, c]))));
  if (trace.hides) {
    const picture = make("div.picture", withheld(lab));
    return [header, gates(lab), lab.noteLine(), picture, bar(lab, { picture, words: () => lab.say("withheld") })];
  }
  lab.numbers.state = state.kind;
  const out = state.ranking === "leave_out" ? "out" : "in",
    ranked = kind[`ranked_${out}`][state.question];
  lab.parts = { kind, ranked, asked: [a, b, c], rank: `rank_${out}` };
  lab.label = (letter, i) => (letter === "r" ? lab.word(ranked[i]) : undefined);
  const share = lab.number("share", { group: "reading", decimals: 2 });
  const caption = make("figcaption.soft.small", lab.say("map", { N: trace.N }), " ", share);
  const picture = make("div.picture", make("div.aa-two", make("figure.aa-figure", map(lab), caption), ranking(lab)));
  const { data } = lab.numbers.array("place"),
    named = [...new Set([a, b, c, ranked[0], ...kind.words])];
  lab.drawn = () => places(lab, named, (i, axis) => data[2 * i + axis]);
  lab.atRest(`rank_${out}[${state.question},0]`);
  const end = [lab.explainPanel(), bar(lab, { picture, words: () => inWords(lab) })];
  return [header, gates(lab), controls(lab, kinds), lab.noteLine(), picture, end];
}

const asWords = (lab, [a, b, c]) => ({ a: lab.word(a), b: lab.word(b), c: lab.word(c) });

const go = (lab, values) => {
  Object.assign(lab.state, values);
  lab.rebuild();
};

// ---- which question -------------------------------------------------------------------------------

function controls(lab, kinds) {
  const { state } = lab,
    { questions } = lab.trace.kinds[state.kind];
  const named = (name) => lab.texts.called("kind", name);
  const choose = (question) => go(lab, { question });
  const [a, b] = questions[state.question],
    way = ([p, q]) => `${lab.word(p)} → ${lab.word(q)}`;
  const pairs = [...new Map(questions.map((question, n) => [way(question), n]).toReversed())].toReversed();
  const first = pairs.find(([text]) => text === way([a, b]))?.[1];
  const thirds = questions.flatMap(([p, q, r], n) => (p === a && q === b ? [[n, lab.word(r)]] : []));
  const pair = list(
    lab.say("pair"),
    "pair",
    pairs.map(([text, n]) => [n, text]),
    first,
    choose,
  );
  const third = list(lab.say("third"), "third", thirds, state.question, choose);
  const pick = kinds.length > 1 ? choice(lab, "kind", kinds, state.kind, (kind) => go(lab, { kind, question: 0 }), named) : null;
  return make("div.bar", pick, pair, make("span", lab.say("as")), third, make("span", "→ ?"), own(lab));
}

/** The learner's own question. */
function own(lab) {
  const mine = (lab.state.own ??= ["", "", ""]);
  const each = (name, i) => {
    const oninput = ({ target }) => {
      mine[i] = target.value.trim();
    };
    return field({ size: 8, "aria-label": name, placeholder: name, "data-key": `own ${name}`, value: mine[i], oninput }, () => ask(lab));
  };
  const send = make("button", { "data-key": "ask", onclick: () => ask(lab) }, lab.say("ask"));
  return make("span.aa-own", make("span.soft.small", lab.say("own")), ["a", "b", "c"].map(each), send);
}

async function ask(lab) {
  const came = lab.add(await lab.compute({ ask: lab.state.own }));
  if (!came) return;
  Object.assign(lab.trace.kinds, came.kinds);
  go(lab, { kind: came.kind, question: 0 });
}

// ---- who is nearest -------------------------------------------------------------------------------

function ranking(lab) {
  const { state } = lab,
    { ranked, asked } = lab.parts;
  const rows = ranked.map((i, r) => {
    const mine = asked.includes(i) ? make("span.soft.small", ` ${lab.say("of_the_question")}`) : null;
    const cell = lab.number(`${lab.parts.rank}[${state.question},${r}]`, { tag: "td", group: "ranks" });
    return { heading: [make("bdi.cut", lab.word(i)), mine], cells: [cell], attributes: { class: r ? null : "aa-first" } };
  });
  const ways = choice(lab, "ranking", ["leave_out", "keep_in"], state.ranking, (name) => go(lab, { ranking: name }));
  const told = make("p.tight", lab.nodes("nearest", asWords(lab, asked)));
  return make("div", told, ways, table(lab.say("ranking"), rows));
}

// ---- the map --------------------------------------------------------------------------------------

function map(lab) {
  const { state, numbers } = lab,
    { kind, ranked, asked } = lab.parts,
    best = ranked[0],
    q = state.question;
  const place = numbers.array("place").data,
    points = numbers.array("point").data;
  const at = (i) => [place[2 * i], place[2 * i + 1]],
    goal = [points[2 * q], points[2 * q + 1]];
  const words = [...new Set([...asked, best, ...kind.words])],
    [a, b, c] = asked;
  const to = lens([...words.map(at), goal]);
  const others = pairsOf(kind.questions).flatMap(([from, end]) => arrow(to(at(from)), to(at(end)), "faint"));
  const given = [...arrow(to(at(a)), to(at(b)), "given"), ...arrow(to(at(c)), to(goal), "asked")];
  const [cx, cy] = to(goal),
    taken = [...along(to(at(a)), to(at(b))), ...along(to(at(c)), to(goal))];
  const dots = words.flatMap((i) => dot(lab, i, to(at(i)), asked.includes(i) ? "given" : i === best ? "best" : "", taken));
  const attributes = { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": lab.say("map_label") };
  return draw("svg.aa-map", attributes, others, given, draw("circle.aa-goal", { cx, cy, r: 9 }), dots);
}

/** From places to points, so that all of them lie inside. */
function lens(places) {
  const [right, up] = [0, 1].map((axis) => Math.max(1e-9, ...places.map((place) => Math.abs(place[axis]))));
  const k = Math.min((WIDE / 2 - 2.4 * EDGE) / right, (HIGH / 2 - EDGE) / up);
  return (/** @type {number[]} */ [x, y]) => [WIDE / 2 + x * k, HIGH / 2 - y * k];
}

/** The pairs that questions begin with, each once; of a pair and its reverse the one that comes first. */
function pairsOf(questions) {
  const found = new Map();
  for (const [p, q] of questions) if (!found.has(`${q} ${p}`)) found.set(`${p} ${q}`, [p, q]);
  return [...found.values()];
}

/** @param {number[]} from @param {number[]} to @param {string} kind */
function arrow([x1, y1], [x2, y2], kind) {
  const turn = Math.atan2(y2 - y1, x2 - x1),
    tip = (by) => `${x2 - 11 * Math.cos(turn + by)},${y2 - 11 * Math.sin(turn + by)}`;
  const head = draw("polygon", { class: `aa-tip ${kind}`, points: `${x2},${y2} ${tip(0.4)} ${tip(-0.4)}` });
  return [draw("line", { x1, y1, x2, y2, class: `aa-arrow ${kind}` }), head];
}

/** Where an arrow runs, so that no name lies on it. @param {number[]} from @param {number[]} to */
function along([x1, y1], [x2, y2]) {
  const count = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / TYPE);
  return Array.from({ length: count }, (_, n) => ({ left: x1 + ((x2 - x1) * n) / count - 2, y: y1 + ((y2 - y1) * n) / count, width: 4 }));
}

/** A word's dot, and its name where it lies on no other. */
function dot(lab, i, place, kind, taken) {
  const [x, y] = place;
  const circle = draw("circle", { cx: x, cy: y, r: kind ? 6 : 4, class: `aa-dot ${kind}` }, draw("title", lab.word(i)));
  const word = short(lab.word(i)),
    name = spot({ x, y, size: 9 }, TYPE * ems(word), TYPE, { wide: WIDE, high: HIGH }, taken);
  if (!name) return [circle];
  return [circle, draw("text", { x: name.left, y: name.y + 5, class: `aa-name ${kind}` }, word)];
}

function inWords(lab) {
  const { ranked, asked } = lab.parts;
  const each = ranked.map((i, r) => `${lab.word(i)} ${lab.digits(`${lab.parts.rank}[${lab.state.question},${r}]`)}`);
  return lab.say("words_state", { ...asWords(lab, asked), list: lab.join(each) });
}

const KEEPS = {
  kind: (value) => typeof value === "string",
  question: isPlace,
  ranking: oneOf(["leave_out", "keep_in"]),
  own: listOf((word) => typeof word === "string" && word.length > 0 && word.length < 200, 3),
};

/** A question of the learner's own is asked again. @param {Lab} lab @param {Record<string, any>} state */
async function reopen(lab, { kind, question = 0, own, ranking = lab.state.ranking }) {
  const theirs = !Object.hasOwn(lab.trace.kinds, kind);
  if (own) lab.state.own = own;
  if (theirs && own) await ask(lab);
  go(lab, theirs ? { ranking } : { kind, ranking, question: Math.min(question, lab.trace.kinds[kind].questions.length - 1) });
}

export default widget("analogy_arrows", build, { keeps: KEEPS, reopen });

// Analogy arrows: from a to b, and the same way on from c; beside the map, who is nearest there.
import { draw, make, mount } from "./kit.js";

const WIDE = 620, HIGH = 400, EDGE = 40;

function build(lab) {
  const { state, trace } = lab;
  const kinds = Object.keys(trace.kinds);
  if (!trace.kinds[state.kind]) Object.assign(state, { kind: kinds[0], question: 0 });
  state.ranking ??= "leave_out";
  const kind = trace.kinds[state.kind], [a, b, c] = kind.questions[state.question];
  const picture = make("div", { class: "picture" });
  const header = make("header", {}, make("h3", {}, lab.nodes("title", { a: lab.word(a), b: lab.word(b), c: lab.word(c) })));
  const reset = () => { lab.load(); lab.state = { language: lab.language }; lab.rebuild(); };
  const go = (values) => { Object.assign(state, values); lab.rebuild(); };
  const pick = (label, from, chosen, choose) => make("select", { "aria-label": label, "data-key": label, onkeydown: (event) => event.stopPropagation(), onchange: (event) => choose(Number(event.target.value)) }, from.map(([value, text]) => make("option", { value, selected: value === chosen }, text)));
  const unique = (list) => [...new Map(list.map((entry) => [entry[1], entry])).values()];
  const pairs = unique(kind.questions.map(([p, q], n) => [n, `${lab.word(p)} → ${lab.word(q)}`]));
  const mine = kind.questions.map((q, n) => [q, n]).filter(([[p, q]]) => p === a && q === b).map(([q, n]) => [n, lab.word(q[2])]);
  const pairNow = pairs.find(([, text]) => text === `${lab.word(a)} → ${lab.word(b)}`)[0];
  const fields = ["a", "b", "c"].map((name, i) => make("input", { type: "text", size: 8, "aria-label": name, placeholder: name, "data-key": `own ${name}`, spellcheck: "false", value: state.own?.[i], oninput: (event) => { (state.own ??= ["", "", ""])[i] = event.target.value.trim(); },
    onkeydown: (event) => { event.stopPropagation(); if (event.key === "Enter") ask(lab); } }));
  const controls = make("div", { class: "bar" },
    kinds.length > 1 ? lab.choice("kind", kinds, state.kind, (name) => go({ kind: name, question: 0 }), (name) => (lab.texts[`kind_${name}`] ? lab.say(`kind_${name}`) : name)) : null,
    pick(lab.say("pair"), pairs, pairNow, (question) => go({ question })), make("span", {}, lab.say("as")), pick(lab.say("third"), mine, state.question, (question) => go({ question })), make("span", {}, "→ ?"),
    make("span", { class: "aa-own" }, make("span", { class: "soft small" }, lab.say("own")), fields, make("button", { "data-key": "ask", onclick: () => ask(lab) }, lab.say("ask"))));
  if (trace.hides) {
    picture.append(make("p", { class: "soft" }, lab.say("withheld")));
    return [header, lab.noteLine(), picture, lab.gatePanel(), lab.bar({ picture, words: () => lab.say("withheld") })];
  }
  lab.numbers.state = state.kind;
  const share = lab.number("share", { group: "reading", decimals: 2 });
  const out = state.ranking === "leave_out" ? "out" : "in";
  lab.ranked = kind[`ranked_${out}`][state.question];
  lab.key = `${state.kind} ${out}`;
  lab.label = (letter, i) => (letter === "r" ? lab.word(lab.ranked[i]) : undefined);
  const ranks = lab.ranked.map((i, r) => {
    const cell = lab.number(`rank[${state.question},${r}]`, { tag: "td", group: "ranks" });
    return make("tr", { class: r === 0 ? "aa-first" : null }, make("th", { scope: "row" }, make("bdi", { class: "cut" }, lab.word(i)), [a, b, c].includes(i) ? make("span", { class: "soft small" }, ` ${lab.say("of_the_question")}`) : null), cell);
  });
  picture.append(make("div", { class: "aa-two" },
    make("figure", { class: "aa-figure" }, map(lab, kind, lab.ranked[0]), make("figcaption", { class: "soft small" }, lab.say("map", { N: trace.N }), " ", share)),
    make("div", {}, make("p", { class: "tight" }, lab.nodes("nearest", { a: lab.word(a), b: lab.word(b), c: lab.word(c) })),
      lab.choice("ranking", ["leave_out", "keep_in"], state.ranking, (ranking) => go({ ranking })),
      make("table", { class: "plain", role: "grid", "aria-label": lab.say("ranking") }, make("tbody", {}, ranks)))));
  // The ranking's numbers have a state of their own: with the question's words, or without.
  lab.numbers.arrays[`${state.kind}/rank`] = lab.numbers.arrays[`${lab.key}/rank`];
  lab.atRest(`rank[${state.question},0]`);
  return [header, controls, lab.noteLine(), picture, lab.explainPanel(), lab.gatePanel(), lab.bar({ picture, words: () => inWords(lab, a, b, c), reset })];
}

async function ask(lab) {
  const { state } = lab;
  lab.note(lab.say("asking"));
  const reply = await lab.ask({ ask: state.own ?? [] });
  if (!reply?.trace) return;
  lab.numbers.add(reply.trace, reply.numbers);
  Object.assign(lab.trace.kinds, reply.trace.kinds);
  Object.assign(state, { kind: reply.trace.kind, question: 0 });
  lab.rebuild();
}

function map(lab, kind, best) {
  const { state, numbers } = lab, place = numbers.array("place").data, points = numbers.array("point").data, q = state.question;
  const [a, b, c] = kind.questions[q], words = [...new Set([...kind.words, best])];
  const at = (i) => [place[2 * i], place[2 * i + 1]], goal = [points[2 * q], points[2 * q + 1]];
  const all = [...words.map(at), goal], far = [0, 1].map((axis) => Math.max(1e-9, ...all.map((p) => Math.abs(p[axis]))));
  const k = Math.min((WIDE / 2 - 2.4 * EDGE) / far[0], (HIGH / 2 - EDGE) / far[1]);
  const to = ([x, y]) => [WIDE / 2 + x * k, HIGH / 2 - y * k];
  const arrow = (from, end, kindOf) => {
    const [x1, y1] = to(from), [x2, y2] = to(end), turn = Math.atan2(y2 - y1, x2 - x1), tip = (by) => `${x2 - 11 * Math.cos(turn + by)},${y2 - 11 * Math.sin(turn + by)}`;
    return [draw("line", { x1, y1, x2, y2, class: `aa-arrow ${kindOf}` }), draw("polygon", { points: `${x2},${y2} ${tip(0.4)} ${tip(-0.4)}`, class: `aa-tip ${kindOf}` })];
  };
  const svg = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "aa-map", role: "img", "aria-label": lab.say("map_label") });
  const others = new Map(kind.questions.map(([p, r]) => [`${p} ${r}`, [p, r]]));
  for (const [p, r] of others.values()) if (kind.questions.findIndex(([x, y]) => x === r && y === p) > kind.questions.findIndex(([x, y]) => x === p && y === r) || !kind.questions.some(([x, y]) => x === r && y === p)) svg.append(...arrow(at(p), at(r), "faint"));
  svg.append(...arrow(at(a), at(b), "given"), ...arrow(at(c), goal, "asked"));
  const [gx, gy] = to(goal);
  svg.append(draw("circle", { cx: gx, cy: gy, r: 9, class: "aa-goal" }));
  const taken = [];
  for (const i of new Set([a, b, c, best, ...words])) {
    const [x, y] = to(at(i)), kindOf = [a, b, c].includes(i) ? "given" : i === best ? "best" : "";
    svg.append(draw("circle", { cx: x, cy: y, r: kindOf ? 6 : 4, class: `aa-dot ${kindOf}` }));
    const text = draw("text", { class: `aa-name ${kindOf}` }), word = lab.word(i);
    text.textContent = word.length > 16 ? `${word.slice(0, 15)}…` : word;
    const width = [...text.textContent].reduce((sum, letter) => sum + (letter > "\u2e80" ? 15 : 8), 0);
    const spot = [[x + 9, y + 5, "start"], [x - 9 - width, y + 5, "end"], [x - width / 2, y - 10, "middle"], [x - width / 2, y + 20, "middle"]]
      .find(([left, top]) => left > 0 && left + width < WIDE && !taken.some((t) => Math.abs(t[1] - top) < 15 && left < t[0] + t[2] && t[0] < left + width));
    if (!spot) continue;
    taken.push([spot[0], spot[1], width]);
    text.setAttribute("x", spot[2] === "start" ? x + 9 : spot[2] === "end" ? x - 9 : x);
    text.setAttribute("y", spot[1]);
    text.setAttribute("text-anchor", spot[2]);
    svg.append(text);
  }
  return svg;
}

function inWords(lab, a, b, c) {
  const list = lab.ranked.map((i, r) => `${lab.word(i)} ${lab.digits("rank", lab.numbers.value(`rank[${lab.state.question},${r}]`))}`);
  return lab.say("words_state", { a: lab.word(a), b: lab.word(b), c: lab.word(c), list: list.join(lab.say("separator")) });
}

export default { render: (context) => mount(context, build) };

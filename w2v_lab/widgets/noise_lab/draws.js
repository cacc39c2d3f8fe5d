// Noise is drawn: a line from 0 to 1 shared out among the words, and every draw falls onto the word whose share it hits.

/** @import { Lab } from "../kit/lab.js" */
import { slider } from "../kit/controls.js";
import { calm, draw, make } from "../kit/dom.js";
import { ems, short } from "../kit/words.js";
import { target, turn, words as drawnWords } from "./moment.js";
import { heading } from "./thins.js";

const WIDE = 640,
  LEFT = 74,
  RIGHT = 632; // of the line and the columns
const LINE = 30,
  THICK = 26,
  TOP = 70,
  BASE = 250,
  HIGH = 334;
const MOST = 14; // columns; the other words share the last
const DOT = 9; // from dot to dot
const MIDDLE = { "text-anchor": "middle" };

/** @param {Lab} lab @param {() => void} renew */
export function draws(lab, renew) {
  const { state, trace, numbers } = lab;
  const columns = chosen(lab),
    slot = (RIGHT - LEFT) / columns.length;
  const middle = (c) => LEFT + slot * (c + 0.5),
    across = (r) => LEFT + (RIGHT - LEFT) * r;
  const of = (word) => {
    const c = columns.indexOf(word);
    return c < 0 ? columns.length - 1 : c;
  };
  const svg = draw("svg.noise", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "group", "aria-label": lab.say("draws") });
  const shares = trace.rows.map((i) => share(lab, i));
  const r = lab.number("r[0]", { tag: "text", group: "r", decimals: 4, y: LINE - 12, ...MIDDLE });
  const pointer = draw("path.pointer", { d: `M-6 ${LINE - 8}h12l-6 7z` });
  const fall = draw("path.fall");
  const bars = columns.map((_, c) => column(lab, columns[c], middle(c), slot));
  const dots = Array.from({ length: trace.count }, () => draw("circle.dot", { r: DOT * 0.42 }));
  svg.append(
    text("0", { x: LEFT, y: LINE - 6 }),
    text("1", { x: RIGHT, y: LINE - 6, "text-anchor": "end" }),
    text(lab.say("shares"), { x: 0, y: LINE + THICK * 0.68 }),
    ...shares.map(({ node }) => node),
    ...bars.map(({ back }) => back),
    fall,
    ...dots,
    ...bars.map(({ front }) => front),
    draw("line.axis", { x1: LEFT, x2: RIGHT, y1: BASE, y2: BASE }),
    ...["in_text", "drawn", "expected"].map((key, row) => text(lab.say(key), { x: 0, y: BASE + 38 + 20 * row })),
    ...bars.map(({ told }) => told).flat(),
    pointer,
    r,
  );
  const legend = make("p.legend.small.soft", swatch("dot"), lab.say("a_draw"), swatch("expect"), lab.say("expected_now"), swatch("text"), lab.say("expected_text"));
  const open = trace.open_exponents;
  const exponent = lab.number("exponent", { decimals: 2, group: "exponent" }),
    meaning = make("span.soft.small");
  const range = slider(lab, "exponent_slider", open.length, open.indexOf(state.exponent), (at) => {
    state.exponent = open[at];
    renew();
  });
  const ends = make("div.ends.small.soft", [["0", "exponent_0"], ["0.75", "exponent_75"], ["1", "exponent_1"], ["1.25", "exponent_125"]].map(([at, key]) => make("span", { class: key, style: `left: ${80 * Number(at)}%` }, lab.say(key))));
  const grip = make("div.grip", make("span", lab.say("exponent"), " ", exponent), make("div.ranged", range, open.length > 1 ? ends : make("span.small.soft", lab.say("withheld"))));
  for (const node of open.length > 1 ? [] : range.children) node.disabled = true;
  const node = make("section.part.draws", heading(lab, 2, "draws"), legend, svg, grip);
  /** @type {{ x: number, y: number }[]} */
  let spots = [];
  let unit = 1;

  /** Another exponent, another pair: where every draw lands, and how high what is expected stands. */
  function renew_() {
    const drawn = drawnWords(lab),
      edge = numbers.array("edge").data;
    shares.forEach((each, i) => each.show(across(edge[i]), across(edge[i + 1])));
    const side = slot > 2 * DOT + 6 ? 2 : 1;
    const high = columns.map(() => 0);
    const stacked = drawn.map((word) => ({ c: of(word), n: high[of(word)]++ }));
    const q = numbers.array("q").data,
      plain = numbers.array(`${trace.text_exponent}/q`).data;
    const share = (data, c) => columns[c] === null ? others(columns, data) : data[columns[c]];
    const tallest = Math.max(...high, ...columns.flatMap((_, c) => [q, plain].map((data) => trace.count * share(data, c)))) / side;
    const step = Math.min(DOT, (BASE - TOP) / Math.ceil(tallest + 1));
    unit = step / side;
    spots = stacked.map(({ c, n }) => ({ x: middle(c) + ((n % side) - (side - 1) / 2) * DOT, y: BASE - step * (Math.floor(n / side) + 0.5) }));
    dots.forEach((dot, d) => {
      dot.style.transform = `translate(${spots[d].x}px, ${spots[d].y}px)`;
    });
    bars.forEach((each, c) => {
      each.q = share(q, c);
      each.plain = share(plain, c);
    });
    for (const mark of bars) mark.calls(target(lab));
  }
  /** The draws up to now; the newest falls, if it is the next one. */
  function show(before) {
    const n = state.at,
      drawn = drawnWords(lab);
    if (!spots.length) renew_();
    dots.forEach((dot, d) => dot.classList.toggle("there", d < n));
    dots.forEach((dot, d) => dot.classList.toggle("now", d === n - 1));
    for (const each of bars) each.show(n * each.q * unit, n * each.plain * unit);
    const last = n - 1;
    for (const part of [pointer, fall]) part.classList.toggle("gone", n === 0);
    lab.retarget(r, n ? `r[${last}]` : null, true);
    shares.forEach((each, i) => each.node.classList.toggle("now", n > 0 && i === drawn[last]));
    if (!n) return;
    const x = across(numbers.value(`r[${last}]`)),
      spot = spots[last];
    pointer.style.transform = `translate(${x}px, 0)`;
    r.style.transform = `translate(${Math.min(Math.max(x, LEFT + 30), RIGHT - 30)}px, 0)`;
    const start = LINE + THICK;
    fall.setAttribute("d", `M${x} ${start}C${x} ${start + 60} ${spot.x} ${spot.y - 70} ${spot.x} ${spot.y - DOT / 2}`);
    if (before === undefined || n <= before || n > before + 3 || calm()) return;
    for (let d = before; d < n; d++) {
      const from = across(numbers.value(`r[${d}]`));
      dots[d].animate([{ transform: `translate(${from}px, ${start}px)` }, { transform: dots[d].style.transform }], { duration: 320, easing: "cubic-bezier(.5, 0, .8, .6)" });
    }
  }
  const words = () => lab.say("words_draws", { n: state.at, list: lab.join(trace.rows.slice(0, 60).map((i) => lab.say("words_column", { word: lab.word(i), drawn: lab.digits(`tally[${i}]`), expected: lab.digits(`expected[${i}]`, undefined, 1) }))) });
  return { node, show, renew: renew_, rest: () => `q[${target(lab)}]`, words };
}

/** The words that have a column: the most frequent, and the pair's; null stands for all others. */
function chosen(lab) {
  const { trace, state } = lab;
  if (trace.V <= MOST) return trace.rows;
  const first = trace.rows.slice(0, MOST - 1),
    asked = target(lab);
  if (!first.includes(asked)) first[MOST - 2] = asked;
  return [...first, null];
}
const others = (columns, data) => data.reduce((sum, q, i) => (columns.includes(i) ? sum : sum + q), 0);
const text = (said, attributes) => draw("text.say", attributes, said);
const swatch = (kind) => make("span.swatch", { class: kind, "aria-hidden": "true" });

/** A word's share of the line. */
function share(lab, i) {
  const box = draw("rect", { y: LINE, height: THICK }),
    name = text("", { y: LINE + THICK * 0.68, ...MIDDLE });
  const told = draw("title");
  const node = draw("g.share", { class: i % 2 ? "odd" : null }, box, name, told);
  const show = (from, to) => {
    box.setAttribute("x", from);
    box.setAttribute("width", Math.max(0, to - from));
    name.setAttribute("x", (from + to) / 2);
    const word = lab.word(i),
      fits = ems(word) * 12.5 < to - from - 6;
    name.textContent = fits ? word : "";
    told.textContent = `${word}: ${lab.digits(`q[${i}]`, undefined, 4)}`;
  };
  return { node, show };
}

/** A word's column: what is expected behind the dots, a mark for it in front, its numbers below. */
function column(lab, word, x, slot) {
  const half = Math.min(22, slot / 2 - 3);
  const bar = draw("rect.bar", { x: x - half, y: BASE - 100, width: 2 * half, height: 100 });
  const mark = draw("line.expect", { x1: x - half - 1, x2: x + half + 1, y1: BASE, y2: BASE }),
    plain = draw("line.plain", { x1: x - half - 1, x2: x + half + 1, y1: BASE, y2: BASE });
  const most = Math.max(3, Math.floor(slot / 7.2));
  const label = word === null ? lab.say("others") : short(lab.word(word), most);
  const name = draw("text.name", { x, y: BASE + 17, ...MIDDLE }, label, draw("title", word === null ? lab.say("others") : lab.word(word)));
  const number = (id, row, decimals) => lab.number(id, { tag: "text", group: id.slice(0, id.indexOf("[")), decimals, x, y: BASE + 38 + 20 * row, ...MIDDLE });
  const told = word === null ? [name] : [name, number(`count[${word}]`, 0), number(`tally[${word}]`, 1), number(`expected[${word}]`, 2, 1)];
  return {
    back: bar,
    front: draw("g", plain, mark),
    told,
    q: 0,
    plain: 0,
    calls: (asked) => name.classList.toggle("asked", word === asked),
    show(high, text) {
      bar.style.transform = `scaleY(${high / 100})`;
      mark.style.transform = `translate(0, ${-high}px)`;
      plain.style.transform = `translate(0, ${-text}px)`;
    },
  };
}

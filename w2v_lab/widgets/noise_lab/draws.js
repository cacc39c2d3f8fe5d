// Noise is drawn: a line from 0 to 1 shared out among the words, and every draw falls onto the word whose share it hits.

/** @import { Lab } from "../kit/lab.js" */
import { slider } from "../kit/controls.js";
import { calm, draw, make } from "../kit/dom.js";
import { staged } from "../kit/stage.js";
import { ems, short } from "../kit/words.js";
import { target, words } from "./moment.js";
import { heading } from "./thins.js";

const WIDE = 640;
const LEFT = 74,
  RIGHT = 632; // of the line and the columns
const LINE = 30,
  THICK = 26; // of the line
const TOP = 70; // of the columns
const UNDER = 100; // room for names and numbers under the columns
/** Where the columns stand; in large type, which fills the width, all must still fit on a screen. @param {Lab} lab */
const base = (lab) => (staged(lab) ? 110 : lab.view.large && lab.state.act === "act_draw" ? 146 : 250);
const MOST = 14; // columns; the other words share the last
const DOT = 9; // from dot to dot
const TYPE = 12.5;
const MIDDLE = { "text-anchor": "middle" };

/** @param {number} r */
const across = (r) => LEFT + (RIGHT - LEFT) * r;
/** @param {string} said @param {Record<string, unknown>} attributes */
const text = (said, attributes) => draw("text.say", attributes, said);

export class Draws {
  /** @param {Lab} lab @param {() => void} renew */
  constructor(lab, renew) {
    this.lab = lab;
    this.columns = chosen(lab);
    this.slot = (RIGHT - LEFT) / this.columns.length;
    this.shares = lab.trace.rows.map((/** @type {number} */ i) => new Share(lab, i));
    this.bars = this.columns.map((word, c) => new Column(lab, word, this.middle(c), this.slot));
    this.dots = Array.from({ length: lab.trace.count }, () => draw("circle.dot", { r: DOT * 0.42 }));
    this.r = lab.number("r[0]", { tag: "text", decimals: 4, y: LINE - 12, ...MIDDLE });
    this.pointer = draw("path.pointer", { d: `M-6 ${LINE - 8}h12l-6 7z` });
    this.fall = draw("path.fall");
    /** Where each draw comes to lie. @type {{ x: number, y: number }[]} */
    this.spots = [];
    /** How high one draw is. */
    this.unit = 1;
    this.node = make("section.part.draws", heading(lab, 2, "draws"), legend(lab), this.picture(), exponent(lab, renew));
  }

  picture() {
    const { lab } = this;
    const y = base(lab);
    const svg = draw("svg.noise", { viewBox: `0 0 ${WIDE} ${y + UNDER}`, role: "group", "aria-label": lab.say("draws") });
    const ends = [text("0", { x: LEFT, y: LINE - 6 }), text("1", { x: RIGHT, y: LINE - 6, "text-anchor": "end" })];
    const rows = ["in_text", "share", "drawn", "expected"].map((key, n) => text(lab.say(key), { x: 0, y: y + below(n) }));
    svg.append(...ends, text(lab.say("shares"), { x: 0, y: LINE + THICK * 0.68 }), ...this.shares.map((each) => each.node));
    svg.append(...this.bars.map(({ bar }) => bar), this.fall, ...this.dots, ...this.bars.map(({ marks }) => marks));
    svg.append(draw("line.axis", { x1: LEFT, x2: RIGHT, y1: y, y2: y }), ...rows, ...this.bars.flatMap(({ told }) => told));
    svg.append(this.pointer, this.r);
    return svg;
  }

  /** @param {number} c */
  middle(c) {
    return LEFT + this.slot * (c + 0.5);
  }

  /** Another exponent, another pair: where every draw lands, and how high what is expected stands. */
  land() {
    const { lab, bars, columns } = this,
      edge = lab.numbers?.array("edge")?.data ?? [];
    this.shares.forEach((each, i) => each.show(across(edge[i]), across(edge[i + 1])));
    const q = lab.numbers?.array("q")?.data ?? [],
      plain = lab.numbers?.arrays[`${lab.trace.text_exponent}/q`].data ?? [];
    for (const bar of bars) bar.expects(shareOf(columns, bar.word, q), shareOf(columns, bar.word, plain), target(lab));
    const fit = Math.max(1, Math.floor((this.slot - 6) / DOT)),
      side = Math.min(fit, base(lab) < 200 ? 4 : 2),
      heights = columns.map(() => 0);
    const last = columns.length - 1;
    const places = words(lab).map((word) => {
      const c = columns.indexOf(word) < 0 ? last : columns.indexOf(word);
      return { c, n: heights[c]++ };
    });
    const tallest = Math.max(...heights, ...bars.flatMap((bar) => [bar.q, bar.plain].map((share) => lab.trace.count * share)));
    const y = base(lab),
      step = Math.min(DOT, (y - TOP) / Math.ceil(tallest / side + 1));
    this.unit = step / side;
    this.spots = places.map(({ c, n }) => ({
      x: this.middle(c) + ((n % side) - (side - 1) / 2) * DOT,
      y: y - step * (Math.floor(n / side) + 0.5),
    }));
    this.dots.forEach((dot, d) => {
      dot.setAttribute("r", String(step * 0.42));
      dot.style.transform = `translate(${this.spots[d].x}px, ${this.spots[d].y}px)`;
    });
  }

  /** The draws up to now; the newest fall, if they come next. @param {number} [before] */
  show(before = 0) {
    const { lab } = this,
      n = lab.state.at,
      last = n - 1;
    this.dots.forEach((dot, d) => dot.classList.toggle("there", d < n));
    this.dots.forEach((dot, d) => dot.classList.toggle("now", d === last));
    for (const bar of this.bars) bar.show(n * this.unit);
    for (const part of [this.pointer, this.fall]) part.classList.toggle("gone", n === 0);
    lab.retarget(this.r, n ? `r[${last}]` : null, true);
    const hit = n ? words(lab)[last] : -1;
    this.shares.forEach((each, i) => each.node.classList.toggle("now", i === hit));
    if (!n) return;
    this.point(across(lab.numbers?.value(`r[${last}]`) ?? 0), this.spots[last]);
    if (n > before && n <= before + 3 && !calm()) for (let d = before; d < n; d++) this.drop(d);
  }

  /** Where on the line the last number is, and the way down from there. @param {number} x @param {{ x: number, y: number }} spot */
  point(x, spot) {
    const start = LINE + THICK;
    this.pointer.style.transform = `translate(${x}px, 0)`;
    this.r.style.transform = `translate(${Math.min(Math.max(x, LEFT + 30), RIGHT - 30)}px, 0)`;
    this.fall.setAttribute("d", `M${x} ${start}C${x} ${start + 60} ${spot.x} ${spot.y - 70} ${spot.x} ${spot.y - DOT / 2}`);
  }

  /** A draw falls from its place on the line; only its transform changes. @param {number} d */
  drop(d) {
    const from = across(this.lab.numbers?.value(`r[${d}]`) ?? 0);
    const way = [{ transform: `translate(${from}px, ${LINE + THICK}px)` }, { transform: this.dots[d].style.transform }];
    this.dots[d].animate(way, { duration: 320, easing: "cubic-bezier(.5, 0, .8, .6)" });
  }

  rest() {
    return `q[${target(this.lab)}]`;
  }

  words() {
    const { lab } = this;
    const one = (/** @type {number} */ i) =>
      lab.say("words_column", {
        word: lab.word(i),
        drawn: lab.digits(`tally[${i}]`),
        expected: lab.digits(`expected[${i}]`, undefined, 1),
      });
    return lab.say("words_draws", { n: lab.state.at, list: lab.join(lab.trace.rows.map(one)) });
  }
}

/** The line of the n-th row of numbers under the columns. @param {number} n */
const below = (n) => 37 + 19 * n;

/** The words that have a column: the most frequent, and the pair's; null stands for all others.
 * @param {Lab} lab @returns {(number | null)[]} */
function chosen(lab) {
  const { rows, V } = lab.trace;
  if (V <= MOST) return rows;
  const first = rows.slice(0, MOST - 1),
    asked = target(lab);
  if (!first.includes(asked)) first[MOST - 2] = asked;
  return [...first, null];
}

/** The share of a column. @param {(number | null)[]} columns @param {number | null} word @param {ArrayLike<number>} data */
function shareOf(columns, word, data) {
  if (word !== null) return data[word];
  return Array.from(data).reduce((sum, q, i) => (columns.includes(i) ? sum : sum + q), 0);
}

/** @param {Lab} lab */
function legend(lab) {
  const swatch = (/** @type {string} */ kind) => make("span.swatch", { class: kind, "aria-hidden": "true" });
  const told = Object.entries({ dot: "a_draw", expect: "expected_now", text: "expected_text" });
  return make(
    "p.legend.small.soft",
    told.map(([kind, name]) => make("span.key", swatch(kind), " ", lab.say(name))),
  );
}

/** The exponent on a slider; while a question is open only one is here. @param {Lab} lab @param {() => void} renew */
function exponent(lab, renew) {
  const { state, trace } = lab,
    open = trace.open_exponents;
  const range = slider(lab, "exponent_slider", open.length, open.indexOf(state.exponent), (at) => {
    state.exponent = open[at];
    renew();
  });
  const shut = open.length === 1;
  for (const node of range.children) /** @type {HTMLInputElement} */ (node).disabled = shut;
  const at = { exponent_0: 0, exponent_75: 60, exponent_1: 80, exponent_125: 100 };
  const marks = Object.entries(at).map(([key, left]) => make("span", { class: key, style: `left: ${left}%` }, lab.say(key)));
  const ends = shut ? make("span.small.soft", lab.say("withheld")) : make("div.ends.small.soft", marks);
  const told = make("span", lab.say("exponent"), " ", lab.number("exponent", { decimals: 2 }));
  return make("div.grip", told, make("div.ranged", range, ends));
}

/** A word's share of the line. */
class Share {
  /** @param {Lab} lab @param {number} i */
  constructor(lab, i) {
    this.lab = lab;
    this.i = i;
    this.box = draw("rect", { y: LINE, height: THICK });
    this.name = text("", { y: LINE + THICK * 0.68, ...MIDDLE });
    this.told = draw("title");
    this.node = draw("g.share", { class: i % 2 ? "odd" : null }, this.box, this.name, this.told);
  }

  /** @param {number} from @param {number} to */
  show(from, to) {
    const word = this.lab.word(this.i);
    this.box.setAttribute("x", String(from));
    this.box.setAttribute("width", String(Math.max(0, to - from)));
    this.name.setAttribute("x", String((from + to) / 2));
    this.name.textContent = ems(word) * TYPE < to - from - 6 ? word : "";
    this.told.textContent = this.lab.say("number_label", { name: word, value: this.lab.digits(`q[${this.i}]`, undefined, 4) });
  }
}

/** A word's column: what is expected behind the dots, a mark for it in front, its numbers below. */
class Column {
  /** @param {Lab} lab @param {number | null} word @param {number} x @param {number} slot */
  constructor(lab, word, x, slot) {
    this.word = word;
    this.q = 0;
    this.plain = 0;
    const half = Math.min(22, slot / 2 - 3),
      y = base(lab);
    const line = { x1: x - half - 1, x2: x + half + 1, y1: y, y2: y };
    this.bar = draw("rect.bar", { x: x - half, y: y - 100, width: 2 * half, height: 100 });
    this.mark = draw("line.expect", line);
    this.text = draw("line.plain", line);
    this.marks = draw("g", this.text, this.mark);
    const full = word === null ? lab.say("others") : lab.word(word);
    this.name = draw("text.name", { x, y: y + 17, ...MIDDLE }, fitting(full, slot), draw("title", full));
    const ids = word === null ? [] : [`count[${word}]`, `q[${word}]`, `tally[${word}]`, `expected[${word}]`];
    const number = (/** @type {string} */ id, /** @type {number} */ n) =>
      lab.number(id, { tag: "text", decimals: n === 3 ? 1 : undefined, x, y: y + below(n), ...MIDDLE });
    this.told = [this.name, ...ids.map(number)];
  }

  /** @param {number} q @param {number} plain @param {number} asked */
  expects(q, plain, asked) {
    this.q = q;
    this.plain = plain;
    this.name.classList.toggle("asked", this.word === asked);
  }

  /** @param {number} high of all draws together */
  show(high) {
    this.bar.style.transform = `scaleY(${(high * this.q) / 100})`;
    this.mark.style.transform = `translate(0, ${-high * this.q}px)`;
    this.text.style.transform = `translate(0, ${-high * this.plain}px)`;
  }
}

/** A word cut until it fits. @param {string} word @param {number} room */
function fitting(word, room) {
  let most = [...word].length;
  while (most > 2 && ems(short(word, most)) * TYPE > room - 3) most -= 1;
  return short(word, most);
}

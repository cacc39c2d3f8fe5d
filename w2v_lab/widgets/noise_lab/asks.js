// From the text, or noise? The k + 1 questions of one pair, forward and back: rows, labels, scores, answers, errors.

/** @import { Lab } from "../kit/lab.js" */
/** @import { Place } from "./moment.js" */
import { choice } from "../kit/controls.js";
import { make, write } from "../kit/dom.js";
import { row, table } from "../kit/table.js";
import { given, target, turn, words } from "./moment.js";
import { heading } from "./thins.js";

export const HOWS = ["keep", "skip", "redraw"];

export class Asks {
  /** @param {Lab} lab @param {() => void} renew */
  constructor(lab, renew) {
    this.lab = lab;
    const { state, trace } = lab;
    this.open = trace.answers;
    this.rows = Array.from({ length: trace.k + 1 }, (_, q) => new Question(lab, q, this.open));
    const head = ["word", "label", ...(this.open ? ["score", "answer", "error"] : [])].map((key) => lab.say(`column_${key}`));
    const questions = table(lab.say("asks"), [], { head, kind: "questions" });
    questions.tBodies[0].append(...this.rows.map(({ node }) => node));
    this.lit = make(
      "div.lit",
      { "aria-hidden": "true" },
      trace.rows.map((i) => make("span.row", { title: lab.word(i) })),
    );
    this.touched = make("span.small.soft");
    this.about = make("p.small.about", { role: "status" });
    const change = (/** @type {string} */ how) => {
      state.how = how;
      renew();
    };
    const hows = choice(lab, "target_drawn", HOWS, state.how, change, (how) => lab.say(`how_${how}`));
    const told = make("div.line", make("span", lab.say("target_drawn")), hows);
    const rows = make("div.rows", this.touched, this.lit);
    this.node = make("section.part.asks", heading(lab, 3, "asks"), rows, questions, this.ending(), told, this.about);
  }

  /** What the round costs, and what goes back to the given word. */
  ending() {
    const { lab } = this;
    if (!this.open) return make("p.soft", lab.say("withheld"));
    this.loss = lab.number("loss");
    this.EH = Array.from({ length: lab.trace.N }, (_, j) => lab.number(`EH[${j}]`, { decimals: 2 }));
    this.given = make("bdi.role.given");
    const line = (/** @type {(string | Node)[]} */ said, /** @type {Node[]} */ numbers) =>
      make("p.end", make("span.soft.small", said), make("span.grow"), numbers);
    return [line([lab.say("loss_of_all")], [this.loss]), line(lab.nodes("EH_of_all", { given: this.given }), this.EH)];
  }

  show() {
    const { lab } = this,
      now = turn(lab),
      last = lab.state.at - 1;
    this.rows.forEach((each, q) => each.show(q ? now.places[q - 1] : undefined, last));
    const asked = new Set(now.asked),
      word = last < 0 ? -1 : words(lab)[last];
    this.lit.childNodes.forEach((node, i) => {
      const kinds = [asked.has(i) && "on", i === target(lab) && "asked", i === word && "now"];
      /** @type {HTMLElement} */ (node).className = ["row", ...kinds].filter(Boolean).join(" ");
    });
    write(this.touched, lab.say("touched", { rows: asked.size, V: lab.trace.V }));
    if (this.loss) {
      lab.retarget(this.loss, now.done ? "loss" : null, true);
      this.EH?.forEach((cell, j) => lab.retarget(cell, now.done ? `EH[${j}]` : null, true));
      if (this.given) write(this.given, lab.word(given(lab)));
    }
    this.explain(now.done, now.asked.filter((i) => i === target(lab)).length - 1);
  }

  /** What becomes of a draw that equals the target, with the numbers of this very round. @param {boolean} done @param {number} times */
  explain(done, times) {
    const { lab } = this,
      i = target(lab);
    lab.cells.drop(({ group }) => group === "pull");
    if (!this.open || lab.state.how !== "keep" || !times || !done) {
      this.about.replaceChildren(lab.say(`about_${lab.state.how}`));
      return;
    }
    const sum = lab.number("pull");
    const values = {
      word: lab.word(i),
      yes: lab.digits("e_target"),
      no: lab.digits(`e[${i}]`),
      times: times > 1 ? `${times} · ` : "",
      sum,
    };
    this.about.replaceChildren(...lab.nodes("about_keep_sum", values));
  }

  rest() {
    return `${this.open ? "u" : "q"}[${target(this.lab)}]`;
  }

  words() {
    const { lab } = this;
    const one = (/** @type {number} */ i, /** @type {number} */ q) =>
      lab.say("words_question", { word: lab.word(i), label: q ? 0 : 1, answer: this.open ? lab.digits(`y[${i}]`) : "?" });
    return lab.sentences([lab.say("words_asks", { list: lab.join(turn(lab).asked.map(one)) }), this.about.textContent]);
  }
}

/** One question: a row of W_out, its label, what the model says, and the error. */
class Question {
  /** @param {Lab} lab @param {number} q @param {boolean} open */
  constructor(lab, q, open) {
    this.lab = lab;
    this.q = q;
    this.name = make("bdi.cut");
    this.mark = make("span.small.soft");
    this.t = lab.number("yes", { tag: "td", group: "t", decimals: 0 });
    this.numbers = open ? ["u", "y", "e"].map((letter) => lab.number(`${letter}[0]`, { tag: "td", group: letter })) : [];
    this.node = row({ heading: [this.name, " ", this.mark], cells: [this.t, ...this.numbers] });
  }

  /** @param {Place | undefined} place @param {number} last the number of the last draw */
  show(place, last) {
    const { lab, q } = this,
      word = q ? place?.word : target(lab),
      used = !q || Boolean(place?.used);
    const kinds = [!q && "asked", place && !used && "passed", place?.draws.includes(last) && "now", word === undefined && "waits"];
    this.node.className = kinds.filter(Boolean).join(" ");
    write(this.name, word === undefined ? lab.say("draw_number", { number: q }) : lab.word(word));
    write(this.mark, this.marked(place));
    lab.retarget(this.t, used ? (q ? "no" : "yes") : null, true);
    const ids = [`u[${word}]`, `y[${word}]`, q ? `e[${word}]` : "e_target"];
    this.numbers.forEach((cell, n) => lab.retarget(cell, used ? ids[n] : null, true));
  }

  /** @param {Place | undefined} place */
  marked(place) {
    const { lab } = this;
    if (!this.q) return lab.say("mark_target");
    if (!place) return lab.say("mark_waits");
    if (place.used && place.draws.length > 1) return lab.say("mark_again", { times: place.draws.length - 1 });
    if (place.word !== target(lab)) return "";
    return lab.say(place.used ? "mark_equal" : `mark_${lab.state.how}`);
  }
}

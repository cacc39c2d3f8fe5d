// From the text, or noise? The k + 1 questions of one pair, forward and back: rows, labels, scores, answers, errors.

/** @import { Lab } from "../kit/lab.js" */
import { choice } from "../kit/controls.js";
import { make, write } from "../kit/dom.js";
import { next, target, turn, words as drawnWords } from "./moment.js";
import { heading } from "./thins.js";

const HOWS = ["keep", "skip", "redraw"];

/** @param {Lab} lab @param {() => void} renew */
export function asks(lab, renew) {
  const { state, trace } = lab,
    k = trace.k,
    open = trace.answers;
  const rows = Array.from({ length: k + 1 }, (_, q) => question(lab, q, open));
  const head = ["word", "label", ...(open ? ["score", "answer", "error"] : [])];
  const table = make("table.plain.questions", { role: "grid", "aria-label": lab.say("asks") },
    make("thead", make("tr", head.map((key) => make("th.caption", { scope: "col" }, lab.say(`column_${key}`))))),
    make("tbody", rows.map(({ node }) => node)));
  const lit = make("div.lit", trace.rows.map((i) => make("span.row", { title: lab.word(i) })));
  const touched = make("span.small.soft");
  const loss = open ? lab.number("loss", { group: "loss" }) : null;
  const EH = open ? Array.from({ length: trace.N }, (_, j) => lab.number(`EH[${j}]`, { group: "EH", decimals: 2 })) : [];
  const ending = open ? [
    make("p.end", make("span.soft.small", lab.say("loss_of_all")), make("span.grow"), loss),
    make("p.end", make("span.soft.small", lab.nodes("EH_of_all", { given: make("bdi.role.given", lab.word(next(lab).given)) })), make("span.grow"), EH),
  ] : [make("p.soft", lab.say("withheld"))];
  const given = ending[1]?.querySelector(".given");
  const hows = choice(lab, "target_drawn", HOWS, state.how, (how) => {
    state.how = how;
    renew();
  }, (how) => lab.say(`how_${how}`));
  const about = make("p.small.about", { role: "status" });
  const node = make("section.part.asks", heading(lab, 3, "asks"), make("div.rows", touched, lit), table, ending, make("div.row", make("span", lab.say("target_drawn")), hows), about);

  function show() {
    const now = turn(lab),
      drawn = drawnWords(lab),
      last = state.at - 1;
    rows.forEach((row, q) => row.show(q ? now.places[q - 1] : null, last));
    const asked = new Set(now.asked);
    lit.childNodes.forEach((node, i) => {
      node.className = `row${asked.has(i) ? " on" : ""}${i === target(lab) ? " asked" : ""}${last >= 0 && i === drawn[last] ? " now" : ""}`;
    });
    write(touched, lab.say("touched", { rows: asked.size, V: trace.V }));
    if (open) {
      lab.retarget(loss, now.done ? "loss" : null, true);
      EH.forEach((cell, j) => lab.retarget(cell, now.done ? `EH[${j}]` : null, true));
      if (given) write(given, lab.word(next(lab).given));
    }
    about.replaceChildren(...explained(lab, now));
  }
  const words = () => `${lab.say("words_asks", { list: lab.join(turn(lab).asked.map((i, q) => lab.say("words_question", { word: lab.word(i), label: q ? 0 : 1, answer: open ? lab.digits(`y[${i}]`) : "?" }))) })} ${about.textContent}`;
  return { node, show, rest: () => (open ? `u[${target(lab)}]` : `q[${target(lab)}]`), words };
}

/** One question, a row of W_out each. */
function question(lab, q, open) {
  const name = make("bdi.cut"),
    mark = make("span.small.soft");
  const t = lab.number("yes", { tag: "td", group: "t", decimals: 0 });
  const numbers = open ? ["u", "y", "e"].map((letter) => lab.number(`${letter}[0]`, { tag: "td", group: letter })) : [];
  const node = make("tr", make("th", { scope: "row" }, name, " ", mark), t, numbers);
  const ids = (word) => [`u[${word}]`, `y[${word}]`, q ? `e[${word}]` : "e_target"];
  function show(place, last) {
    const asked = target(lab),
      word = q ? place?.word : asked;
    const used = q === 0 || Boolean(place?.used);
    const again = place ? place.draws.length - 1 : 0;
    node.className = `${q ? "" : "asked"}${place && !used ? " passed" : ""}${place?.draws.includes(last) ? " now" : ""}${word === undefined ? " waits" : ""}`;
    write(name, word === undefined ? lab.say("draw_number", { number: q }) : lab.word(word));
    const said = q === 0 ? "mark_target" : word === undefined ? "mark_waits" : again ? "mark_again" : word !== asked ? null : used ? "mark_equal" : `mark_${lab.state.how}`;
    write(mark, said ? lab.say(said, { times: again }) : "");
    lab.retarget(t, used ? (q ? "no" : "yes") : null, true);
    if (open) ids(word).forEach((id, n) => lab.retarget(numbers[n], used ? id : null, true));
  }
  return { node, show };
}

/** What becomes of a draw that equals the target, with the numbers of this very round. */
function explained(lab, { asked, done }) {
  const word = lab.word(target(lab)),
    times = asked.filter((i) => i === target(lab)).length - 1;
  const how = lab.state.how;
  if (!lab.trace.answers) return [lab.say(`about_${how}`)];
  if (how === "keep" && times > 0 && done) {
    const values = { word, yes: lab.digits("e_target"), no: lab.digits(`e[${target(lab)}]`), times: times > 1 ? `${times} · ` : "", sum: lab.number("pull", { group: "pull" }) };
    lab.cells.drop(({ group, cell }) => group === "pull" && cell !== values.sum);
    return lab.nodes("about_keep_sum", values);
  }
  return [lab.say(`about_${how}`)];
}

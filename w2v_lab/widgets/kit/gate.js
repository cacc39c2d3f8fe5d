// Predict, commit, reveal: a question, its choices in the order that they came in, and the verdict where one clicked.

/** @import { Gate } from './types.d.ts' */
/** @import { Lab } from './lab.js' */
import { make } from "./dom.js";

/** Instead of a picture that would answer the question. @param {Lab} lab */
export const withheld = (lab) => make("p.soft", lab.say("withheld"));

/** Whether this question waits for the learner. @param {Lab} lab @param {string} name */
export const open = (lab, name) => lab.gates.some((gate) => gate.name === name && gate.choice === undefined);

/** The questions of these names, or all; what the page does not know yet is not here. @param {Lab} lab @param {string[]} [names] */
export function gates(lab, names) {
  return lab.gates.filter((gate) => !names || names.includes(gate.name)).map((gate) => question(lab, gate));
}

const SIGNS = { right: "✓ ", wrong: "✗ ", "": "" };

/** @param {Lab} lab @param {Gate} gate */
function question(lab, gate) {
  const done = gate.choice !== undefined;
  const mark = (/** @type {string} */ name) => (!done ? "" : name === gate.answer ? "right" : name === gate.choice ? "wrong" : "");
  const why = make("p.why", { role: "status", tabindex: -1 }, verdict(lab, gate));
  const choices = gate.choices.map(({ name, text }, i) => {
    const letter = String.fromCharCode(97 + i);
    const onclick = () => commit(lab, gate, name);
    const chosen = !done && lab.committed.get(gate.name) === name;
    const attributes = {
      class: mark(name),
      disabled: done,
      "data-key": `gate ${letter}`,
      "data-choice": name,
      "aria-pressed": chosen,
      onclick,
    };
    return make("button", attributes, `${SIGNS[mark(name)]}${letter}) ${lab.tell(text)}`);
  });
  const attributes = { role: "group", "aria-label": lab.say("predict"), "data-gate": gate.name };
  return make("div.gate", attributes, make("p", make("b", lab.tell(gate.question))), make("div.choices", choices), why);
}

/** @param {Lab} lab @param {Gate} gate */
function verdict(lab, gate) {
  if (gate.choice === undefined || !gate.why) return lab.committed.has(gate.name) ? lab.say("asking") : null;
  const why = lab.tell(gate.why);
  if (gate.choice === gate.answer) return lab.say("right", { why });
  return lab.say("wrong", { why }) + (gate.because ? lab.say("because", { because: lab.tell(gate.because) }) : "");
}

/** The choice is marked at once, whoever computes, and however long. @param {Lab} lab @param {Gate} gate @param {string} choice */
async function commit(lab, gate, choice) {
  if (lab.committed.has(gate.name)) return;
  lab.committed.set(gate.name, choice);
  mark(lab, gate);
  await lab.ask({ commit: gate.name, choice });
  lab.committed.delete(gate.name);
  mark(lab, gate);
}

/** @param {Lab} lab @param {Gate} gate */
function mark(lab, gate) {
  const node = lab.root.querySelector(`[data-gate="${CSS.escape(gate.name)}"]`),
    chosen = lab.committed.get(gate.name);
  const now = lab.gates.find((each) => each.name === gate.name);
  if (!node || now?.choice !== undefined) return;
  for (const button of node.querySelectorAll("[data-choice]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-choice") === chosen));
  }
  const why = node.querySelector(".why");
  if (why) why.textContent = chosen === undefined ? "" : lab.say("asking");
}

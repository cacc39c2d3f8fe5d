// Predict, commit, reveal: a question, its choices in the order that they came in, and the verdict where one clicked.
// It stands above what it opens, so that the reveal moves nothing that one has just clicked.

/** @import { Choice, Gate } from './types.d.ts' */
/** @import { Lab } from './lab.js' */
import { button, field } from "./controls.js";
import { make } from "./dom.js";
import { staged } from "./stage.js";

const LETTERS = 200; // of a reason, as the session has it

const SIGNS = { right: "✓", wrong: "✗" };

/** Instead of a picture that would answer the question. @param {Lab} lab */
export const withheld = (lab) => make("p.soft.withheld", lab.say("withheld"));

/** Whether this question waits for the learner. @param {Lab} lab @param {string} name */
export const open = (lab, name) => lab.gates.some((gate) => gate.name === name && gate.choice === undefined);

/** The questions of these names, or all; what the page does not know yet is not here. @param {Lab} lab @param {string[]} [names] */
export function gates(lab, names) {
  return lab.gates.filter((gate) => !names || names.includes(gate.name)).map((gate) => question(lab, gate));
}

/** Whether a verdict is on show. @param {Lab} lab */
export const told = (lab) => lab.gates.some(({ name, choice }) => choice !== undefined && !lab.folded.has(name));

/** An answered one can be folded; one that was answered long ago is. @param {Lab} lab @param {Gate} gate */
function question(lab, gate) {
  const done = gate.choice !== undefined;
  const asked = make("b", lab.tell(gate.question));
  const choices = gate.choices.map((each, i) => option(lab, gate, each, i));
  const why = make("div.why", { role: "status", tabindex: -1 }, verdict(lab, gate));
  const told = make("div.told-why", why, done ? [reason(lab, gate), again(lab, gate)] : null);
  const attributes = { role: "group", "aria-label": lab.say("predict"), "data-gate": gate.name };
  const body = make("div.ask", make("div.choices", choices), told);
  if (!done) return make("div.gate", attributes, make("p.asked", asked), body);
  const sign = make("span.sign", { "aria-hidden": "true" }, SIGNS[gate.choice === gate.answer ? "right" : "wrong"]);
  const node = make("details.gate", { ...attributes, open: !lab.folded.has(gate.name) }, make("summary.asked", asked, sign), body);
  node.addEventListener("toggle", () => {
    if (lab.folded.has(gate.name) !== node.open) return; // it is as it was made
    lab.folded[node.open ? "delete" : "add"](gate.name);
    if (staged(lab)) lab.rebuild(); // there is another room for the picture now
  });
  return node;
}

/** @param {Lab} lab @param {Gate} gate @param {Choice} choice @param {number} i */
function option(lab, gate, { name, text }, i) {
  const done = gate.choice !== undefined,
    mine = done && name === gate.choice,
    letter = String.fromCharCode(65 + i);
  const kind = done && name === gate.answer ? "right" : mine ? "wrong" : "";
  const mark = mine ? "your_choice" : kind && "so_it_is";
  const attributes = {
    class: kind || null,
    disabled: done,
    "data-key": `gate ${letter.toLowerCase()}`,
    "data-choice": name,
    "aria-pressed": !done && lab.committed.get(gate.name) === name,
    onclick: () => commit(lab, gate, name),
  };
  const sign = make("span.sign", kind ? SIGNS[kind] : letter);
  return make("button", attributes, sign, make("span.text", lab.tell(text)), make("span.mark", mark ? lab.say(mark) : null));
}

/** The first words of a verdict name the idea behind the choice. @param {Lab} lab @param {Gate} gate */
function verdict(lab, gate) {
  if (gate.choice === undefined || !gate.why) return lab.committed.has(gate.name) ? make("p.waits", lab.say("asking")) : null;
  const right = gate.choice === gate.answer,
    said = lab.say(right ? "right" : "wrong", { why: lab.tell(gate.why) });
  const [lead] = said.match(/^.*?[.!?。！？：:](?=\s|$|\p{Script=Han})/u) ?? [said];
  const because = !right && gate.because ? make("p", lab.say("because", { because: lab.tell(gate.because) })) : null;
  return [make("p", make(`b.lead.${right ? "so" : "not-so"}`, lead), said.slice(lead.length)), because];
}

/** One line of the learner's own, kept with the answer. @param {Lab} lab @param {Gate} gate */
function reason(lab, gate) {
  const typed = (lab.state.reasons ??= {}),
    label = lab.say("why");
  const keep = async () => {
    if (await lab.ask({ why: gate.name, text: line.value })) delete typed[gate.name];
  };
  const oninput = () => {
    typed[gate.name] = line.value;
  };
  const told = { "aria-label": label, placeholder: lab.say("why_about"), "data-key": `why ${gate.name}`, maxlength: LETTERS, oninput };
  const line = field({ ...told, value: typed[gate.name] ?? gate.reason ?? "" }, keep);
  const kept = make("span.small.soft", { "aria-live": "polite" }, gate.reason ? lab.say("kept") : null);
  return make("p.reason", make("b", label), line, button(lab.say("keep"), { "data-key": `keep ${gate.name}`, onclick: keep }), kept);
}

/** @param {Lab} lab @param {Gate} gate */
function again(lab, gate) {
  const onclick = () => lab.ask({ again: gate.name });
  return make("button.quiet", { "data-key": `again ${gate.name}`, onclick }, lab.say("ask_again"));
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
  for (const each of node.querySelectorAll("[data-choice]")) {
    const on = each.getAttribute("data-choice") === chosen;
    each.setAttribute("aria-pressed", String(on));
    each.querySelector(".mark")?.replaceChildren(on ? lab.say("your_choice") : "");
  }
  node.querySelector(".why")?.replaceChildren(...(chosen === undefined ? [] : [make("p.waits", lab.say("asking"))]));
}

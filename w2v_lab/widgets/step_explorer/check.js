// The check by finite differences: one weight moved a little, the loss taken again, beside the slope that the library computed.

/** @import { Lab } from '../kit/lab.js' */
import { make } from "../kit/dom.js";
import { plainName } from "../kit/names.js";
import { main, reached } from "./step.js";

/** Show the check of this step, or offer it. @param {Lab} lab @param {string} [id] the number pointed at */
export function check(lab, id) {
  const { state, trace, parts } = lab,
    known = state.checks[lab.numbers.state];
  if (parts.checked === known && known && /^(taken|measured|difference)/.test(id)) return;
  lab.cells.drop(({ group }) => group === "check");
  parts.checked = known;
  parts.check.replaceChildren();
  parts.check.hidden = !reached(lab, "slopes") || !trace.phases.includes("update");
  if (parts.check.hidden) return;
  if (!known) {
    const ask = make("button", { "data-key": "check", onclick: () => compute(lab) }, lab.say("check"));
    return parts.check.replaceChildren(ask, make("span.soft", lab.say("check_why")));
  }
  parts.check.replaceChildren(...verdict(lab, known), ...comparison(lab, id));
  lab.cells.paint(lab.cells.all.filter(({ group }) => group === "check"));
}

const number = (lab, name) => lab.number(name, { group: "check" });

function verdict(lab, { finite, passed }) {
  const key = !finite ? "check_infinite" : passed ? "check_passed" : "check_failed";
  const badge = make(`b.badge.${passed ? "right" : "wrong"}`, { role: "status" }, lab.say(key));
  return [badge, make("span.soft", lab.say("check_greatest"), " ", number(lab, "difference"))];
}

/** The slope of the weight pointed at, as computed and as measured. */
function comparison(lab, id) {
  const at = id?.match(/^(?:W|G|new|taken|measured)_(in|out)(\[.*)$/) ?? main(lab).match(/^(?:W|G|new)_(in|out)(\[.*)$/);
  if (!at) return [];
  const [, side, place] = at,
    weight = make("bdi", plainName(lab, `W_${side}${place}`));
  const taken = [make("span.soft", lab.nodes("check_weight", { weight })), " ", number(lab, `taken_${side}${place}`)];
  const measured = [make("span.soft", lab.say("check_measured")), " ", number(lab, `measured_${side}${place}`)];
  return [make("span", taken, " ", measured)];
}

async function compute(lab) {
  const place = Number(lab.numbers.state),
    came = lab.add(await lab.ask({ check: place }));
  if (!came) return;
  lab.state.checks[place] = came;
  lab.explain();
}

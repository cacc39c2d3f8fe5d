// Numbers of a step whose place stays while what stands in it changes.

/** @import { Lab } from '../kit/lab.js' */
import { make } from "../kit/dom.js";

export const cut = (...text) => make("bdi.cut", ...text);

/** A number whose place stays while the id that stands in it changes; rows that a target does not touch stay blank. */
export function live(lab, id, options) {
  const cell = lab.number(id() ?? "C", options);
  lab.parts.live.push([cell, id]);
  return cell;
}

/** @param {Lab} lab */
export function losses(lab) {
  const { phases } = lab.trace,
    number = (id) => live(lab, () => id, { group: "loss" });
  const after = phases.includes("update") ? make("span.late.done", lab.say("loss_after"), " ", number("after")) : null;
  const loss = make("b.late.loss", lab.say("loss_label"), " ", phases.includes("loss") ? number("loss") : "?");
  const rate = phases.includes("update") ? make("span.late.update", lab.say("rate_label"), " ", number("rate")) : null;
  return make("p.price", loss, after, rate);
}

// A leaf is a button that chooses its word; while the tree grows, a handle for the word's count.

/** @import { Lab } from '../kit/lab.js' */
import { dress, make } from "../kit/dom.js";
import { whole } from "../kit/numbers.js";
import { staged } from "../kit/stage.js";

export const HIGHEST = 9999; // count by hand
const STEPS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
const WAYS = { ArrowLeft: -1, ArrowRight: 1 };
const START = 3; // pixels until a press becomes a drag

/**
 * @param {Lab} lab
 * @param {{ group: SVGElement, node: number, near: (by: number) => SVGElement | undefined, first: boolean }} leaf
 * @param {{ act: () => void, count?: number, recount: (count: number) => void }} does `count` only where it can be changed
 */
export function grip(lab, { group, node, near, first }, { act, count, recount }) {
  const word = lab.parts.nodes.label(node),
    drag = count !== undefined;
  const role = drag ? { role: "slider", "aria-valuemin": 1, "aria-valuemax": HIGHEST, "aria-valuenow": count } : { role: "button" };
  const label = drag ? lab.say("count_of", { word }) : word;
  dress(group, { ...role, "aria-label": label, tabindex: first ? 0 : -1, "data-key": `leaf ${node}` });
  const held = () => Number(group.getAttribute("aria-valuenow"));
  group.addEventListener("keydown", (event) => {
    const by = STEPS[event.key],
      next = WAYS[event.key] && near(WAYS[event.key]);
    if (by && drag) recount(held() + by);
    else if (next) move(group, next);
    else if (event.key === "Enter" || event.key === " ") act();
    else return;
    event.preventDefault();
  });
  if (drag) handle(lab, group, node, { act, count, recount });
  group.addEventListener("click", () => {
    if (!lab.parts.dragged) act();
  });
}

/** The next leaf takes the focus, and is where Tab comes back to. */
function move(from, to) {
  from.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
}

/** @param {number} count */
export const within = (count) => Math.max(1, Math.min(HIGHEST, Math.round(count)));

// In the page's own body, where no rule of the widget reaches it; a popover would take the finger's touch away.
const HELD = {
  ...{ position: "fixed", zIndex: "2147483647", transform: "translate(1.1em, -50%)", pointerEvents: "none", whiteSpace: "nowrap" },
  ...{ font: "600 15px/1.3 system-ui, sans-serif", padding: ".2em .6em", border: "2px solid #e69f00", borderRadius: "7px" },
};

/** The tree grows anew and its leaves change places: word and count stay with the hand. */
function carry(lab, tag, { clientX, clientY }, text) {
  if (!tag.isConnected) (staged(lab) ? lab.root : document.body).append(tag);
  tag.textContent = text;
  const { color, backgroundColor } = getComputedStyle(lab.root);
  Object.assign(tag.style, HELD, { left: `${clientX}px`, top: `${clientY}px`, color, backgroundColor });
}

const LATE = 1000; // milliseconds in which the last answer may still make the tree higher

/** A tree that grows moves what is below it, and browsers scroll after that: while one drags they do not. */
function anchor(lab, value) {
  for (let around = lab.root.parentElement; around; around = around.parentElement) around.style.overflowAnchor = value;
}

/** Dragging up and down: the count grows with the way, by mouse and by finger. The tree is drawn anew meanwhile, so the page follows. */
function handle(lab, group, node, { act, count, recount }) {
  const stay = (event) => event.preventDefault();
  // A group of SVG heeds no `touch-action`: so that the page does not scroll, the touch is taken, and with it the click.
  group.addEventListener("touchstart", stay, { passive: false });
  group.addEventListener("pointerdown", (event) => {
    const start = event.clientY,
      end = new AbortController(),
      { signal } = end;
    lab.state.dragging = true;
    anchor(lab, "none");
    let far = false;
    const tag = make("div.w2v-held", { "aria-hidden": "true" });
    const follow = ({ clientX, clientY }) => {
      const by = start - clientY;
      far ||= Math.abs(by) > START;
      if (!far) return;
      const to = within(count * Math.exp(by / 90) + by / 30);
      carry(lab, tag, { clientX, clientY }, `${lab.parts.nodes.label(node)} · ${whole(to)}`);
      lab.state.held = node;
      recount(to);
    };
    const leave = () => {
      end.abort();
      tag.remove();
      lab.state.dragging = false;
      lab.state.held = null;
      lab.root.querySelector(".leaf.carried")?.classList.remove("carried");
      lab.parts.dragged = far;
      setTimeout(() => lab.state.dragging || anchor(lab, ""), LATE);
      setTimeout(() => (lab.parts.dragged = false));
      if (event.pointerType === "touch" && !far) act();
    };
    window.addEventListener("pointermove", follow, { signal });
    for (const event of ["pointerup", "pointercancel"]) window.addEventListener(event, leave, { signal });
    lab.end.signal.addEventListener("abort", () => end.abort(), { once: true });
    event.preventDefault();
  });
}

// The stage: one widget on the whole screen, for a lecture hall. A popover lies above all that the page around has, and asks
// for the whole screen besides; where the browser gives only the window, that will do.

/** @import { Lab } from './lab.js' */
import { button } from "./controls.js";

const TYPING = "input:not([type=range]), textarea, select";
const WAYS = { PageDown: "on", ArrowRight: "on", PageUp: "back", ArrowLeft: "back" };

/** @param {Lab} lab */
export const staged = (lab) => lab.root.hasAttribute("popover");

/** The button that opens the stage, and on it the one that leaves. @param {Lab} lab */
export function stageButton(lab) {
  const on = staged(lab),
    said = lab.say(on ? "leave_stage" : "full_screen");
  const attributes = { class: "quiet stage-button", "data-key": "bar stage", "aria-label": said, title: said };
  return button(on ? "✕" : said, { ...attributes, onclick: () => (staged(lab) ? leave(lab) : enter(lab)) });
}

/** @param {Lab} lab */
async function enter(lab) {
  const { root } = lab,
    page = document.documentElement;
  root.setAttribute("popover", "manual");
  root.showPopover();
  root.tabIndex = -1;
  root.focus();
  const keys = (/** @type {KeyboardEvent} */ event) => steer(lab, event);
  const changed = () => document.fullscreenElement || leave(lab);
  const end = new AbortController();
  lab.end.signal.addEventListener("abort", () => leave(lab), { signal: end.signal });
  lab.leaveStage = () => end.abort();
  addEventListener("keydown", keys, { capture: true, signal: end.signal });
  lab.rebuild();
  try {
    await page.requestFullscreen();
    document.addEventListener("fullscreenchange", changed, { signal: end.signal });
    if (!staged(lab)) await document.exitFullscreen(); // one has left already
  } catch {
    // the window is enough
  }
}

/** @param {Lab} lab */
function leave(lab) {
  if (!staged(lab)) return;
  lab.leaveStage?.();
  lab.root.removeAttribute("popover");
  lab.root.removeAttribute("tabindex");
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  if (!lab.gone) lab.rebuild();
}

/** A clicker and the arrows go through phases, or whatever the widget goes through. @param {Lab} lab @param {KeyboardEvent} event */
function steer(lab, event) {
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    return leave(lab);
  }
  const way = WAYS[/** @type {keyof typeof WAYS} */ (event.key)],
    node = /** @type {Element} */ (event.target);
  const own = event.key.startsWith("Page") ? "textarea" : `${TYPING}, [type=range], [data-id], [role=radio], [role=slider]`;
  if (!way || event.ctrlKey || event.metaKey || event.altKey || node.matches?.(own)) return;
  event.preventDefault();
  event.stopPropagation();
  const [phase, other] = [`[data-key="${way}"]`, `[data-key$="one_${way}"]`];
  const next = /** @type {HTMLButtonElement | null} */ (lab.root.querySelector(phase) ?? lab.root.querySelector(other));
  next?.click();
}

/** On the stage formula and line of code share one place. @param {Lab} lab @param {HTMLElement[]} parts */
export function sharedPlace(lab, parts) {
  const show = () => parts.forEach((part, i) => part.classList.toggle("folded", (lab.view.code ? 1 : 0) !== i));
  const turn = button("⇄", {
    class: "quiet turn",
    "data-key": "formula or code",
    "aria-label": lab.say("turn_over"),
    title: lab.say("turn_over"),
    onclick: () => {
      lab.view.code = !lab.view.code;
      show();
    },
  });
  show();
  return turn;
}

// The colours in use, as the page has them now: a canvas knows no variables.

/** @import { Lab } from "./lab.js" */
import { make } from "./dom.js";

// Our colours, and whose place they take where the reader's system chooses all of them.
const SYSTEM = {
  ink: "CanvasText",
  paper: "Canvas",
  line: "GrayText",
  mark: "GrayText",
  input: "CanvasText",
  output: "LinkText",
  current: "Highlight",
  positive: "LinkText",
  negative: "GrayText",
};

/** @param {Lab & { colours?: any, letters?: any }} lab */
export function colours(lab) {
  const probe = make("span"),
    forced = matchMedia("(forced-colors: active)").matches;
  lab.root.append(probe);
  probe.style.forcedColorAdjust = "none";
  lab.colours = {};
  for (const [name, system] of Object.entries(SYSTEM)) {
    probe.style.color = forced ? system : `var(--${name})`;
    lab.colours[name] = getComputedStyle(probe).color;
  }
  const { fontFamily, fontSize } = getComputedStyle(probe);
  lab.letters = { font: fontFamily, type: Number.parseFloat(fontSize) - 1 };
  probe.remove();
}

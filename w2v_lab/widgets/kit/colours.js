// The colours in use, as the page has them now: a canvas knows no variables.

/** @import { Lab } from "./lab.js" */
import { make } from "./dom.js";

// Our colours, and whose place they take where the reader's system chooses all of them.
const SYSTEM = {
  ink: "CanvasText",
  paper: "Canvas",
  soft: "CanvasText",
  line: "GrayText",
  mark: "GrayText",
  input: "CanvasText",
  output: "LinkText",
  current: "Highlight",
  positive: "LinkText",
  negative: "GrayText",
  "error-text": "LinkText",
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

/**
 * Paint again where the page turns dark or light. A frame later: while JupyterLab changes its theme the page has no layout.
 * @param {Lab} lab @param {() => void} again
 */
export function recoloured(lab, again) {
  const { signal } = lab.end;
  const soon = () => requestAnimationFrame(() => lab.root.isConnected && again());
  const theme = new MutationObserver(soon);
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon, { signal });
  signal.addEventListener("abort", () => theme.disconnect());
}

// What the page says of Python: that it sleeps, what waking it costs and where it would come from, how far it is; and the cells of
// exercises, to be edited and run.

/** @import { Python } from './python.js' */
import { attempted } from "./memory.js";

/** @param {string} tag @param {Record<string, unknown>} [more] @param {...(Node | string)} children */
function element(tag, more = {}, ...children) {
  const node = Object.assign(document.createElement(tag), more);
  node.append(...children);
  return node;
}

/** @param {number} bytes */
const MB = (bytes) => (bytes / 1e6).toFixed(1);

/** The bar at the foot of the window, and the button in the masthead.
 * @param {Python} python @param {Record<string, string>} texts */
export function signs(python, texts) {
  const bar = /** @type {HTMLElement} */ (document.getElementById("python"));
  const button = /** @type {HTMLButtonElement} */ (document.getElementById("wake"));
  const say = (/** @type {string} */ key, /** @type {Record<string, string>} */ values = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const act = (/** @type {string} */ key, /** @type {() => void} */ onclick) =>
    element("button", { type: "button", textContent: say(key), onclick });
  button.hidden = false;
  button.onclick = () => {
    python.wanted = !python.wanted;
    show();
  };
  const leave = act("python_leave", () => python.stop());
  const put = act("python_stop", () => python.stop());
  const progress = /** @type {any} */ (element("progress", { max: python.place.bytes }));
  progress.setAttribute("aria-label", say("python"));
  const numbers = () => ({ all: MB(python.place.bytes), got: MB(python.got), host: new URL(python.place.where).host });
  const parts = {
    asleep: () => [act(python.place.stranger ? "python_agree" : "python_wake", () => python.wake()), leave],
    waking: () => [progress, put],
    awake: () => [act("python_sleep", () => python.stop())],
    failed: () => [act("python_again", () => python.wake()), leave],
  };
  let before = "";
  function show() {
    const stranger = python.state === "asleep" && python.place.stranger ? "_stranger" : "";
    button.textContent = say(`python_is_${python.state}`);
    bar.hidden = !python.wanted && python.state !== "waking";
    progress.value = Math.min(python.got, python.place.bytes);
    const told = [say(`python_${python.state}${stranger}`, numbers()), say(`python_${python.state}${stranger}_told`, numbers())];
    if (before === python.state + stranger) return bar.querySelector("b")?.replaceChildren(told[0]);
    before = python.state + stranger;
    bar.replaceChildren(element("p", {}, element("b", {}, told[0]), element("span", {}, told[1])), ...parts[python.state]());
    if (python.state === "awake") setTimeout(fold, 4000);
  }
  function fold() {
    if (python.state === "awake") python.wanted = false;
    show();
  }
  show();
  return show;
}

/** Each exercise's cell can be edited, and run once Python is awake. @param {Python} python @param {Record<string, string>} texts */
export function cells(python, texts) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("pre.code[data-cell]")]);
  const code = (/** @type {HTMLElement} */ pre) => pre.textContent ?? "";
  all.forEach((pre, place) => {
    if (pre.dataset.exercise === undefined) return;
    const area = /** @type {any} */ (element("textarea", { className: "code", spellcheck: false, value: code(pre) }));
    area.setAttribute("aria-label", texts.python_cell);
    area.rows = area.value.split("\n").length + 1;
    const out = element("pre", { className: "printed", hidden: true });
    out.setAttribute("role", "status");
    const run = async () => {
      out.hidden = false;
      out.textContent = texts.python_runs;
      const before = all.slice(0, place).map((each) => [each.dataset.cell, code(each)]);
      try {
        const [{ printed, value = "", error = "", attempts = [] }] = await python.ask({ run: area.value, before });
        attempted(attempts);
        out.textContent = [printed, value, error].filter(Boolean).join("\n");
      } catch {
        out.textContent = texts.python_sleeps;
      }
    };
    area.onkeydown = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      run();
    };
    const ours = element("button", { type: "button", textContent: texts.python_ours, onclick: () => (area.value = code(pre)) });
    const edit = element("button", { type: "button", textContent: texts.python_edit });
    const doing = element("button", { type: "button", textContent: texts.python_run, onclick: run });
    const bar = element("p", { className: "cell" }, edit);
    edit.onclick = () => {
      pre.replaceWith(area);
      bar.replaceChildren(doing, ours);
      area.focus();
      if (python.state !== "awake") python.want();
    };
    pre.after(bar, out);
  });
}

// A page of the course: its widgets and charts are made when they come near the screen.

import { show } from "./host.js";
import * as memory from "./memory.js";

const NEAR = "900px 0px";

/** @import { Text } from '../w2v_lab/widgets/kit/types.d.ts' */

/** @typedef {{ assets: URL, widgets: URL, texts: Record<string, string>, plotly: string, lost: Text }} Place */

/** Where the build has put things. @returns {Place} */
function places() {
  const told = JSON.parse(document.getElementById("places")?.textContent ?? "{}");
  const assets = new URL(told.assets, location.href);
  return { ...told, assets, widgets: new URL(told.widgets, assets) };
}

const place = places();
const language = document.documentElement.lang === "en" ? "en" : "zh";

/** @type {Map<string, Promise<any>>} */
const fetching = new Map();

/** A file of JSON, once. @param {string} name */
function json(name) {
  if (!fetching.has(name))
    fetching.set(
      name,
      fetch(new URL(name, place.assets)).then((found) => found.json()),
    );
  return /** @type {Promise<any>} */ (fetching.get(name));
}

/** @param {HTMLElement} el */
async function mount(el) {
  const { widget = "", first = "" } = el.dataset;
  const texts = Object.assign({}, ...(await Promise.all([json(place.texts.kit), json(place.texts[widget])])));
  const { widgets, assets, lost } = place;
  await show(el, widget, { widgets, place: assets, first, texts, lost, memory, language });
  el.dataset.alive = "";
}

/** @type {Promise<void> | undefined} */
let drawer;

/** Plotly comes with the first chart. @returns {Promise<void>} */
function plotly() {
  drawer ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: new URL(place.plotly, place.assets).href, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  return drawer;
}

/** @param {HTMLElement} el */
async function chart(el) {
  const [{ data, layout }] = await Promise.all([json(el.dataset.chart ?? ""), plotly()]);
  const { Plotly } = /** @type {any} */ (window);
  await Plotly.newPlot(el, data, layout, { displaylogo: false, responsive: true });
}

/** @param {Element} el */
function make(el) {
  const node = /** @type {HTMLElement} */ (el);
  const making = node.dataset.widget ? mount(node) : chart(node);
  making.catch((problem) => {
    console.error(problem);
    node.textContent = place.lost[language];
  });
}

const WAITING = "[data-widget], [data-chart]";
const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      make(target);
    }
  },
  { rootMargin: NEAR },
);
for (const el of document.querySelectorAll(WAITING)) near.observe(el);

/** Dark or light, by the reader's system until the reader says otherwise. @param {unknown} theme */
function dress(theme) {
  if (theme === "dark" || theme === "light") document.body.dataset.jpThemeLight = String(theme === "light");
  document.getElementById("theme")?.setAttribute("aria-pressed", String(isDark()));
}

const isDark = () =>
  getComputedStyle(document.body).colorScheme === "dark" || (!chosen() && matchMedia("(prefers-color-scheme: dark)").matches);
const chosen = () => document.body.dataset.jpThemeLight;

dress(memory.setting("theme"));
document.getElementById("theme")?.addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  memory.add("setting", { name: "theme", value: theme });
  dress(theme);
});
// The other edition opens where one reads: both have the same cells.
for (const link of document.querySelectorAll("a[hreflang]"))
  link.addEventListener("click", () => {
    const passed = [...document.querySelectorAll(".prose[id]")].filter((el) => el.getBoundingClientRect().top < innerHeight / 3);
    /** @type {HTMLAnchorElement} */ (link).hash = scrollY ? (passed.at(-1)?.id ?? "") : "";
  });
document.getElementById("forget")?.addEventListener("click", () => {
  memory.forget();
  location.reload();
});

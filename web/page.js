// A page of the course: its widgets and charts are made when they come near the screen.

import { Folder, Inside, json } from "./files.js";
import { collected, download } from "./hand_in.js";
import { show } from "./host.js";
import * as memory from "./memory.js";
import { Python } from "./python.js";
import { cells, signs } from "./waking.js";

/** @import { Opened, Spot } from '../w2v_lab/widgets/kit/types.d.ts' */

const NEAR = "900px 0px";

/** @import { Text } from '../w2v_lab/widgets/kit/types.d.ts' */

/**
 * @typedef {{ assets: URL, code: URL, lessons: string, styles: Record<string, string>, texts: Record<string, string>,
 *   plotly: string, lost: Text, kept: string, hand_in: string, python: any, says: Record<string, string> }} Place
 */

/** Where the build has put things. @returns {Place} */
function places() {
  const told = JSON.parse(document.getElementById("places")?.textContent ?? "{}");
  const assets = new URL(told.assets, location.href);
  return { ...told, assets, code: new URL(told.code, assets) };
}

const place = places();
const language = document.documentElement.lang === "en" ? "en" : "zh";

const inside = /** @type {any} */ (globalThis).w2v_inside;
const files = inside ? new Inside(inside) : new Folder(place.assets, place.code);

let saysPython = () => {};
/** Python in this tab, where the page was told of one. */
const python = place.python ? new Python({ ...addresses(place.python), language }, () => saysPython()) : null;
if (python) {
  saysPython = signs(python, place.says);
  cells(python, place.says);
}

/** Where Python's parts are, seen from anywhere. @param {Record<string, any>} told @returns {any} */
function addresses(told) {
  const full = (/** @type {string} */ name) => new URL(name, place.assets).href;
  return { ...told, where: full(told.where), lab: full(told.lab), worker: full(told.worker) };
}

/** @type {Map<string, Promise<any>>} */
const fetching = new Map();

/** A file of JSON, once. @param {string} name */
function once(name) {
  if (!fetching.has(name)) fetching.set(name, json(files, name));
  return /** @type {Promise<any>} */ (fetching.get(name));
}

/** @typedef {(Spot & Opened & { widget: string }) | null} Link */

if (ofAPlan()) document.body.dataset.framed = "";

/** Whether this is a step of a lesson plan: another site's frame shows the whole page. */
function ofAPlan() {
  try {
    return parent !== window && parent.document.getElementById("stage") !== null;
  } catch {
    return false;
  }
}

/** What the page's address says of a state. @returns {Promise<Link>} */
async function linked() {
  if (!location.hash.includes("widget=")) return null;
  const { parsed } = await files.module("kit/link.js");
  return parsed(location.hash);
}

/** The lesson that this page is. */
const here = () => document.getElementById("main")?.dataset.lesson ?? "";

/** Where a widget's cell stands; the front page shows one of a lesson. @param {HTMLElement} el @returns {Spot} */
function spot({ dataset: { lesson = "", cell = "" } }) {
  const page = here() || inside ? location.href : new URL(`../${place.lessons}/${lesson}.html`, place.assets).href;
  return { lesson: lesson.slice(0, 2), cell, address: page.split("#")[0] };
}

/** @type {Map<string, Promise<unknown>>} */
const dressed = new Map();

/** The styles of a kind come with its first widget, where the page does not begin with them. @param {string} kind */
function styles(kind) {
  if (!dressed.has(kind) && Object.hasOwn(place.styles, kind)) {
    const link = document.createElement("link");
    const coming = (/** @type {any} */ onload, /** @type {any} */ onerror) => Object.assign(link, { onload, onerror });
    dressed.set(kind, new Promise(coming));
    document.head.append(Object.assign(link, { rel: "stylesheet", href: new URL(place.styles[kind], place.assets).href }));
  }
  return dressed.get(kind);
}

/** The widget of each place, and what takes it away again. @type {Map<HTMLElement, Promise<() => void>>} */
const mounted = new Map();

/** Put a widget in its place, after whichever is there or on its way. @param {HTMLElement} el @param {Link} [opened] */
async function mount(el, opened) {
  const before = mounted.get(el);
  const now = shown(el, opened, before);
  mounted.set(el, now);
  await now;
  el.dataset.alive = "";
}

/** @param {HTMLElement} el @param {Link | undefined} opened @param {Promise<() => void> | undefined} before */
async function shown(el, opened, before) {
  const { widget = "", first = "", session = "", seal = "" } = el.dataset;
  const tab = python && { python, widget, name: first, session, seal };
  const texts = Promise.all([once(place.texts.kit), once(place.texts[widget]), styles(widget)]).then(([kit, own]) => ({ ...kit, ...own }));
  (await before)?.();
  return show(el, widget, { files, first, texts, lost: place.lost, memory, language, spot: spot(el), opened, tab });
}

/** @type {Promise<void> | undefined} */
let drawer;

/** Plotly comes with the first chart. @returns {Promise<void>} */
function plotly() {
  drawer ??= files.address(place.plotly).then(
    (src) =>
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        Object.assign(script, { src, onload: resolve, onerror: reject });
        document.head.append(script);
      }),
  );
  return drawer;
}

/** @param {HTMLElement} el */
async function chart(el) {
  const [{ data, layout }] = await Promise.all([once(el.dataset.chart ?? ""), plotly()]);
  const { Plotly } = /** @type {any} */ (window);
  await Plotly.newPlot(el, data, layout, { displaylogo: false, responsive: true });
}

/** @param {Element} el @param {Link} [opened] */
function make(el, opened) {
  const node = /** @type {HTMLElement} */ (el);
  const making = node.dataset.widget ? mount(node, opened) : chart(node);
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
      if (!mounted.has(/** @type {HTMLElement} */ (target))) make(target);
    }
  },
  { rootMargin: NEAR },
);
for (const el of document.querySelectorAll(WAITING)) near.observe(el);
// What the first one begins with is on its way already; a link leads elsewhere first.
const first = location.hash.includes("widget=") ? null : document.querySelector("[data-widget]");
if (first) make(first);

/** Go where the address leads: to a widget of this page, in a state, or to the page that has it. */
async function follow() {
  const link = await linked();
  if (!link) return;
  const to = document.querySelector(`.contents a[href*="/${link.lesson}_"]`)?.getAttribute("href");
  if (link.lesson !== here().slice(0, 2)) return to && location.replace(to + location.hash);
  const el = document.querySelector(`[data-widget="${link.widget}"][data-cell="${CSS.escape(link.cell)}"]`);
  if (!el) return;
  near.unobserve(el);
  make(el, link);
  el.scrollIntoView();
}
follow();
addEventListener("hashchange", follow);

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

document.getElementById("hand_in")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const name = /** @type {HTMLInputElement} */ (form.elements.namedItem("name")).value;
  const told = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  try {
    download(collected(memory.events(), await once(place.hand_in), name, language), name);
    told.textContent = "";
  } catch {
    told.textContent = place.lost[language];
  }
});

/** What the page has is kept for a reader without a network: this lesson, whole. */
async function keep() {
  const here = await navigator.serviceWorker.register(new URL("../sw.js", place.assets));
  await navigator.serviceWorker.ready;
  const names = await once(place.kept);
  const addresses = [place.kept, ...names].map((/** @type {string} */ name) => new URL(name, place.assets).href);
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.kept) document.body.dataset.kept = "";
  });
  here.active?.postMessage({ keep: [location.href.split("#")[0], ...addresses] });
}
if (!inside && place.kept && "serviceWorker" in navigator && isSecureContext) {
  const rest = globalThis.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => rest(() => keep().catch(() => {}))); // then there is a network, or nothing
}

// A lesson plan: a plain list, a step a line, each with a link that was copied from a picture, shown one after the other.
// A list comes from anybody: its words are text, and its links lead to lessons of this course or nowhere.

const MOST_LETTERS = 20_000;
const MARK = /^\s*(?:[-*•]\s+|\d+[.)]\s+)?/; // of a list
const STATE = /#(lesson=(\d\d)&.*)$/;
const SECTION = /(?:^|\/)(\d\d)_\w+\.(?:html|ipynb)(?:#(?:cell-id=)?([\w-]*))?$/;

/** @typedef {{ text: string, href: string }} Step its words, and where it leads: nowhere where that is empty */

/** Where a word of the list leads. @param {string} word @param {Map<string, string>} pages @returns {string} */
function target(word, pages) {
  const state = STATE.exec(word);
  if (state) return pages.has(state[2]) ? `${pages.get(state[2])}#${state[1]}` : "";
  const section = SECTION.exec(word);
  return section && pages.has(section[1]) ? `${pages.get(section[1])}#${section[2] ?? ""}` : "";
}

/** The title and the steps of a list; `pages` has the lessons' addresses by number.
 * @param {string} list @param {Map<string, string>} pages @returns {{ title: string, steps: Step[] }} */
export function planned(list, pages) {
  const lines = list.slice(0, MOST_LETTERS).split("\n");
  const isTitle = (/** @type {string} */ line) => line.startsWith("# ");
  const title = (lines.find(isTitle) ?? "").slice(2).trim();
  const steps = [];
  for (const line of lines) {
    const words = line.replace(MARK, "").split(/\s+/).filter(Boolean);
    if (!words.length || isTitle(line)) continue;
    const href = words.map((word) => target(word, pages)).find(Boolean) ?? "";
    steps.push({ text: words.filter((word) => !target(word, pages)).join(" "), href });
  }
  return { title, steps };
}

/** What a fragment says: a list of one's own, and the step that is on. @param {string} hash */
export function told(hash) {
  const values = new URLSearchParams(hash.slice(1));
  const step = Number(values.get("step"));
  return { list: values.get("plan"), step: Number.isInteger(step) && step > 0 ? step : 0 };
}

/** A step in the list. @param {Document} page @param {Step} step @param {string} where @param {boolean} here */
function entry(page, { text, href }, where, here) {
  const item = page.createElement("li"),
    link = page.createElement("a");
  if (href) link.href = where;
  link.textContent = text || href;
  item.append(link);
  if (here) item.setAttribute("aria-current", "step");
  return item;
}

/** The page. @param {Document} page */
function show(page) {
  const find = (/** @type {string} */ id) => /** @type {any} */ (page.getElementById(id));
  const [list, all, stage, frame, words, back, on, copied] = ["list", "steps", "stage", "frame", "words", "back", "on", "copied"].map(find);
  const ours = list.value;
  const links = /** @type {HTMLAnchorElement[]} */ ([...page.querySelectorAll(".contents a")]);
  const pages = new Map(links.map((link) => [/\/(\d\d)_\w+\.html$/.exec(link.href)?.[1] ?? "", link.href]));
  let now = 0;
  let at = "";

  const fragment = (/** @type {number} */ step) => {
    const values = new URLSearchParams(list.value === ours ? {} : { plan: list.value });
    if (step) values.set("step", String(step));
    return `#${values}`;
  };
  /** @param {Step[]} steps */
  const draw = (steps) => all.replaceChildren(...steps.map((step, place) => entry(page, step, fragment(place + 1), place + 1 === now)));
  /** @param {number} step */
  function go(step) {
    const { title, steps } = planned(list.value, pages);
    find("title").textContent = title || find("title").dataset.untitled;
    now = Math.min(step, steps.length);
    draw(steps);
    stage.hidden = !now;
    if (!now) return;
    const { text, href } = steps[now - 1];
    words.textContent = `${now} / ${steps.length} · ${text}`;
    back.disabled = now === 1;
    on.disabled = now === steps.length;
    frame.hidden = !href;
    if (href && href !== at) frame.contentWindow.location.replace(href);
    at = href || at;
  }
  function follow() {
    const { list: own, step } = told(page.location.hash);
    list.value = own === null ? ours : own.slice(0, MOST_LETTERS);
    go(step);
  }
  const to = (/** @type {number} */ step) => page.location.replace(fragment(step));
  back.onclick = () => to(now - 1);
  on.onclick = () => to(now + 1);
  find("all").onclick = () => to(0);
  list.oninput = () => page.location.replace(fragment(0));
  find("begin").onclick = () => to(1);
  find("copy").onclick = async () => {
    const address = page.location.href.split("#")[0] + fragment(0);
    Object.assign(copied, { value: address, hidden: false }).select();
    await navigator.clipboard?.writeText(address).catch(() => {}); // then it can be copied by hand
  };
  globalThis.addEventListener("hashchange", follow);
  follow();
}
if (globalThis.document) show(document);

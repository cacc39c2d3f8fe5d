// A stage without a kernel: a widget from files, as its session packed it. What has been asked of it before is answered from
// files, too: a reveal is fetched when the learner has committed, and is not in the page before. The modules are the package's own.

/** @import { Context, Facts, Reply, Text } from '../w2v_lab/widgets/kit/types.d.ts' */

/**
 * One moment of a session: the facts, the file of their numbers, and by request the file of the moment or reply that follows.
 * @typedef {object} Moment
 * @property {Facts} [facts]
 * @property {string} [numbers]
 * @property {Record<string, string>} [answers]
 * @property {Omit<Reply, "reply" | "stamp">} [reply]
 */

/** @typedef {(...heard: any[]) => void} Hear */

/** A request by what it asks, whoever asks it and when. @param {Record<string, unknown>} content */
export function keyOf({ request, stamp, ...asked }) {
  return JSON.stringify(Object.fromEntries(Object.entries(asked).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** @param {URL} file */
async function fetched(file) {
  const found = await fetch(file);
  if (!found.ok) throw new Error(`${file} is not there (${found.status}).`);
  return found;
}

/** What a kernel's model is to the page, from files. */
export class FileModel {
  /** @param {URL} place where the files are */
  constructor(place) {
    this.place = place;
    /** @type {Map<string, Set<Hear>>} */
    this.hearing = new Map();
    /** @type {Record<string, any>} */
    this.traits = {};
    /** @type {Record<string, string>} */
    this.answers = {};
  }

  /** Take another moment, its numbers with it. @param {string} file */
  async go(file) {
    /** @type {Moment} */
    const moment = await (await fetched(new URL(file, this.place))).json();
    const bytes = moment.numbers ? await (await fetched(new URL(moment.numbers, this.place))).arrayBuffer() : new ArrayBuffer(0);
    const numbers = new DataView(bytes);
    if (!moment.facts) return { reply: moment.reply ?? {}, numbers };
    this.answers = moment.answers ?? {};
    this.traits = { facts: moment.facts, numbers, language: this.traits.language ?? moment.facts.language };
    for (const trait of ["facts", "numbers"]) this.tell(`change:${trait}`);
    return { reply: {}, numbers };
  }

  /** @param {string} name */
  get(name) {
    return this.traits[name];
  }
  /** @param {string} event @param {Hear} hear */
  on(event, hear) {
    if (!this.hearing.has(event)) this.hearing.set(event, new Set());
    this.hearing.get(event)?.add(hear);
  }
  /** @param {string} event @param {Hear} hear */
  off(event, hear) {
    this.hearing.get(event)?.delete(hear);
  }
  /** @param {string} event @param {...unknown} heard */
  tell(event, ...heard) {
    for (const hear of [...(this.hearing.get(event) ?? [])]) hear(...heard);
  }

  /** Whether this was asked before. @param {Record<string, unknown>} content */
  knows(content) {
    return keyOf(content) in this.answers;
  }

  /** Answer from a file; what was never asked has no answer here. @param {any} content */
  send(content) {
    const file = this.answers[keyOf(content)];
    if (!file) throw new Error("There is no Python behind this page.");
    const answer = (/** @type {object} */ reply, /** @type {DataView[]} */ buffers) =>
      this.tell("msg:custom", { ...reply, reply: content.request, stamp: this.traits.facts.stamp }, buffers);
    this.go(file)
      .then(({ reply, numbers }) => answer(reply, [numbers]))
      .catch(console.error); // the page says that no answer came
  }
}

/**
 * Show a widget: `widgets` is where the package's modules are, `place` where its files are.
 * @param {HTMLElement} el @param {string} name @param {URL} widgets @param {URL} place @param {Record<string, Text>} texts
 */
export async function show(el, name, widgets, place, texts) {
  const model = new FileModel(place);
  const [{ default: widget }] = await Promise.all([import(new URL(`${name}/${name}.js`, widgets).href), model.go("first.json")]);
  const python = () => "absent";
  return widget.render({ model, el, texts, python });
}

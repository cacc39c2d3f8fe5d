// A stage without a kernel: a widget from files, as its session packed it. What has been asked of it before is answered from
// files, too: a reveal is fetched when the learner has committed, and is not in the page before. The modules are the package's own.

/** @import { Context, Facts, Opened, Reply, Spot, Text } from '../w2v_lab/widgets/kit/types.d.ts' */

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

/** @typedef {{ answers(): Map<string, string>, add(what: string, about: Record<string, unknown>): void }} Memory */

/** What a kernel's model is to the page, from files. */
export class FileModel {
  /** @param {URL} place where the files are @param {Text} lost what is said when one cannot be had @param {Memory} [memory] */
  constructor(place, lost, memory) {
    this.place = place;
    this.lost = lost;
    this.memory = memory;
    this.stamp = 0;
    /** How many answers are on their way. */
    this.coming = 0;
    this.first = "";
    /** @type {Map<string, Set<Hear>>} */
    this.hearing = new Map();
    /** @type {Record<string, any>} */
    this.traits = {};
    /** @type {Record<string, string>} */
    this.answers = {};
  }

  /** Take the first moment, and what the learner has answered before. @param {string} file */
  async start(file) {
    this.first = file;
    await this.go(file);
    await this.answered(this.memory?.answers() ?? new Map());
  }

  /** Go where these answers lead, as far as they are among the choices. @param {Map<string, string>} given */
  async answered(given) {
    for (const { name } of this.traits.facts.gates) {
      const file = this.fileOf({ commit: name, choice: given.get(name) });
      if (file) await this.go(file);
    }
  }

  /** Take another moment, its numbers with it. @param {string} file */
  async go(file) {
    /** @type {Moment} */
    const moment = await (await fetched(new URL(file, this.place))).json();
    const bytes = moment.numbers ? await (await fetched(new URL(moment.numbers, this.place))).arrayBuffer() : new ArrayBuffer(0);
    const numbers = new DataView(bytes);
    if (!moment.facts) return { reply: moment.reply ?? {}, numbers };
    this.answers = moment.answers ?? {};
    this.stamp += 1;
    const facts = { ...moment.facts, stamp: this.stamp };
    this.traits = { facts, numbers, language: this.traits.language ?? moment.facts.language };
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

  /** The file that answers this, if it was asked before. @param {Record<string, unknown>} content */
  fileOf(content) {
    const key = keyOf(content);
    return Object.hasOwn(this.answers, key) ? this.answers[key] : undefined;
  }

  /** Answer from a file; what was never asked has no answer here. @param {any} content */
  send(content) {
    const file = this.fileOf(content);
    if (!file && !content.again) throw new Error("There is no Python behind this page.");
    const answer = (/** @type {object} */ reply, /** @type {DataView[]} */ buffers) =>
      this.tell("msg:custom", { ...reply, reply: content.request, stamp: this.stamp }, buffers);
    this.coming += 1;
    (file ? this.go(file) : this.anew(content.again))
      .then(({ reply, numbers }) => {
        if (content.commit) this.remember(content.commit, content.choice);
        answer(reply, [numbers]);
      })
      .catch(() => answer({ error: { text: this.lost, values: {} } }, [new DataView(new ArrayBuffer(0))]))
      .finally(() => (this.coming -= 1));
  }

  /** @param {string} question @param {string} choice */
  remember(question, choice) {
    const gate = this.traits.facts.gates.find((/** @type {any} */ each) => each.name === question);
    this.memory?.add("answer", { question, choice, right: gate.answer === choice });
  }

  /** Close one question's door again; the others stay open. @param {string} question */
  async anew(question) {
    const given = new Map(this.traits.facts.gates.map((/** @type {any} */ gate) => [gate.name, gate.choice]));
    given.delete(question);
    this.memory?.add("again", { question });
    const moment = await this.go(this.first);
    await this.answered(given);
    return moment;
  }
}

/**
 * Show a widget: `widgets` is where the package's modules are, `place` where its files are, `first` the one to begin with.
 * @typedef {{ widgets: URL, place: URL, first: string, texts: Record<string, Text>, lost: Text, memory?: Memory, language?: string,
 *   spot?: Spot, opened?: Opened | null }} From
 * @param {HTMLElement} el @param {string} name @param {From} from
 */
export async function show(el, name, { widgets, place, first, texts, lost, memory, language, spot, opened }) {
  const model = new FileModel(place, lost, memory);
  if (language) model.traits.language = language;
  const [{ default: widget }] = await Promise.all([import(new URL(`${name}/${name}.js`, widgets).href), model.start(first)]);
  const python = () => (model.coming ? "busy" : "absent");
  return widget.render({ model, el, texts, python, spot, opened });
}

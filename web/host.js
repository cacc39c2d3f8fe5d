// A stage without a kernel: a widget from files, as its session packed it. What has been asked of it before is answered from
// files, too: a reveal is fetched when the learner has committed, and is not in the page before. The modules are the package's own.

/** @import { Context, Facts, Opened, Reply, Spot, Text } from '../w2v_lab/widgets/kit/types.d.ts' */

/**
 * One moment of a session: the facts, the file of their numbers, and by request the file of the moment or reply that follows.
 * @typedef {object} Moment
 * @property {Facts} [facts]
 * @property {Facts} [part] what one answer adds, where each reveals what no other hides
 * @property {string} [numbers]
 * @property {Record<string, string>} [answers]
 * @property {Omit<Reply, "reply" | "stamp">} [reply]
 */

/** @typedef {(...heard: any[]) => void} Hear */

const MOST_LETTERS = 2000; // of a text that is remembered, as memory.py has it

/** A request by what it asks, whoever asks it and when. @param {Record<string, unknown>} content */
export function keyOf({ request, stamp, ...asked }) {
  return JSON.stringify(Object.fromEntries(Object.entries(asked).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** @import { Files } from './files.js' */
import { json } from "./files.js";

/**
 * @typedef {{ answers(): Map<string, string>, setting(name: string): unknown, text(): string | undefined,
 *   add(what: string, about: Record<string, unknown>): void }} Memory
 * @typedef {{ python: import("./python.js").Python, widget: string, name: string, session: string, seal: string }} Tab a widget,
 *   what Python calls it, its file, and what that file must hold
 */

/** What a kernel's model is to the page, from files. */
export class FileModel {
  /** @param {Files} files @param {Text} lost what is said when one cannot be had
   * @param {Memory} [memory] @param {Tab | null} [tab] */
  constructor(files, lost, memory, tab) {
    this.files = files;
    /** @type {Tab | null} */
    this.tab = tab ?? null;
    /** The time of Python's being awake in which it took up this session. */
    this.opened = 0;
    /** Whether what is waited for is Python's. */
    this.far = false;
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
    const moment = await json(this.files, file);
    const bytes = moment.numbers ? await this.files.bytes(moment.numbers) : new ArrayBuffer(0);
    const numbers = new DataView(bytes);
    if (moment.part) this.join(moment.part, bytes);
    if (!moment.facts) return { reply: moment.reply ?? {}, numbers };
    this.answers = moment.answers ?? {};
    this.take(moment.facts, numbers);
    return { reply: {}, numbers };
  }

  /** Put what one answer reveals to what is there. @param {Facts} part @param {ArrayBuffer} bytes */
  join(part, bytes) {
    const { facts, numbers } = this.traits,
      [gate] = part.gates,
      { trace } = part;
    const before = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    const all = new Uint8Array(before.length + bytes.byteLength);
    all.set(before);
    all.set(new Uint8Array(bytes), before.length);
    const moved = ([name, place]) => [name, { ...place, offset: place.offset + before.length / 8 }];
    const arrays = { ...facts.trace.arrays, ...Object.fromEntries(Object.entries(trace.arrays).map(moved)) };
    const told = { ...facts.trace, arrays, whole: [...facts.trace.whole, ...trace.whole] };
    for (const name of ["cards", "relations"]) told[name] = { ...facts.trace[name], ...trace[name] };
    const gates = facts.gates.map((/** @type {any} */ each) => (each.name === gate.name ? gate : each));
    this.take({ ...facts, gates, trace: told }, new DataView(all.buffer));
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

  /** How Python is, as far as a question that waits is concerned. @returns {"busy" | "asleep" | "absent"} */
  python() {
    if (!this.coming) return this.tab ? "asleep" : "absent";
    return this.tab && this.tab.python.state !== "awake" && this.far ? "asleep" : "busy";
  }

  /** Answer from a file; what was never asked before is Python's to answer, where there is one.
   * @param {any} content @param {unknown} [_callbacks] @param {ArrayBuffer[]} [buffers] */
  send(content, _callbacks, buffers = []) {
    const answer = (/** @type {object} */ reply, /** @type {DataView[]} */ sent) =>
      this.tell("msg:custom", { ...reply, reply: content.request, stamp: this.stamp }, sent);
    const none = [new DataView(new ArrayBuffer(0))];
    const coming = this.here(content) ?? this.there(content, buffers);
    if (!coming) throw new Error("There is no Python behind this page.");
    this.coming += 1;
    coming
      .then(({ reply, numbers }) => {
        if (content.commit) this.remember(content.commit, content.choice);
        answer(reply, [numbers]);
      })
      .catch(() => answer({ error: { text: this.lost, values: {} } }, none))
      .finally(() => (this.coming -= 1));
  }

  /** What the page can do by itself. @param {any} content */
  here(content) {
    const { facts, numbers } = this.traits,
      done = Promise.resolve({ reply: {}, numbers });
    if ("type" in content) {
      this.memory?.add("setting", { name: "type", value: content.type });
      return done;
    }
    if ("why" in content) {
      this.memory?.add("why", { question: content.why, text: content.text });
      const gates = facts.gates.map((/** @type {any} */ gate) => (gate.name === content.why ? { ...gate, reason: content.text } : gate));
      this.take({ ...facts, gates }, numbers);
      return done;
    }
    if (this.live) return null;
    if ("way" in content && !Object.keys(content.way).length) return this.anew("");
    const file = this.fileOf("way" in content ? content.way : content);
    if (file) return this.go(file);
    if (content.again) return this.anew(content.again);
    return content.reset ? this.anew("") : null;
  }

  /** Whether Python holds this widget's session now. */
  get live() {
    return this.tab !== null && this.opened === this.tab.python.times && this.tab.python.state === "awake";
  }

  /** Ask Python, which takes the session up where the page is. @param {any} content @param {ArrayBuffer[]} buffers */
  there(content, buffers) {
    return this.tab?.session ? this.asked(this.tab, content, buffers) : null;
  }

  /** @param {Tab} tab @param {any} content @param {ArrayBuffer[]} buffers */
  async asked(tab, content, buffers) {
    this.far = true;
    if (typeof content.text === "string" && content.text.length <= MOST_LETTERS) {
      this.memory?.add("text", { widget: tab.widget, text: content.text });
    }
    if (!this.live) await this.open(tab);
    const [{ reply, facts }, sent] = await tab.python.ask({ to: tab.name, content: { ...content, stamp: this.stamp } }, buffers);
    this.far = false;
    if (facts) this.take(facts, sent[sent.length - 1]);
    if (content.again) this.memory?.add("again", { question: content.again });
    return { reply, numbers: sent[0] ?? new DataView(new ArrayBuffer(0)) };
  }

  /** @param {Tab} tab */
  async open(tab) {
    const { facts } = this.traits;
    const given = facts.gates.filter((/** @type {any} */ gate) => gate.choice !== undefined);
    const answers = Object.fromEntries(given.map((/** @type {any} */ gate) => [gate.name, gate.choice]));
    const session = await this.files.bytes(tab.session);
    const open = { open: tab.name, seal: tab.seal, stamp: this.stamp, answers, way: facts.way };
    const [held, [numbers]] = await tab.python.ask(open, [session]);
    this.opened = tab.python.times;
    this.take(held.facts, numbers);
  }

  /** Show these facts and numbers. @param {Facts} facts @param {DataView} numbers */
  take(facts, numbers) {
    this.stamp = Math.max(this.stamp + 1, facts.stamp);
    const language = this.traits.language ?? facts.language,
      large = this.memory?.setting("type") === "large";
    this.traits = { facts: { ...facts, stamp: this.stamp, large, own: this.memory?.text() }, numbers, language };
    for (const trait of ["facts", "numbers"]) this.tell(`change:${trait}`);
  }

  /** @param {string} question @param {string} choice */
  remember(question, choice) {
    const gate = this.traits.facts.gates.find((/** @type {any} */ each) => each.name === question);
    this.memory?.add("answer", { question, choice, right: gate.answer === choice });
  }

  /** Back to the start; the questions answered stay open but for this one. @param {string} question */
  async anew(question) {
    const given = new Map(this.traits.facts.gates.map((/** @type {any} */ gate) => [gate.name, gate.choice]));
    given.delete(question);
    if (question) this.memory?.add("again", { question });
    const moment = await this.go(this.first);
    await this.answered(given);
    return moment;
  }
}

/** @typedef {Record<string, Text>} Said */

/**
 * Show a widget: `first` is the file to begin with; nothing waits until something else has come.
 * @typedef {{ files: Files, first: string, texts: Said | Promise<Said>, lost: Text, memory?: Memory, language?: string,
 *   spot?: Spot, opened?: Opened | null, tab?: Tab | null }} From
 * @param {HTMLElement} el @param {string} name @param {From} from
 */
export async function show(el, name, { files, first, texts, lost, memory, language, spot, opened, tab }) {
  const model = new FileModel(files, lost, memory, tab);
  if (language) model.traits.language = language;
  const [{ default: widget }, said] = await Promise.all([files.module(`${name}/${name}.js`), texts, model.start(first)]);
  return widget.render({ model, el, texts: said, python: () => model.python(), spot, opened });
}

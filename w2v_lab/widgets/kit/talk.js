// The conversation with Python: every question carries a request's name and the stamp of what it was asked of.

/** @import { Facts, Python, Reply, Text, Values } from './types.d.ts' */
/** @import { Lab } from './lab.js' */
import { make } from "./dom.js";

const SAID = { busy: "busy", gone: "silent", unknown: "silent", absent: "absent", asleep: "asleep" };
const PATIENCE = 4000; // milliseconds until the page says that Python is silent

export class Talk {
  /** @param {Lab} lab @param {Python} python */
  constructor(lab, python) {
    this.lab = lab;
    this.python = python;
    /** @type {Map<string, (heard: [Reply, DataView[]] | null) => void>} */
    this.waiting = new Map();
    lab.from("msg:custom", (/** @type {Reply} */ content, /** @type {DataView[]} */ buffers) => {
      this.waiting.get(content.reply)?.([content, buffers]);
    });
  }

  /** Ask Python for what has not been computed yet; null where it cannot be had, or has come another way.
   * @param {Record<string, unknown>} content @param {ArrayBuffer[]} [buffers] */
  async ask(content, buffers = []) {
    const request = `${Date.now()}-${Math.random()}`;
    /** @type {Promise<[Reply, DataView[]] | null>} */
    const reply = new Promise((resolve) => this.waiting.set(request, resolve));
    const give = () => this.waiting.get(request)?.(null);
    // A kernel that is only busy answers late, but it answers; one that is gone never will.
    const silent = () => {
      const how = this.python();
      this.lab.note(SAID[how]);
      if (how === "gone" || how === "absent") give();
    };
    const timer = setTimeout(silent, this.python() === "gone" ? 0 : PATIENCE);
    try {
      this.lab.model.send({ ...content, request, stamp: this.lab.facts.stamp }, undefined, buffers);
    } catch {
      this.lab.note(SAID[this.python()]);
      give();
    }
    const heard = await reply;
    clearTimeout(timer);
    this.waiting.delete(request);
    return heard && !this.lab.gone ? this.heard(...heard) : null;
  }

  /** What changes what Python holds comes to every view of the widget, as facts; the reply only says so.
   * @param {Reply} reply @param {DataView[]} buffers */
  async heard({ stamp, error, facts, trace }, [numbers]) {
    if (stamp > this.lab.facts.stamp && !facts) await this.lab.arrival();
    if (this.lab.gone) return null;
    this.lab.note(null);
    if (error) this.lab.noteText(error.text, error.values);
    if (facts) this.lab.anew(facts, numbers);
    return error || facts ? null : { trace: trace ?? null, numbers };
  }
}

/** The line that tells what could not be done; it follows the language, and goes when something else is done. */
export class Note {
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    /** @type {[Text, Values] | null} */
    this.said = null;
    this.node = make("p.note", { role: "status", hidden: true });
  }

  /** @param {Text | null} text @param {Values} [values] */
  say(text, values = {}) {
    this.said = text && [text, values];
    this.show();
  }

  show() {
    this.node.textContent = this.said ? this.lab.tell(...this.said) : "";
    this.node.hidden = !this.said;
    return this.node;
  }
}

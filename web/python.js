// Python in the tab: a worker that holds the package's own sessions. It sleeps until the reader, or a question that nobody has
// answered before, wants it; what is asked meanwhile waits, and the page goes on.

/**
 * @typedef {"asleep" | "waking" | "awake" | "failed"} State
 * @typedef {object} Place where Python comes from
 * @property {string} worker the module of the worker
 * @property {string} where the folder of Pyodide
 * @property {boolean} stranger whether that folder is somebody else's
 * @property {string} numpy a wheel in that folder, or nothing where Pyodide knows its own
 * @property {string} lab the package, as a zip
 * @property {number} bytes of all together, about
 * @property {string} language
 * @typedef {{ text: string, buffers: ArrayBuffer[], done: (heard: [any, DataView[]]) => void, lost: (why: Error) => void }} Asked
 */

export class Python {
  /** @param {Place} place @param {() => void} changed */
  constructor(place, changed) {
    this.place = place;
    this.changed = changed;
    /** @type {State} */
    this.state = "asleep";
    /** How often it was woken: sessions of an earlier time are gone. */
    this.times = 0;
    this.wanted = false;
    this.got = 0;
    this.number = 0;
    /** @type {Map<number, Asked>} */
    this.asked = new Map();
    /** @type {Worker | null} */
    this.worker = null;
  }

  /** Ask it something; the answer comes when it is awake. @param {object} message @param {ArrayBuffer[]} [buffers]
   * @returns {Promise<[any, DataView[]]>} */
  ask(message, buffers = []) {
    return new Promise((done, lost) => {
      const id = ++this.number;
      this.asked.set(id, { text: JSON.stringify(message), buffers, done, lost });
      if (this.state === "awake") this.post(id);
      else this.want();
    });
  }

  /** @param {number} id */
  post(id) {
    const asked = this.asked.get(id);
    if (asked) this.worker?.postMessage({ id, text: asked.text, buffers: asked.buffers });
  }

  /** It is wanted: the page says so, and what it would cost. */
  want() {
    this.wanted = true;
    if (this.state === "failed") this.state = "asleep";
    this.changed();
  }

  wake() {
    if (this.worker) return;
    const worker = new Worker(this.place.worker, { type: "module" });
    this.worker = worker;
    this.state = "waking";
    this.got = 0;
    worker.addEventListener("message", ({ data }) => worker === this.worker && this.heard(data));
    worker.addEventListener("error", () => worker === this.worker && this.stop("failed"));
    worker.postMessage({ wake: this.place });
    this.changed();
  }

  /** @param {{ got?: number, awake?: boolean, failed?: string, id?: number, text?: string, buffers?: ArrayBuffer[] }} told */
  heard({ got, awake, failed, id, text, buffers = [] }) {
    if (got !== undefined) this.got = got;
    if (failed !== undefined) {
      console.warn(failed); // for whoever looks after the site
      return this.stop("failed");
    }
    if (awake) {
      this.state = "awake";
      this.times += 1;
      for (const waiting of this.asked.keys()) this.post(waiting);
    }
    const asked = id === undefined ? undefined : this.asked.get(id);
    if (id === undefined) return this.changed();
    this.asked.delete(id);
    if (text === undefined) asked?.lost(new Error("Python could not answer."));
    else asked?.done([JSON.parse(text), buffers.map((each) => new DataView(each))]);
  }

  /** Put it to sleep, at whatever it is; nothing that was asked is answered. @param {State} [state] */
  stop(state = "asleep") {
    this.worker?.terminate();
    this.worker = null;
    this.state = state;
    this.wanted = state === "failed";
    for (const { lost } of this.asked.values()) lost(new Error("Python sleeps."));
    this.asked.clear();
    this.changed();
  }
}

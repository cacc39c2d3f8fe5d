// The worker in which Python runs: Pyodide, numpy and the package, with no notebook around them. `tab.py` says what it is asked.

/** @import { Place } from './python.js' */

const worker = /** @type {any} */ (self);
const asking = worker.fetch.bind(worker);
let got = 0;

/** Each file tells the page how much of it has come. @param {any} address @param {any} [options] */
worker.fetch = async (address, options) => {
  const found = await asking(address, options);
  if (!found.body) return found;
  const count = new TransformStream({
    transform(chunk, onwards) {
      got += chunk.byteLength;
      worker.postMessage({ got });
      onwards.enqueue(chunk);
    },
  });
  return new Response(found.body.pipeThrough(count), { status: found.status, headers: found.headers });
};

/** @param {string | URL} address */
async function bytes(address) {
  const found = await worker.fetch(address);
  if (!found.ok) throw new Error(`${address}: ${found.status}`);
  return found.arrayBuffer();
}

/** @type {(text: string, buffers: ArrayBuffer[]) => { text: string, buffers: ArrayBuffer[] }} */
let answer;

/** @param {Place} place */
async function wake({ where, numpy, lab, language }) {
  const { loadPyodide } = await import(new URL("pyodide.mjs", where).href);
  const python = await loadPyodide({ indexURL: where });
  if (numpy) python.unpackArchive(await bytes(new URL(numpy, where)), "wheel");
  else await python.loadPackage("numpy");
  python.unpackArchive(await bytes(lab), "zip", { extractDir: "/lab" });
  python.runPython("import sys; sys.path.insert(0, '/lab'); sys.dont_write_bytecode = True");
  const tab = python.pyimport("w2v_lab.widgets.kit.tab");
  const held = tab.Tab(language);
  answer = (text, buffers) => {
    const told = tab.told(held, text, python.toPy(buffers));
    const [reply, sent] = told.toJs();
    told.destroy();
    return { text: reply, buffers: sent.map((/** @type {Uint8Array} */ each) => each.slice().buffer) };
  };
}

worker.addEventListener("message", async (/** @type {MessageEvent} */ { data }) => {
  if (data.wake) {
    try {
      await wake(data.wake);
      worker.postMessage({ awake: true });
    } catch (problem) {
      worker.postMessage({ failed: String(problem) });
    }
    return;
  }
  try {
    const { text, buffers } = answer(data.text, data.buffers);
    worker.postMessage({ id: data.id, text, buffers }, buffers);
  } catch (problem) {
    console.error(problem);
    worker.postMessage({ id: data.id });
  }
});

export {};

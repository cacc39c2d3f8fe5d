// The start of a lesson that is one file: its modules, compressed in the page, get addresses and name each other by them.

const table = JSON.parse(document.getElementById("inside")?.textContent ?? "{}");

/** @param {string} base64 @returns {Promise<string>} */
const text = (base64) => {
  const bytes = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
  return new Response(bytes.stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
};

/** @type {Record<string, string>} */
const modules = {};
const CODE = "code/";
for (const name of Object.keys(table)) if (name.startsWith(CODE)) modules[name.slice(CODE.length)] = await text(table[name]);

const loader = URL.createObjectURL(new Blob([modules["kit/loader.js"]], { type: "text/javascript" }));
const { address } = await import(loader);
/** @type {Record<string, string>} */
const made = {};
/** @type {any} */ (globalThis).w2v_inside = { table, module: (/** @type {string} */ name) => import(address(name, modules, made)) };
await import(address("web/page.js", modules, made));

export {};

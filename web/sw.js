// Keeps what a reader has opened, so that it opens again without a network. What is named by its hash never changes; pages are
// asked for anew where there is a network. Nothing else is kept, and nobody is told.

const worker = /** @type {any} */ (self);
const STORE = "w2v_lab";
const scope = new URL(worker.registration.scope);
const lite = new URL("lite/", scope).href; // JupyterLite has a worker of its own

/** @param {string} address */
const ours = (address) => address.startsWith(scope.href) && !address.startsWith(lite);
/** @param {string} address */
const lasting = (address) => address.startsWith(new URL("assets/", scope).href);

/** @param {string[]} addresses */
async function keep(addresses) {
  const store = await caches.open(STORE);
  for (const address of addresses.filter(ours)) if (!(await store.match(address))) await store.add(address);
}

/** @param {Request} request */
async function answer(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request, { ignoreSearch: true });
  if (kept && lasting(request.url)) return kept;
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !lasting(request.url)) await store.put(request, fresh.clone());
    return fresh;
  } catch (problem) {
    if (kept) return kept;
    throw problem;
  }
}

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (/** @type {any} */ event) => {
  const asked = event.data?.keep;
  if (!Array.isArray(asked) || !asked.every((each) => typeof each === "string")) return;
  event.waitUntil(keep(asked).then(() => event.source.postMessage({ kept: asked.length })));
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  if (event.request.method === "GET" && ours(event.request.url)) event.respondWith(answer(event.request));
});

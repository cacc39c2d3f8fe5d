// Jupyter's stage. Modules, styles and texts come once a class, as assets of the kernel. A module made of a blob cannot resolve
// "./x.js": each quoted specifier of the class's list becomes its blob's address, and nothing else does.

// Kept by what they hold, so that a kernel that is started anew finds them here.
const shared = /** @type {any} */ (globalThis);
/** @type {{ modules: Map<string, any>, sheets: Map<string, CSSStyleSheet & { css?: string }> }} */
const page = (shared.w2v_lab ??= { modules: new Map(), sheets: new Map() });

const LOADER = "kit/loader.js"; // this one, which no other imports

/** @typedef {{ get(name: string): any }} Assets */
/** @typedef {Record<string, string>} Files modules by "folder/file", or their addresses */

/** How one module names another. @param {string} from @param {string} to */
function specifier(from, to) {
  const [folder] = from.split("/"),
    [there, file] = to.split("/");
  return `"${folder === there ? "." : `../${there}`}/${file}"`;
}

/** The address of a module, those that it imports before it. @param {string} name @param {Files} files @param {Files} made */
export function address(name, files, made) {
  if (made[name]) return made[name];
  let code = files[name];
  for (const other of Object.keys(files)) {
    const quoted = specifier(name, other);
    if (code.includes(quoted)) code = code.replaceAll(quoted, `"${address(other, files, made)}"`);
  }
  made[name] = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  return made[name];
}

/** The class's module, once. @param {Assets} kit @param {Assets} own */
function load(kit, own) {
  const key = `${kit.get("digest")} ${own.get("digest")}`,
    { modules } = page;
  if (modules.has(key)) return modules.get(key);
  if (!modules.has(kit.get("digest"))) modules.set(kit.get("digest"), {});
  const common = modules.get(kit.get("digest")),
    files = { ...kit.get("modules"), ...own.get("modules") };
  for (const name of Object.keys(kit.get("modules"))) if (name !== LOADER) address(name, files, common);
  const made = { ...common },
    name = own.get("name");
  const loading = import(address(`${name}/${name}.js`, files, made)).finally(() => {
    for (const each of Object.keys(own.get("modules"))) URL.revokeObjectURL(made[each]);
  });
  loading.catch(() => {
    for (const each of [key, kit.get("digest")]) modules.delete(each); // it can be tried again
  });
  modules.set(key, loading);
  return loading;
}

/** @param {Assets} assets */
function dress(assets) {
  const name = assets.get("name"),
    css = assets.get("styles");
  let sheet = page.sheets.get(name);
  if (sheet?.css === css) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    page.sheets.set(name, sheet);
    document.adoptedStyleSheets.push(sheet);
  }
  sheet.replaceSync(css);
  sheet.css = css;
}

/** Whether Python is only busy, or gone. @param {any} manager */
function python(manager) {
  const { kernel } = manager;
  if (!kernel || kernel.isDisposed || kernel.status === "dead" || kernel.status === "terminating") return "gone";
  return kernel.connectionStatus === "disconnected" ? "gone" : "busy";
}

/** Show a widget of this class. @param {Assets} kit @param {Assets} own @param {any} model @param {HTMLElement} el */
export async function show(kit, own, model, el) {
  const { default: widget } = await load(kit, own);
  for (const assets of [kit, own]) dress(assets);
  const texts = { ...kit.get("texts"), ...own.get("texts") };
  const { lesson, cell, opened } = model.get("place");
  return widget.render({ model, el, texts, python: () => python(model.widget_manager), spot: { lesson, cell }, opened });
}

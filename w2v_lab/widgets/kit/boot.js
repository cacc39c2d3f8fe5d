// What anywidget is given for each widget: it fetches the loader, which comes once, as an asset of the kernel.
/** @type {any} */
const page = globalThis;
page.w2v_loaders ??= {};

export default {
  /** @param {{ model: any, el: HTMLElement }} stage */
  async render({ model, el }) {
    const found = model.get("assets").map((/** @type {string} */ id) => model.widget_manager.get_model(id.slice(10)));
    const [kit, own] = await Promise.all(found),
      key = kit.get("digest");
    const code = () => new Blob([kit.get("modules")["kit/loader.js"]], { type: "text/javascript" });
    page.w2v_loaders[key] ??= import(URL.createObjectURL(code())).catch((problem) => {
      delete page.w2v_loaders[key]; // it can be tried again
      throw problem;
    });
    return (await page.w2v_loaders[key]).show(kit, own, model, el);
  },
};

// Put around every widget's own module: the kit comes first, once for all widgets of a kernel.
const widget = (kit) => {
  /* the widget */
};

const kits = (globalThis.w2v_lab_kits ??= {});

export default {
  async render(context) {
    const id = context.model.get("kit").replace("IPY_MODEL_", "");
    const { widget_manager: manager } = context.model;
    kits[id] ??= manager.get_model(id).then((model) => import(URL.createObjectURL(new Blob([model.get("code")], { type: "text/javascript" }))));
    return widget(await kits[id]).render({ ...context, name: "the_name" });
  },
};

// What lab.py asks of a page of JupyterLab. `--expose-app-in-browser` gives it `window.jupyterapp`.
window.lab = {
  get panel() {
    const panels = window.jupyterapp ? [...window.jupyterapp.shell.widgets("main")] : [];
    return panels.find((panel) => panel.content && panel.content.activeCell);
  },

  get kernel() {
    return this.panel?.sessionContext.session?.kernel;
  },

  get codeCells() {
    return this.panel.content.widgets.filter((cell) => cell.model.type === "code");
  },

  /** "ready", the text of a dialog that stands in the way, or nothing yet. */
  opened() {
    const dialog = document.querySelector(".jp-Dialog-content");
    if (dialog) return dialog.innerText;
    const { panel, kernel } = this;
    const idle = kernel?.status === "idle" && kernel.connectionStatus === "connected";
    const themed = document.body.dataset.jpThemeLight;
    return idle && themed && panel.sessionContext.isReady ? "ready" : "";
  },

  /** Run one code cell, or all cells for null, as the menu does; false without a kernel. */
  start(index) {
    if (!this.kernel) return false;
    const content = this.panel.content;
    if (index !== null) {
      content.deselectAll();
      content.activeCellIndex = content.widgets.indexOf(this.codeCells[index]);
    }
    const command = index === null ? "notebook:run-all-cells" : "notebook:run-cell";
    this.running = true;
    window.jupyterapp.commands.execute(command).finally(() => (this.running = false));
    return true;
  },

  /** Change the theme, and wait until it is there, and JupyterLab's splash gone: it takes that away once for each change. */
  async change(theme) {
    await window.jupyterapp.commands.execute("apputils:change-theme", { theme });
    const light = String(theme.endsWith("Light"));
    const splash = () => document.getElementById("jupyterlab-splash");
    while (document.body.dataset.jpThemeLight !== light || splash()) await this.painted();
  },

  finished() {
    return !this.running && this.kernel?.status === "idle";
  },

  /** The tracebacks of the cells that raised and were not meant to. */
  failures() {
    const failures = [];
    for (const [index, cell] of this.codeCells.entries()) {
      const meant = (cell.model.getMetadata("tags") || []).includes("raises-exception");
      const error = cell.model.outputs.toJSON().find((output) => output.output_type === "error");
      if (error && !meant) failures.push({ index, text: error.traceback.join("\n") });
    }
    return failures;
  },

  hasWidget(cell) {
    const type = "application/vnd.jupyter.widget-view+json";
    return cell.model.outputs.toJSON().some((output) => output.data && type in output.data);
  },

  /** The code cells whose widgets are not drawn yet. */
  undrawn() {
    // JupyterLab writes "Loading widget..." while it waits for a model; anywidget's view is a
    // bare element until its `render` has filled it.
    const bare = '.lm-Widget:empty:not([class*="jp-"], [class*="jupyter-"], [class*="widget-"])';
    const waits = (output) =>
      output.textContent.startsWith("Loading widget") ||
      [...output.querySelectorAll(bare)].some((view) => !view.shadowRoot);
    return [...this.codeCells.entries()]
      .filter(([, cell]) => this.hasWidget(cell))
      .filter(([, cell]) => {
        const outputs = [...cell.node.querySelectorAll(".jp-OutputArea-output")];
        return !outputs.length || outputs.some(waits);
      })
      .map(([index]) => index);
  },

  /** Two frames later the browser has laid out and painted what scripts have made. */
  painted() {
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  },

  /** Run code in the kernel, unseen, through the page's own connection. */
  execute(code, milliseconds) {
    if (!this.kernel) return { failure: "There is no kernel." };
    const future = this.kernel.requestExecute({
      code,
      silent: true,
      allow_stdin: false,
      stop_on_error: false,
    });
    let text = "";
    future.onIOPub = ({ header, content }) => {
      if (header.msg_type === "stream" && content.name === "stdout") text += content.text;
    };
    const done = future.done.then(({ content }) =>
      content.status === "ok"
        ? { text }
        : { failure: (content.traceback || [content.status]).join("\n") },
    );
    const late = { failure: `No answer within ${milliseconds / 1000} s.` };
    return Promise.race([done, new Promise((tell) => setTimeout(tell, milliseconds, late))]);
  },

  shutdown() {
    return this.panel.sessionContext.shutdown();
  },

  /** How much of the notebook the window is too low to show, in pixels. */
  hidden() {
    const outer = document.querySelector(".jp-WindowedPanel-outer");
    return outer.scrollHeight - outer.clientHeight;
  },

  /** What lies below the notebook: always the same once JupyterLab has followed the window. */
  below() {
    const outer = document.querySelector(".jp-WindowedPanel-outer");
    return Math.round(window.innerHeight - outer.getBoundingClientRect().bottom);
  },

  /** What axe finds within a CSS selector, or null if it has looked at nothing there. */
  async axe(selector, source) {
    // The page may hold an AMD loader, which would swallow axe: hide it by names of our own.
    if (!window.axe) new Function("define", "module", "exports", source).call(window);
    // JupyterLab's body has no height and hides what overflows; axe would take all for invisible.
    document.body.style.height = "100vh";
    try {
      const { violations, passes, incomplete } = await window.axe.run(selector, {
        resultTypes: ["violations"], // of the others their number is enough
      });
      if (!violations.length && !passes.length && !incomplete.length) return null;
      return violations.map(({ id, impact, help, nodes }) => ({
        id,
        impact,
        help,
        nodes: nodes.map(({ target, html, failureSummary: why }) => ({ target, html, why })),
      }));
    } finally {
      document.body.style.height = "";
    }
  },
};

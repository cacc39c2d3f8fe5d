// The leaves of the training player: both matrices, all cosines, who settles when, analogies. This
// file is sent with the first leaf that is opened, and gets from the player what it needs of the kit.

export default function leaves({ make, frame }) {
  /** A table of numbers as shades, at the kept moment nearest before this one; `rows` are word ids. */
  function shades(lab, name, title, run, rows, moments, most) {
    const { data, shape } = lab.numbers.arrays[name], [, high, wide] = shape;
    const canvas = make("canvas", { class: "pl-shades", role: "img", "aria-label": title, style: `width:${Math.min(38, Math.max(6, wide * (high > 60 ? 0.9 : 1.5)))}em;height:${Math.min(38, high * (high > 60 ? 0.2 : 1.15))}em` });
    canvas.width = wide;
    canvas.height = high;
    const ctx = canvas.getContext("2d"), image = ctx.createImageData(wide, high);
    const mix = (text) => text.match(/[\d.]+/g).map(Number);
    const names = rows && high <= 60 ? make("div", { class: "pl-names" }, rows.map((i) => make("div", { class: i === lab.state.word ? "on" : null }, make("bdi", { class: "cut" }, lab.word(i))))) : null;
    const show = () => {
      const k = lab.trace.moments[run][frame(lab, run)];
      const at = Math.max(0, moments.findLastIndex((m) => m <= k)), [paper, plus, minus] = ["paper", "positive", "negative"].map((c) => mix(lab.colours[c]));
      for (let i = 0; i < wide * high; i++) {
        const v = data[at * wide * high + i], w = v === -32768 ? 0 : Math.min(1, Math.abs(v) / most), to = v > 0 ? plus : minus;
        for (let b = 0; b < 3; b++) image.data[4 * i + b] = paper[b] + (to[b] - paper[b]) * w;
        image.data[4 * i + 3] = 255;
      }
      ctx.putImageData(image, 0, 0);
    };
    return { show, node: make("figure", { class: "pl-figure" }, make("figcaption", { class: "soft small" }, title), make("div", { class: "pl-grid" }, names, canvas)) };
  }

  const several = (lab, make_) => lab.trace.runs.flatMap((_, run) => make_(run, run + 1, lab.trace.runs.length > 1 ? `${lab.trace.runs[run]} · ` : ""));
  const together = (parts) => ({ node: make("div", { class: "pl-parts" }, parts.map((part) => part.node)), place: () => parts.forEach((part) => part.show()) });

  return {
    matrices: (lab, leaf) => together(several(lab, (run, r, name) => ["W_in", "W_out"].map((matrix) =>
      shades(lab, `${matrix}_${r}`, `${name}${matrix}`, run, matrix === "W_in" || lab.trace.views.length > 1 ? [...Array(lab.trace.V).keys()] : null, leaf[`moments_${r}`], 32767)))),
    cosines: (lab, leaf) => together(several(lab, (run, r, name) => [shades(lab, `cosines_${r}`, `${name}${lab.say("leaf_cosines")}`, run, leaf.rows, leaf[`moments_${r}`], 1 / lab.numbers.arrays[`cosines_${r}`].step)])),
    settling: (lab, leaf) => {
      const rows = [...leaf.rows].sort((a, b) => lab.numbers.value(`settled_1[${a}]`) - lab.numbers.value(`settled_1[${b}]`));
      const head = make("tr", {}, [lab.say("word"), lab.say("count"), ...several(lab, (run, r, name) => [`${name}${lab.say("settled")}`])].map((text) => make("th", { scope: "col", class: "caption" }, text)));
      const lines = rows.map((i) => ({ i, node: make("tr", {}, make("th", { scope: "row" }, make("bdi", { class: "cut" }, lab.word(i))), lab.number(`count[${i}]`, { tag: "td", decimals: 0, group: "settling" }), several(lab, (run, r) => [lab.number(`settled_${r}[${i}]`, { tag: "td", decimals: 0, group: "settling" })])) }));
      return { node: make("div", { class: "pl-scroll" }, make("table", { class: "plain", role: "grid", "aria-label": lab.say("leaf_settling") }, make("thead", {}, head), make("tbody", {}, lines.map((line) => line.node)))),
        place: () => lines.forEach(({ i, node }) => node.classList.toggle("pl-there", lab.numbers.value(`settled_1[${i}]`) <= lab.trace.moments[0][frame(lab, 0)])) };
    },
    analogies: (lab, leaf) => {
      const cells = several(lab, (run, r) => leaf.kinds.map((_, s) => ({ run, r, s, cell: lab.number(`score_${r}[${s},0]`, { tag: "td", decimals: 2, group: "scores" }), bar: make("span", { class: "pl-amount" }) })));
      const head = make("tr", {}, make("td"), several(lab, (run, r, name) => [make("th", { scope: "col", colspan: 2, class: "caption" }, name || lab.say("score"))]));
      const body = leaf.kinds.map((kind, s) => make("tr", {}, make("th", { scope: "row" }, make("bdi", {}, kind), make("span", { class: "soft small" }, ` ${lab.say("questions", { count: leaf.asked[s] })}`)), cells.filter((each) => each.s === s).map(({ cell, bar }) => [cell, make("td", { class: "pl-bar", "aria-hidden": "true" }, bar)])));
      return { node: make("table", { class: "plain", role: "grid", "aria-label": lab.say("leaf_analogies") }, make("thead", {}, head), make("tbody", {}, body)),
        place: () => cells.forEach(({ run, r, s, cell, bar }) => { const id = `score_${r}[${s},${frame(lab, run)}]`; lab.retarget(cell, id); bar.style.width = `${100 * lab.numbers.value(id)}%`; }) };
    },
  };
}

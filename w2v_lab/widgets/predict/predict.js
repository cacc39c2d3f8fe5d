// A question on its own; the numbers that bear the answer out come when it has been given.
import { make, mount } from "./kit.js";

function build(lab) {
  if (!lab.numbers) return [lab.gatePanel(), lab.noteLine(), lab.bar({})];
  const { caption: told, names: [row_names, column_names] } = lab.trace;
  const picture = make("div", { class: "picture" });
  const caption = lab.tell(told, { first: row_names[0], second: row_names[1] });
  picture.append(make("table", { class: "plain", role: "grid", "aria-label": lab.say("evidence") }, make("caption", { class: "soft small" }, caption),
    make("thead", {}, make("tr", {}, make("td"), column_names.map((word) => make("th", { scope: "col" }, make("bdi", {}, word))))),
    make("tbody", {}, row_names.map((word, r) => make("tr", {}, make("th", { scope: "row" }, make("bdi", {}, word)),
      column_names.map((_, c) => lab.number(`evidence[${r},${c}]`, { tag: "td" })))))));
  lab.atRest("evidence[0,1]");
  const words = () => row_names.map((word, r) => lab.say("words_row", { word, list: column_names.map((other, c) => `${other} ${lab.digits("evidence", lab.numbers.value(`evidence[${r},${c}]`))}`).join(lab.say("separator")) })).join("");
  return [lab.gatePanel(), picture, lab.explainPanel(), lab.noteLine(), lab.bar({ picture, words })];
}

export default { render: (context) => mount(context, build) };

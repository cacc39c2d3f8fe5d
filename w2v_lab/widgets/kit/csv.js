// Numbers for a spreadsheet: one a line, with its name; nothing in a name is ever taken for a formula.

// What a spreadsheet would compute, in full-width form too; and what no text file should hold.
const FORMULA = /^[=+@\t\r\-＝＋－＠]/u;
const NO_TEXT = /[\p{Cc}\p{Cs}]/gu;

/** @param {string} text */
export function quoted(text) {
  const clean = text.replace(NO_TEXT, "\ufffd").replace(FORMULA, "'$&");
  return `"${clean.replaceAll('"', '""')}"`;
}

/** A number to its last bit; zero has no sign in a table. @param {number} value */
const plain = (value) => String(value + 0);

/** @param {[string, number][]} rows name and value @param {[string, string]} head */
export function csv(rows, head = ["name", "value"]) {
  return [head.join(), ...rows.map(([name, value]) => `${quoted(name)},${plain(value)}`)].join("\r\n");
}
